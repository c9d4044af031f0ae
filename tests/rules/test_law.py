"""The law rule set as others use it: the shape of a result, overlays, regimes, receipt, trace."""

import json
import shutil
from datetime import date, timedelta

import pytest
from babel.dates import format_date

from houvast.rules import Knowledge, load_knowledge
from houvast.rules.documents import read
from houvast.rules.knowledge import ROOT
from houvast.rules.law import ENGINE
from houvast.rules.law_document import law_document

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
        "on_request", "youth_articles", "older_youth_law", "in_force", "review_state", "not_checked_since", "not_covered"]


def worked():
    return LAW.evaluate(WORKED, AS_OF).as_dict()


def test_the_worked_example_of_the_specification():
    result = worked()
    assert list(result) == ["as_of", "assumed", "answers", "contradictions", "receipt"]
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
    assert result.missing[:2] == ["pressure", "other_age"]


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
             "act": [{"by": "asker", "act": "send"}, {"by": "asker", "act": "take_phone"}], "judged": "asker"}
    (answer,) = LAW.evaluate(facts, AS_OF).answers
    assert answer.acts["take_phone"] == "none"
    assert answer.not_covered == ["take_phone"]


def test_every_text_is_there_for_its_reader():
    for rule in LAW.rules.values():
        for reader in ("verdict", "to_victim", "to_doer", "to_parent"):
            assert rule.text(reader)


def test_an_unknown_rule_set_says_which_there_are():
    with pytest.raises(KeyError, match="there is: law"):
        KNOWLEDGE.ruleset("flags")


def test_a_result_is_json():
    assert json.loads(json.dumps(worked())) == worked()


def test_the_document_for_lawyers_is_fresh():
    """Run `python -m houvast.rules document > docs/law.md` after a change in knowledge/law."""
    assert (ROOT.parent / "docs" / "law.md").read_text(encoding="utf-8") == law_document(LAW.book)


def test_the_document_holds_every_rule_in_every_regime():
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in law_document(LAW.book).splitlines() if line.startswith("| S")}
    assert set(rows) == set(LAW.rules)
    for rule in LAW.rules.values():
        for regime in LAW.book.regimes:
            cell = rule.cells[regime.name]
            assert f"**{LAW.book.in_words['verdicts'][cell.verdict]}**" in rows[rule.id]
            for article in cell.articles:
                assert article.removesuffix(f" {regime.code}") in rows[rule.id]


def test_every_situation_and_exception_of_the_specification_is_there():
    splits = {"S01": "abcdef", "S02": "abc", "S03": "abcd", "S04": "ab", "S05": "abc", "S07": "ab", "S08": "abcd", "S09": "abcde",
              "S10": "abcd", "S11": "ab", "S12": "abcde", "S15": "ab", "S16": "ab", "S17": "abc", "S18": "abc", "S22": "abcdefg",
              "S23": "abcdefg", "S24": "ab", "S25": "ab", "S27": "ab", "S28": "abcd", "S29": "abc", "S30": "abc", "S31": "abc",
              "S32": "abc", "S34": "abcd", "S35": "ab", "S36": "ab", "S37": "abcde"}
    expected = {f"S{n:02}{split}" for n in range(1, 40) for split in splits.get(f"S{n:02}", [""])}
    assert len(expected) == 109
    assert expected <= set(LAW.rules)
    assert [e["rank"] for e in LAW.book.exceptions.values()] == [1, 2, 3, 4, 5]
    assert [r.name for r in LAW.book.regimes] == ["R1a", "R1b", "R2", "R3"]


def test_each_border_date_stands_once():
    """A day that is wrong is changed in one place: knowledge/law/regimes.yml."""
    days = [r.start for r in LAW.book.regimes] + [date(2019, 9, 1)]
    written = {form for day in days for form in (day.isoformat(), format_date(day, "d MMMM y", locale="nl_BE"))}
    root, found = ROOT.parent, []
    for folder, patterns in (("knowledge", ("*.yml", "*.json")), ("houvast", ("*.py",)), ("actions", ("*.py",)), ("web", ("*.py",)),
                             ("widget", ("*.js", "*.html"))):
        for pattern in patterns:
            for path in (root / folder).rglob(pattern):
                place = path.relative_to(root).as_posix()
                if place.startswith("knowledge/law/cases/") or place == "knowledge/law/sources.yml":
                    continue            # cases test the borders; a source has the title that it has
                text = path.read_text(encoding="utf-8")
                found += [place for form in written for _ in range(text.count(form))]
    assert found == ["knowledge/law/regimes.yml"] * len(days)


def test_every_node_has_a_source_and_a_day_of_review():
    for name in ("definitions", "exceptions", "prohibitions"):
        nodes = read(ROOT / "law" / f"{name}.yml").data
        for node in nodes.values() if isinstance(nodes, dict) else nodes:
            assert set(node["source"]) <= set(LAW.book.sources)
            assert node["confidence"] in LAW.book.confidence
            assert node["review"]["checked"] < node["review"]["by"]
    for rule in LAW.rules.values():
        assert rule.source
        assert rule.checked < rule.review_by
        text = (ROOT / rule.file).read_text(encoding="utf-8").split(f"- id: {rule.id}\n")[1].split("\n- id: ")[0]
        assert len(text.splitlines()) <= 60, "a rule fits on a screen"


def test_a_rule_past_its_day_says_since_when_it_was_not_checked():
    facts = {"asker_part": "depicted", "asker_age": 15, "content_kind": "image", "content_nature": "nude_or_sexual",
             "act": "pass_on", "judged": "sharer"}
    rule = LAW.rules["S04a"]
    for day, since in ((rule.review_by, None), (rule.review_by + timedelta(days=1), rule.checked.isoformat())):
        (answer,) = LAW.evaluate(facts, day).answers
        assert answer.not_checked_since == since


@pytest.mark.parametrize(("told", "found"), [
    ({"third_party_saw": False, "audience": "group"}, ["nobody_saw_yet_it_went_round"]),
    ({"third_party_saw": False, "audience": "one"}, []),
    ({"third_party_saw": False, "act": [{"by": "sharer", "act": "post"}]}, ["nobody_saw_yet_it_was_passed_on"]),
    ({"audience": "nobody", "act": "send"}, ["shared_with_nobody_yet_sent"]),
    ({"images_exist": False, "act": "keep"}, ["no_images_yet_sent"]),
    ({"self_made": True, "secretly_made": True}, ["own_image_yet_filmed_secretly"]),
    ({"self_made": True, "content_real": "ai_generated"}, ["own_image_yet_fake"]),
    ({"felt_free": True, "pressure": "threat"}, ["felt_free_yet_threatened"]),
    ({"kept": False, "act": "keep"}, ["not_kept_yet_kept"]),
    ({"unsolicited": True, "consent_sent": True}, ["unasked_yet_wanted"]),
    ({"depicted_age_made": 16, "depicted_age_shared": 15}, ["shared_younger_than_made"]),
    ({"depicted_age_made": 15, "depicted_age_shared": 15}, []),
    ({"unsolicited": "unknown", "consent_sent": True}, []),
    ({"kept": False, "what_if": [{"kept": True}], "act": "keep"}, []),
    ({}, []),
])
def test_contradictions_in_a_story_are_named(told, found):
    result = LAW.evaluate(told, AS_OF)
    assert [c.id for c in result.contradictions] == found
    assert [c["id"] for c in result.as_dict()["contradictions"]] == found


def test_ages_of_today_are_taken_back_for_both_people():
    """Two people of 18 today, about texts of two years ago: both were minors, not an adult with a minor."""
    facts = {"asker_part": "sender", "asker_age": 18, "other_age": 18, "relation": "partner", "content_kind": "text",
             "consent_sent": True, "third_party_saw": False, "act": "send", "judged": "asker", "date_of_facts": "2024-01-10"}
    (answer,) = LAW.evaluate(facts, AS_OF).answers
    assert (answer.verdict, answer.missing) == ("not_punishable", [])
