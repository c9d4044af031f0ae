"""The only place where the gateway reaches into `houvast`: what it says, what it watches for, what it removes.

Everything is called through the modules, at the moment of use, so that a test can put something else there.
"""

from datetime import datetime
from typing import Any

from houvast import messages, privacy, safety
from houvast.safety import Alarm

Message = dict[str, Any]


def watch(*texts: str) -> Alarm | None:
    """The first alarm that the safety net raises on one of `texts`."""
    for text in texts:
        alarm = safety.detect(text)
        if alarm is not None:
            return alarm
    return None


def is_safe_word(text: str) -> bool:
    """Whether the person called for help with the safe word."""
    return safety.is_safe_word(text)


def redacted(text: str) -> str:
    """`text` with personal data replaced by placeholders."""
    return privacy.redact(text)


def say(text_id: str) -> Message:
    """The text with this id of `knowledge/texts/`."""
    return messages.say(text_id)


def welcome() -> list[Message]:
    """What a new session hears."""
    return messages.welcome()


def helplines(now: datetime) -> Message:
    """The lines that are there at `now`."""
    return messages.helplines(now)


def degraded(now: datetime) -> list[Message]:
    """The answer when the assistant gives none."""
    return messages.degraded(now)


def crisis(alarm: Alarm, now: datetime) -> list[Message]:
    """The crisis answer and its lines."""
    return list(messages.crisis(alarm.category, alarm.level, alarm.language, now, {}))
