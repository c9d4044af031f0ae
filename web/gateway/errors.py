"""What Django's own errors look like: the same JSON with help lines as every other refusal."""

from django.http import HttpRequest, HttpResponse

from .clock import system_now
from .refusal import Refusal
from .replies import refuse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return refuse(Refusal(400, "bad_request"), system_now())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for every path that is not in `urls`."""
    return refuse(Refusal(404, "not_found"), system_now())


def server_error(request: HttpRequest) -> HttpResponse:
    """500, for a fault outside our views."""
    return refuse(Refusal(500, "server_error"), system_now())
