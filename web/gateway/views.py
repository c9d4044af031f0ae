"""The public API: reads the request, lets the rooms work, writes the answer. Described in `docs/openapi.yml`."""

import json
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from . import assistant, conversation, core, forgetting, transcript
from .clock import now_for, system_now
from .limits import Bucket, Neighbourhood
from .models import Session
from .refusal import Refusal
from .replies import door, refuse, reply

session_bucket = Bucket(settings.SESSIONS_PER_HOUR, 3600)
neighbourhood = Neighbourhood()
_MAX_TOKEN = 200  # characters; ours are 43


@door("POST")
async def sessions(request: HttpRequest) -> HttpResponse:
    """A new session and its welcome."""
    now = now_for(request)
    wait = session_bucket.take(neighbourhood.of(request.META.get("REMOTE_ADDR") or "", now.date()))
    if wait:
        raise Refusal(429, "too_many_sessions", Retry_After=str(int(wait) + 1))
    messages = core.welcome()
    token = await transcript.open_session(messages)
    extra = {"debug": conversation.debug_of(None, None)} if settings.TEST_CLOCK else {}
    return reply({"session": token, "messages": messages, "degraded": False, **extra}, 201)


@door("POST")
async def messages(request: HttpRequest) -> HttpResponse:
    """One message and its answer. The safety net sees it before anything can refuse it."""
    incoming = conversation.Incoming.read(request.body)
    alarm = await conversation.watched(incoming)
    now = None
    try:
        now = now_for(request)
        session = await _session(request)
        text = conversation.within_limits(session, incoming, _is_oversized(request))
        outcome = await conversation.take_turn(session, text, incoming.message_id, alarm, now)
    except Refusal as refusal:
        extra = {"debug": conversation.debug_of(None, alarm)} if settings.TEST_CLOCK else {}
        return refuse(refusal, now or system_now(), alarm, **extra)
    except Exception:
        # A fault of ours must not cost the crisis answer or the lines.
        conversation.logger.exception("fault in a turn")
        return reply({"messages": conversation.fallback(alarm, now or system_now()), "degraded": True})
    debug = {"debug": outcome.debug} if settings.TEST_CLOCK else {}
    return reply({"messages": outcome.messages, "degraded": outcome.degraded, **debug})


@door("DELETE")
async def current_session(request: HttpRequest) -> HttpResponse:
    """Delete the conversation everywhere; also one that has expired."""
    await _forget(await _session(request, however_old=True))
    return HttpResponse(status=204)


@door("POST")
async def end_session(request: HttpRequest) -> HttpResponse:
    """The quick exit: the token is the body (text/plain), so that no preflight stands between a child and the door.

    An unknown token gets the same 204: there is nothing left to delete, and nobody who could read an error.
    """
    token = "" if _is_oversized(request) else request.body.decode("utf-8", "replace").strip()
    session = await transcript.find(token, however_old=True) if 0 < len(token) <= _MAX_TOKEN else None
    if session is not None:
        await _forget(session)
    return HttpResponse(status=204)


@door("POST")
async def ratings(request: HttpRequest) -> HttpResponse:
    """Whether it helped: true or false."""
    session = await _session(request)
    if _is_oversized(request):
        raise Refusal(413, "bad_request")
    try:
        data: Any = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        data = None
    helped = data.get("helped") if isinstance(data, dict) else None
    if not isinstance(helped, bool):
        raise Refusal(400, "bad_request")
    await transcript.rate(session, helped)
    return reply({"messages": [core.say("rating_thanks")]}, 201)


@door("GET", "HEAD")
async def helplines(request: HttpRequest) -> HttpResponse:
    """The lines, without a session: for a page that could not start one."""
    return reply({"messages": [core.helplines(now_for(request))]})


@door("GET", "HEAD")
async def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return reply({"status": "ok"})


@door("GET", "HEAD")
async def ready(request: HttpRequest) -> HttpResponse:
    """The gateway can take conversations: its database and the assistant are there."""
    parts = {"database": await sync_to_async(_database_answers)(), "assistant": await assistant.is_ready()}
    states = {name: "ok" if up else "down" for name, up in parts.items()}
    if all(parts.values()):
        return reply({"status": "ready", **states})
    return refuse(Refusal(503, "too_busy"), system_now(), None, status="not_ready", **states)


async def _session(request: HttpRequest, however_old: bool = False) -> Session:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() == "bearer" and 0 < len(token) <= _MAX_TOKEN:
        session = await transcript.find(token, however_old)
        if session is not None:
            return session
    raise Refusal(401, "session_gone", WWW_Authenticate="Bearer")


async def _forget(session: Session) -> None:
    conversation.message_bucket.forget(session.token_hash)
    await forgetting.forget(session, conversation.turns)


def _is_oversized(request: HttpRequest) -> bool:
    return bool(request.scope.get("houvast.body") == "oversized")  # type: ignore[attr-defined]


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM gateway_session LIMIT 1")
        return True
    except DatabaseError:
        return False
