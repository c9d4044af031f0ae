import re

import pytest

from tests.web.conftest import Visitor, kinds

PATHS = [("GET", "/"), ("GET", "/healthz"), ("GET", "/api/helplines"), ("POST", "/api/sessions"), ("GET", "/nergens"),
         ("POST", "/api/messages"), ("DELETE", "/api/sessions/current"), ("POST", "/api/sessions/end")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_every_answer_is_strict(newcomer: Visitor, method: str, path: str) -> None:
    headers = newcomer.ask(method, path, headers={"Origin": "https://elders.example"}).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "connect-src": "'self'",
        "img-src": "'self'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_conversations_are_not_cached(visitor: Visitor) -> None:
    for answer in (visitor.say("hallo"), visitor.say(""), visitor.ask("POST", "/api/sessions")):
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_needs_nothing_that_the_policy_forbids(newcomer: Visitor) -> None:
    page = newcomer.ask("GET", "/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', page)


def test_an_allowed_site_may_talk_to_us_and_another_may_not(newcomer: Visitor, settings) -> None:
    settings.ALLOWED_ORIGINS = ["https://school.example"]
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    friend, stranger = {"Origin": "https://school.example"}, {"Origin": "https://school.example.evil.example"}
    preflight = newcomer.ask("OPTIONS", "/api/messages", headers=asked | friend)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://school.example"
    assert {"authorization", "content-type"} <= {
        name.strip().lower() for name in preflight.headers["Access-Control-Allow-Headers"].split(",")
    }
    assert "x-houvast-now" not in preflight.headers["Access-Control-Allow-Headers"].lower()
    answer = newcomer.ask("POST", "/api/sessions", headers=friend)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://school.example"
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "X-Frame-Options" not in answer.headers  # frame-ancestors decides
    for headers in (asked | stranger, asked | {"Origin": "null"}):
        refused = newcomer.ask("OPTIONS", "/api/messages", headers=headers)
        assert refused.status_code == 405 and "Access-Control-Allow-Origin" not in refused.headers
    assert "Access-Control-Allow-Origin" not in newcomer.ask("POST", "/api/sessions", headers=stranger).headers


def test_a_strange_host_name_is_refused(newcomer: Visitor) -> None:
    answer = newcomer.ask("GET", "/", headers={"Host": "rebind.example"})
    assert answer.status_code == 400 and "handoff" in kinds(answer)
    assert newcomer.ask("GET", "/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
