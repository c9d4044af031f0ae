"""Say one text of `knowledge/texts/`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from houvast.messages.catalogue import catalogue
from houvast.messages.message import Message

_log = logging.getLogger(__name__)


class _Blank(dict[str, Any]):
    """Leaves out what was not given: a hole in a sentence is better than no answer to a child."""

    def __missing__(self, key: str) -> str:
        _log.error("a text asks for the value '%s', which was not given", key)
        return "…"


def say(text_id: str, audience: str | None = None, **values: Any) -> Message:
    """Return the text with its buttons; an id that nobody wrote gives `not_understood`, and an error in the log."""
    entry = catalogue().texts.get(text_id)
    if entry is None:
        _log.error("no text is called '%s': add it to knowledge/texts/", text_id)
        entry = catalogue().texts["not_understood"]
    message: Message = {"text": fill(entry["text"], audience, **values)}
    if entry.get("buttons"):
        message["buttons"] = [{**b, "title": variant(b["title"], audience)} for b in entry["buttons"]]
    return message


def words(text_id: str, audience: str | None = None, **values: Any) -> str:
    """Return only the text: for pieces that go into a bigger message."""
    return str(say(text_id, audience, **values)["text"])


def variant(text: str | Mapping[str, str], audience: str | None) -> str:
    """Pick the wording for a reader; who has none of their own gets that for young people."""
    if isinstance(text, str):
        return text
    return text.get(audience or "youth") or text.get("youth") or next(iter(text.values()))


def fill(text: str | Mapping[str, str], audience: str | None, **values: Any) -> str:
    """Pick the wording and fill in `{name}`."""
    chosen = variant(text, audience)
    try:
        return chosen.format_map(_Blank(values))
    except (ValueError, IndexError, AttributeError):
        _log.exception("a text cannot be filled in: %r", chosen)
        return chosen


def welcome() -> list[Message]:
    """Return the first messages: what this is, that it is a chatbot, the safe word, and who are you."""
    return [say("welcome"), say("welcome_who")]
