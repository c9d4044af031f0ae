"""The rule set `law`: is this punishable, for whom, by which articles, and what must still be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from houvast.rules.answer import Answer, asking_order, judge
from houvast.rules.case import Case, acts_told, build, lay_what_ifs
from houvast.rules.contradictions import clashes
from houvast.rules.errors import FactsError, shown
from houvast.rules.lawbook import Contradiction, Lawbook, Rule
from houvast.rules.vocabulary import Vocabulary

ENGINE = "1.0"
"""Version of the engine; goes up when the same rules and facts can give another answer."""


@dataclass(frozen=True)
class LawResult:
    """One answer per regime and person, what was assumed, what to ask next, what contradicts, and the receipt."""

    as_of: date
    answers: list[Answer]
    assumed: list[dict[str, Any]]
    missing: list[str]
    contradictions: list[Contradiction]
    receipt: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON: as_of, assumed, answers, contradictions, receipt."""
        return {"as_of": self.as_of.isoformat(), "assumed": self.assumed,
                "answers": [a.as_dict() for a in self.answers],
                "contradictions": [c.as_dict() for c in self.contradictions], "receipt": self.receipt}

    def trace(self) -> list[dict[str, str]]:
        """Every rule that was looked at: for whom, regime, act, rule, and whether it fires ("fires", "open", "no")."""
        return [{"for_whom": a.for_whom, "regime": a.regime, **step} for a in self.answers for step in a.trace]


class LawRuleset:
    """Evaluates the law; holds no state between calls."""

    def __init__(self, book: Lawbook, vocabulary: Vocabulary, rulebase: str) -> None:
        self.book, self._vocabulary, self._rulebase = book, vocabulary, rulebase

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules by id, with the texts for each reader (`rules["S04a"].say["to_victim"]`)."""
        return self.book.rules

    def evaluate(self, facts: Mapping[str, Any], as_of: date) -> LawResult:
        """Judge what was told. `as_of` is the clock of the call. Raises FactsError on facts outside the vocabulary."""
        if isinstance(as_of, datetime) or not isinstance(as_of, date):
            raise FactsError(f"as_of must be a day, not {shown(as_of)}.")
        self._vocabulary.check(facts, as_of)
        case = build(self.book, facts, as_of)
        answers = [judge(case, self._vocabulary, person, regime)
                   for regime in self._regimes(case) for person in case.judged()]
        missing = sorted({fact for a in answers for fact in a.missing}, key=asking_order(self.book, self._vocabulary))
        receipt = {"rulebase": self._rulebase, "as_of": as_of.isoformat(), "engine": ENGINE}
        return LawResult(as_of, answers, self._assumed(case, answers), missing, self.contradictions(facts), receipt)

    def contradictions(self, facts: Mapping[str, Any]) -> list[Contradiction]:
        """What of these told facts cannot be true together; presumed and derived facts never count."""
        laid = lay_what_ifs(facts)
        return clashes(self.book, {**laid, "act": acts_told(laid)})

    def _regimes(self, case: Case) -> list[str]:
        """Names of the regimes the facts lie in, oldest first."""
        found: set[int] = set()
        for span in case.happened:
            found.update(range(self.book.regime_on(span.first), self.book.regime_on(span.last) + 1))
        return [self.book.regime_name(i) for i in sorted(found)]

    def _assumed(self, case: Case, answers: list[Answer]) -> list[dict[str, Any]]:
        """What was presumed and matters: read by a rule that is named, or part of a general question."""
        shown = {name for a in answers for name in a.reads} | {"date_of_facts"}
        if case.general:
            shown |= set(self.book.general.presume)
        return [{"fact": fact, "value": value} for fact, value in case.assumed.items() if fact in shown]
