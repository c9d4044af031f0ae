"""Random stories over the whole vocabulary of the law, for property tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from houvast.rules import load_knowledge

AS_OF = date(2026, 11, 22)
VOCABULARY, LAW = load_knowledge().vocabulary, load_knowledge().ruleset("law")
READ = {fact for rule in LAW.rules.values() for fact in rule.conditions.facts()} & set(VOCABULARY.facts)
PLAIN = sorted(f for f in READ | {"asker_age", "other_age", "sharer_age", "relation"} if not VOCABULARY[f].derived
               and not VOCABULARY[f].never_asked and f not in ("act", "judged", "asker_role", "asker_part"))
"""Facts that rules read and that a person can tell."""
AGES = st.sampled_from([11, 12, 13, 14, 15, 16, 17, 18, 19, 30])
PARTS = ["depicted", "sender", "recipient", "sharer", "maker", "threatener", "bystander"]
DAYS = ["recent", "2018-05-01", "2021-03-01", "2024-05-01", "2026-10-01"]


def value_of(name: str) -> st.SearchStrategy[Any]:
    """Any value of a fact; ages around the borders."""
    fact = VOCABULARY[name]
    return AGES if fact.type == "age" else st.sampled_from(list(fact.space()))


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Any]:
    """A story: who asks, what it is, one or two acts, and up to nine other facts."""
    facts = {name: draw(value_of(name)) for name in draw(st.lists(st.sampled_from(PLAIN), max_size=9, unique=True))}
    facts["content_kind"] = draw(st.sampled_from(["image", "image", "image", "video", "live", "audio", "text"]))
    facts.setdefault("content_nature", "nude_or_sexual")
    asker = draw(st.sampled_from(["youth"] * 6 + ["parent", "school", "clb"]))
    if asker == "youth":
        facts["asker_part"] = draw(st.sampled_from(PARTS))
    else:
        facts["asker_role"] = asker
    facts["act"] = draw(st.lists(st.sampled_from(VOCABULARY["act"].values), min_size=1, max_size=2, unique=True))
    facts["judged"] = draw(st.sampled_from(["asker", "other", "sharer", "both", "school", "parent", "site"]))
    facts["date_of_facts"] = draw(st.sampled_from(DAYS))
    return facts
