"""The review database: redacted transcripts, with what was understood and decided. Never raw text, never an address."""

from django.db import models


class Session(models.Model):
    """One conversation of one person. The token itself is never stored."""

    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, hex
    # Random id towards the assistant, that says nothing of the token.
    conversation = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    last_seen = models.DateTimeField(db_index=True)
    # Crisis categories of which the person said "zo bedoel ik het niet": veiled signals of these may stay quiet.
    denied_crises = models.JSONField(default=list)


class Turn(models.Model):
    """One message and its answer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="turns")
    # SHA-256 of the client's message id: an id is a string of the client's choice, so it could hold anything.
    message_key = models.CharField(max_length=64)
    text = models.TextField()  # redacted, or the payload of a button of ours
    by_button = models.BooleanField(default=False)
    messages = models.JSONField()
    degraded = models.BooleanField(default=False)
    crisis_category = models.CharField(max_length=40, blank=True)
    crisis_level = models.CharField(max_length=20, blank=True)
    crisis_language = models.CharField(max_length=8, blank=True)
    intent = models.CharField(max_length=120, blank=True)
    confidence = models.FloatField(null=True)
    debug = models.JSONField(default=dict)  # facts, actions, responses, rules as the assistant told them
    receipt = models.JSONField(null=True)  # of the rule base, when a verdict was given
    created = models.DateTimeField(db_index=True)

    class Meta:
        """One answer for each message id of a session, also when two processes try at once."""

        constraints = (models.UniqueConstraint(fields=["session", "message_key"], name="one_answer_for_a_message_id"),)


class OfferedButton(models.Model):
    """A payload that this session was sent on a button, and may send back."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="offered_buttons")
    payload = models.TextField()

    class Meta:
        """The same button twice is one permission."""

        constraints = (models.UniqueConstraint(fields=["session", "payload"], name="one_permission_for_a_payload"),)


class Rating(models.Model):
    """Whether it helped, in the person's own view; no free text."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="rating")
    helped = models.BooleanField()
    created = models.DateTimeField()


class PendingDeletion(models.Model):
    """A conversation that the assistant still has to delete. A random id: nothing of the person is left in it."""

    conversation = models.CharField(max_length=64, unique=True)
    asked = models.DateTimeField()
    attempts = models.IntegerField(default=0)
