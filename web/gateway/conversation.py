"""One message, from what came in to what goes back, in the order that keeps people safe.

Normalise, safety net, caps and limits, payload check, redaction, assistant. The safety net comes before every limit: a
message that is refused for its length, its speed or its shape still gets the crisis answer.
"""

import asyncio
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from houvast.safety import Alarm
from houvast.safety.alarm import CATEGORIES

from . import assistant, core, payloads, transcript
from .assistant import Answer, NoAnswer, crisis_mark
from .core import Message
from .limits import Bucket
from .models import Session
from .normalisation import normalise, without_slash
from .refusal import Refusal
from .transcript import DENIAL, Received
from .turn_taking import Crowd, TooBusy, TurnTaking

logger = logging.getLogger("houvast.gateway")

_MAX_ID_CHARACTERS = 200
_LONG = 4096  # characters from which the safety net gets a thread of its own, so that others need not wait
turns = TurnTaking()
message_bucket = Bucket(settings.MESSAGES_PER_MINUTE, 60)
crowd = Crowd(settings.MAX_IN_FLIGHT)


@dataclass(frozen=True)
class Incoming:
    """A message as it came in: all its text for the safety net, and the parts, when they could be read."""

    raw: str
    message: str | None
    message_id: str | None
    problem: str | None = None  # text id of what is wrong with its form

    @classmethod
    def read(cls, body: bytes) -> "Incoming":
        """Never raises: what cannot be read has a `problem`, and its bytes are still watched."""
        raw = body.decode("utf-8", "replace")
        try:
            data = json.loads(body.decode("utf-8"))
        except (ValueError, RecursionError):
            return cls(raw, None, None, "bad_request")
        if not isinstance(data, dict) or not isinstance(data.get("message"), str):
            return cls(raw, None, None, "bad_request")
        message, message_id = data["message"], data.get("message_id")
        if message_id is not None and not (isinstance(message_id, str) and 0 < len(message_id) <= _MAX_ID_CHARACTERS):
            return cls(message, message, None, "bad_request")
        return cls(message, message, message_id)


@dataclass(frozen=True)
class Outcome:
    """What goes back to the browser."""

    messages: list[Message]
    degraded: bool
    debug: dict[str, Any]


async def watched(incoming: Incoming) -> Alarm | None:
    """What the safety net says of all that was typed, as it was typed and normalised."""
    texts = (incoming.raw, normalise(incoming.raw))
    try:
        if len(incoming.raw) > _LONG:
            return await asyncio.to_thread(core.watch, *texts)
        return core.watch(*texts)
    except Exception:
        # It promises never to raise; if it does, the message must still reach the assistant, which watches too.
        logger.exception("the safety net failed")
        return None


def within_limits(session: Session, incoming: Incoming, oversized: bool) -> str:
    """The normalised message, when it may go on.

    Raises:
        Refusal: 413 too long, 429 too fast, 400 empty or unreadable.
    """
    if oversized:
        raise Refusal(413, "too_long")
    wait = message_bucket.take(session.token_hash)
    if wait:
        raise Refusal(429, "rate_limited", Retry_After=str(int(wait) + 1))
    if incoming.problem or incoming.message is None:
        raise Refusal(400, incoming.problem or "bad_request")
    text = normalise(incoming.message)
    if len(text) > settings.MAX_MESSAGE_CHARACTERS:
        raise Refusal(413, "too_long")
    if not text:
        raise Refusal(400, "empty_message")
    return text


async def take_turn(session: Session, text: str, message_id: str | None, alarm: Alarm | None, now: datetime) -> Outcome:
    """Answer the normalised `text` within `session`.

    Raises:
        Refusal: 503 when too many people or messages are waiting; 401 when the session was deleted meanwhile.
    """
    try:
        with crowd:
            async with turns.turn(session.token_hash, settings.TURN_PATIENCE):
                return await _turn(session, text, message_id, alarm, now)
    except TooBusy:
        raise Refusal(503, "too_busy", Retry_After="5") from None


async def _turn(session: Session, text: str, message_id: str | None, alarm: Alarm | None, now: datetime) -> Outcome:
    # The id on the way to the assistant is ours too: bound to the conversation, and free of what a client put into it.
    key = transcript.sha256(f"{session.conversation} {message_id if message_id is not None else uuid.uuid4().hex}")
    before = await transcript.before(session, None if message_id is None else key, text.startswith("/"))
    if before is None:
        raise Refusal(401, "session_gone", WWW_Authenticate="Bearer")
    session, earlier = before.session, before.turn
    # A degraded answer is not final: the retry asks again, and the assistant knows what it already answered.
    if earlier and not earlier.degraded:
        messages = _with_crisis(earlier.messages, alarm, now)
        known = Answer(messages, earlier.intent or None, earlier.confidence, earlier.debug)
        return Outcome(messages, False, debug_of(known, alarm))

    payload = payloads.accepted(text, before.offered)
    if payload is not None:
        alarm = _alarm_of(payload, alarm)
        received = Received(key, payload, True, alarm)
    else:
        clean = await asyncio.to_thread(core.redacted, without_slash(text))
        received = Received(key, without_slash(clean), False, alarm)
        if not received.text:
            raise Refusal(400, "empty_message")

    answer: Answer | None = None
    try:
        answer = await assistant.ask(session.conversation, received.text, key[:32], now, alarm)
        quiet = _may_stay_quiet(session, answer, alarm)
        messages = answer.messages if quiet else _with_crisis(answer.messages, alarm, now)
        if core.is_safe_word(text) and not _has(messages, "handoff"):
            messages = [core.helplines(now), *messages]
    except NoAnswer as reason:
        logger.warning("degraded answer: %s", reason)
        messages = fallback(alarm, now)
    try:
        messages = await transcript.record(session, received, messages, answer is None, answer)
    except DatabaseError:
        # The person still gets the answer that is there; only our copy of it is missing.
        logger.exception("a turn could not be recorded")
    return Outcome(messages, answer is None, debug_of(answer, alarm))


def debug_of(answer: Answer | None, alarm: Alarm | None) -> dict[str, Any]:
    """What was decided, for tests: shown only while the test clock is on."""
    told = answer.debug if answer else {}
    empty: dict[str, Any] = {"responses": [], "actions": [], "facts": {}, "rules": []}
    intent, confidence = (answer.intent, answer.confidence) if answer else (None, None)
    return {**empty, **told, "intent": intent, "confidence": confidence, "crisis": crisis_mark(alarm)}


def _alarm_of(payload: str, alarm: Alarm | None) -> Alarm | None:
    """A button is our own text, so words in it raise no alarm, but one that stands for a crisis does."""
    intent = payload[1:].partition("{")[0].strip()
    if intent not in CATEGORIES:
        return None
    return alarm or Alarm(category=intent, level="explicit", language="nl", matched="")


def _may_stay_quiet(session: Session, answer: Answer, alarm: Alarm | None) -> bool:
    """Only a veiled signal, only of a kind the person already said they did not mean (or says so right now)."""
    if alarm is None or alarm.level != "veiled":
        return alarm is None
    return alarm.category in session.denied_crises or answer.intent == DENIAL


def _with_crisis(messages: list[Message], alarm: Alarm | None, now: datetime) -> list[Message]:
    """`messages` with the crisis answer in front, unless it is there or nothing alarmed."""
    return messages if alarm is None or _has(messages, "crisis") else [*core.crisis(alarm, now), *messages]


def fallback(alarm: Alarm | None, now: datetime) -> list[Message]:
    """The help lines; after an alarm the crisis answer, whose own lines must not drown in general ones."""
    messages = core.degraded(now)
    if alarm is None:
        return messages
    return [*core.crisis(alarm, now), *(m for m in messages if not _has([m], "handoff"))]


def _has(messages: list[Message], kind: str) -> bool:
    return any(isinstance(m.get("custom"), dict) and m["custom"].get("type") == kind for m in messages)
