"""Refuses to start a gateway that has nothing to say or cannot redact: everything it needs is asked for once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from houvast.safety import Alarm
from houvast.safety.alarm import CATEGORIES

from . import core

TEXT_IDS = (
    "empty_message", "too_long", "bad_request", "rate_limited", "too_many_sessions", "too_busy", "session_gone",
    "not_found", "server_error", "rating_thanks",
)  # fmt: skip


@register()
def everything_can_be_said(**_: Any) -> list[CheckMessage]:
    """One error for each text, line or crisis answer that is missing or empty, and for a broken redaction."""
    now = timezone.now()
    spoken: dict[str, Callable[[], Any]] = {f"say({text_id!r})": partial(_text, text_id) for text_id in TEXT_IDS}
    spoken |= {
        "welcome()": core.welcome,
        "helplines(now)": partial(core.helplines, now),
        "degraded(now)": partial(core.degraded, now),
        "redact": _redacts,
    }
    spoken |= {f"crisis({c!r})": partial(core.crisis, Alarm(c, "explicit", "nl", ""), now) for c in CATEGORIES}
    hint = "See knowledge/texts/, knowledge/helplines/ and houvast/privacy/."
    problems = {name: _problem(call) for name, call in spoken.items()}
    return [Error(f"houvast: {name}: {problem}", hint=hint) for name, problem in problems.items() if problem]


def _text(text_id: str) -> bool:
    """An id that nobody wrote is answered with `not_understood`, which is nothing to say here."""
    text = core.say(text_id).get("text")
    return bool(text) and text != core.say("not_understood").get("text")


def _redacts() -> bool:
    """A gateway that cannot remove an address from a text must not take any."""
    return "@" not in core.redacted("ik ben jan.peeters@example.org")


def _problem(call: Callable[[], Any]) -> str:
    try:
        return "" if call() else "it is empty"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
