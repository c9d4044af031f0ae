"""Conditions in three-valued logic, and choosing from an ordered list by them."""

import pytest

from houvast.rules.conditions import ConditionError, parse
from houvast.rules.selection import Entry, select


@pytest.mark.parametrize(("raw", "facts", "expected"), [
    ({"age": "< 16"}, {"age": 15}, True),
    ({"age": "< 16"}, {"age": 16}, False),
    ({"age": "< 16"}, {}, None),
    ({"age": "< 16"}, {"age": "unknown"}, None),
    ({"age": "< 16"}, {"age": "withheld"}, None),
    ({"age": "!= 16"}, {"age": "unknown"}, None),
    ({"age": "not in [15, 16]"}, {}, None),
    ({"age": "< 16"}, {"age": {"min": 14, "max": 15}}, True),
    ({"age": "< 16"}, {"age": {"min": 15, "max": 16}}, None),
    ({"age": "< 16"}, {"age": "not_applicable"}, False),
    ({"age": "!= 16"}, {"age": "not_applicable"}, True),
    ({"word": "in [a, b]"}, {"word": {"one_of": ["a", "b"]}}, True),
    ({"word": "in [a, b]"}, {"word": {"one_of": ["a", "c"]}}, None),
    ({"yes": True}, {"yes": True}, True),
    ({"yes": "= false"}, {"yes": False}, True),
    ({"copy": "< 16"}, {"copy": "= age", "age": 15}, True),
    ({"copy": "< 16"}, {"copy": "= age"}, None),
    ({"act": "= send"}, {"act": frozenset({"send", "keep"})}, True),
    ({"act": "!= send"}, {"act": frozenset({"send", "keep"})}, False),
    ({"not": {"age": "< 16"}}, {}, None),
    ({"all": [{"age": "< 16"}, {"yes": True}]}, {"yes": False}, False),
    ({"all": [{"age": "< 16"}, {"yes": True}]}, {"yes": True}, None),
    ({"any": [{"age": "< 16"}, {"yes": True}]}, {"yes": True}, True),
    ({"any": [{"age": "< 16"}, {"yes": True}]}, {"yes": False}, None),
    (None, {}, True),
])
def test_three_values(raw, facts, expected):
    assert parse(raw).holds(facts) is expected


def test_open_facts_are_those_that_keep_it_open():
    condition = parse({"all": [{"age": "< 16"}, {"any": [{"yes": True}, {"copy": "= x"}]}, {"word": "= a"}]})
    assert condition.open_facts({"word": "a", "copy": "= other"}) == {"age", "yes", "other"}
    assert condition.open_facts({"word": "b"}) == set()


@pytest.mark.parametrize("raw", [
    {"age": "< 16", "yes": True}, {"all": []}, {"is": "nobody"}, {"word": "in a, b"}, {"age": "< sixteen"}, ["age"]])
def test_what_cannot_be_read_is_refused(raw):
    with pytest.raises(ConditionError):
        parse(raw)


def test_selection_says_what_happens_while_undecided():
    entries = [Entry("sure", parse({"age": "< 16"}), False, {}), Entry("left_out", parse({"yes": True}), False, {}),
               Entry("kept", parse({"word": "= a"}), True, {})]
    chosen = select(entries, {"age": 15})
    assert [e.id for e in chosen.chosen] == ["sure", "kept"]
    assert chosen.missing == ("yes", "word")
