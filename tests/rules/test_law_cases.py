"""The cases in knowledge/law/cases: facts as a person would tell them, what the law must answer."""

from __future__ import annotations

import pytest

from houvast.rules import load_knowledge
from tests.rules.law_cases import LawCase, read_cases

KNOWLEDGE = load_knowledge()
LAW = KNOWLEDGE.ruleset("law")
CASES = read_cases(KNOWLEDGE)


@pytest.mark.parametrize("case", CASES, ids=[c.id for c in CASES])
def test_case(case: LawCase) -> None:
    assert not case.problems(LAW)


def test_there_are_cases_on_both_sides_of_every_border() -> None:
    """A border without a pair is a border nobody looked at: two cases that differ in that fact only."""
    assert len(CASES) >= 200
    pairs = set()
    for case in CASES:
        base = next((c for c in CASES if c.file == case.file and c.name == case.like), None)
        if base is not None:
            for fact in {f for f in case.facts if case.facts[f] != base.facts.get(f)}:
                pairs.add((base.facts.get(fact) if isinstance(base.facts.get(fact), (int, str)) else None,
                           case.facts[fact] if isinstance(case.facts[fact], (int, str)) else None))
    for low, high in ((11, 12), (13, 14), (15, 16), (17, 18), ("2016-02-28", "2016-02-29"), ("2020-06-30", "2020-07-01"),
                      ("2022-05-31", "2022-06-01"), ("2026-08-31", "2026-09-01")):
        assert {(low, high), (high, low)} & pairs, f"no pair of cases around {low} and {high}"


def test_every_rule_is_in_some_case() -> None:
    seen: set[str] = set()
    for case in CASES:
        result = LAW.evaluate(case.facts, case.as_of)
        seen |= {b["rule"] for a in result.answers for b in a.because}
        seen |= {"S20" for a in result.answers if a.youth_law is True}
        seen |= {"S21" for a in result.answers if a.verdict == "no_responsibility"}
    assert set(LAW.rules) - seen == set()
