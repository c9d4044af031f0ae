"""What holds for the law whatever is told: unknown is never no, what is decided never flips, nothing is left out."""

from __future__ import annotations

import copy
import json
import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from houvast.rules import FactsError
from houvast.rules.case import build
from houvast.rules.conditions import UNKNOWN
from tests.rules.stories import AS_OF, LAW, PLAIN, VOCABULARY, stories, value_of

EXAMPLES = int(os.environ.get("HOUVAST_EXAMPLES", "300"))
SLOW = settings(max_examples=EXAMPLES, deadline=None,
                suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])

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
