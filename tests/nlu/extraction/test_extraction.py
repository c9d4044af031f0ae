"""Facts read from messages, replies and questions: every sentence of the sets, and what no text may do."""

import json
import time

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from houvast.nlu.extraction import extract, interpret_answer, is_general, legal_question, what_if
from houvast.nlu.extraction.knowledge import ROOT, load, read
from houvast.nlu.extraction.text import LIMIT, plain
from houvast.rules.errors import KnowledgeError
from tests.nlu.extraction.measure import expected, measure, sentences, told

AUDIENCE = {"y": "youth", "p": "parent"}
QUESTIONS = sentences("questions")
VOCABULARY = yaml.safe_load((ROOT.parent / "facts.yml").read_text(encoding="utf-8"))
VOCABULARY = VOCABULARY.get("facts", VOCABULARY)


@pytest.mark.parametrize(("text", "facts"), sentences("stories") + sentences("nothing"))
def test_a_message_says_these_facts_and_no_others(text, facts):
    assert told(text) == expected(facts)


@pytest.mark.parametrize(("text", "fact", "who", "value"), sentences("answers"))
def test_a_reply_answers_the_question_about_its_fact(text, fact, who, value):
    answer = interpret_answer(text, fact, AUDIENCE[who])
    assert (answer, type(answer)) == (value, type(value))


@pytest.mark.parametrize(("text", "facts"), QUESTIONS["what_if"])
def test_a_what_if_varies_these_facts(text, facts):
    assert what_if(text) == facts


@pytest.mark.parametrize(("text", "facts"), QUESTIONS["legal"])
def test_a_question_about_the_law(text, facts):
    assert legal_question(text) == facts
    assert is_general(text) == facts.get("general", False)


@pytest.mark.parametrize(("name", "recall"), [("held_out", 0.95), ("held_out_2", 0.9)])
def test_on_sentences_written_after_the_patterns_what_is_found_is_right(name, recall):
    """When first measured: precision .948 and recall .840; the second set (traps) .909 and .926.

    Both were worked on since, so that this is a floor and no measure any more.
    """
    result = measure(name)
    assert result["sentences"] >= 30
    assert result["precision"] >= 0.98
    assert result["recall"] >= recall


@pytest.mark.parametrize("text", ["mijn ex heeft  een FOTO’s van mij\nin de klasgroep gezet", "kheb ni betaald",
                                  "ik bén vijftien, mijn ex (17) lekte m'n nudes"])
def test_the_words_of_a_finding_are_the_words_that_were_typed(text):
    found = extract(text)
    assert found
    for finding in found:
        assert finding.words == text[finding.start:finding.end]
        assert finding.words.strip()


def test_chat_spelling_points_back_to_what_was_typed():
    (finding,) = [f for f in extract("Euh... KHEB nog ni betaald!") if f.fact == "paid"]
    assert finding.value is False
    assert finding.words == "KHEB nog ni betaald"


def values_in_rules():
    for rule in load().rules:
        yield rule.fact, rule.value
        for also in rule.also:
            yield also.fact, also.value
    for fact, rules in load().answers.items():
        for value, _ in rules.values:
            yield fact, value
    for overlay in load().overlays:
        yield from overlay.facts.items()


@pytest.mark.parametrize(("fact", "value"), sorted({(f, repr(v)) for f, v in values_in_rules()}))
def test_every_fact_and_value_is_one_of_the_vocabulary(fact, value):
    meaning = VOCABULARY[fact]
    value = yaml.safe_load(value.replace("True", "true").replace("False", "false"))
    options = value["one_of"] if isinstance(value, dict) else [value]
    if meaning["type"] == "bool":
        assert all(isinstance(option, bool) for option in options)
    elif meaning["type"] == "enum":
        assert set(options) <= set(meaning["values"])


@pytest.mark.parametrize("file", sorted(p.name for p in ROOT.glob("*.yml")))
def test_the_files_fit_their_schema(file):
    schema = json.loads((ROOT.parent / "schema" / "extraction.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load((ROOT / file).read_text(encoding="utf-8")), schema)


def test_a_pattern_with_an_unknown_shared_word_names_the_file(tmp_path):
    for file in ROOT.glob("*.yml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    content = tmp_path / "content.yml"
    content.write_text(content.read_text(encoding="utf-8").replace("{still}", "{stil}"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"content\.yml.*\{stil\}"):
        read(tmp_path)


WORDS = st.sampled_from(sorted(set(" ".join(text for text, _ in sentences("stories")).split())))
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_raises_and_findings_point_into_it(text):
    for finding in extract(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.fact in VOCABULARY
    what_if(text)
    legal_question(text)
    is_general(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([*sorted(load().answers), "no_such_fact"]), st.sampled_from(["youth", "parent"]))
def test_no_reply_raises(text, fact, audience):
    value = interpret_answer(text, fact, audience)
    if isinstance(value, dict) and "min" in value:
        assert 0 <= value["min"] <= value["max"] <= 99


def test_what_stands_after_the_limit_is_not_read():
    assert extract("la " * (LIMIT // 3 + 1) + "ik ben 15") == []


@pytest.mark.parametrize("unit", ["hij heeft ", "mijn ex heeft mijn foto ", "ik heb het niet ", "a", "15 ", "? ",
                                  "mijn dochter van ", "naakte blote foto van mijn ", "en als hij "])
def test_a_long_message_takes_bounded_time(unit):
    """The longest text that is read: measured 20-45 ms; a pattern that backtracks over the whole text takes seconds."""
    load()
    text = (unit * LIMIT)[:LIMIT]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        extract(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.4


def test_an_ordinary_message_is_read_in_milliseconds():
    load()
    texts = [text for text, _ in sentences("stories")]
    start = time.perf_counter()
    for text in texts:
        extract(text)
    assert (time.perf_counter() - start) / len(texts) < 0.006   # measured .0009; margin for a busy machine


def test_plain_text_undoes_chat_spelling():
    assert plain("KHEB m'n foto’s nie gestuurt!!", load().spelling).line == " ik heb mijn fotos niet gestuurd . "
