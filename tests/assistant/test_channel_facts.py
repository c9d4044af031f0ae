"""A fact that the vocabulary does not know, or a value it does not allow, never gets into a case, and never stops one."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any

import pytest

from actions.known_facts import fits, fitting, told_in
from houvast.rules import load_knowledge
from tests.assistant.live_channel import LiveChannel, live_channel

TODAY = date(2026, 11, 22)
STORY = "mijn ex heeft een foto van mij in de klasgroep gezet"
DEEP: Any = 5
for _ in range(5_000):
    DEEP = {"from": DEEP, "to": "2020"}
ODD = [("nonsense", "1"), ("asker_age", -5), ("asker_age", 999), ("asker_age", 15.5), ("asker_age", "vijftien"),
       ("asker_age", True),
       ("asker_age", None), ("asker_age", [1, 2]), ("asker_age", {"min": 20, "max": 3}), ("asker_age", {"min": "a", "max": 3}),
       ("asker_age", {"one_of": [{}]}), ("asker_age", float("nan")), ("asker_age", 10 ** 3000), ("act", "zzz"),
       ("act", [{"by": 1}]),
       ("act", [{"act": ["send"]}]), ("act", 5), ("relation", ["ex"]), ("what_if", []), ("general", True),
       ("date_of_facts", "2099"), ("date_of_facts", "gisteren ooit"), ("date_of_facts", {"from": 1}), ("date_of_facts", DEEP)]


@pytest.mark.parametrize(("fact", "value"), ODD, ids=lambda x: str(x)[:20] if not isinstance(x, dict) else "block")
def test_what_does_not_fit_is_left_out(fact: str, value: Any) -> None:
    assert not fits(fact, value, TODAY)
    assert told_in([{"entity": "told", "role": fact, "value": value}], TODAY) == []


@pytest.mark.parametrize(("fact", "value"), [
    ("asker_age", 15), ("asker_age", {"min": 12, "max": 13}), ("asker_age", "unknown"), ("asker_age", "withheld"), ("act", "send"),
    ("act", [{"by": "asker", "act": "send"}]), ("date_of_facts", "2023"), ("date_of_facts", "2026"), ("relation", "ex"),
])
def test_what_fits_stays(fact: str, value: Any) -> None:
    assert fits(fact, value, TODAY)
    assert fitting({fact: value, "nonsense": 1, "general": True}, TODAY) == {fact: value, "general": True}


def test_an_entity_without_a_fact_is_none() -> None:
    odd = [{"entity": "told", "value": 5}, {"entity": "told", "role": ["x"], "value": 5}, {"entity": "fact", "value": "x"}]
    assert told_in(odd, TODAY) == []


@pytest.fixture(scope="module")
def live() -> LiveChannel:
    return live_channel()


def asked_again(live: LiveChannel, message: str) -> None:
    """The message tells nothing odd, is answered, and the conversation goes on to the law."""
    sender = uuid.uuid4().hex
    live.say(sender, STORY)
    for text in (message, "ik ben 15", "is sexting strafbaar op 15?"):
        status, body = live.say(sender, text)
        assert status == 200 and body["messages"], (text, body)
        load_knowledge().vocabulary.check(body["debug"]["facts"], TODAY)
    assert body["debug"]["facts"]["asker_age"] == 15
    assert "assessment" in [(m.get("custom") or {}).get("type") for m in body["messages"]]


@pytest.mark.parametrize(("fact", "value"), [odd for odd in ODD if odd[1] is not DEEP], ids=lambda x: str(x)[:20])
def test_a_button_that_does_not_fit_is_unclear(live: LiveChannel, fact: str, value: Any) -> None:
    for raw in (value, json.dumps(value)):
        payload = "/inform" + json.dumps({"fact": fact, "value": raw}, separators=(",", ":"))
        if len(payload) < 2000:
            asked_again(live, payload)


@pytest.mark.parametrize("payload", [
    '/inform{"fact":"asker_age"}', '/inform{"fact":["asker_age"],"value":{"a":1}}',
    '/dont_know{"fact":"nonsense","value":"unknown"}',
    '/ask_explain{"fact":"nonsense"}', "/inform{bad json", '/inform{"told":"x"}', '/inform{"told":{"role":"asker_age","value":-5}}',
    '/inform{"check":"resume"}', '/affirm{"check":"crisis"}', '/inform{"case":{"format":9},"topic":"x"}',
    "/nonsense", "/inform", "/ x",
])
def test_an_odd_payload_is_answered_and_the_conversation_goes_on(live: LiveChannel, payload: str) -> None:
    asked_again(live, payload)


@pytest.mark.parametrize("text", [
    "het gebeurde in 2099", "het is gebeurd op 1 januari 2030", "ik ben 500 jaar", "ik ben -3 jaar", "in 0000", "en in 2099?",
    "en als hij 150 is?", "tussen 2030 en 2020", "ik ben 1" + "0" * 1900,
])
def test_words_that_tell_what_cannot_be_do_not_stop_the_conversation(live: LiveChannel, text: str) -> None:
    asked_again(live, text)
