"""The law as data, read from `knowledge/law/` into objects that are evaluated many times and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.rules.conditions import Condition
from houvast.rules.dates import Span

BEFORE_ALL = "old"
"""Name of the time before the first regime."""


@dataclass(frozen=True)
class Regime:
    """A code that was in force from a day on, until the next regime starts."""

    name: str
    start: date
    code: str


@dataclass(frozen=True)
class Cell:
    """What one rule says in one regime; articles carry their code ("171 Sw.2024").

    `since`: the articles count only for facts from that day on (a decree that came in the middle of a regime).
    `say`: texts that differ from those of the rule because the verdict does.
    """

    verdict: str
    articles: tuple[str, ...]
    milder: tuple[str, ...]
    confidence: str
    leaning: str | None
    source: tuple[str, ...]
    note: str
    since: date | None
    say: Mapping[str, str]


@dataclass(frozen=True)
class Addition:
    """Articles that join the basis when a condition holds."""

    when: Condition
    articles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Defeat:
    """An exception as seen from a rule: it counts for these roles only (None: for all)."""

    exception: str
    applies: Condition
    only_for: frozenset[str] | None


@dataclass(frozen=True)
class Rule:
    """One situation. `about` None: any act. `overlay`: what it lays over a verdict instead of giving one itself.

    `written` is the rule as it stands in its file, with the names of definitions.

    `say` holds the texts by reader: `verdict` (for all), `to_victim` (who was harmed, or asks in general),
    `to_doer` (the asker is the judged person; absent where there is no doer), `to_parent`, `to_professional`.
    """

    id: str
    order: int
    title: str
    conduct: str
    for_whom: frozenset[str]
    about: frozenset[str] | None
    conditions: Condition
    unless: tuple[Defeat, ...]
    cells: Mapping[str, Cell]
    adds: tuple[Addition, ...]
    overlay: str | None
    show_with: tuple[str, ...]
    minors: str
    victim_first: bool
    say: Mapping[str, str]
    uncertain_because: str | None
    refer: tuple[str, ...]
    source: tuple[str, ...]
    review_state: str
    checked: date
    review_by: date
    file: str
    line: int
    written: Mapping[str, Any]

    def says(self, regime: str | None) -> Mapping[str, str]:
        """The texts by reader, as they are in a regime (None: those of the rule itself)."""
        cell = self.cells.get(regime or "")
        return {**self.say, **cell.say} if cell else self.say

    def text(self, reader: str, regime: str | None = None) -> str:
        """The text for a reader; what is not written for the doer is the one for who was harmed."""
        say = self.says(regime)
        return say.get(reader) or say.get("to_victim") or say["verdict"]


@dataclass(frozen=True)
class Table:
    """One line of a decision table: its data, with `when` and `unless` parsed (None: not there)."""

    data: Mapping[str, Any]
    when: Condition
    unless: Condition | None

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """`when` must be true and `unless` not true; unknown is no hint for either."""
        return self.when.holds(facts) is True and (self.unless is None or self.unless.holds(facts) is not True)


@dataclass(frozen=True)
class Contradiction:
    """Told facts that cannot be true together: `when` holds, or the first age of `lower_than` is below the second."""

    id: str
    when: Condition
    lower_than: tuple[str, ...]
    withdraw: tuple[str, ...]
    ask: str
    say: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON: what to say, what no longer counts, what to ask."""
        return {"id": self.id, "say": self.say, "withdraw": list(self.withdraw), "ask": self.ask}


@dataclass(frozen=True)
class General:
    """What a question without a story takes for granted."""

    presume: Mapping[str, Any]
    drop_when: tuple[Table, ...]
    no_age_told: Mapping[str, str]
    what_changes: tuple[str, ...]


@dataclass(frozen=True)
class Persons:
    """Who is judged, for which acts, in which roles (`persons_and_roles.yml`)."""

    names: Mapping[str, str]
    asker_as: Mapping[str, str]
    roles_of: tuple[Mapping[str, Any], ...]
    part_of_other: Mapping[str, str]
    own_acts: Mapping[str, tuple[str, ...]]
    acts_without_by: tuple[Mapping[str, Any], ...]
    default_acts: tuple[Table, ...]
    judged_default: tuple[Table, ...]
    doer_age_from: Mapping[str, str]
    harmed_age_from: Mapping[str, str]


@dataclass(frozen=True)
class Lawbook:
    """Everything in `knowledge/law/`."""

    rules: Mapping[str, Rule]
    overlays: tuple[Rule, ...]
    regimes: tuple[Regime, ...]
    before: Mapping[str, Any]
    penalty_change: Mapping[str, Any]
    verdicts: tuple[str, ...]
    overlays_touch: frozenset[str]
    confidence: tuple[str, ...]
    definitions: Mapping[str, Condition]
    exceptions: Mapping[str, Mapping[str, Any]]
    persons: Persons
    derivations: tuple[Table, ...]
    presumptions: tuple[Table, ...]
    not_applicable: tuple[Table, ...]
    general: General
    contradictions: tuple[Contradiction, ...]
    ask_order: tuple[str, ...]
    ask_when_nothing_fits: tuple[str, ...]
    youth_texts: Mapping[str, str]
    sources: Mapping[str, Mapping[str, Any]]
    referrals: Mapping[str, str]
    prohibitions: tuple[Mapping[str, Any], ...]
    in_words: Mapping[str, Any]
    open_questions: tuple[str, ...]
    themes: Mapping[str, str]

    def regime_on(self, day: date) -> int:
        """Index of the regime on a day; -1 before the first."""
        return max((i for i, r in enumerate(self.regimes) if r.start <= day), default=-1)

    def first_day(self, regime: str, spans: Iterable[Span]) -> date:
        """The first day of these stretches that lies in a regime. Raises ValueError when none does."""
        names = [r.name for r in self.regimes]
        index = names.index(regime)
        start = self.regimes[index].start
        end = self.regimes[index + 1].start if index + 1 < len(names) else date.max
        return min(max(s.first, start) for s in spans if s.last >= start and s.first < end)

    def regime_name(self, index: int) -> str:
        """Name of the regime with this index ("old" for -1)."""
        return self.regimes[index].name if index >= 0 else BEFORE_ALL

    def regime_before(self, name: str) -> str | None:
        """The regime before this one, if the book knows it."""
        names = [r.name for r in self.regimes]
        index = names.index(name)
        return names[index - 1] if index else None

    def gravity(self, verdict: str) -> int:
        """0 for the gravest verdict, then up."""
        return self.verdicts.index(verdict)
