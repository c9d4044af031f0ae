import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.web.conftest import Visitor, kinds
from web.gateway import conversation
from web.gateway.models import Session, Turn
from web.gateway.transcript import sha256


def test_a_message_goes_to_the_assistant_and_back(visitor: Visitor, assistant) -> None:
    answer = visitor.say("mijn ex heeft een foto van mij gedeeld")
    assert answer.status_code == 200
    assert answer.json() == {"messages": [{"text": "echo mijn ex heeft een foto van mij gedeeld"}], "degraded": False}
    [asked] = assistant.asked
    assert asked["sender"] == Session.objects.get().conversation
    assert asked["metadata"]["crisis"] is None
    assert set(asked) == {"sender", "message", "message_id", "metadata"}


def test_a_turn_is_recorded_with_what_was_decided(visitor: Visitor, assistant) -> None:
    receipt = {"rulebase": "abc", "as_of": "2026-11-22", "engine": "1"}
    assistant.messages = lambda body: [{"text": "zo"}, {"custom": {"type": "assessment", "receipt": receipt}}]
    visitor.say("is dat strafbaar")
    turn = Turn.objects.get()
    assert (turn.text, turn.intent, turn.confidence, turn.degraded) == ("is dat strafbaar", "image_shared", 0.91, False)
    assert turn.debug["facts"] == {"asker_age": 15} and turn.receipt == receipt
    assert turn.messages[0] == {"text": "zo"}


def test_metadata_and_sender_of_the_client_never_pass(visitor: Visitor, assistant) -> None:
    body = {"message": "hallo", "metadata": {"now": "1999-01-01T00:00:00+01:00", "crisis": None, "x": "SMOKKEL"},
            "sender": "SMOKKEL", "now": "SMOKKEL"}  # fmt: skip
    assert visitor.ask("POST", "/api/messages", json=body, headers=visitor.bearer()).status_code == 200
    told = assistant.asked[0]["metadata"]
    assert "SMOKKEL" not in str(assistant.asked) and not told["now"].startswith("1999")


def test_the_secret_goes_along_when_there_is_one(visitor: Visitor, assistant, settings) -> None:
    visitor.say("hallo")
    settings.ASSISTANT_SECRET = "geheim"
    visitor.say("hallo")
    assert [h.get("Authorization") for h in assistant.headers] == [None, "Bearer geheim"]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u200d", "\x00\x00", "\ufeff", "/", " / / "])
def test_an_empty_message_gets_a_clear_answer(visitor: Visitor, assistant, text: str) -> None:
    answer = visitor.say(text)
    assert (answer.status_code, answer.json()["error"]) == (400, "empty_message")
    assert kinds(answer) == ["text", "handoff"]
    assert assistant.asked == [] and not Turn.objects.exists()


@pytest.mark.parametrize("text", ["😭", "😭😭😭", "👨‍👩‍👧", "❤️", "?", "ja", "\U0001fae9"])
def test_only_emoji_is_a_message(visitor: Visitor, assistant, text: str) -> None:
    assert visitor.say(text).status_code == 200
    assert len(assistant.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"geen json", b"{", b"null", b"[]", b'"tekst"', b"{}", b'{"message": 5}', b'{"message": null}',
        b'{"message": ["a"]}', b'{"message": {"a": 1}}', b'\xff\xfe{"message"}', b'{"message": "\xe9"}',
        b"[" * 60_000, b'{"message":' * 5_000, b'{"message": "a", "message_id": 5}',
        b'{"message": "a", "message_id": ""}',
        b'{"message": "a", "message_id": "' + b"x" * 201 + b'"}',
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_with_lines(visitor: Visitor, assistant, body: bytes) -> None:
    answer = visitor.ask("POST", "/api/messages", content=body, headers=visitor.bearer())
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    assert kinds(answer) == ["text", "handoff"]
    assert assistant.asked == []


def test_nul_bytes_and_half_characters_do_not_hurt(visitor: Visitor, assistant) -> None:
    body = b'{"message": "ha\\u0000llo \\ud800 daar"}'
    assert visitor.ask("POST", "/api/messages", content=body, headers=visitor.bearer()).status_code == 200
    assert assistant.asked[0]["message"] == "hallo  daar"
    surrogate_id = b'{"message": "dag", "message_id": "\\ud800"}'
    assert visitor.ask("POST", "/api/messages", content=surrogate_id, headers=visitor.bearer()).status_code == 200


def test_2000_characters_pass_and_one_more_does_not(visitor: Visitor, assistant) -> None:
    assert visitor.say("a" * 2000).status_code == 200
    answer = visitor.say("a" * 2001)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_long")
    assert kinds(answer) == ["text", "handoff"]
    # a ligature that becomes eighteen characters does not slip through
    assert visitor.say("\ufdfa" * 150).status_code == 413
    assert len(assistant.asked) == 1


def test_a_body_over_the_cap_is_refused_and_nothing_of_it_goes_on(visitor: Visitor, assistant) -> None:
    for size in (70_000, 200_000, 5_000_000):
        answer = visitor.say("a" * size)
        assert (answer.status_code, answer.json()["error"]) == (413, "too_long"), size
        assert "handoff" in kinds(answer)
    padded = {"message": "hallo", "padding": "a" * 70_000}
    assert visitor.ask("POST", "/api/messages", json=padded, headers=visitor.bearer()).status_code == 413
    assert assistant.asked == []


def test_other_doors_have_the_same_cap(visitor: Visitor) -> None:
    big = b"a" * 100_000
    assert visitor.ask("POST", "/api/ratings", content=big, headers=visitor.bearer()).status_code == 413
    assert visitor.ask("POST", "/api/sessions/end", content=big).status_code == 204
    assert Session.objects.exists()


def test_a_fault_of_ours_still_gives_an_answer(visitor: Visitor, monkeypatch, caplog) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(f"cannot read {text}")

    monkeypatch.setattr("web.gateway.core.redacted", broken)
    answer = visitor.say("geheime woorden")
    assert answer.status_code == 200 and answer.json()["degraded"] is True
    assert "handoff" in kinds(answer)
    assert "Traceback" not in answer.text


def test_messages_of_one_session_are_taken_one_at_a_time(visitor: Visitor, assistant) -> None:
    assistant.delay = 0.1
    answers = visitor.at_once(*(visitor.sending(f"bericht {n}") for n in range(5)))
    assert [a.status_code for a in answers] == [200] * 5
    assert [a.json()["messages"][0]["text"] for a in answers] == [f"echo bericht {n}" for n in range(5)]
    assert assistant.most_at_once == 1


def test_messages_of_different_people_do_not_wait_for_each_other(newcomer: Visitor, assistant) -> None:
    assistant.delay = 0.3
    requests = []
    for _ in range(3):
        requests.append(newcomer.start().sending("hallo"))
    assert [a.status_code for a in newcomer.at_once(*requests)] == [200] * 3
    assert assistant.most_at_once == 3


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_no_body_makes_the_gateway_fall_over(visitor: Visitor, body: bytes) -> None:
    conversation.message_bucket.forget(sha256(visitor.token))
    answer = visitor.ask("POST", "/api/messages", content=body, headers=visitor.bearer())
    assert answer.status_code in {200, 400}
    assert answer.json()["messages"]
