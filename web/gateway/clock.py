"""The one clock: every decision about time in a turn uses what this module gives."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .refusal import Refusal

BRUSSELS = ZoneInfo("Europe/Brussels")


def now_for(request: HttpRequest) -> datetime:
    """The time of this request in Europe/Brussels.

    With `HOUVAST_TEST_CLOCK=1` the header `X-Houvast-Now` (ISO 8601 with zone) says what time it is; without the
    variable the header is ignored. The validity of a session never follows the header: see `transcript.find`.

    Raises:
        Refusal: 400, when the test clock is on and its header cannot be read.
    """
    header = request.headers.get("X-Houvast-Now") if settings.TEST_CLOCK else None
    if header is None:
        return system_now()
    try:
        told = datetime.fromisoformat(header)
        if told.tzinfo is None:
            raise ValueError("no zone")
        return told.astimezone(BRUSSELS)
    except (ValueError, OverflowError):
        raise Refusal(400, "bad_request") from None


def system_now() -> datetime:
    """The machine's time in Europe/Brussels."""
    return timezone.now().astimezone(BRUSSELS)
