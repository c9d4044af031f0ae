"""Put values into words: lists, ages, dates, what a fact and its value are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from houvast.messages.catalogue import catalogue
from houvast.messages.texts import fill, variant, words

_OLDEST = 90
"""Upper ends of age ranges from here on mean "or older"."""


def listed(parts: Sequence[str]) -> str:
    """Return "a, b en c"."""
    *first, last = parts or [""]
    return words("wording.list", first=words("wording.between").join(first), last=last) if first else last


def choice(parts: Sequence[str]) -> str:
    """Return "a, b of c"."""
    *first, last = parts or [""]
    return words("wording.choice", first=words("wording.between").join(first), last=last) if first else last


def label(fact: str, audience: str | None = None) -> str:
    """Return what a fact is called for this reader; its bare name when nobody wrote a label."""
    entry = catalogue().questions.get(fact)
    return variant(entry["label"], audience) if entry else fact.replace("_", " ")


def missing(fact: str, audience: str | None = None) -> str:
    """Return the clause "of er gedreigd wordt" for a fact that is not known."""
    entry = catalogue().questions.get(fact)
    return variant(entry["missing"], audience) if entry else label(fact, audience)


def clause(kind: str, fact: str, value: Any, audience: str | None = None) -> str | None:
    """Return the clause under `assumed` for this value, or `changes` for this fact; None when there is none."""
    written = catalogue().questions.get(fact, {}).get(kind)
    if kind == "assumed" and isinstance(written, Mapping):
        written = written.get(_key(value))
    return None if written is None else variant(written, audience)


def worded(fact: str, value: Any, audience: str | None = None) -> str:
    """Return a value in words: "15 jaar", "14 of 15 jaar", "je ex", "ja"."""
    if isinstance(value, Mapping):
        return worded(fact, value["act"], audience) if "act" in value else _span(fact, value, audience)
    if isinstance(value, (list, tuple, set, frozenset)):
        return listed(list(dict.fromkeys(worded(fact, v, audience) for v in value)))
    written = catalogue().questions.get(fact, {}).get("values", {}).get(_key(value))
    if written is not None:
        return fill(written, audience)
    if isinstance(value, bool):
        return words(f"wording.{_key(value)}")
    return words("wording.age", age=value) if "_age" in fact and isinstance(value, int) else str(value)


def _span(fact: str, value: Mapping[str, Any], audience: str | None) -> str:
    if "one_of" in value:
        return worded(fact, list(value["one_of"]), audience)
    if "from" in value or "to" in value:
        return words("wording.between_dates", first=value.get("from", ""), last=value.get("to", ""))
    low, high = value.get("min"), value.get("max")
    return _ages(low, high) if isinstance(low, int) and isinstance(high, int) else str(dict(value))


def _ages(low: int, high: int) -> str:
    if low == high:
        return words("wording.age", age=low)
    if low <= 0:
        return words("wording.age_below", age=high + 1)
    if high >= _OLDEST:
        return words("wording.age_from", age=low)
    return words("wording.age_pair" if high - low == 1 else "wording.age_range", first=low, last=high)


def _key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
