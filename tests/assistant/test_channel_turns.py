"""Nothing that is sent to the channel leaves a child without an answer, and no turn is kept by half."""

from __future__ import annotations

import logging
import sqlite3
import stat
import uuid
from typing import Any

import pytest

from tests.assistant.live_channel import LiveChannel, live_channel

STORY = "mijn ex heeft een foto van mij in de klasgroep gezet"
WORD = "zeldzaamwoordje"


@pytest.fixture(scope="module")
def live() -> LiveChannel:
    return live_channel()


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


def kinds(body: dict[str, Any]) -> list[str]:
    return [(m.get("custom") or {}).get("type", "text") for m in body["messages"]]


def user_events(live: LiveChannel, sender: str) -> int:
    with sqlite3.connect(live.database) as database:
        return int(database.execute("select count(*) from events where sender_id=? and type_name='user'", [sender]).fetchone()[0])


def test_messages_come_whole_and_with_what_was_decided(live: LiveChannel, sender: str) -> None:
    status, body = live.say(sender, STORY)
    assert status == 200 and "question" in kinds(body)
    question = next(m for m in body["messages"] if (m.get("custom") or {}).get("type") == "question")
    assert question["text"] and question["buttons"]
    assert body["debug"]["responses"][0] == "heard_image_shared" and body["debug"]["actions"][0] == "action_hear"
    assert body["debug"]["intent"] == body["parse"]["intent"]["name"] == "image_shared"


# --- a turn that breaks --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("action", ["action_understand", "action_hear", "validate_case_form"])
def test_an_action_that_breaks_ends_the_turn_and_the_next_one_works(
    live: LiveChannel, sender: str, action: str, monkeypatch: Any, caplog: Any
) -> None:
    async def broken(dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="half")
        raise ValueError(f"cannot read {tracker.latest_message['text']}")

    with monkeypatch.context() as patch:
        patch.setitem(live.actions, action, broken)
        status, body = live.say(sender, f"{STORY} {WORD}", "m1")
    assert (status, list(body)) == (500, ["error"])
    assert user_events(live, sender) == 0 and WORD.encode() not in live.on_disk()
    assert "a turn broke" in caplog.text
    assert live.say(sender, STORY, "m1")[1]["debug"]["topic"] == "image_shared"      # the retry of the same message
    assert kinds(live.say(sender, "ik ben 15")[1])


def test_an_action_that_hangs_ends_the_turn(live: LiveChannel, sender: str, monkeypatch: Any) -> None:
    import asyncio

    async def hanging(dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        await asyncio.sleep(30)
        return []

    monkeypatch.setattr("houvast.nlu.in_process_actions.ACTION_SECONDS", 0.1)
    with monkeypatch.context() as patch:
        patch.setitem(live.actions, "action_hear", hanging)
        assert live.say(sender, STORY)[0] == 500
    assert live.say(sender, STORY)[0] == 200


def test_a_conversation_that_cannot_be_read_does_not_end_the_process(live: LiveChannel, sender: str) -> None:
    live.say(sender, STORY)
    with sqlite3.connect(live.database) as database:
        database.execute("update events set data='{' where sender_id=?", [sender])
    assert live.say(sender, "ik ben 15")[0] == 500
    assert live.say(uuid.uuid4().hex, STORY)[0] == 200
    assert live.ask("DELETE", f"conversations/{sender}")[0] == 204
    assert live.say(sender, STORY)[0] == 200


def test_a_turn_without_any_message_is_an_answer_without_messages(live: LiveChannel, sender: str, monkeypatch: Any) -> None:
    async def silent(dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        return []

    with monkeypatch.context() as patch:
        patch.setitem(live.actions, "action_answer_aside", silent)
        status, body = live.say(sender, "hallo")
    assert (status, body["messages"], body["debug"]["responses"]) == (200, [], [])


# --- the same message again ----------------------------------------------------------------------------------------------------

def test_the_same_id_is_answered_the_same_and_not_processed_twice(live: LiveChannel, sender: str) -> None:
    first = live.say(sender, STORY, "m1")
    assert live.say(sender, "iets anders", "m1") == first and user_events(live, sender) == 1


def test_also_when_the_process_died_before_anybody_heard_the_answer(live: LiveChannel, sender: str) -> None:
    first = live.say(sender, STORY, "m1")
    live.channel._answers.clear()                                   # what a new process knows
    assert live.say(sender, STORY, "m1") == first and user_events(live, sender) == 1
    live.say(sender, "ik ben 15", "m2")
    live.channel._answers.clear()
    assert live.say(sender, STORY, "m1")[1]["messages"] == first[1]["messages"] and user_events(live, sender) == 2


def test_the_id_of_another_conversation_says_nothing_here(live: LiveChannel, sender: str) -> None:
    live.say(sender, STORY, "m1")
    assert live.say(uuid.uuid4().hex, "hallo", "m1")[1]["debug"]["intent"] == "greet"


# --- what is no message --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("body", [
    b"", b"\xff", b"null", b"[]", b"[" * 100_000, {"sender": "x"}, {"message": "x"}, {"sender": 5, "message": "x"},
    {"sender": "x", "message": 5}, {"sender": "x", "message": " "}, {"sender": "x", "message": "a" * 4001},
    {"sender": "\ud800", "message": "x"}, {"sender": "a/b", "message": "x"}, {"sender": "", "message": "x"},
    {"sender": "x" * 201, "message": "x"}, {"sender": "x", "message": "a\ud800"},
    {"sender": "x", "message": "x", "message_id": {"a": 1}}, {"sender": "x", "message": "x", "message_id": "\ud800"},
    {"sender": "x", "message": "x", "metadata": [1]}, {"sender": "x", "message": "x", "metadata": {"now": "gisteren"}},
    {"sender": "x", "message": "x", "metadata": {"now": 5}},
    {"sender": "x", "message": "x", "metadata": {"now": "2026-11-22T15:00"}},
    {"sender": "x", "message": "x", "metadata": {"crisis": "ja"}},
    {"sender": "x", "message": "x", "metadata": {"crisis": {"level": 1}}},
    {"sender": "x", "message": "x", "metadata": {"crisis": {"category": "suicidal", "level": 1}}},
    {"sender": "x", "message": "x", "metadata": {"crisis": {"category": "onzin"}}},
])
def test_what_is_no_message_is_refused_in_words(live: LiveChannel, body: Any) -> None:
    status, answer = live.post(body)
    assert status == 400 and answer["error"]
    assert live.ask("GET", "")[0] == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/plain; application/json", ""])
def test_what_a_web_page_can_post_without_asking_is_refused(live: LiveChannel, sender: str, kind: str) -> None:
    assert live.post({"sender": sender, "message": "hallo"}, Content_Type=kind)[0] == 415
    assert user_events(live, sender) == 0


def test_json_with_a_charset_is_json(live: LiveChannel, sender: str) -> None:
    assert live.post({"sender": sender, "message": "hallo"}, Content_Type="application/json; charset=utf-8")[0] == 200


def test_the_secret_is_asked_for_when_there_is_one(live: LiveChannel, sender: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(live.channel, "_secret", "geheim")
    body = {"sender": sender, "message": "hallo"}
    for wrong in ("", "Bearer", "Bearer nee", "Bearer \xe9"):
        assert live.post(body, Authorization=wrong)[0] == 401
    assert live.ask("DELETE", f"conversations/{sender}")[0] == 401
    assert live.post(body, Authorization="Bearer geheim")[0] == 200


# --- forgetting and keeping still ----------------------------------------------------------------------------------------------

def test_a_deleted_conversation_leaves_no_byte_on_disk(live: LiveChannel, sender: str) -> None:
    other = uuid.uuid4().hex
    live.say(other, "hallo")
    for number in range(5):
        live.say(sender, f"{STORY} {WORD} {number}")
    assert WORD.encode() in live.on_disk()                          # the reading itself works
    assert live.ask("DELETE", f"conversations/{sender}") == (204, None)
    assert WORD.encode() not in live.on_disk() and sender.encode() not in live.on_disk()
    assert not [key for key in live.channel._answers if key[0] == sender]
    assert user_events(live, other) == 1


def test_deletion_also_reaches_what_rasa_keeps_in_memory_when_it_cannot_save(
    live: LiveChannel, sender: str, monkeypatch: Any, caplog: Any
) -> None:
    from houvast.nlu.forget import _fallbacks, _inner

    with monkeypatch.context() as patch:
        def full(*_: Any) -> Any:
            raise sqlite3.OperationalError("disk full")

        patch.setattr(_inner(live.agent.tracker_store), "_additional_events", full)
        assert live.say(sender, f"{STORY} {WORD}")[0] == 200
    [memory] = _fallbacks(live.agent.tracker_store)
    assert sender in memory.store                                   # type: ignore[attr-defined]
    live.ask("DELETE", f"conversations/{sender}")
    assert sender not in memory.store                               # type: ignore[attr-defined]
    assert WORD not in caplog.text


def test_an_insert_that_fails_does_not_quote_the_conversation(live: LiveChannel, sender: str, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG, "rasa.core.tracker_store")
    with sqlite3.connect(live.database) as database:
        database.execute("create trigger no_room before insert on events begin select raise(abort, 'no room'); end")
    try:
        live.say(sender, f"{STORY} {WORD}")
    finally:
        with sqlite3.connect(live.database) as database:
            database.execute("drop trigger no_room")
    assert "no room" in caplog.text and WORD not in caplog.text


def test_only_the_owner_reads_the_database(live: LiveChannel) -> None:
    assert stat.S_IMODE(live.database.stat().st_mode) == 0o600
