"""Which help line first: the `handoff` message, and what is left when Houvast itself cannot answer.

Never shows an unconfirmed number, never calls a line open that nobody checked, never fails: a fact that cannot be read
counts as unknown. Rules: `knowledge/handoff.yml`, `knowledge/urgency.yml`; lines: `knowledge/helplines/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from houvast.messages.lines import Words
from houvast.messages.message import Message
from houvast.messages.opening import in_brussels
from houvast.messages.routing import LANGUAGES, Crisis, context, load_routing, ranked, urgency

SILENT_WAYS = 2
"""How many chats are named to who cannot speak aloud."""

WRITE_TO_AWEL = ("youth", "unknown")
"""Readers who may write to a line for young people at night."""


def handoff(
    facts: Mapping[str, Any] | None, topic: str | None, now: datetime, audience: str | None,
    crisis: Crisis | None = None,
) -> Message:
    """Return the `handoff` message: two lines first, the rest under `more`, with what happens, who knows, the cost.

    `facts` as in `knowledge/facts.yml`, `topic` an intent name, `now` with its zone (a naive one is Belgian time),
    `audience` youth, parent, school, clb, professional, other_adult or None (then `asker_role` counts). Never raises.
    """
    routing, moment, crisis = load_routing(), in_brussels(now), crisis or Crisis()
    if crisis.language not in LANGUAGES:
        crisis = replace(crisis, language="nl")
    words = routing.words[crisis.language]
    case = context(facts, topic, moment, audience, crisis)
    cards = [line.card(moment, case["reader"], crisis.language, words, routing.always_open) for line in ranked(case)]
    first, more = cards[: routing.shown_first], cards[routing.shown_first :]
    custom: Message = {"type": "handoff", "urgency": urgency(case), "language": crisis.language, "lines": first}
    custom["more"] = more
    said = [words["intro_crisis" if crisis.category else "intro"], *(_sentence(card, words) for card in first)]
    if crisis.category:
        custom["category"] = crisis.category
    sites = [_site(card["chat"]) for card in cards if "chat" in card][:SILENT_WAYS]
    if sites and not routing.no_silent_way.holds(case):
        silent = [words["silent"].format(sites=words["or"].join(sites))]
        if case["night"] and case["reader"] in WRITE_TO_AWEL and "silent_night" in words:
            silent.append(words["silent_night"])
        custom["silent"] = " ".join(silent)
        said += [custom["silent"]] if crisis.category or case["night"] else []
    return {"text": "\n".join(said), "custom": custom}


def helplines(now: datetime) -> Message:
    """Return the lines for someone we know nothing of: `GET /api/helplines`, and beside every refusal. Never raises."""
    return handoff({}, None, now, None)


def degraded(now: datetime) -> list[Message]:
    """Return what a person reads when the assistant does not answer: calm words and the lines. Never raises."""
    return [{"text": load_routing().degraded}, helplines(now)]


def _sentence(card: Mapping[str, Any], words: Words) -> str:
    """Return one line in one sentence, for a client that shows only text."""
    shown = {**card, **{way: _site(card[way]) for way in ("chat", "url") if way in card}}
    notes = {"chat": card.get("chat_note", card["hours_note"])}
    for ways in (("phone", "chat"), ("mail", "url")):
        found = [(words[way].format(**shown), notes.get(way, card["hours_note"])) for way in ways if way in card]
        if found:
            break
    else:
        found = [(words["visit"], card["hours_note"])]
    if len({note for _, note in found}) == 1:
        found = [(words["or"].join(way for way, _ in found), found[0][1])]
    return f"{card['name']}: {words['or'].join(f'{way} ({note})' for way, note in found)}."


def _site(address: str) -> str:
    return address.removeprefix("https://").removeprefix("www.")
