"""Texts, questions and what was understood."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from houvast import messages
from houvast.messages.catalogue import KNOWLEDGE, catalogue
from houvast.rules.conditions import possible_values
from houvast.rules.errors import KnowledgeError

VOCABULARY: dict[str, Any] = yaml.safe_load((KNOWLEDGE / "facts.yml").read_text("utf-8"))
ASKED = [fact for fact, entry in catalogue().questions.items() if "ask" in entry]
READERS = ["youth", "parent", "professional", None, "someone_else"]


def value_in(payload: str) -> Any:
    return json.loads(payload[payload.index("{"):])["value"]


def test_every_fact_has_a_label_and_no_question_is_about_something_else() -> None:
    never_spoken = {f for f in VOCABULARY if f.startswith("criteria_")} | {"night", "judged_own", "judged_age", "harmed_age"}
    assert set(VOCABULARY) - never_spoken <= set(catalogue().questions)
    assert set(catalogue().questions) <= set(VOCABULARY)


@pytest.mark.parametrize("fact", ASKED)
def test_options_are_values_of_the_fact(fact: str) -> None:
    kind, allowed = VOCABULARY[fact]["type"], VOCABULARY[fact].get("values", [])
    for button in messages.options(fact, "parent"):
        value = value_in(button["payload"])
        assert button["payload"].startswith('/inform{"fact":"' + fact + '"')
        if kind == "bool":
            assert value in ("true", "false")
        elif kind == "enum":
            assert value in allowed
        elif kind == "age":
            assert list(possible_values(value))
        else:
            assert value == "recent"


@pytest.mark.parametrize("fact", ASKED)
@pytest.mark.parametrize("reader", READERS)
def test_a_question_can_be_refused_and_explained(fact: str, reader: str | None) -> None:
    message = messages.question(fact, reader, {})
    assert message["text"] and message["custom"] == {"type": "question", "fact": fact, "why": message["custom"]["why"]}
    assert message["custom"]["why"] == messages.why(fact, reader)["text"]
    assert [b["payload"] for b in message["buttons"][-3:]] == [
        f'/dont_know{{"fact":"{fact}","value":"unknown"}}',
        f'/dont_know{{"fact":"{fact}","value":"withheld"}}',
        f'/ask_explain{{"fact":"{fact}"}}',
    ]
    assert message["text"] != messages.question(fact, reader, {}, again=True)["text"]


def test_age_ranges_cover_every_age_once_and_break_where_the_law_does() -> None:
    ranges = [value_in(button["payload"]) for button in messages.options("asker_age", "youth")]
    assert sorted(age for values in ranges for age in possible_values(values)) == list(range(100))
    assert {values["min"] for values in ranges} == {0, 12, 14, 16, 18}


def test_a_parent_is_asked_about_the_child() -> None:
    assert "je kind" in messages.question("pressure", "parent", {})["text"]
    assert "je kind" not in messages.question("pressure", "youth", {})["text"]


def test_a_fact_nobody_wrote_a_question_for_still_gives_something() -> None:
    message = messages.question("no_such_fact", "youth", {})
    assert message["text"] and len(message["buttons"]) == 3


def test_say_never_fails() -> None:
    assert messages.say("no_such_text")["text"] == messages.say("not_understood")["text"]
    assert "…" in messages.say("correction_noted")["text"]
    assert messages.say("correction_noted", fact="{oops}")["text"].endswith("{oops}.")


def test_welcome_says_that_it_is_a_chatbot_and_names_the_safe_word_once() -> None:
    spoken = " ".join(m["text"] for m in messages.welcome())
    assert "chatbot" in spoken and spoken.count("HULP") == 1
    payloads = [b["payload"] for m in messages.welcome() for b in m.get("buttons", [])]
    assert payloads == ["/persona_youth", "/persona_parent", "/persona_professional"]


def test_what_is_heard_first_takes_the_blame_away() -> None:
    assert "niet jouw schuld" in messages.say("heard_image_shared", "youth")["text"]
    heard = messages.say("heard_child_blackmailed", "parent")["text"]
    assert heard.index("niet betalen") < heard.index("niets sturen") < heard.index("gesprek bewaren")


def test_understood_in_words() -> None:
    facts = {"asker_age": 15, "relation": "ex", "act": [{"by": "sharer", "act": "post"}],
             "child_age": {"min": 12, "max": 13}, "same_school": False, "threat": "unknown",
             "demand": "withheld", "no_such_fact": 1,
             "other_age": {"one_of": [17, 18]}, "sharer_age": {"min": 18, "max": 99}}
    card = messages.understood(facts, "youth")["custom"]
    said = {f["fact"]: f["text"] for f in card["facts"]}
    assert said == {
        "asker_age": "Jouw leeftijd: 15 jaar", "relation": "Wie de ander is: je ex",
        "act": "Wat er gebeurde: online of in een groep zetten", "child_age": "De leeftijd van je kind: 12 of 13 jaar",
        "same_school": "Zelfde school: nee", "other_age": "De leeftijd van de ander: 17 jaar en 18 jaar",
        "sharer_age": "De leeftijd van wie het doorstuurde: 18 of ouder"}
    assert messages.understood([{"fact": "paid", "value": True, "sure": False}])["custom"]["facts"][0]["sure"] is False
    assert messages.understood({"threat": "unknown"}) == {}


def test_understood_never_fails() -> None:
    for odd in (object(), {"min": 3}, {"from": "2023"}, [], float("nan")):
        messages.understood({"asker_age": odd})


def test_the_summary_holds_steps_and_lines_but_no_story() -> None:
    now = datetime(2026, 11, 22, 2, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    facts = {"child_age": 13, "threat": "leak"}
    plan, _ = messages.plan("child_blackmailed", facts, "parent")
    lines = messages.handoff(facts, "child_blackmailed", now, "parent")
    text = messages.summary(plan, lines, "parent")["custom"]["text"]
    assert "116 000" in text and "1. " in text
    assert "13" not in text.replace("1813", "").replace("13. ", "")
    assert messages.summary({}, {})["custom"]["text"]


def test_clarify_offers_only_readings_with_a_wording() -> None:
    buttons = messages.clarify(["greet", "image_shared", "no_such_intent", "suicidal"], "youth")["buttons"]
    assert [b["payload"] for b in buttons] == ["/image_shared", "/suicidal"]
    assert "buttons" not in messages.clarify([], "youth")


def test_a_yes_after_the_steps_never_means_thoughts_of_suicide() -> None:
    """A bare "ja" is read as `affirm` and goes on with the summary: the last question asks whether it goes well."""
    for text_id in ("how_are_you_now", "how_is_your_child"):
        text = messages.say(text_id)["text"]
        assert "zelfdoding" not in text[text.rindex(". "):]


def test_errors_name_file_line_and_remedy(tmp_path: Path) -> None:
    for folder in ("texts", "questions", "plans"):
        (tmp_path / folder).mkdir()
    (tmp_path / "schema").symlink_to(KNOWLEDGE / "schema")
    file = tmp_path / "texts" / "x.yml"
    for wrong, line, hint in (
        ("texts:\n  - {id: a, text: b}\n  - {id: a, text: c}\n", 3, "Keep one"),
        ("texts:\n  - {id: a}\n", 2, "schema"),
        ("texts:\n  - {id: a, text: 'b\n", 2, "quotes"),
    ):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(KnowledgeError) as caught:
            catalogue.__wrapped__(tmp_path)
        assert caught.value.file == "texts/x.yml" and hint in str(caught.value)
        assert abs(caught.value.line - line) <= 1
    file.unlink()
    plan = {"plan": "p", "for": ["youth"], "ask": [], "never_ask": [],
            "steps": [{"id": "a", "stage": "full", "say": "x", "source": ["seed.001-01"], "when": {"is": "nobody"},
                       "undecided": "keep"}]}
    (tmp_path / "plans" / "p.yml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="nothing is called 'nobody'"):
        catalogue.__wrapped__(tmp_path)
