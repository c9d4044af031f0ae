"""What stands before Django: reads a body up to its cap, never to disk, and starts and stops what runs beside it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


# One thread with one lasting connection for all database work of this process. A thread and a connection for each
# request, as Django would have it, cost most of a turn: SQLite empties its log whenever the last connection closes.
_database_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")


class Doorway:
    """An ASGI application around `app`.

    `scope["houvast.body"]` tells the views how the body came in: "whole"; "oversized", then the first
    `MAX_WATCHED_BYTES` are there for the safety net; or "slow". `beside` runs from start to stop of the server.
    """

    def __init__(self, app: App, beside: Callable[[], Awaitable[None]]) -> None:
        self.app, self.beside = app, beside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            body = await self._read(scope, receive)
            if body is not None:
                async with ThreadSensitiveContext(executor=_database_thread):
                    await self.app(scope, _replay(body, receive), send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        task = asyncio.ensure_future(self._beside())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _beside(self) -> None:
        async with ThreadSensitiveContext(executor=_database_thread):
            await self.beside()

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body, or None when the client went away."""
        kept, seen, more = bytearray(), 0, True
        scope["houvast.body"] = "whole"
        try:
            async with asyncio.timeout(settings.BODY_PATIENCE):
                while more and seen <= settings.MAX_DRAINED_BYTES:
                    event = await receive()
                    if event["type"] == "http.disconnect":
                        return None
                    chunk, more = event.get("body", b""), event.get("more_body", False)
                    seen += len(chunk)
                    kept += chunk[: max(0, settings.MAX_WATCHED_BYTES - len(kept))]
        except TimeoutError:
            scope["houvast.body"] = "slow"
            return b""
        if seen > settings.MAX_BODY_BYTES:
            scope["houvast.body"] = "oversized"
        return bytes(kept)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` at once and then only tells of a disconnect."""
    given = False

    async def replay() -> Event:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return event

    return replay
