"""The line records: a source and dates everywhere, nothing unconfirmed shown, nothing open that nobody checked."""

import shutil
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from houvast.messages.crisis import CATEGORIES, LEVELS, crisis, safe_word
from houvast.messages.handoff import degraded, handoff, helplines
from houvast.messages.lines import CHANNELS, HOURS, KNOWLEDGE, TEXTS, load_lines
from houvast.messages.opening import BRUSSELS
from houvast.messages.routing import LANGUAGES, Crisis
from houvast.rules.errors import KnowledgeError

DAY, NIGHT = (datetime(2026, 11, 22, hour, 30, tzinfo=BRUSSELS) for hour in (15, 2))
READERS = ("youth", "parent", "school", "other_adult", None)
TOPICS = ("image_shared", "blackmailed", "child_blackmailed", "ask_legal", "trusted_adult", "express_fear", None)
ALWAYS_OPEN = {
    "child_focus", "tele_onthaal_106", "zelfmoordlijn_1813", "emergency_112", "police_101", "zsg", "antigifcentrum",
    "centre_prevention_suicide", "tele_accueil_107", "card_stop", "take_it_down", "stop_ncii", "safeonweb",
}
FOREIGN = ("113", "0800-0113", "0800 0113", "988", "0800-0432", "0800 0432", "119")
FOREIGN_NAMES = ("kindertelefoon", "helpwanted", "veilig thuis", "report remove", "meldpunt kinderporno", "childline")


def every_handoff() -> list[dict[str, Any]]:
    """All hand-offs over readers, topics, crises, languages, day and night."""
    made = [
        handoff(facts, topic, now, reader)
        for reader, topic, now, facts in product(
            READERS, TOPICS, (DAY, NIGHT),
            ({}, {"paid": True}, {"app": "email", "images_exist": False}, {"asker_age": 20}),
        )
    ]
    for category, level, language, now, reader in product(CATEGORIES, LEVELS, LANGUAGES, (DAY, NIGHT), READERS):
        made.append(crisis(category, level, language, now, {}, audience=reader)[-1])
    return [*made, helplines(DAY), helplines(NIGHT), degraded(DAY)[-1], safe_word(NIGHT)[1]]


HANDOFFS = every_handoff()
CARDS = [card for message in HANDOFFS for part in ("lines", "more") for card in message["custom"][part]]


def test_every_fact_has_source_and_dates() -> None:
    facts = [fact for line in load_lines().values() for fact in line.facts.values()]
    assert len(facts) > 100
    for fact in facts:
        assert fact["source"], fact
        assert date.fromisoformat(fact["checked"]) < date.fromisoformat(fact["review_by"]), fact


def test_no_unconfirmed_value_is_ever_shown() -> None:
    hidden = {
        str(fact["value"])
        for line in load_lines().values() for name, fact in line.facts.items()
        if name in CHANNELS and fact["confidence"] != "confirmed"
    }
    assert {"brievenbus@awel.be", "0800 99 533", "0800 12 800", "116000@childfocus.org"} <= hidden
    shown = str(HANDOFFS)
    assert not [value for value in hidden if value in shown]
    assert "lumi" not in {card["id"] for card in CARDS}


def test_only_confirmed_day_and_night_lines_are_called_open() -> None:
    assert {card["id"] for card in CARDS if card["open_now"]} <= ALWAYS_OPEN
    assert {card["id"] for card in CARDS if card["open_now"] is None} >= {"awel", "clbchat", "jac", "line_1712"}
    for line in load_lines().values():
        for name in HOURS:
            fact = line.facts.get(name)
            assert fact is None or fact["value"] is None or fact["confidence"] == "confirmed", f"{line.id}: {name}"


def test_hours_nobody_checked_send_to_the_site_and_chats_never_borrow_the_hours_of_the_phone() -> None:
    notes = {card["id"]: card["hours_note"] for card in CARDS if card["open_now"] is None and "hours_note" in card}
    assert notes["awel"] == "kijk op de site voor de uren"
    for card in CARDS:
        if "chat_note" in card:
            assert "dag en nacht" not in card["chat_note"]
    text = handoff({}, None, NIGHT, "youth")["text"]
    assert "chat op tele-onthaal.be (kijk op de site voor de uren)" in text


def test_at_night_the_first_two_are_confirmed_day_and_night() -> None:
    at_night = [handoff({}, topic, NIGHT, reader) for topic, reader in product(TOPICS, READERS)] + [
        crisis(category, level, "nl", NIGHT, {}, audience=reader)[-1]
        for category, level, reader in product(CATEGORIES, LEVELS, READERS)
    ]
    for message in at_night:
        assert all(line["open_now"] is True for line in message["custom"]["lines"]), message["text"]


def test_in_a_crisis_one_of_the_first_two_answers_at_any_hour() -> None:
    for category, level, language, reader in product(CATEGORIES, LEVELS, LANGUAGES, READERS):
        lines = crisis(category, level, language, DAY, {}, audience=reader)[-1]["custom"]["lines"]
        assert any(line["open_now"] for line in lines), (category, level, language, reader)


def test_no_foreign_line() -> None:
    for card in CARDS:
        assert card.get("phone", "").replace("-", " ") not in {number.replace("-", " ") for number in FOREIGN}
        spoken = f"{card['name']} {card['what_happens']}".lower()
        assert not [name for name in FOREIGN_NAMES if name in spoken], card
    written = [path.read_text(encoding="utf-8").lower() for path in (KNOWLEDGE / "helplines").glob("*.yml")]
    assert not [name for name in FOREIGN_NAMES if any(name in text for text in written)]


def test_every_card_says_what_happens_who_will_know_and_what_it_costs() -> None:
    assert len(CARDS) > 1000
    for card in CARDS:
        for name in (*TEXTS, "hours_note"):
            assert card[name].strip(), (card["id"], name)
        assert any(way in card for way in ("phone", "chat", "url", "mail")) or card["id"] == "zsg"


def test_child_focus_comes_first_for_every_blackmail() -> None:
    stories = (
        {}, {"threat": "violence"}, {"paid": True}, {"app": "email", "images_exist": False}, {"threat": "unknown"},
        {"demand": "money", "deadline": True}, {"asker_age": 11}, {"child_age": 11}, {"relation": "ex"},
        {"offender_in_household": True},
    )
    for facts, now, (topic, reader) in product(
        stories, (DAY, NIGHT), (("blackmailed", "youth"), ("child_blackmailed", "parent"), ("blackmailed", None)),
    ):
        assert handoff(facts, topic, now, reader)["custom"]["lines"][0]["id"] == "child_focus", (facts, topic)


def test_emergency_112_comes_first_for_every_attempt() -> None:
    for category, language, now, reader in product(CATEGORIES, LANGUAGES, (DAY, NIGHT), READERS):
        said, lines = crisis(category, "attempt_now", language, now, {}, audience=reader)
        assert lines["custom"]["lines"][0]["id"] == "emergency_112", (category, language)
        assert "112" in said["text"].split(".")[0], said["text"]
        assert "silent" not in lines["custom"]


def test_texts_fit_a_bubble() -> None:
    for message in [*HANDOFFS, *degraded(DAY)]:
        assert len(message["text"].split()) <= 60, message["text"]
    for card in CARDS:
        for name in TEXTS:
            assert len(card[name].split()) <= 60, card


def test_a_fact_past_its_date_says_so_and_is_no_longer_called_open() -> None:
    later = datetime(2027, 5, 23, 15, 0, tzinfo=BRUSSELS)
    before = datetime(2027, 5, 22, 23, 59, tzinfo=BRUSSELS)
    old, fresh = (handoff({}, "image_shared", now, "youth")["custom"]["lines"][0] for now in (later, before))
    assert fresh["id"] == old["id"] == "child_focus"
    assert fresh["open_now"] is True
    assert "nagekeken" not in str(fresh)
    assert old["open_now"] is None
    assert old["hours_note"] == "dag en nacht, nog niet nagekeken sinds 22-11-2026"
    assert old["cost"] == "Gratis. (nog niet nagekeken sinds 22-11-2026)"


def test_expired_checks_do_not_empty_the_night() -> None:
    night = handoff({}, "image_shared", datetime(2030, 1, 6, 2, 30, tzinfo=BRUSSELS), "youth")
    assert [line["id"] for line in night["custom"]["lines"]] == ["child_focus", "tele_onthaal_106"]


def test_a_chat_past_its_date_says_so_too() -> None:
    later = datetime(2027, 5, 23, 15, 0, tzinfo=BRUSSELS)
    lines = crisis("suicidal", "explicit", "nl", later, {})[-1]["custom"]["lines"]
    assert lines[0]["chat_note"] == "kijk op de site voor de uren, nog niet nagekeken sinds 22-11-2026"


def test_the_household_line_is_said_where_it_must_be() -> None:
    police = next(card for card in CARDS if card["id"] == "police_101" and "ouders thuis" in card["who_will_know"])
    assert "anoniem" in police["who_will_know"]
    focus = next(card for card in CARDS if card["id"] == "child_focus")
    assert "politie" in focus["who_will_know"] and "lijst van oproepen" in focus["who_will_know"]


def test_parents_read_their_own_words() -> None:
    youth, parent = (handoff({}, "image_shared", DAY, reader)["custom"]["lines"][0] for reader in ("youth", "parent"))
    assert youth["id"] == parent["id"] == "child_focus"
    assert youth["what_happens"] != parent["what_happens"]


@pytest.mark.parametrize("odd", [
    None, [], "x", {"asker_age": "twaalf"}, {"asker_age": -3}, {"asker_age": {"min": "a"}}, {3: 4}, {"app": object()},
    {"asker_age": {"min": 9, "max": 2}}, {"asker_age": 400}, {"asker_age": 12.5}, {"asker_age": None},
    {"threat": ["leak"]}, {"threat": {"one_of": []}}, {"act": [{"by": "asker", "act": "send"}]},
    {"other_age": {"min": 0, "max": 10**12}}, {"depicted_age_made": True}, {"asker_role": 7}, {"threat": "= demand"},
    {"threat": "= threat"}, {"young_age": "x"},
])
def test_odd_facts_never_break_it(odd: Any) -> None:
    message = handoff(odd, "blackmailed", DAY, "youth")
    assert message["custom"]["lines"][0]["id"] == "child_focus"
    assert crisis("suicidal", "explicit", "nl", DAY, odd)[-1]["custom"]["lines"][0]["id"] == "zelfmoordlijn_1813"


def test_odd_words_never_break_it() -> None:
    assert handoff({}, ["x"], "gisteren", 4)["custom"]["lines"]  # type: ignore[arg-type]
    said, lines = crisis("niets", "erg", "de", None, {}, audience="hond", matched=None)  # type: ignore[arg-type]
    assert said["custom"]["category"] == "immediate_danger"
    assert lines["custom"]["lines"][0]["id"] == "police_101"
    assert handoff({}, "image_shared", DAY, "youth", Crisis("iets_nieuws"))["custom"]["lines"]
    assert handoff({}, "image_shared", DAY, "youth", Crisis("suicidal", "explicit", "de"))["custom"]["lines"]
    assert handoff({}, "image_shared", datetime(2026, 11, 22, 2, 30), "youth")["custom"]["lines"][1]["open_now"] is True


UNSURE = "source: [helplines.awel], checked: 2026-11-22, review_by: 2027-02-22, confidence:"


def _broken(folder: Path, old: str, new: str) -> KnowledgeError:
    shutil.copy(KNOWLEDGE / "helplines" / "awel.yml", folder / "awel.yml")
    text = (folder / "awel.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "awel.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lines.__wrapped__(folder)
    return caught.value


@pytest.mark.parametrize(("old", "new", "said"), [
    ("phone_hours: {value: null", 'phone_hours: {value: "24/7"', "phone_hours"),
    (f"phone_hours: {{value: null, {UNSURE} dated", f'phone_hours: {{value: "x y", {UNSURE} confirmed', "be read"),
    ("source: [helplines.awel], checked", "source: [], checked", "source"),
    ("review_by: 2027-05-22, ", "", "review_by"),
    ("review_by: 2027-05-22", "review_by: 2026-01-01", "not after"),
    ("review_by: 2027-05-22", "review_by: 2027-02-30", "phone"),
    ("id: awel", "id: awol", "id"),
    ('value: "102"', 'value: "zero"', "phone"),
])
def test_a_wrong_record_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    error = _broken(tmp_path, old, new)
    assert said in str(error)
    assert error.file == "awel.yml" and error.line > 0
