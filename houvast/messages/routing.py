"""The hand-off and urgency rules: which facts they read, how urgent a case is, and which lines come in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from houvast.messages.lines import KNOWLEDGE, Line, Words, load_lines, read_knowledge
from houvast.messages.opening import in_brussels, is_within
from houvast.rules.conditions import NOT_APPLICABLE, UNKNOWN, WITHHELD, Condition, ConditionError, parse
from houvast.rules.documents import Document
from houvast.rules.selection import Entry, select

READERS = {
    "youth": "youth", "parent": "parent", "other_adult": "other_adult",
    "school": "professional", "clb": "professional", "professional": "professional",
}
"""Who reads, by the words for an audience and for `asker_role`."""

LANGUAGES = ("nl", "fr", "en")
OLDEST = 130
"""No age in years above this is believed."""


@dataclass(frozen=True)
class Routing:
    """`knowledge/handoff.yml` and `knowledge/urgency.yml`, parsed once."""

    crisis: tuple[Entry, ...]
    otherwise: tuple[Entry, ...]
    urgency: tuple[Entry, ...]
    urgency_otherwise: str
    night: tuple[time, time]
    shown_first: int
    always_open: str
    answers_surely: Condition
    no_silent_way: Condition
    words: Mapping[str, Words]
    degraded: str


@dataclass(frozen=True)
class Crisis:
    """What the safety net found: category, level (attempt_now, explicit, veiled) and the language to answer in."""

    category: str | None = None
    level: str | None = None
    language: str = "nl"


def context(
    facts: Mapping[str, Any] | None, topic: object, now: object, audience: object, crisis: Crisis
) -> dict[str, Any]:
    """Return the facts with those that these files call `derived`; what cannot be read is left out."""
    told = facts if isinstance(facts, Mapping) else {}
    case = {name: value for name, value in told.items() if isinstance(name, str) and _is_readable(name, value)}
    reader = READERS.get(str(audience)) or READERS.get(str(case.get("asker_role"))) or "unknown"
    own_age = "child_age" if reader in ("parent", "professional") else "asker_age"
    start, end = load_routing().night
    case |= {
        "reader": reader,
        "topic": topic if isinstance(topic, str) and topic else NOT_APPLICABLE,
        "category": crisis.category or NOT_APPLICABLE,
        "level": crisis.level or NOT_APPLICABLE,
        "language": crisis.language,
        "night": is_within(in_brussels(now).time(), start, end),
        "young_age": case.get(own_age, case.get("child_age") if reader == "unknown" else None),
    }
    return case


def urgency(case: Mapping[str, Any]) -> str:
    """Return crisis, high, normal or info for a case made by `context`; undecided is normal, never less."""
    chosen = select(load_routing().urgency, case).chosen
    return str(chosen[0].data["level"]) if chosen else load_routing().urgency_otherwise


def ranked(case: Mapping[str, Any]) -> list[Line]:
    """Return the lines that may be shown, best first.

    At night those confirmed day and night come before all others; in a crisis one of those is always among the first.
    """
    routing = load_routing()
    in_crisis = case["category"] != NOT_APPLICABLE
    shown = (_shown(routing.crisis, case) if in_crisis else []) or _shown(routing.otherwise, case)
    sure = [line for line in shown if line.is_always_open(routing.always_open)]
    if case["night"]:
        return [*sure, *(line for line in shown if line not in sure)]
    last = routing.shown_first - 1
    if sure and sure[0] not in shown[: last + 1] and routing.answers_surely.holds(case):
        shown.remove(sure[0])
        shown.insert(last, sure[0])
    return shown


def _shown(routes: Sequence[Entry], case: Mapping[str, Any]) -> list[Line]:
    """Return the lines of the routes that hold, each once, without those that this reader may not see."""
    lines = load_lines()
    wanted = dict.fromkeys(entry.data["line"] for entry in select(routes, case).chosen)
    return [
        line for name in wanted
        if (line := lines[name]).is_shown(case["language"]) and line.suits(case["reader"], case["young_age"])
    ]


def _is_readable(name: str, value: object) -> bool:
    """Whether conditions can compare it: an age is a number of years or a range, the rest words or yes/no."""
    is_age = name.endswith("_age") or "_age_" in name
    if isinstance(value, Mapping):
        choice = value.get("one_of")
        if isinstance(choice, list):
            return bool(choice) and all(type(v) is int if is_age else isinstance(v, (str, int)) for v in choice)
        low, high = value.get("min"), value.get("max")
        return type(low) is int and type(high) is int and 0 <= low <= high <= OLDEST
    if is_age:
        return value in (UNKNOWN, WITHHELD, NOT_APPLICABLE) or (type(value) is int and 0 <= value <= OLDEST)
    return isinstance(value, (str, bool, int, float, frozenset, set))


@cache
def load_routing(folder: Path = KNOWLEDGE) -> Routing:
    """Read and parse the hand-off and urgency rules once. Raises KnowledgeError with file, line and remedy."""
    routing = read_knowledge(folder / "handoff.yml", "handoff")
    levels = read_knowledge(folder / "urgency.yml", "urgency")
    rules, lines = routing.data, load_lines(folder / "helplines")
    for part, routes in rules["routes"].items():
        for place, route in enumerate(routes):
            if route["line"] not in lines:
                problem = f"'{route['id']}' names a line that does not exist."
                raise routing.error(["routes", part, place], problem, "Add it under helplines/.")
    return Routing(
        crisis=entries(routing, "routes", "crisis"),
        otherwise=entries(routing, "routes", "otherwise"),
        urgency=entries(levels, "entries"),
        urgency_otherwise=levels.data["otherwise"],
        night=(time.fromisoformat(rules["night"]["from"]), time.fromisoformat(rules["night"]["to"])),
        shown_first=rules["shown_first"],
        always_open=rules["always_open"],
        answers_surely=_condition(routing, ("answers_surely",), rules["answers_surely"]),
        no_silent_way=_condition(routing, ("no_silent_way",), rules["no_silent_way"]),
        words=rules["words"],
        degraded=rules["degraded"],
    )


def entries(document: Document, *path: str) -> tuple[Entry, ...]:
    """Parse the ordered list behind these keys. Raises KnowledgeError for a condition that cannot be read."""
    items: Any = document.data
    for step in path:
        items = items[step]
    parsed = []
    for place, item in enumerate(items):
        when = _condition(document, (*path, place, "when"), item["when"])
        parsed.append(Entry(item["id"], when, item.get("undecided") == "keep", dict(item)))
    return tuple(parsed)


def _condition(document: Document, path: Sequence[str | int], raw: Mapping[str, Any]) -> Condition:
    try:
        return parse(raw)
    except ConditionError as problem:
        remedy = "See the language in houvast/rules/conditions.py."
        raise document.error(path, f"{problem}.", remedy) from problem
