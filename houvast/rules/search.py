"""All completions of what is not known: which outcomes are possible, and which facts decide between them.

The search tries, for each open fact, one value for each way in which the comparisons with it can come out (its border
values). It builds the outcome as a decision diagram with a fixed order of facts in which equal branches are merged, so
a fact is left in it exactly when two completions that differ only in that fact have different outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from houvast.rules.conditions import Comparison, Condition, possible_values
from houvast.rules.residual import Residual, assume

NONE, UNDECIDED = "none", "undecided"
"""Outcomes beside the verdicts: no rule fires; not looked at because the limit was reached."""

_State = tuple[tuple[int, Residual], ...]

LIMIT = 4000
"""States looked at for one person and act; beyond it the rest counts as undecided, and the answer says so."""


@dataclass(frozen=True)
class Candidate:
    """One rule in the running: what is left of its condition and how grave its verdict is (0 is gravest)."""

    rule: str
    verdict: str
    gravity: int
    test: Residual


class Borders:
    """The border values of each open fact."""

    def __init__(self, conditions: Iterable[Residual], space: Callable[[str], Sequence[Any]],
                 ranges: Mapping[str, Any]) -> None:
        self._tests: dict[str, list[Comparison]] = {}
        for condition in conditions:
            if not isinstance(condition, bool):
                for comparison in condition.comparisons():
                    tests = self._tests.setdefault(comparison.fact, [])
                    if comparison not in tests:
                        tests.append(comparison)
        self._space, self._ranges, self._values = space, ranges, dict[str, list[Any]]()

    def of(self, fact: str) -> list[Any]:
        """One value for each way the comparisons with this fact can come out, within what was told of it."""
        if fact not in self._values:
            told = self._ranges.get(fact)
            values = possible_values(told) if isinstance(told, Mapping) else self._space(fact)
            tests = self._tests.get(fact, [])
            if isinstance(values, range):
                values = _around(values, [int(v) for test in tests for v in test.values])
            ways: dict[tuple[bool | None, ...], Any] = {}
            for value in values:
                ways.setdefault(tuple(test.compare(value) for test in tests), value)
            self._values[fact] = list(ways.values())
        return self._values[fact]


def _around(ages: range, numbers: Iterable[int]) -> list[int]:
    """Ages around the numbers that are compared with: between two of them nothing changes."""
    near = {n + step for n in numbers for step in (-1, 0, 1)} | {ages[0], ages[-1]}
    return sorted(n for n in near if n in ages)


@dataclass(frozen=True)
class Exploration:
    """What the search found; `complete` is False when the limit cut it short."""

    outcomes: frozenset[str]
    deciding: frozenset[str]
    complete: bool


class Search:
    """One search; its limit is shared by all questions put to it."""

    def __init__(self, borders: Borders, order: Callable[[str], Any], limit: int = LIMIT) -> None:
        self._borders, self._order, self._limit, self._steps = borders, order, limit, 0
        self._verdicts: dict[int, str] = {}
        self._diagrams: dict[tuple[str, tuple[int, ...]] | str, int] = {}
        self._outcomes: list[frozenset[str]] = []
        self._deciding: set[str] = set()
        self._seen: dict[tuple[int | None, _State], int] = {}
        self._consistent: dict[tuple[frozenset[Condition], frozenset[Condition]], bool] = {}
        self._folded: dict[tuple[Condition, str, Any], Residual] = {}
        self.complete = True

    def explore(self, candidates: Sequence[Candidate]) -> Exploration:
        """Return the gravest verdict that fires, over all completions."""
        self._verdicts.update({c.gravity: c.verdict for c in candidates})
        root = self._diagram(None, tuple(sorted({(c.gravity, c.test) for c in candidates}, key=lambda pair: pair[0])))
        return Exploration(self._outcomes[root], frozenset(self._deciding), self.complete)

    def _diagram(self, lead: int | None, tests: _State) -> int:
        """Number of the diagram for this state; equal diagrams have equal numbers. `tests`: gravity and test, gravest first."""
        lead, open_ones = _undecided(lead, tests)
        verdict = NONE if lead is None else self._verdicts[lead]
        if not open_ones:
            return self._number(verdict, frozenset([verdict]))
        key = (lead, open_ones)
        if key in self._seen:
            return self._seen[key]
        self._steps += 1
        facts = frozenset().union(*(test.names for _, test in open_ones if not isinstance(test, bool)))
        if self._steps > self._limit:
            self.complete = False
            self._deciding |= facts
            return self._number(UNDECIDED, frozenset([UNDECIDED]))
        fact = min(facts, key=self._order)
        branches = tuple(self._diagram(lead, tuple((gravity, self._fold(test, fact, value)) for gravity, test in open_ones))
                         for value in self._borders.of(fact))
        if len(set(branches)) == 1:
            number = branches[0]
        else:
            self._deciding.add(fact)
            number = self._number((fact, branches), frozenset().union(*(self._outcomes[b] for b in branches)))
        self._seen[key] = number
        return number

    def _number(self, diagram: tuple[str, tuple[int, ...]] | str, outcomes: frozenset[str]) -> int:
        if diagram not in self._diagrams:
            self._diagrams[diagram] = len(self._outcomes)
            self._outcomes.append(outcomes)
        return self._diagrams[diagram]

    def _fold(self, residual: Residual, fact: str, value: Any) -> Residual:
        """What is left when this fact has this value; the same rule meets the same facts in many states."""
        if isinstance(residual, bool) or fact not in residual.names:
            return residual
        key = (residual, fact, value)
        if key not in self._folded:
            self._folded[key] = assume(residual, fact, value)
        return self._folded[key]

    def possible(self, *wanted: Residual, without: Iterable[Residual] = ()) -> bool:
        """Whether in some completion all of `wanted` hold and none of `without`. At the limit: yes, as far as known."""
        true, false = list(wanted), list(without)
        if any(w is False for w in true) or any(u is True for u in false):
            return False
        yes = frozenset(w for w in true if not isinstance(w, bool))
        no = frozenset(u for u in false if not isinstance(u, bool))
        if not yes and not no:
            return True
        if yes & no:
            return False
        key = (yes, no)
        if key in self._consistent:
            return self._consistent[key]
        self._steps += 1
        if self._steps > self._limit:
            self.complete = False
            return True
        fact = min(frozenset().union(*(c.names for c in yes or no)), key=self._order)
        result = any(self.possible(*(self._fold(w, fact, value) for w in yes), without=[self._fold(u, fact, value) for u in no])
                     for value in self._borders.of(fact))
        self._consistent[key] = result
        return result

    def certain(self, *conditions: Residual) -> bool:
        """Whether every completion makes one of them true. At the limit: no, as far as known."""
        return not self.possible(without=conditions)


def _undecided(lead: int | None, tests: _State) -> tuple[int | None, _State]:
    """The gravest verdict that is sure by now, and the tests that can still give a graver one."""
    open_ones = []
    for gravity, test in tests:
        if lead is not None and gravity >= lead:
            break
        if test is True:
            lead = gravity
            break
        if test is not False:
            open_ones.append((gravity, test))
    return lead, tuple(pair for pair in open_ones if lead is None or pair[0] < lead)
