"""The law rule set as others use it: the shape of a result, overlays, regimes, receipt, trace."""

import json
import shutil
from datetime import date

import pytest

from houvast.rules import Knowledge, load_knowledge
from houvast.rules.knowledge import ROOT
from houvast.rules.law import ENGINE

AS_OF = date(2026, 11, 22)
KNOWLEDGE = load_knowledge()
LAW = KNOWLEDGE.ruleset("law")

WORKED = {
    "asker_part": "depicted", "asker_age": 16, "other_age": {"min": 16, "max": 17}, "relation": "ex",
    "content_kind": "image", "content_nature": "nude_or_sexual",
    "act": [{"by": "asker", "act": "send"}, {"by": "sharer", "act": "post"}], "audience": "group", "sharer_age": 15,
    "consent_passed_on": "unknown", "impaired": "withheld", "date_of_facts": "2026-11-15"}

KEYS = ["for_whom", "regime", "verdict", "possible", "articles", "possible_articles", "formerly", "milder", "because",
        "show_with", "missing", "youth_law", "confidence", "uncertain_because", "acts", "leaning", "victim_first",
        "on_request", "youth_articles", "review_state", "not_covered"]


def worked():
    return LAW.evaluate(WORKED, AS_OF).as_dict()


def test_the_worked_example_of_the_specification():
    result = worked()
    assert list(result) == ["as_of", "assumed", "answers", "receipt"]
    assert [(a["fact"], a["value"]) for a in result["assumed"]] == [
        ("content_real", "real"), ("depicted_apparent_minor", False), ("sharer_is_depicted", False),
        ("self_made", True), ("unsolicited", False), ("depicted_age_shared", "= depicted_age_made"),
        ("purpose", "none")]
    sharer, asker = result["answers"]
    assert list(sharer) == list(asker) == KEYS
    assert {k: sharer[k] for k in ("for_whom", "regime", "verdict", "articles", "formerly", "missing", "youth_law",
                                   "confidence", "acts", "victim_first", "on_request")} == {
        "for_whom": "sharer", "regime": "R3", "verdict": "punishable", "articles": ["171 Sw.2024"],
        "formerly": ["417/44 Sw.1867"], "missing": [], "youth_law": True, "confidence": "F/i",
        "acts": {"post": "punishable"}, "victim_first": True, "on_request": False}
    assert sharer["possible_articles"] == ["136 Sw.2024", "144 Sw.2024"]
    assert [b["rule"] for b in sharer["because"]] == ["S04a", "S05a"]
    expected = {
        "for_whom": "asker", "verdict": "uncertain", "possible": ["uncertain", "not_punishable", "none"],
        "articles": [], "possible_articles": ["132 Sw.2024", "176 Sw.2024"], "leaning": "not_punishable",
        "missing": ["pressure", "consent_sent", "felt_free", "consent_made"], "uncertain_because": "facts missing",
        "on_request": True, "confidence": "?"}
    assert {k: asker[k] for k in expected} == expected
    assert asker["show_with"] == ["S04a", "S09a", "S10a", "S10b", "S10c"]


def test_because_names_rule_text_and_sources():
    first = worked()["answers"][0]["because"][0]
    assert first == {"rule": "S04a", "text": LAW.rules["S04a"].title, "source": first["source"]}
    assert "law.S2" in first["source"]
    assert set(first["source"]) <= set(LAW.book.sources)


def test_the_receipt_says_which_knowledge_day_and_engine():
    receipt = worked()["receipt"]
    assert receipt == {"rulebase": KNOWLEDGE.hash, "as_of": "2026-11-22", "engine": ENGINE}
    assert len(KNOWLEDGE.hash) == 12


def test_the_hash_changes_with_any_knowledge_file(tmp_path):
    root = tmp_path / "knowledge"
    shutil.copytree(ROOT, root)
    same = Knowledge(root).hash
    (root / "law" / "cases" / "extra.yml").write_text("[]\n", encoding="utf-8")
    assert same == KNOWLEDGE.hash
    assert Knowledge(root).hash != same


def test_missing_of_the_result_is_the_union_in_asking_order():
    result = LAW.evaluate({"asker_part": "sender", "asker_age": 16, "content_kind": "image", "act": "send",
                           "content_nature": "nude_or_sexual"}, AS_OF)
    assert set(result.missing) == {f for a in result.answers for f in a.missing}
    assert result.missing[:2] == ["other_age", "pressure"]


def test_whose_age_it_is_depends_on_the_part_so_the_part_is_asked_first():
    facts = {"act": [{"by": "asker", "act": "pass_on"}], "asker_age": 14, "content_kind": "image",
             "content_nature": "nude_or_sexual"}
    missing = LAW.evaluate(facts, AS_OF).missing
    assert "asker_part" in missing
    assert "child_age" not in missing
    assert LAW.evaluate({**facts, "asker_part": "sharer"}, AS_OF).missing[0] == "depicted_age_made"


def test_trace_tells_what_was_looked_at():
    trace = LAW.evaluate(WORKED, AS_OF).trace()
    assert {"for_whom": "sharer", "regime": "R3", "act": "post", "rule": "S04b", "status": "no"} in trace
    assert {"for_whom": "sharer", "regime": "R3", "act": "post", "rule": "S04a", "status": "open"} in trace


def test_a_date_that_is_not_known_is_judged_as_of_today_and_says_so():
    result = LAW.evaluate({**WORKED, "date_of_facts": "unknown"}, AS_OF).as_dict()
    assert {"fact": "date_of_facts", "value": "recent"} in result["assumed"]
    assert {a["regime"] for a in result["answers"]} == {"R3"}


def test_a_what_if_lies_over_the_facts_and_the_last_step_wins():
    facts = {"general": True, "asker_age": 15, "what_if": [{"asker_age": 16}, {"other_age": 19}, {"other_age": 16}]}
    assert {a.verdict for a in LAW.evaluate(facts, AS_OF).answers} == {"not_punishable"}


def test_a_parent_who_did_it_is_judged_as_parent():
    facts = {"asker_role": "parent", "child_age": 13, "act": [{"by": "asker", "act": "show"}], "judged": "asker",
             "content_kind": "image", "content_nature": "nude_or_sexual", "purpose": "none"}
    (answer,) = LAW.evaluate(facts, AS_OF).answers
    assert (answer.for_whom, answer.verdict, answer.youth_law) == ("parent", "punishable", False)


def test_an_act_that_no_rule_speaks_of_is_named():
    facts = {"asker_part": "sender", "asker_age": 16, "other_age": 16, "relation": "partner", "content_kind": "image",
             "content_nature": "nude_or_sexual", "consent_sent": True, "pressure": "none", "third_party_saw": False,
             "act": [{"by": "asker", "act": "send"}, {"by": "asker", "act": "hack"}], "judged": "asker"}
    (answer,) = LAW.evaluate(facts, AS_OF).answers
    assert answer.acts["hack"] == "none"
    assert answer.not_covered == ["hack"]


def test_every_text_is_there_for_its_reader():
    for rule in LAW.rules.values():
        for reader in ("verdict", "to_victim", "to_doer", "to_parent"):
            assert rule.text(reader)


def test_an_unknown_rule_set_says_which_there_are():
    with pytest.raises(KeyError, match="there is: law"):
        KNOWLEDGE.ruleset("flags")


def test_a_result_is_json():
    assert json.loads(json.dumps(worked())) == worked()
