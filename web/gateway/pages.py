"""The demo page and the files of the widget, as they lie in `widget/`."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .refusal import Refusal
from .replies import door

# What a widget is made of; nothing else that may lie in the folder is shown.
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


@door("GET", "HEAD")
async def demo(request: HttpRequest) -> HttpResponse:
    """The page of `GET /`."""
    return _file("index.html")


@door("GET", "HEAD")
async def widget(request: HttpRequest, file: str) -> HttpResponse:
    """A file of the widget."""
    return _file(file)


def _file(name: str) -> HttpResponse:
    folder = Path(settings.WIDGET_DIR).resolve()
    kind = _KINDS.get(Path(name).suffix)
    if kind is None or "\x00" in name or any(part.startswith(".") for part in name.split("/")):
        raise Refusal(404, "not_found")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise Refusal(404, "not_found")
    # no-cache: a browser may keep it but asks first, so that a corrected text is never a day late.
    return HttpResponse(path.read_bytes(), content_type=kind, headers={"Cache-Control": "no-cache"})
