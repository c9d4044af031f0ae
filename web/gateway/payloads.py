"""Buttons: a payload is a command to the assistant, so only one that we sent in this session may come back."""

from collections.abc import Iterator
from typing import Any

from .core import Message
from .normalisation import normalise


def offered_in(messages: list[Message]) -> set[str]:
    """All payloads that stand on buttons of `messages`, also on those inside a card."""
    return {payload for message in messages for payload in _payloads(message)}


def accepted(text: str, offered: set[str]) -> str | None:
    """The payload as we sent it, when the normalised `text` is one of `offered`; else None."""
    if not text.startswith("/"):
        return None
    return next((payload for payload in offered if normalise(payload) == text), None)


def _payloads(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "buttons" and isinstance(value, list):
                yield from (b["payload"] for b in value if isinstance(b, dict) and isinstance(b.get("payload"), str))
            else:
                yield from _payloads(value)
    elif isinstance(part, list):
        for item in part:
            yield from _payloads(item)
