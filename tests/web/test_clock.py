from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.web.conftest import Visitor, kinds
from web.gateway.models import Session

NIGHT = "2026-11-22T02:30:00+01:00"


def told(assistant) -> datetime:
    return datetime.fromisoformat(assistant.asked[-1]["metadata"]["now"])


def test_the_assistant_hears_belgian_time(visitor: Visitor, assistant) -> None:
    visitor.say("hallo")
    brussels = datetime.now(ZoneInfo("Europe/Brussels"))
    assert abs(told(assistant) - brussels) < timedelta(minutes=1)
    assert told(assistant).utcoffset() == brussels.utcoffset()


def test_the_header_is_ignored_without_the_variable(visitor: Visitor, assistant) -> None:
    for header in (NIGHT, "onzin"):
        answer = visitor.say("hallo", **{"X-Houvast-Now": header})
        assert answer.status_code == 200 and "debug" not in answer.json()
        assert abs(told(assistant) - datetime.now(ZoneInfo("Europe/Brussels"))) < timedelta(minutes=1)


@pytest.mark.parametrize("header", [NIGHT, "2026-11-22T01:30:00Z", "2026-11-21T20:30-05:00"])
def test_with_the_variable_the_header_is_the_time(visitor: Visitor, assistant, settings, header: str) -> None:
    settings.TEST_CLOCK = True
    visitor.say("hallo", **{"X-Houvast-Now": header})
    assert assistant.asked[-1]["metadata"]["now"] == NIGHT


def test_with_the_variable_and_no_header_the_time_is_real(visitor: Visitor, assistant, settings) -> None:
    settings.TEST_CLOCK = True
    visitor.say("hallo")
    assert abs(told(assistant) - datetime.now(ZoneInfo("Europe/Brussels"))) < timedelta(minutes=1)


@pytest.mark.parametrize("header", ["onzin", "2026-11-22T02:30:00", "2026-11-22", "", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_read_is_refused(visitor: Visitor, assistant, settings, header: str) -> None:
    settings.TEST_CLOCK = True
    answer = visitor.say("hallo", **{"X-Houvast-Now": header})
    assert answer.status_code == 400 and "handoff" in kinds(answer)
    assert kinds(visitor.say("ik wil niet meer leven", **{"X-Houvast-Now": header}))[0] == "crisis"


def test_the_lines_follow_the_clock(newcomer: Visitor, settings, monkeypatch) -> None:
    settings.TEST_CLOCK = True
    seen = []
    monkeypatch.setattr("web.gateway.core.helplines", lambda now: seen.append(now) or {"custom": {"type": "handoff"}})
    newcomer.ask("GET", "/api/helplines", headers={"X-Houvast-Now": NIGHT})
    assert [now.isoformat() for now in seen] == [NIGHT]


def test_no_header_brings_an_old_session_back_or_ends_a_young_one(visitor: Visitor, settings) -> None:
    settings.TEST_CLOCK = True
    assert visitor.say("hallo", **{"X-Houvast-Now": "2035-01-01T00:00:00+01:00"}).status_code == 200
    Session.objects.update(last_seen=datetime.now(ZoneInfo("UTC")) - timedelta(days=2))
    assert visitor.say("hallo", **{"X-Houvast-Now": "2020-01-01T00:00:00+01:00"}).status_code == 401


def test_debug_tells_what_was_decided(visitor: Visitor, assistant, settings) -> None:
    settings.TEST_CLOCK = True
    debug = visitor.say("hallo", "m-1").json()["debug"]
    assert debug == {
        "intent": "image_shared", "confidence": 0.91, "responses": ["heard"], "actions": ["case_form"],
        "facts": {"asker_age": 15}, "rules": ["S04a"], "crisis": None,
    }  # fmt: skip
    assert visitor.say("hallo", "m-1").json()["debug"] == debug
    crisis = {"category": "suicidal", "level": "explicit", "language": "nl"}
    assert visitor.say("ik wil niet meer leven").json()["debug"]["crisis"] == crisis
    assert visitor.say("ik wil niet meer leven " + "a" * 2000).json()["debug"]["crisis"] == crisis
    assistant.status = 500
    degraded = visitor.say("hallo").json()["debug"]
    assert degraded == {"intent": None, "confidence": None, "responses": [], "actions": [], "facts": {}, "rules": [],
                        "crisis": None}  # fmt: skip
