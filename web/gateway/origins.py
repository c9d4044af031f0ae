"""Which host names we answer to, and which other sites may talk to the gateway from a browser."""

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import async_only_middleware

from .clock import system_now
from .refusal import Refusal
from .replies import refuse

GetResponse = Callable[[HttpRequest], Awaitable[HttpResponse]]


@async_only_middleware
def who_may_ask(get_response: GetResponse) -> GetResponse:
    """Refuse strange host names (a rebinding trick), and answer the allowed origins and their preflights.

    Origins that are not on the list get no CORS header at all, so their browser keeps the answer from them. They are
    not refused: a token is needed for everything that matters, and `/api/sessions/end` must work as a page dies,
    when a browser under `no-referrer` says "Origin: null".
    """

    async def answer(request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return refuse(Refusal(400, "bad_request"), system_now())
        if request.scope.get("houvast.body") == "slow":  # type: ignore[attr-defined]
            return refuse(Refusal(408, "bad_request"), system_now())
        origin = request.headers.get("Origin")
        allowed = origin is not None and origin in settings.ALLOWED_ORIGINS
        preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if preflight and allowed else await get_response(request)
        if allowed and origin:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "Retry-After"
            if preflight:
                response["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
                response["Access-Control-Allow-Headers"] = "Authorization, Content-Type" + (
                    ", X-Houvast-Now" if settings.TEST_CLOCK else ""
                )
                response["Access-Control-Max-Age"] = "600"
        if settings.ALLOWED_ORIGINS:
            patch_vary_headers(response, ["Origin"])
        else:
            response["X-Frame-Options"] = "DENY"
        return response

    return answer
