"""The understanding step: it looks at the intent first, and only then takes values."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.understanding import CHECK, ActionUnderstand
from houvast.nlu.extraction import extract
from houvast.rules.ledger import Ledger


class Talk:
    """Feeds messages to the understanding step alone, with the slots it returned before."""

    def __init__(self) -> None:
        self.slots: dict[str, Any] = {"case": None, "topic": None, "audience": None, "turn": None, "crisis": None, "legal": None,
                                      "requested_slot": None}
        self.count = 0

    def hear(self, text: str, intent: str, confidence: float = 0.9, **payload: str) -> dict[str, Any]:
        self.count += 1
        entities = [{"entity": k, "value": v} for k, v in payload.items()]
        entities += [{"entity": "told", "role": f.fact, "value": f.value, "words": f.words, "sure": f.sure, "by": f.by}
                     for f in extract(text)]
        event = {"event": "user", "text": text, "message_id": f"m{self.count}", "metadata": {"now": "2026-11-22T02:30:00+01:00"},
                 "parse_data": {"intent": {"name": intent, "confidence": confidence}, "entities": entities}}
        tracker = Tracker("t", dict(self.slots), {}, [event], False, None, {}, "action_listen")
        for done in ActionUnderstand().run(CollectingDispatcher(), tracker, {}):
            self.slots[done["name"]] = done["value"]
        return self.slots["turn"]

    @property
    def ledger(self) -> Ledger:
        return Ledger.from_json(self.slots["case"])


@pytest.fixture
def talk() -> Talk:
    return Talk()


def asked(talk: Talk, fact: str) -> Talk:
    talk.hear("mijn ex heeft een foto van mij in de klasgroep gezet", "image_shared")
    talk.slots["requested_slot"] = fact
    return talk


def test_a_story_opens_its_topic_and_tells_facts(talk: Talk) -> None:
    turn = talk.hear("mijn ex heeft een foto van mij in de klasgroep gezet", "image_shared")
    assert turn["kind"] == "topic"
    assert (talk.slots["topic"], talk.slots["audience"]) == ("image_shared", "youth")
    assert talk.ledger.value("relation") == "ex"


def test_the_same_message_is_read_once(talk: Talk) -> None:
    talk.hear("mijn ex heeft een foto van mij in de klasgroep gezet", "image_shared")
    before = dict(talk.slots)
    talk.count -= 1
    talk.hear("iets helemaal anders", "chitchat")
    assert talk.slots == before


@pytest.mark.parametrize(("text", "intent", "value"), [
    ("15", "inform", 15), ("ik ben vijftien", "inform", 15), ("weet ik niet", "dont_know", "unknown"),
    ("zeg ik liever niet", "dont_know", "withheld"), ("15", "out_of_scope", 15),
])
def test_an_answer_fills_the_asked_fact(talk: Talk, text: str, intent: str, value: Any) -> None:
    assert asked(talk, "asker_age").hear(text, intent)["kind"] == "answer"
    assert talk.ledger.told()["asker_age"] == value


def test_a_legal_question_in_the_form_leaves_the_facts_alone(talk: Talk) -> None:
    turn = asked(talk, "asker_age").hear("is sexting strafbaar op 14?", "ask_legal")
    assert turn["kind"] == "legal"
    assert "asker_age" not in talk.ledger.told()
    assert talk.slots["legal"]["asker_age"] == 14


def test_what_ifs_stack_and_another_intent_drops_them(talk: Talk) -> None:
    talk.hear("is sexting strafbaar op 15?", "ask_legal")
    talk.hear("en op 16?", "ask_legal")
    talk.hear("en als hij 19 is?", "ask_legal")
    assert talk.ledger.what_ifs == [{"asker_age": 16}, {"other_age": 19}]
    assert talk.slots["legal"]["asker_age"] == 15
    talk.hear("dankjewel", "thank")
    assert talk.ledger.what_ifs == []


def test_a_what_if_that_the_classifier_missed_is_still_one(talk: Talk) -> None:
    talk.hear("is sexting strafbaar op 15?", "ask_legal")
    assert talk.hear("en op 16?", "inform")["kind"] == "legal"


def test_a_crisis_wins_inside_an_answer_and_keeps_the_age(talk: Talk) -> None:
    turn = asked(talk, "asker_age").hear("ik ben 14 en wil niet meer leven", "suicidal", 1.0)
    assert turn["kind"] == "crisis"
    assert talk.slots["crisis"]["resume"] == "asker_age"
    assert talk.slots["crisis"]["level"] == "explicit"
    assert talk.ledger.value("asker_age") == 14


@pytest.mark.parametrize(("intent", "kind"), [
    ("not_what_i_meant", "crisis_denied"), ("deny", "crisis_denied"), ("affirm", "crisis_confirmed"),
])
def test_the_crisis_check_is_answered(talk: Talk, intent: str, kind: str) -> None:
    asked(talk, "asker_age").hear("ik wil niet meer leven", "suicidal", 1.0)
    talk.slots["requested_slot"] = CHECK
    assert talk.hear("...", intent)["kind"] == kind


def test_after_the_crisis_an_answer_to_the_old_question_counts(talk: Talk) -> None:
    asked(talk, "asker_age").hear("ik wil niet meer leven", "suicidal", 1.0)
    talk.slots["requested_slot"] = CHECK
    talk.hear("nee zo niet", "not_what_i_meant")
    assert talk.hear("15", "inform")["kind"] == "answer"
    assert talk.ledger.value("asker_age") == 15


def test_a_sure_aside_is_no_answer(talk: Talk) -> None:
    assert asked(talk, "relation").hear("ben jij een robot?", "ask_is_bot", 0.95)["kind"] == "aside"
    assert talk.ledger.told().get("relation") == "ex"


def test_gibberish_is_unclear(talk: Talk) -> None:
    assert asked(talk, "asker_age").hear("blub frrt", "nlu_fallback", 0.25)["kind"] == "unclear"


@pytest.mark.parametrize("value", ["15", '{"min": 14, "max": 15}'])
def test_a_button_answers_its_own_question(talk: Talk, value: str) -> None:
    asked(talk, "content_nature").hear("/inform", "inform", 1.0, fact="asker_age", value=value)
    assert talk.ledger.value("asker_age") in (15, {"min": 14, "max": 15})


def test_a_correction_is_noted(talk: Talk) -> None:
    asked(talk, "asker_age").hear("15", "inform")
    turn = talk.hear("nee ik ben 14", "inform")
    assert talk.ledger.value("asker_age") == 14
    assert list(turn["corrected"]) == ["asker_age"]


def test_a_blackmailed_girl_is_not_spoken_to_as_a_parent(talk: Talk) -> None:
    talk.hear("hij dreigt mijn naaktfoto te posten als ik niet betaal, ik ben 15", "child_blackmailed", 0.5)
    assert (talk.slots["topic"], talk.slots["audience"]) == ("image_shared", "youth")
    assert talk.ledger.value("threat") == "leak"


def test_a_parent_gets_no_text_for_young_people(talk: Talk) -> None:
    turn = talk.hear("er gaat een naaktfoto van mijn dochter van 13 rond", "image_shared")
    assert talk.slots["topic"] is None
    assert (turn["kind"], turn["intent"], talk.slots["audience"]) == ("aside", "not_yet", "parent")


def test_a_doubtful_crisis_in_a_long_answer_still_comes_first(talk: Talk) -> None:
    text = "ik ben 14 en iedereen heeft mijn foto gezien en voor mij is er maar een uitweg meer"
    assert asked(talk, "asker_age").hear(text, "suicidal", 0.4)["kind"] == "crisis"
    assert talk.ledger.value("asker_age") == 14


def test_a_short_answer_that_the_classifier_doubtfully_takes_for_a_crisis_is_an_answer(talk: Talk) -> None:
    assert asked(talk, "paid").hear("ik heb al betaald", "suicidal", 0.4)["kind"] == "answer"
    assert talk.ledger.value("paid") is True


def test_two_ages_in_one_message_are_a_contradiction(talk: Talk) -> None:
    turn = talk.hear("mijn ex heeft mijn naaktfoto doorgestuurd, ik ben 15. Ik ben 17", "image_shared")
    assert turn["contradicted"] == ["asker_age"]
    assert talk.ledger.state("asker_age") == "not_asked"


def test_an_answer_that_sounds_like_the_story_is_an_answer(talk: Talk) -> None:
    turn = asked(talk, "third_party_saw").hear("ja iedereen heeft het gezien", "image_shared")
    assert turn["kind"] == "answer"
    assert talk.ledger.value("third_party_saw") is True


def test_a_story_told_again_is_no_answer(talk: Talk) -> None:
    again = "mijn ex heeft mijn naaktfoto naar heel de klas doorgestuurd en iedereen zag het"
    turn = asked(talk, "threat").hear(again, "image_shared")
    assert turn["kind"] == "topic"


def test_a_corrected_age_after_a_legal_answer_is_noted_with_the_old_one(talk: Talk) -> None:
    talk.hear("is sexting strafbaar op 16?", "ask_legal")
    turn = talk.hear("nee, ik was 15", "inform")
    assert (turn["kind"], turn["corrected"]) == ("legal", {"asker_age": 16})
    assert talk.slots["legal"]["asker_age"] == 15
