"""What Houvast says back, built from rule results and the texts in `knowledge/`.

Every function returns plain dicts (JSON) with `text`, `buttons` and `custom`, and none of them raises on odd input.
No sentence that a person reads stands in this room: it picks, fills in and puts in order. It decides nothing and stores
nothing. Texts: `knowledge/texts/`, questions: `knowledge/questions/`, plans: `knowledge/plans/`.
"""

from houvast.messages.asides import clarify, summary
from houvast.messages.assessment import assessment, assessments
from houvast.messages.changes import verdict_changes
from houvast.messages.crisis import crisis, crisis_confirmed, crisis_denied, safe_word
from houvast.messages.handoff import degraded, handoff, helplines
from houvast.messages.message import Message
from houvast.messages.plans import plan
from houvast.messages.questions import options, question, why
from houvast.messages.texts import say, welcome
from houvast.messages.understanding import understood
from houvast.messages.wording import label

__all__ = [
    "Message", "assessment", "assessments", "clarify", "crisis", "crisis_confirmed", "crisis_denied", "degraded",
    "handoff", "helplines", "label", "options", "plan", "question", "safe_word", "say", "summary", "understood",
    "verdict_changes", "welcome", "why",
]
