from datetime import timedelta

from django.utils import timezone

from tests.web.conftest import Visitor, kinds
from web.gateway.models import Rating, Session
from web.gateway.transcript import sha256


def test_a_new_session_gets_a_token_and_a_welcome(newcomer: Visitor) -> None:
    answer = newcomer.ask("POST", "/api/sessions")
    assert answer.status_code == 201
    body = answer.json()
    assert len(body["session"]) >= 43  # 256 bits in base64
    assert body["degraded"] is False and body["messages"]
    assert "debug" not in body
    assert not answer.cookies and "set-cookie" not in answer.headers


def test_only_the_hash_of_a_token_is_stored(visitor: Visitor, database_files) -> None:
    session = Session.objects.get()
    assert session.token_hash == sha256(visitor.token)
    assert visitor.token.encode() not in database_files()
    assert session.conversation not in visitor.token


def test_tokens_and_conversations_are_never_the_same(newcomer: Visitor) -> None:
    tokens = {newcomer.start().token for _ in range(20)}
    assert len(tokens) == 20
    assert Session.objects.values("conversation").distinct().count() == 20


def test_without_or_with_a_wrong_token_there_are_still_lines(visitor: Visitor, assistant) -> None:
    for header in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Bearer "}, {"Authorization": "é"},
                   {"Authorization": f"Basic {visitor.token}"}, {"Authorization": "Bearer " + "a" * 5000}):  # fmt: skip
        raw = {k: v.encode() for k, v in header.items()}
        answer = visitor.ask("POST", "/api/messages", json={"message": "hallo"}, headers=raw)
        assert answer.status_code == 401, header
        assert answer.json()["error"] == "session_gone"
        assert "handoff" in kinds(answer)
    assert assistant.asked == []


def test_an_idle_session_expires_but_can_still_be_deleted(visitor: Visitor, settings) -> None:
    then = timezone.now() - timedelta(hours=settings.SESSION_IDLE_HOURS, minutes=1)
    Session.objects.update(last_seen=then)
    assert visitor.say("hallo").status_code == 401
    assert visitor.ask("DELETE", "/api/sessions/current", headers=visitor.bearer()).status_code == 204
    assert not Session.objects.exists()


def test_a_session_that_is_just_in_time_lives_on(visitor: Visitor, settings) -> None:
    Session.objects.update(last_seen=timezone.now() - timedelta(hours=settings.SESSION_IDLE_HOURS, minutes=-1))
    assert visitor.say("hallo").status_code == 200


def test_rating_is_kept_once(visitor: Visitor) -> None:
    for helped in (False, True):
        answer = visitor.ask("POST", "/api/ratings", json={"helped": helped}, headers=visitor.bearer())
        assert answer.status_code == 201 and answer.json()["messages"]
    assert Rating.objects.get().helped is True


def test_a_rating_that_is_none_is_refused(visitor: Visitor) -> None:
    for body in (b"", b"{", b"[]", b'{"helped": "ja"}', b'{"helped": 1}', b"[" * 50_000):
        answer = visitor.ask("POST", "/api/ratings", content=body, headers=visitor.bearer())
        assert answer.status_code == 400, body[:20]
        assert "handoff" in kinds(answer)
    assert visitor.ask("POST", "/api/ratings", json={"helped": True}).status_code == 401
    assert not Rating.objects.exists()


def test_helplines_and_health_need_no_session(newcomer: Visitor, assistant) -> None:
    assert kinds(newcomer.ask("GET", "/api/helplines")) == ["handoff"]
    assert newcomer.ask("GET", "/healthz").json() == {"status": "ok"}
    assert newcomer.ask("GET", "/readyz").json() == {"status": "ready", "database": "ok", "assistant": "ok"}
    assistant.ready = False
    answer = newcomer.ask("GET", "/readyz")
    assert answer.status_code == 503
    assert answer.json()["assistant"] == "down" and "handoff" in kinds(answer)


def test_unknown_paths_and_methods_answer_with_lines(visitor: Visitor) -> None:
    for method, path, status in (
        ("GET", "/nergens", 404), ("GET", "/admin/", 404), ("GET", "/api/messages", 405), ("PUT", "/api/sessions", 405),
        ("DELETE", "/api/sessions", 405), ("POST", "/", 405), ("GET", "/widget/../web/gateway/settings.py", 404),
        ("GET", "/widget/%2e%2e/pyproject.toml", 404), ("GET", "/widget/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/widget/.git", 404), ("GET", "/widget/%00.js", 404), ("GET", "/widget/cards", 404),
    ):  # fmt: skip
        answer = visitor.ask(method, path)
        assert answer.status_code == status, (method, path)
        assert "handoff" in kinds(answer), (method, path)


def test_the_page_and_the_widget_are_served(newcomer: Visitor) -> None:
    page = newcomer.ask("GET", "/")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    script = newcomer.ask("GET", "/widget/houvast-chat.js")
    assert script.status_code == 200 and script.headers["content-type"].startswith("text/javascript")
    assert newcomer.ask("GET", "/widget/cards/index.js").status_code == 200
