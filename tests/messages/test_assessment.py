"""What the law says, as a card: the right text for the right reader, and never the wrong one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from houvast import messages
from houvast.messages import articles
from houvast.rules import load_knowledge

NOW = date(2026, 11, 22)
IMAGE = {"content_kind": "image", "content_nature": "nude_or_sexual"}
GIRL = {
    **IMAGE,
    "asker_role": "youth",
    "asker_part": "depicted",
    "asker_age": 15,
    "relation": "ex",
    "act": [{"by": "sharer", "act": "post"}],
    "audience": "group",
}
FIELDS = {
    "type",
    "ruleset",
    "for_whom",
    "conduct",
    "verdict",
    "youth_law",
    "regime",
    "articles",
    "possible_articles",
    "formerly",
    "milder",
    "confidence",
    "review_state",
    "missing",
    "not_covered",
    "what_if",
    "because",
    "assumed",
    "receipt",
}


def law(facts: dict[str, Any], as_of: date = NOW) -> dict[str, Any]:
    return load_knowledge().ruleset("law").evaluate(facts, as_of=as_of).as_dict()


def say(rule: str, reader: str) -> str:
    return str(load_knowledge().ruleset("law").rules[rule].say[reader])


def test_who_was_harmed_hears_who_is_wrong_and_nothing_about_herself() -> None:
    result = law(GIRL)
    assert {a["for_whom"] for a in result["answers"]} == {"sharer", "asker"}, "the engine gives both sides"
    cards = messages.assessments(result, "youth")
    assert [c["custom"]["for_whom"] for c in cards] == [["sharer"]]
    assert say("S04a", "to_victim") in cards[0]["text"]
    assert say("S04a", "to_doer") not in cards[0]["text"]


def test_her_own_side_comes_only_when_asked() -> None:
    result = law(GIRL)
    own = next(a for a in result["answers"] if a["for_whom"] == "asker")
    assert own["on_request"] is True
    assert messages.assessment(own, result, "youth") == {}
    assert messages.assessment(own, result, "youth", asked=True)["custom"]["for_whom"] == ["asker"]
    assert len(messages.assessments(result, "youth", asked=True)) == 2


def test_who_did_it_is_not_comforted() -> None:
    cards = messages.assessments(
        law({**IMAGE, "asker_age": 15, "judged": "asker", "act": "pass_on", "depicted_age_made": 14}),
        "youth",
        asked=True,
    )
    assert say("S04a", "to_doer") in cards[0]["text"]
    assert say("S04a", "to_victim") not in cards[0]["text"]


def test_who_threatens_is_not_told_that_the_other_is_wrong() -> None:
    facts = {
        **IMAGE,
        "asker_age": 15,
        "other_age": 15,
        "asker_part": "threatener",
        "threat": "leak",
        "demand": "more_images",
        "judged": "both",
    }
    for card in messages.assessments(law(facts), "youth", asked=True):
        for rule in ("S09a", "S10a", "S10b", "S10c", "S26"):
            assert say(rule, "to_victim") not in card["text"]


def test_a_parent_reads_the_parents_text() -> None:
    (card,) = messages.assessments(
        law({**IMAGE, "child_age": 14, "judged": "child", "act": "pass_on", "depicted_age_made": 14}),
        "parent",
        asked=True,
    )
    assert say("S04a", "to_parent") in card["text"]


def test_a_parent_of_who_threatened_is_not_told_that_the_child_is_the_victim() -> None:
    facts = {
        **IMAGE,
        "child_age": 15,
        "other_age": 15,
        "child_part": "threatener",
        "threat": "leak",
        "demand": "more_images",
        "judged": "child",
    }
    cards = messages.assessments(law(facts), "parent", asked=True)
    assert cards
    for card in cards:
        assert all(say(rule, "to_parent") not in card["text"] for rule in ("S09a", "S10b", "S10c", "S26"))


def test_a_professional_hears_the_verdict_without_a_text_for_somebody_else() -> None:
    (card,) = messages.assessments(law(GIRL), "professional")
    assert say("S04a", "verdict") in card["text"]
    assert not any(say("S04a", reader) in card["text"] for reader in ("to_victim", "to_doer", "to_parent"))


def test_a_child_under_twelve_hears_no_law() -> None:
    (card,) = messages.assessments(law({"general": True, "asker_age": 11}), "youth", asked=True)
    assert card["text"] == messages.say("legal.under_12")["text"]
    assert not any(
        card["custom"][k]
        for k in ("articles", "possible_articles", "formerly", "milder", "because", "assumed", "not_covered", "texts")
    )
    at_twelve = messages.assessments(law({"general": True, "asker_age": 12}), "youth", asked=True)
    assert at_twelve[0]["custom"]["articles"]


def test_both_sides_with_the_same_answer_are_one_card() -> None:
    (card,) = messages.assessments(law({"general": True, "asker_age": 15}), "youth", asked=True)
    assert card["custom"]["for_whom"] == ["asker", "other"]
    apart = messages.assessments(
        law({"general": True, "asker_age": 16, "what_if": [{"other_age": 19}]}), "youth", asked=True
    )
    assert [c["custom"]["for_whom"] for c in apart] == [["asker"], ["other"]]


def test_no_penalty_is_named_and_repair_comes_first() -> None:
    (card,) = messages.assessments(
        law({**IMAGE, "asker_age": 15, "judged": "asker", "act": "pass_on", "depicted_age_made": 14}),
        "youth",
        asked=True,
    )
    assert "Herstellen en praten gaan voor" in card["text"]
    assert card["custom"]["youth_law"] is True


def test_articles_of_today_with_the_former_ones() -> None:
    (card,) = messages.assessments(law(GIRL), "youth")
    assert "art. 136, 143 en 171 Sw. (vroeger art. 417/9, 417/16 en 417/44)" in card["text"]
    (then,) = messages.assessments(law({**GIRL, "date_of_facts": "2023"}), "youth")
    assert "van toen: art. 417/9, 417/16 en 417/44 oud Sw." in then["text"]
    assert "171" not in then["text"]


def test_old_law_refers() -> None:
    card = messages.assessments(law({**GIRL, "date_of_facts": "2010"}), "youth")[0]
    assert card["custom"]["verdict"] == "old_law_refer" and "Child Focus" in card["text"]
    assert card["custom"]["articles"] == []


def test_what_is_open_is_named_and_no_rule_speaks_yet() -> None:
    result = law(
        {"asker_role": "youth", "asker_part": "depicted", "act": [{"by": "sharer", "act": "post"}], "judged": "sharer"}
    )
    (card,) = messages.assessments(result, "youth")
    assert card["custom"]["verdict"] == "uncertain" and card["custom"]["missing"]
    assert "of het om een naaktbeeld gaat" in card["text"]
    assert "jij bent hier niet fout" in card["text"]
    assert "art." not in card["text"]


def test_an_answer_with_a_text_still_claims_nothing_that_is_open() -> None:
    """Several rules can apply; the text is of the one whose articles are all certain."""
    result = law(
        {
            **IMAGE,
            "asker_role": "parent",
            "child_age": 13,
            "child_part": "depicted",
            "threat": "leak",
            "judged": "other",
        }
    )
    (card,) = messages.assessments(result, "parent")
    assert len(result["answers"][0]["because"]) > 1
    assert say("S26", "verdict") in card["text"]


@pytest.mark.parametrize("reader", ["youth", "parent", "professional", None])
def test_every_field_of_the_contract_is_there(reader: str | None) -> None:
    for facts in (GIRL, {"general": True, "asker_age": 15}, {**GIRL, "date_of_facts": "2010"}, {}):
        for card in messages.assessments(law(facts), reader, what_if=True, asked=True):
            assert set(card["custom"]) >= FIELDS
            assert card["custom"]["type"] == "assessment" and card["custom"]["what_if"] is True
            assert card["custom"]["receipt"]["as_of"] == NOW.isoformat()
            assert card["text"] and len(card["text"].split()) <= 125
            assert all(item["text"] for item in card["custom"]["assumed"])


def test_assumptions_are_said() -> None:
    (card,) = messages.assessments(law({"general": True, "asker_age": 15}), "youth", asked=True)
    assert {"fact": "date_of_facts", "value": "recent", "text": "dat het onlangs gebeurde"} in card["custom"]["assumed"]
    assert {"other_age", "third_party_saw", "pressure"} <= {a["fact"] for a in card["custom"]["assumed"]}


def test_odd_results_never_raise() -> None:
    for odd in (
        {},
        {"answers": [{}]},
        {"answers": [{"for_whom": "asker", "verdict": "strange"}]},
        {"answers": [{"for_whom": "other", "verdict": "punishable", "because": [{"rule": "NONE"}]}]},
    ):
        for card in messages.assessments(odd, "youth", asked=True):
            assert card["text"]


def test_article_numbers_in_words() -> None:
    assert articles.named(["171 Sw.2024"]) == "art. 171 Sw."
    assert articles.named(["417/16 Sw.1867", "417/9 Sw.1867"]) == "art. 417/9 en 417/16 oud Sw."
    assert articles.named(["171 Sw.2024", "417/9 Sw.1867"]) == "art. 171 Sw. en art. 417/9 oud Sw."
    assert articles.named(["decreet 15-02-2019"]) == "decreet 15-02-2019"


def test_who_did_something_himself_is_not_told_that_he_is_the_one_harmed() -> None:
    def answer(who: str) -> dict[str, Any]:
        return {
            "for_whom": who,
            "regime": "R3",
            "verdict": "punishable",
            "victim_first": True,
            "because": [{"rule": "S04a"}],
        }

    both = messages.assessments({"answers": [answer("asker"), answer("sharer")]}, "youth", asked=True)
    assert len(both) == 2
    assert all(say("S04a", "to_victim") not in card["text"] for card in both)
    (only_the_other,) = messages.assessments({"answers": [answer("sharer")]}, "youth")
    assert say("S04a", "to_victim") in only_the_other["text"]


def test_of_two_rules_the_one_that_does_not_doubt_who_was_harmed() -> None:
    """Whether she agreed to passing on is open: "misschien zei je ja" is not what she should read first."""
    story = {"asker_part": "depicted", "asker_age": 16, "content_kind": "image", "content_nature": "nude_or_sexual",
             "act": [{"by": "sharer", "act": "pass_on"}], "judged": "sharer"}
    (card,) = messages.assessments(law(story), "youth")
    assert {b["rule"] for b in card["custom"]["because"]} == {"S04a", "S05a"}
    assert say("S04a", "to_victim") in card["text"]


def test_nobody_is_comforted_in_a_general_question() -> None:
    """Who asks "en doorsturen?" may be the one who wants to pass it on."""
    what_ifs = [{"other_age": 19}, {"act": "pass_on"}]
    (card,) = messages.assessments(law({"general": True, "asker_age": 16, "what_if": what_ifs}), "youth", asked=True)
    assert say("S04a", "verdict") in card["text"]
    assert say("S04a", "to_victim") not in card["text"]


def test_a_rule_that_nobody_checked_again_says_since_when() -> None:
    late = date(2027, 6, 1)
    (card,) = messages.assessments(law({**GIRL, "judged": "sharer"}, late), "youth")
    assert "nog niet opnieuw nagekeken sinds 22 november 2026" in card["custom"]["texts"]["review"]
    (card,) = messages.assessments(law({**GIRL, "judged": "sharer"}), "youth")
    assert "opnieuw" not in card["custom"]["texts"]["review"]


def test_facts_from_before_the_decree_name_no_decree() -> None:
    facts = {**IMAGE, "asker_part": "depicted", "depicted_age_made": 15, "sharer_age": 15, "act": "pass_on", "judged": "sharer"}
    for day, older in (("2019-08-31", True), ("2019-09-01", False)):
        (card,) = messages.assessments(law({**facts, "date_of_facts": day}), "youth")
        texts = card["custom"]["texts"]
        assert ("nog ander jeugdrecht" in texts["region"]) is older
        assert "art. 2 Sw." in texts["milder"]


def test_a_verdict_that_was_other_then_has_the_text_of_then() -> None:
    facts = {**IMAGE, "asker_part": "depicted", "asker_age": 20, "other_age": 20, "relation": "ex", "threat": "leak",
             "demand": "none", "pressure": "none", "third_party_saw": False, "kept": False, "judged": "other"}
    said = [messages.assessments(law({**facts, "date_of_facts": day}), "youth")[0]["text"] for day in ("2026-08-31", "2026-09-01")]
    assert "toen" in said[0]
    assert "toen" not in said[1]


def test_a_school_reads_the_text_for_professionals() -> None:
    facts = {**IMAGE, "asker_role": "school", "act": "view", "depicted_age_made": 14}
    (card,) = messages.assessments(law(facts), "professional", asked=True)
    assert card["custom"]["texts"]["explanation"] == load_knowledge().ruleset("law").rules["S31a"].say["to_professional"]


def test_a_correction_withdraws_the_verdict_and_says_what_changed() -> None:
    facts = {"general": True, "asker_age": 15}
    before, after = law({"general": True, "asker_age": 16}), law(facts)
    change = messages.verdict_changes(before, after, {"asker_age": 16}, facts, "youth", asked=True)
    assert change["custom"] == {"type": "verdict_changes", "withdrawn": True, "changed": True, "facts": ["asker_age"]}
    for words in ("nu 15 jaar, eerst 16 jaar", "eerst niet strafbaar", "nu naar de letter niet toegelaten"):
        assert words in change["text"]
    before = law({"general": True, "asker_age": 14})
    same = messages.verdict_changes(before, after, {"asker_age": 14}, facts, "youth", asked=True)
    assert (same["custom"]["withdrawn"], same["custom"]["changed"]) == (False, False)
    assert "verandert dat niets" in same["text"]


def test_a_correction_that_moves_only_the_articles_says_that() -> None:
    before, after = (law({**GIRL, "asker_age": age, "consent_passed_on": False, "judged": "sharer"}) for age in (15, 16))
    change = messages.verdict_changes(before, after, {"asker_age": 15}, {"asker_age": 16}, "youth")
    assert (change["custom"]["withdrawn"], change["custom"]["changed"]) == (False, True)
    assert "nummers in de wet" in change["text"]


def test_a_correction_never_tells_her_own_side_unasked() -> None:
    before = law({**GIRL, "asker_age": 16, "judged": "both"})
    before["answers"] = [{**a, "on_request": a["for_whom"] == "asker"} for a in before["answers"]]
    after = law({**GIRL, "judged": "both"})
    after["answers"] = [{**a, "on_request": a["for_whom"] == "asker", "verdict": "formally_not_allowed"} for a in after["answers"]]
    assert "Wat jij doet" not in messages.verdict_changes(before, after, {"asker_age": 16}, {"asker_age": 15}, "youth")["text"]
