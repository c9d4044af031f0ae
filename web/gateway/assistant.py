"""The gateway's side of the private talk with the assistant."""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from django.conf import settings

from houvast.safety import Alarm

from .core import Message

logger = logging.getLogger("houvast.gateway")

_MESSAGE_PARTS = ("text", "buttons", "custom")
_MAX_ANSWER_BYTES = 1024 * 1024
_READY_TIMEOUT = 2.0  # seconds
# One client for each running event loop: connections belong to their loop.
_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]" = WeakKeyDictionary()


class NoAnswer(Exception):
    """The assistant gave nothing that can be shown: which way it failed."""


@dataclass(frozen=True)
class Answer:
    """What the assistant said and how it came to it."""

    messages: list[Message]
    intent: str | None = None
    confidence: float | None = None
    debug: dict[str, Any] = field(default_factory=dict)


def crisis_mark(alarm: Alarm | None) -> dict[str, str] | None:
    """The alarm as the assistant and `debug` see it."""
    if alarm is None:
        return None
    return {"category": alarm.category, "level": alarm.level, "language": alarm.language}


async def ask(conversation: str, message: str, message_id: str, now: datetime, alarm: Alarm | None) -> Answer:
    """The assistant's answer to `message`, within `ASSISTANT_TIMEOUT` seconds.

    Raises:
        NoAnswer: it is down, slow, broken, or says nothing (an actions server that is down looks like that).
    """
    body = {
        "sender": conversation,
        "message": message,
        "message_id": message_id,
        "metadata": {"now": now.isoformat(), "crisis": crisis_mark(alarm)},
    }
    client = _client()  # made before the clock starts: the first one reads certificates from disk
    try:
        async with asyncio.timeout(settings.ASSISTANT_TIMEOUT):
            response = await client.post(_url("webhook"), json=body, headers=_headers())
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
        raise NoAnswer(type(error).__name__) from None
    if response.status_code != 200:
        raise NoAnswer(f"status {response.status_code}")
    if len(response.content) > _MAX_ANSWER_BYTES:
        raise NoAnswer("too large")
    try:
        return _read(json.loads(response.content))
    except (ValueError, RecursionError):
        raise NoAnswer("no JSON") from None


async def forget(conversation: str) -> bool:
    """Ask the assistant to delete a conversation; whether it did."""
    try:
        async with asyncio.timeout(settings.ASSISTANT_TIMEOUT):
            response = await _client().delete(_url(f"conversations/{conversation}"), headers=_headers())
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError):
        return False
    # 404: it never knew the conversation, which is as good as gone.
    return response.status_code in {200, 204, 404}


async def is_ready() -> bool:
    """Whether the assistant says it can answer."""
    try:
        async with asyncio.timeout(_READY_TIMEOUT):
            response = await _client().get(_url(""), headers=_headers())
        return response.status_code == 200 and response.json().get("status") == "ok"
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError, AttributeError):
        return False


async def hang_up() -> None:
    """Close the connections of this event loop."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


def _client() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        # trust_env off: a proxy of the machine has no business between two processes of ours.
        _clients[loop] = httpx.AsyncClient(timeout=settings.ASSISTANT_TIMEOUT, trust_env=False)
    return _clients[loop]


def _url(path: str) -> str:
    return f"{settings.ASSISTANT_URL}/webhooks/houvast/{path}"


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.ASSISTANT_SECRET}"} if settings.ASSISTANT_SECRET else {}


def _read(body: Any) -> Answer:
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        raise NoAnswer("odd shape")
    parts = [{k: m[k] for k in _MESSAGE_PARTS if m.get(k)} for m in body["messages"] if isinstance(m, dict)]
    messages = [message for message in parts if message]
    if not messages:
        raise NoAnswer("no messages")
    debug = body.get("debug")
    debug = debug if isinstance(debug, dict) else {}
    parse = body.get("parse")
    understood = parse.get("intent") if isinstance(parse, dict) else None
    understood = understood if isinstance(understood, dict) else {}
    intent = debug.get("intent") or understood.get("name")
    confidence = debug.get("confidence", understood.get("confidence"))
    return Answer(
        messages,
        intent if isinstance(intent, str) else None,
        float(confidence) if isinstance(confidence, int | float) else None,
        debug,
    )
