"""Is a line open at this moment, is it night, and is a checked fact past its date.

Nothing is open that nobody checked: without hours the answer is None ("not known").
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours

UnreadableHoursError: type[Exception] = getattr(opening_hours, "ParserError")  # noqa: B009 -- its type stub leaves it out
BRUSSELS = ZoneInfo("Europe/Brussels")


def in_brussels(now: object) -> datetime:
    """Return the moment in Belgian time; a naive one is read as Belgian, anything else becomes this moment."""
    if not isinstance(now, datetime):
        return datetime.now(BRUSSELS)
    return now.replace(tzinfo=BRUSSELS) if now.tzinfo is None else now.astimezone(BRUSSELS)


@lru_cache(maxsize=64)
def read_hours(hours: str) -> OpeningHours:
    """Parse OSM opening hours with Belgian public holidays. Raises UnreadableHoursError."""
    return OpeningHours(hours, timezone=BRUSSELS, country="BE")


def is_open(hours: str | None, now: datetime) -> bool | None:
    """Return True or False for OSM opening hours at this moment, None when there are none."""
    return None if hours is None else bool(read_hours(hours).is_open(now))


def is_within(moment: time, start: time, end: time) -> bool:
    """Whether a time of day lies in [start, end); a span like 22:00-07:00 runs over midnight."""
    return start <= moment < end if start <= end else moment >= start or moment < end


def is_past(review_by: str, now: datetime) -> bool:
    """Whether the day of review (ISO date) is over."""
    return now.date() > date.fromisoformat(review_by)
