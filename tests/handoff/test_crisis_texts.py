"""The crisis texts: short, warm, honest about being a chatbot, a way out, and one answer for everyone."""

import re
from datetime import datetime
from itertools import product
from typing import Any

import pytest

from houvast.messages.crisis import CATEGORIES, LEVELS, crisis, crisis_confirmed, crisis_denied, load_answers, safe_word
from houvast.messages.opening import BRUSSELS
from houvast.messages.routing import LANGUAGES, load_routing

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=BRUSSELS)
PEOPLE: tuple[dict[str, Any], ...] = (
    {}, {"asker_role": "youth", "asker_age": 11}, {"asker_role": "youth", "asker_age": 15},
    {"asker_role": "parent", "child_age": 9},
    {"asker_role": "school"}, {"asker_role": "other_adult"}, {"asker_age": "withheld"},
)
SUICIDE = ("suicidal", "self_harm", "worried_suicidal_other")
YES, NO = '/affirm{"check":"crisis"}', '/not_what_i_meant{"check":"crisis"}'


def bubbles() -> list[tuple[str, str, str]]:
    """(id, language, text) of every bubble of the file."""
    found = []
    for part in (load_answers().answers, load_answers().confirmed, load_answers().denied):
        for entry, language in product(part, LANGUAGES):
            text = entry.data[language]
            found += [(entry.id, language, one) for one in ([text] if isinstance(text, str) else text)]
    found += [("safe_word", "nl", one) for one in load_answers().safe_word]
    return [*found, ("degraded", "nl", load_routing().degraded)]


@pytest.mark.parametrize(("name", "language", "text"), bubbles())
def test_bubble_is_short_and_safe(name: str, language: str, text: str) -> None:
    assert len(text.split()) <= 60, f"{len(text.split())} words"
    sentences = re.split(r"(?<=[.?!:])\s+", text)
    assert max(len(sentence.split()) for sentence in sentences) <= 17, sentences
    lower = text.lower()
    for never in ("waarom", "had je maar", "dom ", "je gaat toch niet", "zelfmoord ", "kinderporno", "je ouders",
                  "tes parents", "your parents", "beloof ik", "komt goed", "wis alles"):
        assert never not in lower, never


def test_every_crisis_has_an_answer_with_a_chatbot_a_number_and_a_way_out() -> None:
    for category, level, language, facts in product(CATEGORIES, LEVELS, LANGUAGES, PEOPLE):
        said, lines = crisis(category, level, language, NOW, facts)
        assert [button["payload"] for button in said["buttons"]] == [YES, NO]
        assert all(button["title"] for button in said["buttons"])
        assert re.search(r"chatbot|computer|robot|ordinateur", said["text"]), said["text"]
        assert re.search(r"\b(112|101|1813|1712|0800 32 123|116 000)\b", said["text"]), said["text"]
        assert ("?" in said["text"]) is (level != "attempt_now"), said["text"]
        assert said["custom"]["text"] == said["text"] and said["custom"]["type"] == "crisis"
        assert lines["custom"]["type"] == "handoff" and lines["custom"]["urgency"] == "crisis"
        assert lines["custom"]["language"] == language


def test_suicide_is_named_and_1813_is_there() -> None:
    for facts, level in product(PEOPLE, ("explicit", "veiled")):
        assert "1813" in crisis("suicidal", level, "nl", NOW, facts)[0]["text"]
    assert "zelfdoding" in crisis("suicidal", "explicit", "nl", NOW, {})[0]["text"]
    french = crisis("suicidal", "explicit", "fr", NOW, {})[0]["text"]
    assert "0800 32 123" in french and "1813" not in french


@pytest.mark.parametrize(("category", "words"), [
    ("self_harm", ["112", "1813", "Awel"]),
    ("worried_suicidal_other", ["Blijf bij", "denk je aan zelfdoding", "brengt niemand op ideeën", "1813", "112",
                                "gevaarlijke dingen weg"]),
    ("immediate_danger", ["101", "112", "116 000"]),
    ("sexual_violence", ["niet jouw schuld", "kon verweren", "Zorgcentrum", "72 uur", "7 dagen", "Was je nog niet",
                         "kleren", "nupraatikerover.be", "CAW"]),
    ("abuse_at_home", ["niet jouw schuld", "101", "nupraatikerover.be", "1712", "buiten je huis", "ander toestel"]),
])
def test_what_each_category_must_say(category: str, words: list[str]) -> None:
    text = crisis(category, "explicit", "nl", NOW, {"asker_age": 15})[0]["text"]
    assert not [word for word in words if word not in text], text


def test_a_worried_parent_hears_the_same_four_things() -> None:
    text = crisis("worried_suicidal_other", "explicit", "nl", NOW, {"child_age": 14}, audience="parent")[0]["text"]
    for words in ("Blijf bij je kind", "brengt niemand op ideeën", "gevaarlijke dingen weg", "1813", "112"):
        assert words in text, words


def test_pills_get_the_poison_centre_after_112() -> None:
    text = crisis("suicidal", "attempt_now", "nl", NOW, {}, matched="pillen geslikt")[0]["text"]
    assert text.index("112") < text.index("070 245 245")


def test_running_away_gets_116_000_and_101() -> None:
    for language, facts in product(LANGUAGES, PEOPLE[:4]):
        text = crisis("immediate_danger", "explicit", language, NOW, facts, matched="weggelopen")[0]["text"]
        assert "116 000" in text and "101" in text


def test_nobody_at_home_is_the_trusted_person_in_abuse() -> None:
    for level, facts in product(LEVELS, PEOPLE[:3]):
        text = crisis("abuse_at_home", level, "nl", NOW, facts)[0]["text"]
        assert not re.search(r"\b(mama|papa|ouders|thuis vertelt|iemand in huis)\b", text), text


def test_after_yes_the_lines_stay_and_the_person_may_go_on() -> None:
    for category, language, level, facts in product(CATEGORIES, LANGUAGES, LEVELS, PEOPLE):
        said = crisis_confirmed(category, language, NOW, facts, level=level)
        kinds = [message.get("custom", {}).get("type") for message in said]
        assert kinds.count("handoff") == 1 and kinds[-1] is None
        assert len(said) - 1 <= 3, "at most three bubbles beside the card"
        assert [button["payload"] for button in said[-1]["buttons"]] == ['/affirm{"check":"resume"}']


def test_after_no_1813_stays_and_one_gentle_question_ends_it() -> None:
    for category, language, level, facts in product(CATEGORIES, LANGUAGES, LEVELS, PEOPLE):
        said = crisis_denied(category, language, NOW, facts, level, "snijden")
        assert said[-1]["text"].endswith("?")
        assert sum(message["text"].count("?") for message in said if "custom" not in message) == 1
        lines = next(message for message in said if message.get("custom", {}).get("type") == "handoff")["custom"]
        if category in SUICIDE:
            wanted = "centre_prevention_suicide" if language == "fr" else "zelfmoordlijn_1813"
            assert lines["lines"][0]["id"] == wanted


def test_safe_word_says_where_help_is_at_once() -> None:
    said = safe_word(datetime(2026, 11, 22, 2, 30, tzinfo=BRUSSELS))
    assert all(number in said[0]["text"] for number in ("112", "101", "1813", "116 000"))
    assert [line["id"] for line in said[1]["custom"]["lines"]] == ["emergency_112", "child_focus"]
    assert said[1]["custom"]["urgency"] == "crisis"
    assert said[-1]["text"]
