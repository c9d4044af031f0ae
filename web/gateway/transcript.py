"""Sessions and their redacted turns in the review database."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from houvast.safety import Alarm

from . import payloads
from .assistant import Answer
from .core import Message
from .models import OfferedButton, PendingDeletion, Rating, Session, Turn

# Understood as "that is not what I meant", whether typed or pressed.
DENIAL = "not_what_i_meant"


@dataclass(frozen=True)
class Received:
    """A message as it may be kept: its key, its redacted text or payload, and the alarm it raised."""

    key: str
    text: str
    by_button: bool
    alarm: Alarm | None


def sha256(text: str) -> str:
    """Hex digest, for tokens and ids that are looked up and never shown."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@sync_to_async
def open_session(messages: list[Message]) -> str:
    """Store a new session that was sent `messages`; returns its token (256 random bits)."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        session = Session.objects.create(
            token_hash=sha256(token), conversation=secrets.token_hex(16), created=now, last_seen=now
        )
        _offer(session, messages)
    return token


@sync_to_async
def find(token: str, however_old: bool = False) -> Session | None:
    """The session of `token`, or None when it is unknown or idle for too long.

    Validity follows the machine's clock, never a header: a test that talks at another hour keeps its session, and no
    header brings an old one back.
    """
    digest = sha256(token)
    session = Session.objects.filter(token_hash=digest).first()
    if session is None or not hmac.compare_digest(session.token_hash, digest):
        return None
    idle = timezone.now() - session.last_seen
    return session if however_old or idle < timedelta(hours=settings.SESSION_IDLE_HOURS) else None


@dataclass(frozen=True)
class Before:
    """What counts for a message: the session as it is now, what its id was answered, which payloads were offered."""

    session: Session
    turn: Turn | None
    offered: set[str]


@sync_to_async
def before(session: Session, key: str | None, may_be_button: bool) -> Before | None:
    """Read it all in one visit to the database; None when the session was deleted in the meantime."""
    fresh = Session.objects.filter(pk=session.pk).first()
    if fresh is None:
        return None
    turn = Turn.objects.filter(session=session, message_key=key).first() if key else None
    buttons = OfferedButton.objects.filter(session=session).values_list("payload", flat=True)
    return Before(fresh, turn, set(buttons) if may_be_button else set())


@sync_to_async
def record(
    session: Session, received: Received, messages: list[Message], degraded: bool, answer: Answer | None
) -> list[Message]:
    """Keep a turn; returns the messages that are now the answer to this message id.

    When another process answered the same id first, its answer stands. When the session was deleted in the meantime
    nothing is kept, and the assistant is told to forget what it just learned.
    """
    alarm = received.alarm
    values: dict[str, Any] = {
        "text": received.text,
        "by_button": received.by_button,
        "messages": messages,
        "degraded": degraded,
        "crisis_category": alarm.category if alarm else "",
        "crisis_level": alarm.level if alarm else "",
        "crisis_language": alarm.language if alarm else "",
        "intent": (answer.intent or "")[:120] if answer else "",
        "confidence": answer.confidence if answer else None,
        "debug": answer.debug if answer else {},
        "receipt": _receipt(messages),
        "created": timezone.now(),
    }
    try:
        with transaction.atomic():
            now = timezone.now()
            if not Session.objects.filter(pk=session.pk).update(last_seen=now):
                PendingDeletion.objects.get_or_create(conversation=session.conversation, defaults={"asked": now})
                return messages
            earlier = Turn.objects.filter(session=session, message_key=received.key).first()
            if earlier and not earlier.degraded:
                return list(earlier.messages)
            _note_denial(session, values["intent"])
            Turn.objects.update_or_create(session=session, message_key=received.key, defaults=values)
            _offer(session, messages)
            return messages
    except IntegrityError:
        earlier = Turn.objects.filter(session=session, message_key=received.key).first()
        return list(earlier.messages) if earlier else messages


@sync_to_async
def rate(session: Session, helped: bool) -> None:
    """Keep whether it helped; a later answer replaces an earlier one."""
    Rating.objects.update_or_create(session=session, defaults={"helped": helped, "created": timezone.now()})


def _offer(session: Session, messages: list[Message]) -> None:
    buttons = [OfferedButton(session=session, payload=payload) for payload in sorted(payloads.offered_in(messages))]
    OfferedButton.objects.bulk_create(buttons, ignore_conflicts=True)


def _note_denial(session: Session, intent: str) -> None:
    """After a crisis answer, "not what I meant" silences the veiled signals of that category."""
    if intent != DENIAL:
        return
    before = Turn.objects.filter(session=session).order_by("-pk").first()
    if before and before.crisis_category:
        fresh = Session.objects.get(pk=session.pk)
        fresh.denied_crises = sorted({*fresh.denied_crises, before.crisis_category})
        fresh.save(update_fields=["denied_crises"])


def _receipt(messages: list[Message]) -> Any:
    cards = [m["custom"] for m in messages if isinstance(m.get("custom"), dict)]
    return next((card["receipt"] for card in cards if card.get("receipt")), None)
