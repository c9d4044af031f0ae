"""Messages between the steps: offer readings when a message was unclear, and sum up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from houvast.messages.catalogue import catalogue
from houvast.messages.message import Message, payload
from houvast.messages.texts import say, words

_OFFERED = 3


def clarify(intents: Iterable[str], audience: str | None = None) -> Message:
    """Return the likeliest readings as buttons, at most three; intents without a wording are not offered."""
    known = [i for i in intents if f"clarify.{i}" in catalogue().texts][:_OFFERED]
    buttons = [{"title": words(f"clarify.{i}", audience), "payload": payload(i)} for i in known]
    return {**say("clarify", audience), "buttons": buttons} if buttons else say("not_understood", audience)


def summary(plan: Mapping[str, Any], handoff: Mapping[str, Any], audience: str | None = None) -> Message:
    """Return the steps and lines as a text to take along. The story is left out on purpose: others may read it."""
    steps = [s["text"] for s in (plan.get("custom") or {}).get("steps", [])]
    lines = [words("summary.line", name=line.get("name", ""), ways=ways) for line in
             (handoff.get("custom") or {}).get("lines", []) if (ways := _ways(line))]
    text = [words("summary.heading", audience)]
    text += [words("summary.step", number=number, step=step) for number, step in enumerate(steps, 1)]
    if lines:
        text += ["", words("summary.lines", audience), *lines]
    return {**say("summary", audience), "custom": {"type": "summary", "text": "\n".join(text)}}


def _ways(line: Mapping[str, Any]) -> str:
    ways = [str(line[key]) for key in ("phone", "chat", "url") if line.get(key)]
    return words("wording.between").join(dict.fromkeys(ways))
