"""Brute force over all completions, written apart from the engine: it shares no code with `houvast.rules` but the data.

Conditions are read as they stand in a file; a condition becomes the set of completions in which it holds (a bit set).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


class Completions:
    """All ways to fill the open facts, numbered; a set of them is an int with a bit for each."""

    def __init__(self, spaces: Mapping[str, Sequence[Any]], told: Mapping[str, Any] | None = None) -> None:
        self.spaces, self.told = dict(spaces), dict(told or {})
        self.rows = [dict(zip(self.spaces, row, strict=True)) for row in product(*self.spaces.values())]
        self.all = (1 << len(self.rows)) - 1
        self._where: dict[tuple[str, Any], int] = {}
        for i, row in enumerate(self.rows):
            for fact, value in row.items():
                self._where[fact, value] = self._where.get((fact, value), 0) | 1 << i

    def holding(self, raw: Mapping[str, Any] | None, named: Mapping[str, Any] | None = None) -> int:
        """The completions in which a raw condition is true."""
        if not raw:
            return self.all
        (key, inside), = raw.items()
        if key == "all":
            found = self.all
            for part in inside:
                found &= self.holding(part, named)
            return found
        if key == "any":
            found = 0
            for part in inside:
                found |= self.holding(part, named)
            return found
        if key == "not":
            return self.all & ~self.holding(inside, named)
        if key == "is":
            return self.holding((named or {})[inside], named)
        return self._compared(key, str(inside))

    def _compared(self, fact: str, text: str) -> int:
        if fact in self.told:
            return self.all if _true(self.told[fact], text) else 0
        found = 0
        for value in self.spaces[fact]:
            if _true(value, text):
                found |= self._where[fact, value]
        return found

    def flipping(self, outcome: Sequence[Any]) -> set[str]:
        """The facts for which two completions that differ in that fact only have another outcome."""
        flips, step = set(), 1
        for fact in reversed(list(self.spaces)):
            size = len(self.spaces[fact])
            for i in range(len(self.rows)):
                if (i // step) % size and outcome[i] != outcome[i - step]:
                    flips.add(fact)
                    break
            step *= size
        return flips


def _true(value: Any, text: str) -> bool:
    negative = text.startswith(("!=", "not in"))
    if value == "not_applicable":
        return negative
    if isinstance(value, (set, frozenset)):
        return all(_true(v, text) for v in value) if negative else any(_true(v, text) for v in value)
    word = str(value).lower() if isinstance(value, bool) else str(value)
    if text.startswith(("in [", "not in [")):
        listed = [w.strip() for w in text[text.index("[") + 1:text.rindex("]")].split(",")]
        return (word in listed) != text.startswith("not")
    op, _, argument = text.partition(" ")
    if op in COMPARE:
        return bool(COMPARE[op](float(value), float(argument)))
    return (word == argument) == (op == "=")


def gravest(fires: Sequence[tuple[int, int]], rows: int) -> list[int | None]:
    """Per completion the lowest gravity of the rules that fire: pairs of (gravity, completions in which it fires)."""
    found: list[int | None] = [None] * rows
    for gravity, where in sorted(fires, reverse=True):
        for i in range(rows):
            if where >> i & 1:
                found[i] = gravity
    return found
