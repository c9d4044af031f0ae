"""Everything lint and the loader say about knowledge that is wrong: each fault is put in once and must be found."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from houvast.rules import Knowledge, KnowledgeError
from houvast.rules.knowledge import ROOT, read_vocabulary
from houvast.rules.lint import lint_law, text_faults

AS_OF = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    for folder in ("law", "schema"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("cases"))
    shutil.copy(ROOT / "facts.yml", copy / "facts.yml")
    return copy


def change(root: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` and return its line."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[:text.index(old)].count("\n") + 1


def errors(root: Path) -> list[KnowledgeError]:
    return [f.error for f in lint_law(root, read_vocabulary(root))[1] if not f.hint]


def test_the_knowledge_itself_is_clean(root):
    assert [str(e) for e in errors(root)] == []


PASSING, EXCEPTIONS, REGIMES, BETWEEN = "passing_on.yml", "exceptions.yml", "regimes.yml", "between_two.yml"

FAULTS = [
    # file, old, new, what is said, on which line (offset from the change)
    (PASSING, "- id: S04b", "- id: S04a", "'S04a' stands already in law/passing_on.yml", 0),
    (PASSING, "is: minor_on_image}", "is: minor_on_imagee}", "nothing is called 'minor_on_imagee'", None),
    (PASSING, "unless: [E4_HOTLINE]", "unless: [E4_HOTLIN]", "no exception is called 'E4_HOTLIN'", 0),
    (BETWEEN, "show_with: [S04a]", "show_with: [S99]", "'S99' in show_with leads nowhere", 0),
    (PASSING, "content_real: \"= real\"", "content_reel: \"= real\"", "no fact is called 'content_reel'", 0),
    (PASSING, "content_real: \"= real\"", "content_real: \"= echt\"", "'content_real' cannot be echt", 0),
    (PASSING, "content_real: \"= real\"", "content_real: \"< 5\"", "no age and has no order", 0),
    (PASSING, "{depicted_age_shared: \"< 16\"}", "{depicted_age_shared: \"= jong\"}", "is an age", 0),
    (PASSING, "about: [show, pass_on, post]", "about: [shout]", "'shout' in about leads nowhere", 0),
    (PASSING, "for_whom: [forwarder]", "for_whom: [forward]", "'forward' in for_whom leads nowhere", 0),
    (PASSING, "minors: youth_offence", "minors: nobody", "'nobody' in minors leads nowhere", 0),
    (PASSING, "refer: [child_focus, awel, clb,", "refer: [kindertelefoon,", "'kindertelefoon' in refer", 0),
    (PASSING, "law.S14", "law.S99", "no source 'law.S99'", 0),
    (PASSING, "verdict: punishable", "verdict: forbidden", "'forbidden' is no verdict", 0),
    (PASSING, "confidence: F,", "confidence: X,", "'X' is no confidence", 0),
    (PASSING, "{verdict: punishable,", "{verdict: [punishable, uncertain],", "is not of type \"string\"", 0),
    (PASSING, "{verdict: punishable,", "{verdict: punishable, verdict: uncertain,", "'verdict' stands twice in one block", None),
    (PASSING, "{verdict: punishable,", "{verdict: uncertain,", "the verdict is another one than the text tells", 0),
    (PASSING, "Jij niet.", "Jij niet, sinds 2026.", "names a year", 0),
    (PASSING, "Jij niet.", "Bel 1712.", "names 1712 and does not refer to it", None),
    (BETWEEN, "verdict: not_punishable, articles: [\"176\"]", "verdict: not_punishable, articles: [\"133\"]",
     "article 133 may never be a basis", 0),
    (PASSING, "articles: [\"371/1 §1 2°\"", "articles: [\"148\", \"371/1 §1 2°\"", "article 148 may never be a basis", None),
    ("age_and_place.yml", "since: youth_decree_start", "since: nobody_knows", "no day is called 'nobody_knows'", None),
    ("persons_and_roles.yml", "another: own_age", "another: own_agee", "no fact is called 'own_agee'", None),
    ("contradictions.yml", "ask: kept", "ask: keppt", "no fact is called 'keppt'", None),
    ("in_words.yml", "  kept:", "  kepppt:", "'kept' has no words", None),
    (PASSING, "\"136\", \"171\"", "\"136\", \"231\"", "article 231 may never be a basis", None),
    (PASSING, "    to_doer: \"Dit is strafbaar,", "    to_parent_too: \"Dit is strafbaar,", "to_parent_too", None),
    (PASSING, "Jij niet.", "Daar staat vijf jaar cel op.", "speaks of punishment", 0),
    (PASSING, "Jij niet.", "Dat heet kinderporno.", "outdated word", 0),
    (PASSING, "Jij niet.", "Jij " + "heel " * 16 + "niet.", "a sentence of 18 words", 0),
    (EXCEPTIONS, "rank: 2", "rank: 1", "same rank as E1_SEXTING_16_17", 0),
    (EXCEPTIONS, "  rank: 2\n", "", '"rank" is a required property', None),
    (EXCEPTIONS, "defeats: [B1, B2]", "defeats: [B1, B99]", "no prohibition is called 'B99'", 0),
    ("definitions.yml", "content_kind: \"in [image, video, live]\"", "is: sexual_visual", "is defined by itself", None),
    (REGIMES, "R2: {from: 2022-06-01,", "R2: {from: 2020-07-01,", "not after R1b", None),
    (REGIMES, "R2: {from: 2022-06-01,", "R2: {from: 2022-06-01, to: 2026-09-15,", "the day before R3", None),
    (REGIMES, "R3: {from: sw2024_start", "R4: {from: sw2024_start", "has no cell for R4", None),
    ("presumptions.yml", "fact: abroad,", "fact: abroadd,", "no fact is called 'abroadd'", 0),
    ("derivations.yml", "ask_for: child_age", "ask_for: child_agee", "no fact is called 'child_agee'", 0),
    ("asking.yml", "content_kind,", "content_kindd,", "no fact is called 'content_kindd'", None),
    ("sources.yml", "law.S1:", "law.S2:", "'law.S2' stands twice", None),
    (PASSING, "  for_whom: [forwarder]", "  for_whom: [forwarder", "is no valid YAML", None),
    (PASSING, "- id: S04a", "- id: S4", "does not match", 0),
    (PASSING, "victim_first: true", "victim_first: yes", 'is not of type "boolean"', 0),
    ("facts.yml", "sensitivity: 1", "sensitivity: 7", "greater than the maximum", 0),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f[0]} {f[3]}" for f in FAULTS])
def test_a_fault_is_found_with_file_line_and_remedy(root, fault):
    name, old, new, said, line = fault
    name = name if name == "facts.yml" else f"law/{name}"
    at = change(root, name, old, new)
    try:
        found = errors(root)
    except KnowledgeError as error:             # facts.yml is read before the law
        found = [error]
    match = [e for e in found if said in str(e)]
    assert match, [str(e) for e in found]
    if line is not None:
        assert (match[0].file, match[0].line) == (name, at + line)
    assert match[0].remedy
    with pytest.raises(KnowledgeError):
        Knowledge(root)


def test_two_rules_with_the_same_conditions_and_another_verdict_do_not_load(root):
    name = "law/passing_on.yml"
    text = (root / name).read_text(encoding="utf-8")
    block = text[text.index("- id: S04a"):text.index("- id: S04b")].replace("- id: S04a", "- id: S99a")
    (root / name).write_text(text + "\n" + block.replace("punishable", "not_punishable"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="S99a and S04a have the same conditions and another verdict in R1a, R1b, R2, R3"):
        Knowledge(root)


def test_a_permission_that_overlaps_a_prohibition_is_found_and_so_is_a_reason_without_ground(root):
    def found():
        return [str(f.error) for f in lint_law(root, read_vocabulary(root), thorough=True)[1] if not f.hint]
    assert found() == []
    change(root, "law/overlaps.yml", "gives_way_to: [S02a, S34b]", "gives_way_to: [S02a, S09a]")
    said = " ".join(found())
    assert "S18b allows what S34b forbids in the same story" in said
    assert "S18b and S09a cannot hold together" in said


@pytest.mark.parametrize("name", ["law/passing_on.yml", "law/regimes.yml", "facts.yml"])
def test_an_empty_file_is_named(root, name):
    (root / name).write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"{name}:1: is empty"):
        Knowledge(root)


def test_not_in_needs_a_presumption(root):
    change(root, "law/passing_on.yml", "{content_real: \"= real\"}", "{consent_passed_on: \"!= true\"}")
    assert any("is never presumed" in str(e) for e in errors(root))


def test_an_uncertain_rule_says_why(root):
    change(root, "law/between_two.yml", "  uncertain_because:", "  # uncertain_because:")
    assert any("does not say why" in str(e) for e in errors(root))


def test_a_doer_has_a_text(root):
    change(root, "law/passing_on.yml", "    to_doer:", "    # to_doer:")
    assert any("no text for the doer" in str(e) for e in errors(root))


def test_a_missing_file_is_named(root):
    (root / "law" / "exceptions.yml").unlink()
    assert [(e.file, e.problem) for e in errors(root)] == [("law/exceptions.yml", "is missing.")]


def test_facts_read_twice_are_a_hint_only(root):
    hints = [str(f.error) for f in lint_law(root, read_vocabulary(root))[1] if f.hint]
    assert any("S09a reads depicted_age_made, pressure more than once" in h for h in hints)


def test_a_wrong_start_of_the_new_code_is_changed_in_one_place(root):
    change(root, "law/regimes.yml", "sw2024_start: 2026-09-01", "sw2024_start: 2027-01-01")
    law = Knowledge(root).ruleset("law")
    (answer,) = law.evaluate({"depicted_age_made": 15, "content_kind": "image", "content_nature": "nude_or_sexual",
                              "act": "pass_on", "judged": "sharer"}, AS_OF).answers
    assert (answer.regime, answer.articles) == ("R2", ["417/16 Sw.1867", "417/44 Sw.1867", "417/9 Sw.1867"])


def test_an_exception_counts_for_its_roles_only(root):
    facts = {"asker_part": "recipient", "asker_age": 30, "other_age": 15, "unsolicited": True, "kept": False,
             "content_kind": "image", "content_nature": "nude_or_sexual", "relation": "known_peer", "judged": "asker"}
    assert [a.verdict for a in Knowledge(root).ruleset("law").evaluate(facts, AS_OF).answers] == ["not_punishable"]
    change(root, f"law/{EXCEPTIONS}", "only_for: [receiver, bystander]", "only_for: [bystander]")
    assert [a.verdict for a in Knowledge(root).ruleset("law").evaluate(facts, AS_OF).answers] == ["punishable"]


def test_texts_for_people_outside_rules_obey_the_same_voice():
    book, _ = lint_law(ROOT, read_vocabulary(ROOT))
    assert book is not None
    for text in [*book.youth_texts.values(), *book.before["say"].values()]:
        assert list(text_faults(text)) == []


def test_schemas_are_valid_json_schema():
    from jsonschema import Draft202012Validator
    for name in ("facts", "law", "law_cases"):
        text = (ROOT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
        Draft202012Validator.check_schema(json.loads(text))
