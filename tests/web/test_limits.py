from datetime import date

import pytest

from tests.web.conftest import Visitor, kinds
from web.gateway import conversation, views
from web.gateway.limits import Bucket, Neighbourhood


def test_thirty_messages_in_a_minute_and_then_a_pause(visitor: Visitor, assistant) -> None:
    answers = [visitor.say("hallo") for _ in range(31)]
    assert [a.status_code for a in answers[:30]] == [200] * 30
    last = answers[30]
    assert (last.status_code, last.json()["error"]) == (429, "rate_limited")
    assert kinds(last) == ["text", "handoff"]
    assert 1 <= int(last.headers["Retry-After"]) <= 3
    assert len(assistant.asked) == 30
    assert visitor.start().say("hallo").status_code == 200  # nobody else waits


def test_sessions_are_limited_for_a_network_and_not_for_its_neighbours(newcomer: Visitor, monkeypatch) -> None:
    monkeypatch.setattr(views, "session_bucket", Bucket(3, 3600))
    for address in ("198.51.100.1", "198.51.100.2", "198.51.100.3"):
        newcomer.address = address
        newcomer.start()
    newcomer.address = "198.51.100.200"
    answer = newcomer.ask("POST", "/api/sessions")
    assert (answer.status_code, answer.json()["error"]) == (429, "too_many_sessions")
    assert kinds(answer) == ["text", "handoff"] and "session" not in answer.json()
    newcomer.address = "198.51.101.1"
    newcomer.start()


def test_a_forwarded_header_does_not_change_who_you_are(newcomer: Visitor, monkeypatch) -> None:
    monkeypatch.setattr(views, "session_bucket", Bucket(1, 3600))
    newcomer.start()
    forged = {"X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1"}
    assert newcomer.ask("POST", "/api/sessions", headers=forged).status_code == 429


def test_a_crowd_is_told_that_it_is_busy(visitor: Visitor, assistant, monkeypatch) -> None:
    monkeypatch.setattr(conversation.crowd, "size", 1)
    assistant.delay = 0.3
    first = visitor.sending("hallo")
    second = visitor.start().sending("hallo")
    answers = visitor.at_once(first, second)
    assert sorted(a.status_code for a in answers) == [200, 503]
    busy = next(a for a in answers if a.status_code == 503)
    assert kinds(busy) == ["text", "handoff"] and busy.headers["Retry-After"]
    assert conversation.crowd.inside == 0


def test_a_message_does_not_wait_for_ever_for_the_one_before(visitor: Visitor, assistant, settings) -> None:
    settings.TURN_PATIENCE = 0.1
    assistant.delay = 0.5
    answers = visitor.at_once(visitor.sending("een"), visitor.sending("twee"))
    assert sorted(a.status_code for a in answers) == [200, 503]
    assert conversation.turns._locks == {}


def test_a_bucket_fills_again() -> None:
    now = 0.0
    bucket = Bucket(2, 60, clock=lambda: now)
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 30]
    now = 29.0
    assert bucket.take("a") == pytest.approx(1.0)
    now = 30.0
    assert bucket.take("a") == 0
    now = 1000.0
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 30]  # never more than its size


def test_buckets_do_not_grow_without_end() -> None:
    bucket = Bucket(2, 60, clock=lambda: 0.0)
    for number in range(50_000):
        bucket.take(str(number))
    assert len(bucket._left) <= 20_001


def test_a_network_is_named_by_a_hash_that_changes_every_day() -> None:
    names = Neighbourhood()
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    home = names.of("192.0.2.10", monday)
    assert home == names.of("192.0.2.99", monday) == names.of("::ffff:192.0.2.5", monday)
    assert home != names.of("192.0.3.10", monday)
    assert names.of("2001:db8:1:2::1", monday) == names.of("2001:db8:1:ffff::9", monday)
    assert names.of("2001:db8:1::1", monday) != names.of("2001:db8:2::1", monday)
    assert names.of("", monday) == names.of("unix", monday)
    assert home != names.of("192.0.2.10", tuesday)
    assert home != Neighbourhood().of("192.0.2.10", monday)
