"""The rules of the house for every sentence that a frightened person may read, and proof that each of them can fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from houvast.messages.catalogue import catalogue

SENTENCE_WORDS, BUBBLE_WORDS, TITLE_WORDS = 18, 60, 6

FORBIDDEN = {
    "a term of the Netherlands": r"\baangifte\b|\bmobieltje\b|\bGGD\b|\bhuisarts\b|\bmentor\b",
    "the outdated term": r"kinder-?porn",
    "reproach": r"\bhad je maar\b|\bdom\b|\bdomme\b|\bstom\b|\bje had (niet )?moeten\b|eigen schuld",
    "asking for a justification": r"\bwaarom (heb|deed|stuurde|ging|vertelde|zei) je\b",
    "a foreign line": r"\b113\b|0800-?0113|\b988\b|kindertelefoon|helpwanted|veilig thuis|report remove|0800-?0432",
    "a penalty": r"\bgevangenis|\bcelstraf|\bjaar cel\b|\bstrafblad\b|\bboete\b",
    "a promise": r"\bblijft geheim\b|niemand komt het te weten|\bgegarandeerd\b|we halen het weg|komt (zeker )?in orde",
    "a leading question": r"je gaat toch niet",
    "suicide in other words": r"zelfmoord(?!lijn)",
}
NUDE = r"(naaktbeeld|naaktfoto|beeld zelf|de beelden|het beeld|de foto|het filmpje)"
KEEPING = r"\b(bewaar|kopieer|screenshot|schermafdruk van|fotografeer|hou|download|stuur|toon)\b"
NEGATED = r"\b(niet|geen|nooit|niemand|niets|hoef)\b"


def texts() -> Iterator[tuple[str, str, int]]:
    """Every text with where it stands and how many words its bubble may have."""
    for text_id, entry in catalogue().texts.items():
        yield from ((f"texts {text_id}", said, BUBBLE_WORDS) for said in variants(entry["text"]))
        for button in entry.get("buttons", []):
            yield from ((f"button of {text_id}", said, TITLE_WORDS) for said in variants(button["title"]))
    for fact, entry in catalogue().questions.items():
        for key in ("ask", "again", "why"):
            yield from ((f"question {fact} {key}", said, BUBBLE_WORDS) for said in variants(entry.get(key, [])))
        for option in entry.get("options", []):
            yield from ((f"option of {fact}", said, TITLE_WORDS) for said in variants(option["title"]))
    for plan in catalogue().plans.values():
        for step in plan.steps:
            where = f"plan {plan.id} {step.id}"
            for key in ("say", "why", "sentences"):
                yield from ((where, said, BUBBLE_WORDS) for said in variants(step.data.get(key, [])))


def variants(said: Any) -> list[str]:
    if isinstance(said, str):
        return [said]
    return list(said.values()) if isinstance(said, dict) else list(said)


def sentences(text: str) -> list[str]:
    """Sentences, also where one ends at a colon or a line."""
    whole = re.sub(r"\bart\.|\boud Sw\.|\bSw\.", "x", re.sub(r"\{[a-z_]+\}", "x", text))
    return [s for s in re.split(r"[.!?:]\s+|\n+", whole) if s.strip()]


def too_long(text: str, words: int) -> str | None:
    if len(text.split()) > words:
        return f"{len(text.split())} words, at most {words}"
    worst = max(sentences(text), key=lambda s: len(s.split()), default="")
    return f"a sentence of {len(worst.split())} words: {worst}" if len(worst.split()) > SENTENCE_WORDS else None


def forbidden(text: str) -> str | None:
    found = ((why, re.search(pattern, text, re.I)) for why, pattern in FORBIDDEN.items())
    return next((f"{why}: {match.group()}" for why, match in found if match), None)


def keeps_the_nude(text: str) -> str | None:
    """A sentence that tells to keep, copy, photograph, forward or show the nude, without a word that forbids it."""
    return next((s for s in sentences(text) if re.search(KEEPING, s, re.I) and re.search(NUDE, s, re.I)
                 and not re.search(NEGATED, s, re.I)), None)


ALL = [pytest.param(text, words, id=where) for where, text, words in texts()]


@pytest.mark.parametrize(("text", "words"), ALL)
def test_short_enough(text: str, words: int) -> None:
    assert too_long(text, words) is None


@pytest.mark.parametrize(("text", "words"), ALL)
def test_no_forbidden_word(text: str, words: int) -> None:
    assert forbidden(text) is None


@pytest.mark.parametrize(("text", "words"), ALL)
def test_never_keep_copy_or_forward_the_nude(text: str, words: int) -> None:
    assert keeps_the_nude(text) is None


@pytest.mark.parametrize(("check", "wrong"), [
    (lambda t: too_long(t, BUBBLE_WORDS), "Een " + "heel " * 20 + "lange zin."),
    (lambda t: too_long(t, BUBBLE_WORDS), "Kort. " * 61),
    (forbidden, "Je kan aangifte doen."),
    (forbidden, "Dat is kinderporno."),
    (forbidden, "Waarom stuurde je dat?"),
    (forbidden, "Had je maar nagedacht."),
    (forbidden, "Bel 113."),
    (forbidden, "Daar staat celstraf op."),
    (forbidden, "Dit blijft geheim."),
    (keeps_the_nude, "Bewaar het naaktbeeld als bewijs."),
    (keeps_the_nude, "Maak een schermafdruk van de foto."),
    (keeps_the_nude, "Stuur de beelden naar een leerkracht."),
])
def test_each_check_catches_what_it_is_for(check: Callable[[str], str | None], wrong: str) -> None:
    assert check(wrong) is not None


@pytest.mark.parametrize("right", [
    "Maak een schermafdruk van de chat, de naam en de datum.", "Zorg dat het naaktbeeld er niet op staat.",
    "Bel de Zelfmoordlijn op 1813.", "Art. 113 is niet bedoeld: bel 1813.",
])
def test_the_checks_let_good_sentences_through(right: str) -> None:
    assert keeps_the_nude(right) is None
    assert too_long(right, BUBBLE_WORDS) is None


def test_steps_have_their_own_id_and_a_source() -> None:
    for plan in catalogue().plans.values():
        ids = [step.id for step in plan.steps]
        assert len(ids) == len(set(ids)), plan.id
        assert all(step.data["source"] for step in plan.steps)


def test_evidence_names_what_to_keep_and_that_the_nude_is_not_on_it() -> None:
    for name in ("image_shared", "child_blackmailed"):
        say = next(s.data["say"] for s in catalogue().plans[name].steps if s.id == "evidence")
        for word in ("chat", "naam", "link", "datum", "naaktbeeld er niet op"):
            assert word in say


def test_record_first_tell_then_report_then_block() -> None:
    order = [s.id for s in catalogue().plans["image_shared"].steps]
    assert order.index("evidence") < order.index("tell_someone") < order.index("report_app") < order.index("block")


def test_the_parents_plan_follows_the_order_of_its_source() -> None:
    plan = catalogue().plans["child_blackmailed"].steps
    order = [s.id for s in plan]
    in_source = ["stay_calm", "not_guilty", "do_not_pay", "evidence", "search_name", "complaint", "report_profile",
                 "block"]
    assert [s for s in order if s in in_source] == in_source
    assert [s.id for s in plan if s.data["stage"] == "first"] == ["do_not_pay", "send_nothing", "keep_conversation"]


def test_young_people_are_not_told_to_tell_their_parents() -> None:
    for name in ("image_shared", "image_shared_under_12"):
        for step in catalogue().plans[name].steps:
            assert not re.search(r"vertel\w* het (aan )?(je|jouw) (ouders|mama|papa)", step.data["say"], re.I)
    assert re.search(r"vertel\w* het (aan )?(je|jouw) (ouders|mama|papa)", "Vertel het aan je ouders.", re.I)
