"""Choose from an ordered list of entries by their `when`: the shape of plans, hand-offs and urgency.

An entry is a mapping with `id`, optionally `when` (a condition) and `undecided` (`leave_out`, the default, or `keep`:
what happens when `when` stays unknown; every list says so, nothing follows from silence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from houvast.rules.conditions import Condition, Facts


@dataclass(frozen=True)
class Entry:
    """One entry of an ordered list, its condition parsed."""

    id: str
    when: Condition
    keep_undecided: bool
    data: dict[str, Any]


@dataclass(frozen=True)
class Selection:
    """What was chosen, in order; `missing` are facts that could still change the choice."""

    chosen: tuple[Entry, ...]
    missing: tuple[str, ...]
    trace: tuple[tuple[str, bool | None], ...]


def select(entries: Sequence[Entry], facts: Facts) -> Selection:
    """Choose the entries whose `when` is true, and the undecided ones that say `keep`."""
    chosen, missing, trace = [], {}, []
    for entry in entries:
        value = entry.when.holds(facts)
        trace.append((entry.id, value))
        if value or (value is None and entry.keep_undecided):
            chosen.append(entry)
        if value is None:
            missing.update(dict.fromkeys(sorted(entry.when.open_facts(facts))))
    return Selection(tuple(chosen), tuple(missing), tuple(trace))
