"""What goes back: JSON with messages, also when something is refused. Nobody is left with a bare error."""

import functools
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from houvast.safety import Alarm

from . import core
from .clock import system_now
from .refusal import Refusal

logger = logging.getLogger("houvast.gateway")

View = Callable[..., Coroutine[Any, Any, HttpResponse]]


def reply(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> JsonResponse:
    """JSON that no cache keeps."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def refuse(refusal: Refusal, now: datetime, alarm: Alarm | None = None, **extra: Any) -> JsonResponse:
    """The refusal in Dutch, with the help lines; when the safety net alarmed, the crisis answer stands before it."""
    why = core.say(refusal.text_id)
    spoken = [*core.crisis(alarm, now), why] if alarm else [why, core.helplines(now)]
    body = {"error": refusal.text_id, "messages": spoken, "degraded": False, **extra}
    return reply(body, refusal.status, refusal.headers)


def door(*methods: str) -> Callable[[View], View]:
    """A view that answers these methods; everything else, and every refusal or fault, becomes a JSON answer."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refusal(405, "bad_request", Allow=", ".join(methods))
                return await view(request, *args, **kwargs)
            except Refusal as refusal:
                return refuse(refusal, system_now())
            except Exception:
                logger.exception("fault in %s", view.__name__)
                return refuse(Refusal(500, "server_error"), system_now())

        return guarded

    return decorate
