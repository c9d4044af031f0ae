"""What holds for the law whatever is told: unknown is never no, what is decided never flips, nothing is left out."""

from __future__ import annotations

import copy
import json
import os
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from houvast.rules import FactsError, load_knowledge
from houvast.rules.case import build
from houvast.rules.conditions import UNKNOWN, resolve

AS_OF = date(2026, 11, 22)
KNOWLEDGE = load_knowledge()
LAW, VOCABULARY = KNOWLEDGE.ruleset("law"), KNOWLEDGE.vocabulary
EXAMPLES = int(os.environ.get("HOUVAST_EXAMPLES", "120"))
SLOW = settings(max_examples=EXAMPLES, deadline=None,
                suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])

AGES = st.sampled_from([11, 12, 14, 15, 16, 17, 18, 19, 30])
PLAIN = ["asker_age", "other_age", "sharer_age", "relation", "content_nature", "pressure", "demand", "threat",
         "consent_made", "consent_sent", "consent_passed_on", "consent_kept", "third_party_saw", "audience",
         "unsolicited", "kept", "images_exist", "self_made", "felt_free", "impaired", "fake_identity",
         "saved_knowingly", "purpose", "authority"]
ACTS = st.lists(st.sampled_from(["make", "send", "receive", "show", "pass_on", "post", "keep", "threaten", "demand"]),
                min_size=1, max_size=2, unique=True)


def value_of(name):
    fact = VOCABULARY[name]
    if fact.type == "age":
        return AGES
    return st.sampled_from(list(fact.space()))


@st.composite
def stories(draw):
    names = draw(st.lists(st.sampled_from(PLAIN), max_size=9, unique=True))
    facts = {name: draw(value_of(name)) for name in names}
    facts["content_kind"] = draw(st.sampled_from(["image", "image", "image", "video", "text"]))
    facts.setdefault("content_nature", "nude_or_sexual")
    facts["asker_part"] = draw(st.sampled_from(["depicted", "sender", "recipient", "sharer", "maker", "threatener"]))
    facts["act"] = draw(ACTS)
    facts["judged"] = draw(st.sampled_from(["asker", "other", "sharer", "both"]))
    return facts


def assumed(facts):
    return dict(build(LAW.book, facts, AS_OF).assumed)


@SLOW
@given(stories())
def test_any_valid_story_gets_a_json_answer_and_is_left_as_it_was(facts):
    before = copy.deepcopy(facts)
    first = LAW.evaluate(facts, AS_OF).as_dict()
    assert facts == before
    assert json.loads(json.dumps(first)) == json.loads(json.dumps(LAW.evaluate(facts, AS_OF).as_dict()))
    for answer in first["answers"]:
        assert answer["verdict"] in (*LAW.book.verdicts, "no_responsibility")
        assert not {"Sw.1867", "Sw.2024"} <= {a.split()[-1] for a in answer["articles"]}
        assert not set(answer["articles"]) & set(answer["possible_articles"])
        assert not set(answer["missing"]) & set(facts), "asks what was told"
        assert not [f for f in answer["missing"] if VOCABULARY[f].derived or VOCABULARY[f].never_asked]


@SLOW
@given(stories(), st.data())
def test_unknown_never_becomes_no(facts, data):
    """An act that is decided while a fact is unknown is decided the same for every value of that fact."""
    names = sorted(set(facts) & set(PLAIN))
    assume(names)
    fact = data.draw(st.sampled_from(names))
    open_story = {**facts, fact: UNKNOWN}
    assume(assumed(open_story) == assumed(facts))
    same_after_adding(open_story, facts)


@SLOW
@given(stories(), st.data())
def test_adding_a_fact_never_flips_a_decided_value(facts, data):
    fact = data.draw(st.sampled_from([n for n in PLAIN if n not in facts]))
    assume(fact not in build(LAW.book, facts, AS_OF).facts)         # neither presumed nor following from the rest
    more = {**facts, fact: data.draw(value_of(fact))}
    assume(assumed(more) == assumed(facts))
    same_after_adding(facts, more)


def same_after_adding(less, more):
    few = {(a.for_whom, act): verdict for a in LAW.evaluate(less, AS_OF).answers for act, verdict in a.acts.items()}
    many = {(a.for_whom, act): verdict for a in LAW.evaluate(more, AS_OF).answers for act, verdict in a.acts.items()}
    for key in few.keys() & many.keys():
        if few[key] != "uncertain":
            assert many[key] == few[key]


@SLOW
@given(stories(), st.randoms())
def test_the_order_in_which_things_were_told_does_not_matter(facts, random):
    items = list(facts.items())
    random.shuffle(items)
    shuffled = dict(items)
    shuffled["act"] = list(reversed(shuffled["act"]))
    first, second = LAW.evaluate(facts, AS_OF).as_dict(), LAW.evaluate(shuffled, AS_OF).as_dict()
    for result in (first, second):
        for answer in result["answers"]:
            answer["acts"] = dict(sorted(answer["acts"].items()))
            answer["not_covered"].sort()
    assert first == second


# --- soundness of `missing`, by brute force over what is open ----------------------------------------------------

SMALL = {
    "two of 16, pressure, kept and third not told": (
        {"asker_part": "sender", "asker_age": 16, "other_age": 16, "relation": "partner", "content_kind": "image",
         "content_nature": "nude_or_sexual", "act": [{"by": "asker", "act": "send"}], "judged": "asker"}),
    "passed on, age and consent not told": (
        {"asker_part": "sharer", "asker_age": 15, "content_kind": "image", "content_nature": "nude_or_sexual",
         "act": "pass_on", "judged": "asker", "pressure": "none"}),
    "ex keeps it": (
        {"asker_part": "sender", "asker_age": 17, "other_age": 17, "relation": "ex", "content_kind": "image",
         "content_nature": "nude_or_sexual", "pressure": "none", "third_party_saw": False, "consent_sent": True,
         "act": [{"by": "other", "act": "keep"}], "judged": "other"}),
    "she leaked or he, age in a range": (
        {"asker_part": "depicted", "asker_age": {"min": 15, "max": 16}, "other_age": {"min": 17, "max": 18},
         "relation": "ex", "content_kind": "image", "content_nature": "nude_or_sexual", "consent_sent": True,
         "act": [{"by": "asker", "act": "send"}], "judged": "asker"}),
    "threat to leak, demand not told": (
        {"asker_age": 16, "threat": "leak", "content_kind": "image", "content_nature": "nude_or_sexual",
         "pressure": "none", "act": [{"by": "other", "act": "threaten"}], "relation": "ex", "third_party_saw": False,
         "judged": "other"}),
}


def brute_force(facts, person):
    """{act: (outcomes, facts that flip the outcome in some completion)}, straight from the conditions."""
    case = build(LAW.book, facts, AS_OF)
    found = {}
    for act, roles in case.acts(person):
        base = {**case.facts, "act": act, "doer_age": case.doer_age(person, act)}
        rules = [r for r in LAW.rules.values() if not r.overlay and (r.about is None or act in r.about)
                 and roles & r.for_whom]
        tests = {r.id: [r.conditions, *(d.applies for d in r.unless if d.only_for is None or d.only_for & roles)]
                 for r in rules}
        used = [c for cs in tests.values() for condition in cs for c in condition.comparisons()]
        open_facts = sorted({resolve(c.fact, base)[0] for c in used
                             if not isinstance(resolve(c.fact, base)[1], (bool, int, str, frozenset))
                             or resolve(c.fact, base)[1] in ("unknown", "withheld")})
        values = []
        for fact in open_facts:
            told = base.get(fact)
            space = range(told["min"], told["max"] + 1) if isinstance(told, dict) else \
                range(9, 20) if VOCABULARY[fact].type == "age" else VOCABULARY[fact].space()
            ways = {}
            for value in space:
                ways.setdefault(tuple(c.compare(value) for c in used if resolve(c.fact, base)[0] == fact), value)
            values.append(list(ways.values()))
        outcomes = {}
        for chosen in product(*values):
            full = {**base, **dict(zip(open_facts, chosen, strict=True))}
            fired = [r.cells["R3"].verdict for r in rules
                     if tests[r.id][0].holds(full) is True and not any(d.holds(full) is True for d in tests[r.id][1:])]
            outcomes[chosen] = min(fired, key=LAW.book.gravity, default="none")
        flips = set()
        for chosen, one in outcomes.items():
            for i, fact in enumerate(open_facts):
                if any(outcomes[(*chosen[:i], v, *chosen[i + 1:])] != one for v in values[i]):
                    flips.add(fact)
        found[act] = (set(outcomes.values()), flips)
    return found


@pytest.mark.parametrize("name", SMALL)
def test_missing_leaves_out_nothing_that_can_flip_the_outcome(name):
    facts = SMALL[name]
    person = facts["judged"]
    answer = LAW.evaluate(facts, AS_OF).answers[0]
    found = brute_force(facts, person)
    case = build(LAW.book, facts, AS_OF)
    gravity = [*LAW.book.verdicts, "none"].index
    needed = [flips for outcomes, flips in found.values()
              if answer.verdict == "uncertain" or min(map(gravity, outcomes)) < gravity(answer.verdict)]
    asked = {case.ask_for(fact) for flips in needed for fact in flips} - {None}
    assert asked <= set(answer.missing)
    if len(found) == 1:         # one act: nothing too much either
        (outcomes, _), = found.values()
        assert set(answer.possible) == outcomes
        assert asked == set(answer.missing)
        assert bool(asked) == (len(outcomes) > 1)


def test_an_act_that_may_turn_out_graver_keeps_its_facts_in_missing():
    """What he received is decided; what he demanded while threatening is not, and may be graver."""
    facts = {"asker_part": "sender", "asker_age": 15, "other_age": 16, "relation": "partner", "content_kind": "image",
             "content_nature": "nude_or_sexual", "consent_sent": True, "pressure": "none", "third_party_saw": False,
             "threat": "violence", "act": [{"by": "asker", "act": "send"}], "judged": "other"}
    (answer,) = LAW.evaluate(facts, AS_OF).answers
    assert answer.acts == {"receive": "formally_not_allowed", "demand": "uncertain"}
    assert answer.verdict == "formally_not_allowed"
    assert "demand" in answer.missing
    assert answer.possible == ["punishable", "formally_not_allowed"]
    (decided,) = LAW.evaluate({**facts, "demand": "money"}, AS_OF).answers
    assert decided.verdict == "punishable"


@SLOW
@given(stories())
def test_facts_that_are_no_facts_are_refused(facts):
    with pytest.raises(FactsError, match="no fact called 'asker_agee'"):
        LAW.evaluate({**facts, "asker_agee": 15}, AS_OF)
