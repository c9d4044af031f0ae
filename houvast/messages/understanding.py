""""Dit heb ik begrepen": what was taken from the person's words, each to be corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from houvast.messages.catalogue import catalogue
from houvast.messages.message import Message
from houvast.messages.texts import say, words
from houvast.messages.wording import label, worded
from houvast.rules.conditions import NOT_APPLICABLE, UNKNOWN, WITHHELD

_SILENT = (UNKNOWN, WITHHELD, NOT_APPLICABLE)


def understood(told: Mapping[str, Any] | Iterable[Mapping[str, Any]], audience: str | None = None) -> Message:
    """Return the card with what is known; an empty message when there is nothing to show.

    `told` is {fact: value}, or entries {"fact", "value", "sure"?}. Facts without a label are left out.
    """
    shown = []
    for fact, value, sure in _entries(told):
        if fact in catalogue().questions and not (isinstance(value, str) and value in _SILENT) and value is not None:
            text = words("understood.fact", label=label(fact, audience), value=worded(fact, value, audience))
            shown.append({"fact": fact, "value": value, "text": text[:1].upper() + text[1:], "sure": sure})
    return {**say("understood", audience), "custom": {"type": "understood", "facts": shown}} if shown else {}



def _entries(told: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> list[tuple[str, Any, bool]]:
    if isinstance(told, Mapping):
        return [(fact, value, True) for fact, value in told.items()]
    return [(str(e.get("fact")), e.get("value"), bool(e.get("sure", True))) for e in told]
