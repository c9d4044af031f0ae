"""Step plans: the cases of knowledge/plans/cases, and what must hold for every plan and every set of facts."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest
import yaml

from houvast import messages
from houvast.messages.catalogue import KNOWLEDGE, catalogue
from houvast.rules.conditions import Comparison


def cases() -> list[Any]:
    found = []
    for path in sorted((KNOWLEDGE / "plans" / "cases").glob("*.yml")):
        raw = yaml.safe_load(path.read_text("utf-8"))
        earlier: dict[str, dict[str, Any]] = {}
        for case in raw["cases"]:
            before = earlier[case["like"]] if "like" in case else {}
            merged = {**before, **case, "facts": {**before.get("facts", {}), **case.get("facts", {})}}
            assert case["name"] not in earlier, f"two cases are called {case['name']!r}"
            assert set(case["expect"]) <= {"steps", "has", "has_not", "order", "asks"}
            earlier[case["name"]] = {k: v for k, v in merged.items() if k not in ("like", "expect")}
            found.append(pytest.param(raw["plan"], raw["audience"], merged, id=f"{raw['plan']}: {case['name']}"))
    return found


@pytest.mark.parametrize(("topic", "audience", "case"), cases())
def test_case(topic: str, audience: str, case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"]) if "now" in case else None
    message, asks = messages.plan(topic, case["facts"], audience, case.get("stage", "full"), now)
    steps = [step["id"] for step in message["custom"]["steps"]]
    expect = case["expect"]
    assert steps == expect.get("steps", steps)
    assert asks == expect.get("asks", asks)
    known = {s.id for p in catalogue().plans.values() for s in p.steps}
    for kind in ("has", "has_not", "order"):
        assert set(expect.get(kind, [])) <= known
    assert set(expect.get("has", [])) <= set(steps)
    assert not set(expect.get("has_not", [])) & set(steps)
    assert [s for s in steps if s in expect.get("order", [])] == expect.get("order", [])


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 24


@pytest.mark.parametrize("plan", catalogue().plans.values(), ids=lambda p: p.id)
def test_every_fact_that_is_read_is_asked_or_never_asked_on_purpose(plan: Any) -> None:
    derived = {d.fact for d in plan.derive}
    accounted = set(plan.ask) | plan.never_ask | set(plan.ask_for) | (derived - plan.never_ask)
    assert plan.facts_read() <= accounted
    assert not set(plan.ask) & plan.never_ask
    assert {source for sources in plan.ask_for.values() for source in sources} <= set(plan.ask)
    for fact in plan.ask:
        assert "ask" in catalogue().questions[fact], f"nobody wrote a question for {fact}"


@pytest.mark.parametrize("plan", catalogue().plans.values(), ids=lambda p: p.id)
def test_the_facts_are_in_the_vocabulary(plan: Any) -> None:
    vocabulary = yaml.safe_load((KNOWLEDGE / "facts.yml").read_text("utf-8"))
    assert plan.facts_read() <= set(vocabulary)
    for condition in [s.when for s in plan.steps] + list(plan.unless.values()) + [d.when for d in plan.derive]:
        for comparison in condition.comparisons():
            values = set(vocabulary.get(comparison.fact, {}).get("values", []))
            if values:
                assert set(comparison.values) <= values, comparison


HOME = [s.id for p in catalogue().plans.values() for s in p.steps if s.data.get("informs_household")]


def test_some_steps_inform_the_household() -> None:
    assert HOME, "without such a step the tests below say nothing"


@pytest.mark.parametrize(("topic", "audience"), [("image_shared", "youth"), ("child_blackmailed", "parent")])
def test_no_step_informs_the_household_unless_it_is_certainly_safe(topic: str, audience: str) -> None:
    relations = ["unknown", "withheld", "step_parent", "sibling", "parent", "other_authority", "teacher", None]
    for relation, household, age in product(relations, [True, "unknown", "withheld", None], [10, 15, None]):
        facts = {"relation": relation, "offender_in_household": household, "asker_age": age, "child_age": age}
        message, _ = messages.plan(topic, {k: v for k, v in facts.items() if v is not None}, audience)
        assert not {s["id"] for s in message["custom"]["steps"]} & set(HOME), facts
    certain, _ = messages.plan(topic, {"relation": "stranger"}, audience)
    assert {s["id"] for s in certain["custom"]["steps"]} & set(HOME)


@pytest.mark.parametrize(("topic", "audience"), [("image_shared", "youth"), ("child_blackmailed", "parent")])
def test_it_asks_little_and_nothing_twice(topic: str, audience: str) -> None:
    told: dict[str, Any] = {"relation": "ex"} if topic == "image_shared" else {"threat": "leak"}
    _, open_facts = messages.plan(topic, told, audience)
    assert len(open_facts) <= 4
    for answer in ("unknown", "withheld"):
        _, left = messages.plan(topic, {**told, **dict.fromkeys(open_facts, answer)}, audience)
        assert left == []


def test_missing_is_sound() -> None:
    """A fact that is not in `missing` and not left out on purpose cannot change the plan any more."""
    base = {"relation": "ex", "threat": "none", "asker_age": 15, "content_nature": "nude_or_sexual",
            "same_school": True}
    before, left = messages.plan("image_shared", base, "youth")
    assert left == []
    for fact, value in {"knows_sender": True, "child_age": 9, "deadline": True}.items():
        assert messages.plan("image_shared", {**base, fact: value}, "youth")[0] == before


def test_police_comes_before_any_threat_that_is_violent() -> None:
    message, _ = messages.plan("image_shared", {"threat": "violence"}, "youth")
    ids = [s["id"] for s in message["custom"]["steps"]]
    assert ids.index("danger") < ids.index("evidence")


def test_odd_input_never_raises() -> None:
    odd: list[dict[str, Any]] = [
        {}, {"asker_age": {"min": 10, "max": 20}}, {"threat": ["leak"]}, {"relation": 12}, {"no_such_fact": object()},
        {"asker_age": "veertien"}, {"asker_age": {"ages": 3}}, {"asker_age": float("nan")}, {"threat": None},
    ]
    for facts in odd:
        message, open_facts = messages.plan("image_shared", facts, "youth")
        assert message["custom"]["steps"]
        assert isinstance(open_facts, list)
    unreadable, open_facts = messages.plan("image_shared", {"threat": ["leak"], "asker_age": "veertien"}, "youth")
    assert unreadable == messages.plan("image_shared", {}, "youth")[0], "unreadable is not known, never a no"
    assert messages.plan("no_such_topic", {}, "youth") == (
        {"custom": {"type": "plan", "plan": "no_such_topic", "stage": "full", "steps": []}}, [])


def test_a_step_carries_what_the_page_shows() -> None:
    message, _ = messages.plan("child_blackmailed", {}, "parent", "first")
    step = message["custom"]["steps"][0]
    assert step["id"] == "do_not_pay"
    assert step["sentences"] and step["why"] and step["source"] == ["seed.004-164"]
    assert message["text"]


def test_comparisons_are_read_from_definitions_too() -> None:
    step = next(s for s in catalogue().plans["image_shared"].steps if s.id == "do_not_pay")
    assert {c.fact for c in step.when.comparisons() if isinstance(c, Comparison)} == {"threat", "demand", "paid"}
