import json

import pytest

from tests.web.conftest import Visitor, kinds
from web.gateway.models import Turn


def assert_degraded(visitor: Visitor) -> None:
    answer = visitor.say("mijn foto staat online")
    assert answer.status_code == 200
    assert answer.json()["degraded"] is True
    assert "handoff" in kinds(answer)
    turn = Turn.objects.get()
    assert turn.degraded and turn.text == "mijn foto staat online"


def test_the_assistant_is_down(visitor: Visitor, assistant) -> None:
    assistant.stop()
    assert_degraded(visitor)


def test_the_assistant_is_slow(visitor: Visitor, assistant, settings) -> None:
    settings.ASSISTANT_TIMEOUT = 0.2
    assistant.delay = 1.0
    answer = visitor.say("mijn foto staat online")
    assert answer.elapsed.total_seconds() < 0.9
    assert answer.json()["degraded"] is True and "handoff" in kinds(answer)


def test_the_assistant_trickles(visitor: Visitor, assistant, settings) -> None:
    """Each byte comes in time, the answer does not."""
    settings.ASSISTANT_TIMEOUT = 0.4
    assistant.trickle = 0.02
    answer = visitor.say("mijn foto staat online")
    assert answer.elapsed.total_seconds() < 1.5
    assert answer.json()["degraded"] is True


@pytest.mark.parametrize(
    "raw",
    [
        b"[]", b"", b"null", b"{}", b"<html>", b'{"messages": []}', b'{"messages": {}}', b'{"messages": [{}, null, 5]}',
        b'{"messages": [{"recipient_id": "x"}]}', b'{"messages": [{"text": ""}]}', b"\xff\xfe", b"[" * 100_000,
        b'{"messages": [{"text": "' + b"a" * 1_100_000 + b'"}]}',
    ],
)  # fmt: skip
def test_the_assistant_says_nothing_that_can_be_shown(visitor: Visitor, assistant, raw: bytes) -> None:
    assistant.raw = raw
    assert_degraded(visitor)


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 302])
def test_the_assistant_answers_with_an_error(visitor: Visitor, assistant, status: int) -> None:
    assistant.status = status
    assert_degraded(visitor)


def test_an_odd_parse_does_not_cost_the_answer(visitor: Visitor, assistant) -> None:
    for parse, debug in ((None, None), ([], 5), ({"intent": 3}, {"intent": 7}), ({"intent": {"confidence": "x"}}, {})):
        assistant.raw = json.dumps({"messages": [{"text": "goed"}], "parse": parse, "debug": debug}).encode()
        assert visitor.say("hallo").json() == {"messages": [{"text": "goed"}], "degraded": False}


def test_after_a_failure_the_next_message_works(visitor: Visitor, assistant) -> None:
    assistant.status = 500
    assert visitor.say("een").json()["degraded"] is True
    assistant.status = 200
    assert visitor.say("twee").json()["degraded"] is False


def test_a_database_that_fails_at_the_end_does_not_cost_the_answer(visitor: Visitor, monkeypatch) -> None:
    from django.db import OperationalError

    async def full(*args: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr("web.gateway.transcript.record", full)
    assert visitor.say("hallo").json()["messages"] == [{"text": "echo hallo"}]


def test_a_database_that_is_gone_still_leaves_lines(visitor: Visitor, monkeypatch) -> None:
    from django.db import OperationalError

    async def gone(*args: object) -> None:
        raise OperationalError("no such file")

    monkeypatch.setattr("web.gateway.transcript.find", gone)
    calm, crisis = visitor.say("hallo"), visitor.say("ik wil niet meer leven")
    assert calm.json()["degraded"] is True and "handoff" in kinds(calm)
    assert kinds(crisis)[0] == "crisis"
