"""Ask for one fact, and say why it is asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from houvast.messages.catalogue import catalogue
from houvast.messages.message import Message, payload
from houvast.messages.texts import say, variant, words
from houvast.rules.conditions import UNKNOWN, WITHHELD

_log = logging.getLogger(__name__)


def question(fact: str, audience: str | None = None, facts: Mapping[str, Any] | None = None,
             again: bool = False) -> Message:
    """Return the question with its buttons; `again` gives the second wording, for when the first was not understood.

    "Weet ik niet", "zeg ik liever niet" and "waarom vraag je dat?" always stand below. A fact that nobody wrote a
    question for gives an open invitation and an error in the log. `facts` is what is known; no wording uses it yet.
    """
    entry = catalogue().questions.get(fact, {})
    if "ask" not in entry:
        _log.error("no question asks for '%s': add it to knowledge/questions/", fact)
        text = words("question.unknown", audience)
    else:
        text = variant(entry["again" if again else "ask"], audience)
    return {"text": text, "buttons": options(fact, audience) + _always(fact),
            "custom": {"type": "question", "fact": fact, "why": why(fact, audience)["text"]}}


def why(fact: str, audience: str | None = None) -> Message:
    """Return the answer to "waarom vraag je dat?"."""
    entry = catalogue().questions.get(fact, {})
    return {"text": variant(entry["why"], audience)} if "why" in entry else say("ask_explain", audience)


def options(fact: str, audience: str | None = None) -> list[dict[str, str]]:
    """Return the buttons with values of this fact, without the three that always stand below a question."""
    reader = audience or "youth"
    return [{"title": variant(o["title"], audience), "payload": payload("inform", fact=fact, value=o["value"])}
            for o in catalogue().questions.get(fact, {}).get("options", []) if reader in o.get("for", [reader])]


def _always(fact: str) -> list[dict[str, str]]:
    return [{"title": words("button.unknown"), "payload": payload("dont_know", fact=fact, value=UNKNOWN)},
            {"title": words("button.withheld"), "payload": payload("dont_know", fact=fact, value=WITHHELD)},
            {"title": words("button.why"), "payload": payload("ask_explain", fact=fact)}]
