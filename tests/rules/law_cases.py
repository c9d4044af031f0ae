"""The cases in knowledge/law/cases: reading them, and what differs between an answer and what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.rules import Knowledge
from houvast.rules.documents import read, validate
from houvast.rules.law import LawResult, LawRuleset

AS_OF = "2026-11-22"


@dataclass(frozen=True)
class LawCase:
    """One case: what was told, on which day it is asked, and what is expected."""

    id: str
    name: str
    file: str
    like: str | None
    facts: dict[str, Any]
    as_of: date
    data: dict[str, Any]

    def problems(self, law: LawRuleset) -> list[str]:
        """What the law answers otherwise than expected."""
        return problems_of(self, law.evaluate(self.facts, self.as_of))


def read_cases(knowledge: Knowledge) -> list[LawCase]:
    """All cases, with the facts of `like` filled in."""
    found = []
    for path in sorted((knowledge.root / "law" / "cases").glob("*.yml")):
        document = read(path)
        validate(document, knowledge.root / "schema" / "law_cases.schema.json")
        facts: dict[str, dict[str, Any]] = {}
        for case in document.data:
            assert case["name"] not in facts, f"{path.name}: '{case['name']}' stands twice"
            assert "like" not in case or case["like"] in facts, f"{path.name}: '{case['name']}' is like an unknown case"
            facts[case["name"]] = {**(facts[case["like"]] if "like" in case else {}), **case["facts"]}
            found.append(LawCase(f"{path.stem}: {case['name']}", case["name"], path.stem, case.get("like"),
                                 facts[case["name"]], date.fromisoformat(case.get("as_of", AS_OF)), case))
    return found


def problems_of(case: LawCase, result: LawResult) -> list[str]:
    """What this result says otherwise than the case expects; only the keys that are expected are looked at."""
    said, problems = result.as_dict(), []
    for expected in case.data["expect"]:
        answers = [a for a in said["answers"] if a["for_whom"] == expected["for_whom"]
                   and expected.get("regime", a["regime"]) == a["regime"]]
        if len(answers) != 1:
            problems.append(f"{expected['for_whom']}: {len(answers)} answers, expected one")
            continue
        problems += [f"{expected['for_whom']}.{d}" for d in differences(answers[0], expected)]
    for fact, value in case.data.get("assumed", {}).items():
        if {"fact": fact, "value": value} not in said["assumed"]:
            problems.append(f"not assumed: {fact} {value}")
    problems += [f"judged: {p}" for p in case.data.get("not_judged", []) if p in [a["for_whom"] for a in said["answers"]]]
    return problems


def differences(answer: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What differs in one answer."""
    rules = [b["rule"] for b in answer["because"]]
    checks = {
        "articles": lambda want: sorted(answer["articles"]) == sorted(want),
        "possible_articles": lambda want: sorted(answer["possible_articles"]) == sorted(want),
        "formerly": lambda want: sorted(answer["formerly"]) == sorted(want),
        "articles_any": lambda want: bool(set(answer["articles"]) & set(want)),
        "articles_none": lambda want: not set(answer["articles"]) & set(want),
        "first_missing": lambda want: answer["missing"][:1] != [] and answer["missing"][0] in want,
        "rule": lambda want: want in rules,
        "no_rule": lambda want: want not in rules,
    }
    found = []
    for key, want in expected.items():
        if not checks.get(key, lambda want, key=key: answer[key] == want)(want):
            got = rules if key in ("rule", "no_rule") else answer.get(key, answer["articles"])
            found.append(f"{key}: expected {want}, got {got}")
    return found
