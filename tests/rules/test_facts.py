"""Told facts against the vocabulary: what does not fit is refused in plain words."""

import time
from datetime import date

import pytest

from houvast.rules import FactsError, load_knowledge
from houvast.rules.dates import Span, age_then, spans

AS_OF = date(2026, 11, 22)
LAW = load_knowledge().ruleset("law")


@pytest.mark.parametrize(("facts", "said"), [
    ({"asker_agee": 15}, "no fact called 'asker_agee'"),
    ({"asker_age": 150}, "between 0 and 120"),
    ({"asker_age": -1}, "between 0 and 120"),
    ({"asker_age": "15"}, "full years"),
    ({"asker_age": True}, "full years"),
    ({"asker_age": 15.5}, "full years"),
    ({"asker_age": {"min": 17, "max": 15}}, "lowest age first"),
    ({"asker_age": {"from": 15}}, "{min, max}"),
    ({"kept": "yes"}, "true or false"),
    ({"kept": 1}, "true or false"),
    ({"relation": "lief"}, "It is one of: partner"),
    ({"relation": ["ex"]}, "It is one of"),
    ({"relation": {"one_of": ["ex", "lief"]}}, "cannot be 'lief'"),
    ({"act": "pass_onn"}, "It is one of: make"),
    ({"act": [{"by": "mother", "act": "send"}]}, "not by 'mother'"),
    ({"act": [{"doer": "asker"}]}, "An act is written"),
    ({"judged": "me"}, "It is one of: asker"),
    ({"date_of_facts": "2027-01-01"}, "Facts lie in the past"),
    ({"date_of_facts": "gisteren"}, "Write a day"),
    ({"date_of_facts": "2026-02-30"}, "Write a day"),
    ({"date_of_facts": {"from": "2026-05-01", "to": "2026-04-01"}}, "Swap the two"),
    ({"date_of_facts": []}, "empty list"),
    ({"general": "yes"}, "'general' must be true or false"),
    ({"what_if": {"asker_age": 16}}, "must be a list"),
    ({"what_if": [{"asker_age": 160}]}, "between 0 and 120"),
    ({"what_if": [{"what_if": []}]}, "facts only"),
])
def test_refused_in_plain_words(facts, said):
    with pytest.raises(FactsError) as refused:
        LAW.evaluate(facts, AS_OF)
    assert said in str(refused.value)


@pytest.mark.parametrize("facts", [
    {}, {"asker_age": "unknown"}, {"asker_age": "withheld", "act": "unknown", "judged": "withheld"},
    {"asker_age": {"min": 14, "max": 14}}, {"relation": {"one_of": ["ex", "friend"]}}, {"night": True},
    {"act": ["send", {"act": "keep"}]}, {"date_of_facts": "recent"}, {"date_of_facts": "unknown"},
    {"date_of_facts": "2026"}, {"child_age": 0}])
def test_accepted(facts):
    assert LAW.evaluate(facts, AS_OF).answers


def test_a_clock_is_a_day():
    with pytest.raises(FactsError):
        LAW.evaluate({}, "2026-11-22")


@pytest.mark.parametrize(("told", "expected"), [
    ("2026-10-01", [("2026-10-01", "2026-10-01")]), ("2025", [("2025-01-01", "2025-12-31")]),
    ("2026", [("2026-01-01", "2026-11-22")]), ("recent", [("2026-11-22", "2026-11-22")]),
    (None, [("2026-11-22", "2026-11-22")]), ("unknown", [("2026-11-22", "2026-11-22")]),
    ({"from": "2026-08-01", "to": "2026-09-15"}, [("2026-08-01", "2026-09-15")]),
    (["2025", "2026-10-01"], [("2025-01-01", "2025-12-31"), ("2026-10-01", "2026-10-01")])])
def test_dates(told, expected):
    assert [(s.first.isoformat(), s.last.isoformat()) for s in spans(told, AS_OF)] == expected


@pytest.mark.parametrize(("first", "last", "expected"), [
    ("2026-10-01", "2026-10-01", 19), ("2025-11-23", "2025-11-23", 19),
    ("2025-11-22", "2025-11-22", {"min": 18, "max": 18}), ("2025-11-21", "2025-11-21", {"min": 17, "max": 18}),
    ("2023-06-01", "2023-06-01", {"min": 15, "max": 16}), ("2023-01-01", "2023-12-31", {"min": 15, "max": 17})])
def test_an_age_of_today_on_an_older_day(first, last, expected):
    assert age_then(19, [Span(date.fromisoformat(first), date.fromisoformat(last))], AS_OF) == expected


def test_the_vocabulary_tells_how_delicate_a_fact_is():
    vocabulary = load_knowledge().vocabulary
    assert [vocabulary.sensitivity(f) for f in ("relation", "asker_age", "impaired", "nobody_knows")] == [1, 2, 3, 3]
    assert vocabulary["night"].derived


def deep(levels: int = 3000):
    value: dict = {}
    for _ in range(levels):
        value = {"one_of": [value]}
    return value


NO_STORIES = {
    "done by a list": {"act": [{"by": ["asker"], "act": "send"}]}, "done by a block": {"act": [{"by": {}, "act": "send"}]},
    "done by a list in a what-if": {"what_if": [{"act": [{"by": [], "act": "send"}]}]}, "deep value": {"asker_age": deep()},
    "deep what-if": {"what_if": [deep()]}, "deep story": deep(), "lists for a date": {"date_of_facts": [[[]]]},
    "no number": {"asker_age": float("nan")}, "a word for an age": {"asker_age": "15"},
    "a choice of nothing": {"asker_age": {"one_of": []}},
    "ages the wrong way round": {"asker_age": {"min": 17, "max": 12}}, "no such day": {"date_of_facts": "2023-02-29"},
    "in the future": {"date_of_facts": "2030-01-01"}, "too old": {"asker_age": 121}, "too young": {"asker_age": -1},
    "yes for an age": {"asker_age": True}, "a number for yes": {"kept": 1}, "nothing for yes": {"kept": ""}, "no act": {"act": ""},
}


@pytest.mark.parametrize("facts", NO_STORIES.values(), ids=NO_STORIES)
def test_what_is_no_story_is_refused_in_one_plain_line(facts):
    with pytest.raises(FactsError) as refused:
        LAW.evaluate(facts, AS_OF)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("facts", [
    {"asker_age": {"one_of": [16] * 100_000}}, {"act": ["send"] * 50_000}, {"what_if": [{}] * 1000}, {"asker_age": "x" * 2_000_000},
], ids=["choices", "acts", "what-ifs", "word"])
def test_what_is_far_too_long_is_refused_at_once_and_not_repeated(facts):
    began = time.perf_counter()
    with pytest.raises(FactsError) as refused:
        LAW.evaluate(facts, AS_OF)
    assert len(str(refused.value)) < 300
    assert time.perf_counter() - began < 0.2
