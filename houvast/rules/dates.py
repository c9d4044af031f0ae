"""The fact `date_of_facts`: a day, a year, a period, several of these, or "recent"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.rules.conditions import OPEN
from houvast.rules.errors import FactsError, shown

RECENT = "recent"
_HOW = "Write a day (2026-03-01), a year (2025), {from: ..., to: ...}, a list of these, or recent."


@dataclass(frozen=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date


def spans(value: Any, as_of: date) -> list[Span]:
    """Return when the facts happened; not told, unknown or "recent" is the day of the call. Raises FactsError."""
    if (not isinstance(value, (list, Mapping)) and value in OPEN) or value == RECENT:
        return [Span(as_of, as_of)]
    if isinstance(value, list):
        if not value:
            raise FactsError(f"'date_of_facts' is an empty list. {_HOW}")
        return [span for part in value for span in spans(part, as_of)]
    if isinstance(value, Mapping):
        if set(value) != {"from", "to"}:
            raise FactsError(f"'date_of_facts' is told as {shown(value)}. {_HOW}")
        first, last = spans(value["from"], as_of)[0].first, spans(value["to"], as_of)[0].last
        if first > last:
            raise FactsError(f"'date_of_facts' starts on {first} and ends before that, on {last}. Swap the two.")
        return [Span(first, last)]
    return [_plain(str(value), as_of)]


def _plain(text: str, as_of: date) -> Span:
    try:
        if re.fullmatch(r"\d{4}", text):
            span = Span(date(int(text), 1, 1), date(int(text), 12, 31))
            span = Span(span.first, min(span.last, as_of)) if span.first <= as_of else span
        else:
            span = Span(date.fromisoformat(text), date.fromisoformat(text))
    except ValueError:
        raise FactsError(f"'date_of_facts' cannot be {shown(text)}. {_HOW}") from None
    if span.last > as_of:
        raise FactsError(f"'date_of_facts' is {text}, but today is {as_of}. Facts lie in the past.")
    return span


def check_dates(value: Any, as_of: date) -> None:
    """Raise FactsError when it is no date, or lies in the future."""
    spans(value, as_of)


def full_years(since: date, until: date) -> int:
    """Full years from one day to a later one."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def age_then(age_now: int, happened: list[Span], as_of: date) -> int | dict[str, int]:
    """An age of today, taken back to older facts: a range, since the birthday may lie on either side.

    Less than a year back changes nothing. Source: meta.how_to_evaluate, step 2 of the legal specification.
    """
    oldest, newest = min(s.first for s in happened), max(s.last for s in happened)
    if full_years(oldest, as_of) < 1:
        return age_now
    years = full_years(oldest, as_of)
    exact = (oldest.month, oldest.day) == (as_of.month, as_of.day)
    lowest = age_now - years - (0 if exact else 1)
    highest = age_now - full_years(newest, as_of)
    return {"min": max(lowest, 0), "max": max(highest, 0)}
