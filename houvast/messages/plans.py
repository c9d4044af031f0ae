"""Step plans: which steps, in which order, and what could still change them."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from houvast.messages.catalogue import Plan, catalogue
from houvast.messages.message import Message
from houvast.messages.texts import say, variant
from houvast.rules.conditions import UNKNOWN, WITHHELD
from houvast.rules.selection import select

_log = logging.getLogger(__name__)
_NIGHT_FROM, _NIGHT_TO = 22, 7
"""Hours (Belgian time) between which nobody can be called aloud and school and CLB do not answer."""


def plan(topic: str, facts: Mapping[str, Any], audience: str | None = None, stage: str = "full",
         now: datetime | None = None) -> tuple[Message, list[str]]:
    """Return the plan as a message, and the facts that are worth asking because they could still change it.

    `stage` "first" gives only what must be said before any question: no text and no steps when there is nothing of
    that kind. "full" gives all steps. `now` (with zone) decides whether the steps for the night are in it.
    Facts that were answered with "weet ik niet" or "zeg ik liever niet" are never in the second part.
    """
    top = catalogue().plans.get(topic)
    if top is None:
        _log.error("no plan is called '%s': add knowledge/plans/%s.yml", topic, topic)
        return {"custom": {"type": "plan", "plan": topic, "stage": stage, "steps": []}}, []
    known = {fact: value for fact, value in facts.items() if _readable(top, fact, value)}
    if now is not None:
        known["night"] = is_night(now)
    chosen, opened = top, set[str]()
    derived = _derive(top, known)
    for other, when in top.instead:
        if when.holds(derived):
            chosen, derived = catalogue().plans[other], _derive(catalogue().plans[other], known)
        else:
            opened |= when.open_facts(derived)
    steps = [s for s in chosen.steps if not (s.id in chosen.unless and chosen.unless[s.id].holds(derived) is True)]
    selection = select(steps, derived)
    opened |= set(selection.missing)
    shown = [s.data for s in selection.chosen if stage == "full" or s.data["stage"] == "first"]
    return _message(topic, chosen, shown, audience, stage), _worth_asking(chosen, opened, facts)


def is_night(now: datetime) -> bool:
    """Whether it is night in Belgium."""
    hour = now.astimezone(ZoneInfo("Europe/Brussels")).hour
    return hour >= _NIGHT_FROM or hour < _NIGHT_TO


def _readable(top: Plan, fact: str, value: Any) -> bool:
    """Whether the conditions can compare this value; what they cannot read counts as not known, never as no."""
    if not isinstance(value, (str, bool, int, Mapping)):
        return False
    try:
        for comparison in top.comparisons():
            if comparison.fact == fact:
                comparison.compare(value)
    except (ValueError, TypeError, KeyError):
        _log.error("the fact '%s' holds something that no plan can read", fact)
        return False
    return True


def _derive(chosen: Plan, facts: Mapping[str, Any]) -> dict[str, Any]:
    known = dict(facts)
    for d in chosen.derive:
        if known.get(d.fact) is None and d.when.holds(known):
            value = known.get(d.source_fact) if d.source_fact else d.value
            if value is not None:
                known[d.fact] = value
    return known


def _worth_asking(chosen: Plan, opened: set[str], told: Mapping[str, Any]) -> list[str]:
    sources = {_source(chosen.ask_for.get(fact, [fact]), told) for fact in opened}
    return [fact for fact in chosen.ask if fact in sources]


def _source(sources: Sequence[str], told: Mapping[str, Any]) -> str | None:
    """The first that has no answer yet; who does not know or will not say who it was, is not asked around it."""
    for source in sources:
        if told.get(source) is None:
            return source
        if told[source] in (UNKNOWN, WITHHELD):
            break
    return None


def _message(topic: str, chosen: Plan, steps: list[dict[str, Any]], audience: str | None, stage: str) -> Message:
    custom: dict[str, Any] = {"type": "plan", "plan": topic, "stage": stage,
                              "steps": [_step(step, audience) for step in steps]}
    if chosen.id != topic:
        custom["variant"] = chosen.id
    if not steps:
        return {"custom": custom}
    intro = f"plan_intro_{stage}"
    specific = f"{intro}.{chosen.id}"
    return {**say(specific if specific in catalogue().texts else intro, audience), "custom": custom}


def _step(step: dict[str, Any], audience: str | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": step["id"], "text": variant(step["say"], audience)}
    if "why" in step:
        shown["why"] = variant(step["why"], audience)
    for key in ("sentences", "links"):
        if step.get(key):
            shown[key] = step[key]
    shown["source"] = step["source"]
    return shown
