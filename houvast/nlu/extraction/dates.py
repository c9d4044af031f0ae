"""When it happened: a day, a month, a year, or "recent". Nothing that needs to know which day it is now."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.nlu.extraction.knowledge import Extraction


@dataclass(frozen=True)
class Told:
    """A date that was told, in the form of `date_of_facts`; `at` and `to` in the plain line."""

    value: Any
    at: int
    to: int


def dates_in(line: str, known: Extraction) -> list[Told]:
    """The dates told in the plain line, the most exact reading of each; "recent" only when no other date is told."""
    found: list[Told] = []
    not_this = known.dates["not"]
    assert isinstance(not_this, re.Pattern)
    for kind in ("day", "month", "year", "recent"):
        patterns = known.dates[kind]
        assert isinstance(patterns, tuple)
        for pattern in patterns:
            for match in pattern.finditer(line):
                overlaps = any(told.at < match.end() and match.start() < told.to for told in found)
                if overlaps or (kind == "recent" and found) or not_this.search(line[:match.start()][-60:]):
                    continue
                value = _value(kind, match, known)
                if value is not None:
                    found.append(Told(value, match.start(), match.end()))
    return found


def _value(kind: str, match: re.Match[str], known: Extraction) -> Any:
    if kind == "recent":
        return "recent"
    groups = match.groupdict()
    year = int(groups["y"])
    if kind == "year":
        return str(year)
    month = known.months[groups["month"]] if groups.get("month") else int(groups["mm"])
    if not 1 <= month <= 12:
        return None
    if kind == "month":
        return {"from": date(year, month, 1).isoformat(),
                "to": date(year, month, calendar.monthrange(year, month)[1]).isoformat()}
    try:
        return date(year, month, int(groups["d"])).isoformat()
    except ValueError:
        return None
