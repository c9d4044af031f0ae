"""The cases in knowledge/law/cases: facts as a person would tell them, what the law must answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from houvast.rules import load_knowledge
from houvast.rules.documents import read, validate
from houvast.rules.knowledge import ROOT

AS_OF = "2026-11-22"
FOLDER = ROOT / "law" / "cases"


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        document = read(path)
        validate(document, ROOT / "schema" / "law_cases.schema.json")
        facts: dict[str, dict[str, Any]] = {}
        for case in document.data:
            assert case["name"] not in facts, f"{path.name}: '{case['name']}' stands twice"
            facts[case["name"]] = {**(facts[case["like"]] if "like" in case else {}), **case["facts"]}
            found.append(pytest.param({**case, "facts": facts[case["name"]]}, id=f"{Path(path).stem}: {case['name']}"))
    return found


def differences(answer: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What differs; only the keys that are expected are looked at."""
    rules = [b["rule"] for b in answer["because"]]
    checks = {
        "articles": lambda want: sorted(answer["articles"]) == sorted(want),
        "possible_articles": lambda want: sorted(answer["possible_articles"]) == sorted(want),
        "formerly": lambda want: sorted(answer["formerly"]) == sorted(want),
        "articles_any": lambda want: bool(set(answer["articles"]) & set(want)),
        "articles_none": lambda want: not set(answer["articles"]) & set(want),
        "first_missing": lambda want: answer["missing"][:1] != [] and answer["missing"][0] in want,
        "rule": lambda want: want in rules,
    }
    found = []
    for key, want in expected.items():
        if not checks.get(key, lambda want, key=key: answer[key] == want)(want):
            got = rules if key == "rule" else answer.get(key, answer["articles"])
            found.append(f"{key}: expected {want}, got {got}")
    return found


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    as_of = date.fromisoformat(case.get("as_of", AS_OF))
    result = load_knowledge().ruleset("law").evaluate(case["facts"], as_of).as_dict()
    problems = []
    for expected in case["expect"]:
        answers = [a for a in result["answers"] if a["for_whom"] == expected["for_whom"]
                   and expected.get("regime", a["regime"]) == a["regime"]]
        if len(answers) != 1:
            problems.append(f"{expected['for_whom']}: {len(answers)} answers, expected one")
            continue
        problems += [f"{expected['for_whom']}.{d}" for d in differences(answers[0], expected)]
    for fact, value in case.get("assumed", {}).items():
        if {"fact": fact, "value": value} not in result["assumed"]:
            problems.append(f"not assumed: {fact} {value}")
    problems += [f"judged: {p}" for p in case.get("not_judged", []) if p in [a["for_whom"] for a in result["answers"]]]
    assert not problems


def test_there_are_cases_on_both_sides_of_every_border() -> None:
    """A border without a pair is a border nobody looked at."""
    facts = [p.values[0]["facts"] for p in cases()]
    assert len(facts) >= 60
    ends = ("_age", "_age_made", "_age_shared")
    ages = {value for f in facts for name, value in f.items() if name.endswith(ends) and isinstance(value, int)}
    assert {11, 12, 15, 16, 17, 18} <= ages
    days = {str(f.get("date_of_facts")) for f in facts}
    assert {"2022-05-31", "2022-06-01", "2026-08-31", "2026-09-01"} <= days


def test_every_rule_is_in_some_case() -> None:
    law = load_knowledge().ruleset("law")
    seen: set[str] = set()
    for p in cases():
        result = law.evaluate(p.values[0]["facts"], date.fromisoformat(p.values[0].get("as_of", AS_OF)))
        seen |= {b["rule"] for a in result.answers for b in a.because}
        seen |= {"S20" for a in result.answers if a.youth_law is True}
        seen |= {"S21" for a in result.answers if a.verdict == "no_responsibility"}
    assert set(law.rules) - seen == set()
