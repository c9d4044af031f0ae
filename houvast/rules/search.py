"""All completions of what is not known: which outcomes are possible, and which facts decide between them.

The search tries, for each open fact, one value for each way in which the comparisons with it can come out (its border
values). It builds the outcome as a decision diagram with a fixed order of facts in which equal branches are merged, so
a fact is left in it exactly when two completions that differ only in that fact have different outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from houvast.rules.conditions import Comparison, possible_values
from houvast.rules.residual import Residual, assume, both, negate

NONE, UNDECIDED = "none", "undecided"
"""Outcomes beside the verdicts: no rule fires; not looked at because the limit was reached."""

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
        self._diagrams: dict[tuple[str, tuple[int, ...]] | str, int] = {}
        self._outcomes: list[frozenset[str]] = []
        self._deciding: set[str] = set()
        self._seen: dict[Any, int] = {}
        self._possible: dict[Residual, bool] = {}
        self.complete = True

    def explore(self, candidates: Sequence[Candidate]) -> Exploration:
        """Return the gravest verdict that fires, over all completions."""
        root = self._diagram(None, tuple(sorted(candidates, key=lambda c: c.gravity)))
        return Exploration(self._outcomes[root], frozenset(self._deciding), self.complete)

    def _diagram(self, lead: Candidate | None, candidates: tuple[Candidate, ...]) -> int:
        """Number of the diagram for this state; equal diagrams have equal numbers. `candidates`: gravest first."""
        open_ones: list[Candidate] = []
        for candidate in candidates:
            if lead is not None and candidate.gravity >= lead.gravity:
                break
            if candidate.test is True:
                lead = candidate
                break
            if candidate.test is not False:
                open_ones.append(candidate)
        if lead is not None:
            open_ones = [c for c in open_ones if c.gravity < lead.gravity]
        verdict = lead.verdict if lead else NONE
        if not open_ones:
            return self._number(verdict, frozenset([verdict]))
        key = (verdict, tuple((c.gravity, c.test) for c in open_ones))
        if key in self._seen:
            return self._seen[key]
        self._steps += 1
        facts = {x.fact for c in open_ones if not isinstance(c.test, bool) for x in c.test.comparisons()}
        if self._steps > self._limit:
            self.complete = False
            self._deciding |= facts
            return self._number(UNDECIDED, frozenset([UNDECIDED]))
        fact = min(facts, key=self._order)
        branches = tuple(
            self._diagram(lead, tuple(Candidate(c.rule, c.verdict, c.gravity, assume(c.test, fact, value))
                                      for c in open_ones))
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

    def possible(self, condition: Residual) -> bool:
        """Whether some completion makes it true. At the limit: yes, as far as known."""
        if isinstance(condition, bool):
            return condition
        if condition in self._possible:
            return self._possible[condition]
        self._steps += 1
        if self._steps > self._limit:
            self.complete = False
            return True
        fact = min({c.fact for c in condition.comparisons()}, key=self._order)
        result = any(self.possible(assume(condition, fact, value)) for value in self._borders.of(fact))
        self._possible[condition] = result
        return result

    def certain(self, condition: Residual) -> bool:
        """Whether every completion makes it true. At the limit: no, as far as known."""
        return not self.possible(negate(condition))

    def leads(self, candidate: Candidate, graver: Iterable[Candidate]) -> Residual:
        """The condition that this candidate fires and nothing graver does."""
        return both(candidate.test, *(negate(g.test) for g in graver))
