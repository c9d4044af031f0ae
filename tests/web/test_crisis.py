import pytest

from houvast.safety import Alarm
from tests.web.conftest import Visitor, kinds
from web.gateway import conversation
from web.gateway.limits import Bucket
from web.gateway.models import Session, Turn

CRISIS = "ik wil niet meer leven"
VEILED = "iedereen is beter af zonder mij"
SUICIDAL = {"category": "suicidal", "level": "explicit", "language": "nl"}


def with_crisis(body):
    return [{"custom": {"type": "crisis", "category": "suicidal", "text": "van de assistent"}},
            {"custom": {"type": "handoff", "urgency": "crisis", "lines": []}}]  # fmt: skip


def test_the_mark_reaches_the_assistant_and_its_crisis_answer_stays_alone(visitor: Visitor, assistant) -> None:
    assistant.messages = with_crisis
    answer = visitor.say(CRISIS)
    assert assistant.asked[0]["metadata"]["crisis"] == SUICIDAL
    assert kinds(answer) == ["crisis", "handoff"]
    assert answer.json()["messages"][0]["custom"]["text"] == "van de assistent"
    assert Turn.objects.get().crisis_category == "suicidal"


def test_an_assistant_that_misses_it_is_overruled(visitor: Visitor) -> None:
    answer = visitor.say(f"ik ben 14 en {CRISIS.removeprefix('ik ')}")
    assert kinds(answer) == ["crisis", "handoff", "text"]
    assert answer.json()["degraded"] is False


def test_a_crisis_survives_an_assistant_that_is_gone(visitor: Visitor, assistant) -> None:
    assistant.stop()
    answer = visitor.say(CRISIS)
    assert answer.status_code == 200 and answer.json()["degraded"] is True
    assert kinds(answer)[:2] == ["crisis", "handoff"]


def test_a_crisis_in_a_message_that_is_far_too_long(visitor: Visitor, assistant) -> None:
    for text in ("bla " * 2500 + CRISIS, "bla " * 1250 + CRISIS + " bla" * 1250, CRISIS + " bla" * 30_000):
        answer = visitor.say(text)
        assert answer.status_code == 413, len(text)
        assert kinds(answer)[:2] == ["crisis", "handoff"] and kinds(answer)[-1] == "text"
    assert assistant.asked == []


def test_a_crisis_goes_before_every_other_refusal(visitor: Visitor, monkeypatch) -> None:
    token = visitor.token
    monkeypatch.setattr(conversation, "message_bucket", Bucket(1, 60))
    assert visitor.say("hallo").status_code == 200
    too_fast = visitor.say(CRISIS)
    assert too_fast.status_code == 429 and kinds(too_fast)[0] == "crisis"
    visitor.token = "weg"
    unknown = visitor.say(CRISIS)
    assert unknown.status_code == 401 and kinds(unknown)[0] == "crisis"
    visitor.token = token
    good = f'"message": "{CRISIS}"'
    for body in (f'{{"message": ["{CRISIS}"]}}', f"{{{good}", CRISIS, f'{{{good}, "message_id": 3}}'):
        monkeypatch.setattr(conversation, "message_bucket", Bucket(1, 60))
        unread = visitor.ask("POST", "/api/messages", content=body.encode(), headers=visitor.bearer())
        assert unread.status_code == 400 and kinds(unread)[0] == "crisis", body
    bad_bytes = visitor.ask("POST", "/api/messages", content=CRISIS.encode() + b"\xff", headers=visitor.bearer())
    assert kinds(bad_bytes)[0] == "crisis"


def test_too_many_at_once_still_gives_the_crisis_answer(visitor: Visitor, monkeypatch) -> None:
    monkeypatch.setattr(conversation.crowd, "size", 0)
    assert visitor.say("hallo").status_code == 503
    answer = visitor.say(CRISIS)
    assert answer.status_code == 503 and kinds(answer)[0] == "crisis"


def test_hidden_characters_do_not_hide_a_crisis(visitor: Visitor) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in CRISIS)
    for text in ("ik wil niet\u200b meer\u00ad leven", wide, f"/{CRISIS}", "ik wil niet\x00 meer leven"):
        assert kinds(visitor.say(text))[0] == "crisis", text


def test_veiled_words_stay_quiet_after_a_denial_and_plain_words_never_do(visitor: Visitor, assistant) -> None:
    assert kinds(visitor.say(VEILED))[0] == "crisis"
    assistant.intent = "not_what_i_meant"
    assert visitor.say("zo bedoel ik het niet").status_code == 200
    assert Session.objects.get().denied_crises == ["suicidal"]
    assistant.intent = "image_shared"
    assert kinds(visitor.say(VEILED)) == ["text"]
    assert assistant.asked[-1]["metadata"]["crisis"]["level"] == "veiled"
    assert kinds(visitor.say(CRISIS))[0] == "crisis"


def test_after_a_denial_veiled_words_still_speak_when_the_assistant_is_gone(visitor: Visitor, assistant) -> None:
    Session.objects.update(denied_crises=["suicidal"])
    assistant.stop()
    assert kinds(visitor.say(VEILED))[0] == "crisis"


def test_a_denial_of_one_thing_does_not_silence_another(visitor: Visitor, monkeypatch) -> None:
    Session.objects.update(denied_crises=["self_harm"])
    assert kinds(visitor.say(VEILED))[0] == "crisis"


def test_a_denial_out_of_nowhere_silences_nothing(visitor: Visitor, assistant) -> None:
    assistant.intent = "not_what_i_meant"
    visitor.say("zo bedoel ik het niet")
    assert Session.objects.get().denied_crises == []


def test_the_safe_word_always_brings_lines(visitor: Visitor, assistant) -> None:
    assert kinds(visitor.say("HULP")) == ["handoff", "text"]
    assistant.messages = lambda body: [{"custom": {"type": "handoff", "lines": []}}]
    assert kinds(visitor.say("hulp")) == ["handoff"]


def test_a_safety_net_that_breaks_its_promise_does_not_break_the_conversation(visitor: Visitor, monkeypatch) -> None:
    def broken(text: str) -> Alarm | None:
        raise ValueError(text)

    monkeypatch.setattr("houvast.safety.detect", broken)
    assert visitor.say("hallo").status_code == 200


@pytest.mark.parametrize("intent", ["suicidal", "immediate_danger"])
def test_a_button_that_stands_for_a_crisis_raises_the_alarm(visitor: Visitor, assistant, intent: str) -> None:
    payload = f"/{intent}"
    assistant.messages = lambda body: [{"text": "?", "buttons": [{"title": "ja", "payload": payload}]}]
    visitor.say("hallo")
    answer = visitor.say(payload)
    assert kinds(answer)[0] == "crisis"
    assert assistant.asked[-1]["metadata"]["crisis"]["category"] == intent


def test_words_inside_our_own_button_raise_no_alarm(visitor: Visitor, assistant) -> None:
    payload = '/inform{"fact":"asker_feeling","value":"ik wil niet meer leven"}'
    assistant.messages = lambda body: [{"text": "?", "buttons": [{"title": "nee", "payload": payload}]}]
    visitor.say("hallo")
    assert kinds(visitor.say(payload)) == ["text"]
    forged = payload.replace("asker_feeling", "x")
    assert kinds(visitor.say(forged))[0] == "crisis"
