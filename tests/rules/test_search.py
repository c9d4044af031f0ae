"""The search over open facts against brute force: every completion of random rule sets (`oracle.py` shares no code with it)."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from houvast.rules.conditions import parse
from houvast.rules.residual import assume, restrict
from houvast.rules.search import NONE, UNDECIDED, Borders, Candidate, Search
from tests.rules.oracle import Completions, gravest

RULE_SETS = int(os.environ.get("HOUVAST_RULE_SETS", "20000"))
"""How many random rule sets; CI looks at all of them in one environment."""

BOTH = (False, True)
SPACE = {"age": range(12, 19), "word": ("a", "b", "c"), "yes": BOTH, "no": BOTH, "more": BOTH}
COMPARE = ["<", ">=", "=", "!=", "<=", ">"]
VERDICTS = ("punishable", "formally_not_allowed", "uncertain", "not_punishable")

comparison = st.one_of(
    st.builds(lambda op, n: {"age": f"{op} {n}"}, st.sampled_from(COMPARE), st.integers(12, 18)),
    st.builds(lambda op, v: {"word": f"{op} {v}"}, st.sampled_from(["=", "!="]), st.sampled_from("abc")),
    st.builds(lambda op: {"word": f"{op} [a, b]"}, st.sampled_from(["in", "not in"])),
    st.builds(lambda f, v: {f: f"= {v}"}, st.sampled_from(["yes", "no", "more"]), st.sampled_from(["true", "false"])))
condition = st.recursive(comparison, lambda inner: st.one_of(
    st.builds(lambda c: {"not": c}, inner),
    st.builds(lambda key, cs: {key: cs}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3))),
    max_leaves=6)
rules = st.lists(st.tuples(condition, st.integers(0, 3), st.one_of(st.none(), comparison)), min_size=1, max_size=4)
"""Rules as (condition, gravity, exception or nothing)."""
told_facts = st.dictionaries(st.sampled_from(list(SPACE)), st.integers(0, 10), max_size=2)


def with_exception(raw):
    return [({"all": [c, {"not": e}]} if e else c, g) for c, g, e in raw]


def candidates(raw, facts=None):
    return [Candidate(str(i), VERDICTS[g], g, restrict(parse(c), facts or {})) for i, (c, g) in enumerate(raw)]


def search(cs, ranges=None, limit=100_000):
    return Search(Borders([c.test for c in cs], SPACE.__getitem__, ranges or {}), lambda f: f, limit)


def by_force(raw, spaces, told=None):
    """(outcome of every completion, completions)."""
    every = Completions(spaces, told)
    graves = gravest([(g, every.holding(c)) for c, g in raw], len(every.rows))
    return [NONE if g is None else VERDICTS[g] for g in graves], every


@settings(max_examples=RULE_SETS, deadline=None, database=None)
@given(rules, told_facts)
def test_outcomes_and_deciding_facts_are_those_of_all_completions(raw, picks):
    raw, told = with_exception(raw), {f: SPACE[f][pick % len(SPACE[f])] for f, pick in picks.items()}
    outcomes, every = by_force(raw, {f: v for f, v in SPACE.items() if f not in told}, told)
    cs = candidates(raw, told)
    found = search(cs).explore(cs)
    assert found.outcomes == set(outcomes)
    assert found.deciding == every.flipping(outcomes)
    assert found.complete


@settings(max_examples=500, deadline=None)
@given(rules, st.integers(12, 18), st.integers(0, 4))
def test_a_range_that_was_told_limits_the_completions(raw, low, width):
    raw, high = with_exception(raw), min(low + width, 18)
    told_range = {"min": low, "max": high}
    cs = candidates(raw, {"age": told_range})
    outcomes, every = by_force(raw, {**SPACE, "age": range(low, high + 1)})
    found = search(cs, {"age": told_range}).explore(cs)
    assert found.outcomes == set(outcomes)
    assert found.deciding == every.flipping(outcomes)


@settings(max_examples=500, deadline=None)
@given(condition)
def test_possible_and_certain(raw):
    cs = [Candidate("x", VERDICTS[0], 0, restrict(parse(raw), {}))]
    every = Completions(SPACE)
    assert search(cs).possible(cs[0].test) == bool(every.holding(raw))
    assert search(cs).certain(cs[0].test) == (every.holding(raw) == every.all)


@settings(max_examples=300, deadline=None)
@given(condition, st.sampled_from(list(SPACE)), st.integers(0, 10))
def test_what_remains_of_a_condition_means_the_same(raw, fact, pick):
    value = SPACE[fact][pick % len(SPACE[fact])]
    rest = assume(restrict(parse(raw), {}), fact, value)
    every = Completions({f: v for f, v in SPACE.items() if f != fact}, {fact: value})
    where = every.holding(raw)
    for i, facts in enumerate(every.rows):
        assert (rest if isinstance(rest, bool) else rest.holds(facts)) == bool(where >> i & 1)


@st.composite
def read_once(draw):
    """A condition in which every fact stands once."""
    facts = draw(st.lists(st.sampled_from(list(SPACE)), min_size=1, max_size=5, unique=True))
    of = {"age": lambda: {"age": f"{draw(st.sampled_from(['<', '>=']))} {draw(st.integers(13, 17))}"},
          "word": lambda: {"word": draw(st.sampled_from(["= a", "!= b", "in [a, c]", "not in [b, c]"]))}}
    parts = [of.get(f, lambda f=f: {f: f"= {draw(st.sampled_from(['true', 'false']))}"})() for f in facts]
    while len(parts) > 1:
        first, second, *others = parts
        joined = {draw(st.sampled_from(["all", "any"])): [first, second]}
        parts = [*others, {"not": joined} if draw(st.booleans()) else joined]
    return parts[0]


@settings(max_examples=2000, deadline=None)
@given(read_once(), told_facts)
def test_on_read_once_conditions_kleene_logic_alone_is_exact_and_asks_nothing_in_vain(raw, picks):
    """Plans and hand-offs use this directly: unknown means that both ways are open, and every open fact can decide."""
    told = {f: SPACE[f][pick % len(SPACE[f])] for f, pick in picks.items()}
    parsed, every = parse(raw), Completions({f: v for f, v in SPACE.items() if f not in told}, told)
    where = every.holding(raw)
    assert parsed.holds(told) == {0: False, every.all: True}.get(where)
    outcomes = [where >> i & 1 for i in range(len(every.rows))]
    assert parsed.open_facts(told) == every.flipping(outcomes)


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
