"""The search over open facts against brute force: every completion of small random rule sets."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from houvast.rules.conditions import parse
from houvast.rules.residual import assume, restrict
from houvast.rules.search import NONE, UNDECIDED, Borders, Candidate, Search

BOTH = (True, False)
SPACE = {"age": range(10, 21), "word": ("a", "b", "c"), "yes": BOTH, "no": BOTH, "more": BOTH}
COMPARE = ["<", ">=", "=", "!=", "<=", ">"]
VERDICTS = ("punishable", "formally_not_allowed", "uncertain", "not_punishable")

comparison = st.one_of(
    st.builds(lambda op, n: {"age": f"{op} {n}"}, st.sampled_from(COMPARE), st.integers(11, 19)),
    st.builds(lambda op, v: {"word": f"{op} {v}"}, st.sampled_from(["=", "!="]), st.sampled_from("abc")),
    st.builds(lambda op: {"word": f"{op} [a, b]"}, st.sampled_from(["in", "not in"])),
    st.builds(lambda f, v: {f: f"= {v}"}, st.sampled_from(["yes", "no", "more"]), st.sampled_from(["true", "false"])))
condition = st.recursive(comparison, lambda inner: st.one_of(
    st.builds(lambda c: {"not": c}, inner),
    st.builds(lambda key, cs: {key: cs}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3))),
    max_leaves=6)
rules = st.lists(st.tuples(condition, st.integers(0, 3)), min_size=1, max_size=4)


def candidates(raw, facts=None):
    return [Candidate(str(i), VERDICTS[g], g, restrict(parse(c), facts or {})) for i, (c, g) in enumerate(raw)]


def search(cs, ranges=None, limit=100_000):
    return Search(Borders([c.test for c in cs], SPACE.__getitem__, ranges or {}), lambda f: f, limit)


def outcome(raw, facts):
    fired = [g for c, g in raw if parse(c).holds(facts)]
    return VERDICTS[min(fired)] if fired else NONE


def completions(ranges=None):
    values = [(ranges or {}).get(f, SPACE[f]) for f in SPACE]
    return [dict(zip(SPACE, chosen, strict=True)) for chosen in product(*values)]


@settings(max_examples=150, deadline=None)
@given(rules)
def test_outcomes_and_deciding_facts_are_those_of_all_completions(raw):
    found = search(candidates(raw)).explore(candidates(raw))
    by_facts = {tuple(c.items()): outcome(raw, c) for c in completions()}
    assert found.outcomes == set(by_facts.values())
    flips = {fact for facts, one in by_facts.items() for fact in SPACE for value in SPACE[fact]
             if by_facts[tuple({**dict(facts), fact: value}.items())] != one}
    assert found.deciding == flips
    assert found.complete


@settings(max_examples=60, deadline=None)
@given(rules, st.integers(10, 20), st.integers(0, 4))
def test_a_range_that_was_told_limits_the_completions(raw, low, width):
    high = min(low + width, 20)
    told_range = {"min": low, "max": high}
    cs = candidates(raw, {"age": told_range})
    found = search(cs, {"age": told_range}).explore(cs)
    assert found.outcomes == {outcome(raw, c) for c in completions({"age": range(low, high + 1)})}


@settings(max_examples=100, deadline=None)
@given(condition)
def test_possible_and_certain(raw):
    parsed = parse(raw)
    cs = [Candidate("x", VERDICTS[0], 0, restrict(parsed, {}))]
    values = [parsed.holds(c) for c in completions()]
    assert search(cs).possible(cs[0].test) == any(values)
    assert search(cs).certain(cs[0].test) == all(values)


@settings(max_examples=100, deadline=None)
@given(condition, st.sampled_from(list(SPACE)), st.integers(0, 10))
def test_what_remains_of_a_condition_means_the_same(raw, fact, pick):
    parsed, value = parse(raw), SPACE[fact][pick % len(SPACE[fact])]
    rest = assume(restrict(parsed, {}), fact, value)
    for facts in completions():
        full = {**facts, fact: value}
        assert (rest if isinstance(rest, bool) else rest.holds(full)) == parsed.holds(full)


def test_an_age_strictly_between_two_numbers_is_found():
    (only,) = candidates([({"all": [{"age": "> 12"}, {"age": "< 14"}]}, 0)])
    assert search([only]).explore([only]).outcomes == {VERDICTS[0], NONE}


def test_at_the_limit_it_says_undecided_and_keeps_every_open_fact():
    raw = [({"all": [{"yes": "= true"}, {"no": "= true"}, {"more": "= true"}, {"age": "< 15"}]}, 0),
           ({"any": [{"word": "= a"}, {"age": ">= 16"}]}, 1)]
    cs = candidates(raw)
    found = search(cs, limit=1).explore(cs)
    assert not found.complete
    assert UNDECIDED in found.outcomes
    assert found.deciding == {"age", "yes", "no", "more", "word"}
