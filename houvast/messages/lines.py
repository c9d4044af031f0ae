"""The help lines as records of dated facts, and the card that a person sees of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from houvast.messages.opening import UnreadableHoursError, is_open, is_past, read_hours
from houvast.rules import documents
from houvast.rules.documents import Document

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"

CHANNELS = ("phone", "visit", "chat", "url", "mail")
"""Ways to reach a line, the first one first."""
TEXTS = ("what_happens", "who_will_know", "cost")
HOURS = ("phone_hours", "visit_hours", "url_hours", "chat_hours")

Words = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One help line. Only its confirmed facts leave this class."""

    id: str
    names: Mapping[str, str]
    readers: frozenset[str]
    age_from: int
    age_to: int
    facts: Mapping[str, Mapping[str, Any]]

    def confirmed(self, name: str) -> Mapping[str, Any] | None:
        """Return the fact when it is confirmed, else None: a number nobody checked does not exist."""
        fact = self.facts.get(name)
        return fact if fact is not None and fact["confidence"] == "confirmed" else None

    def is_shown(self, language: str) -> bool:
        """Whether there is a confirmed way to reach it and a confirmed text in this language."""
        text = self.confirmed("what_happens")
        return text is not None and language in text and any(self.confirmed(channel) for channel in CHANNELS)

    def suits(self, reader: str, age: object) -> bool:
        """Whether it is meant for this reader, and for this age in years (anything but a number is no hindrance)."""
        too_far = isinstance(age, int) and not isinstance(age, bool) and not self.age_from <= age <= self.age_to
        return reader in self.readers and not too_far

    def hours(self, channel: str) -> Mapping[str, Any] | None:
        """Return the confirmed hours of one channel, None when nobody confirmed any."""
        return self.confirmed(f"{channel}_hours")

    def first_channel(self) -> str:
        """Return the way that comes first: the phone, then a place to go, then the web."""
        return next((channel for channel in CHANNELS if self.confirmed(channel)), "url")

    def is_always_open(self, always: str) -> bool:
        """Whether it is confirmed day and night; an old check too: the number still comes first."""
        hours = self.hours(self.first_channel())
        return hours is not None and hours["value"] == always

    def card(self, now: datetime, reader: str, language: str, words: Words, always: str) -> dict[str, Any]:
        """Return the line as it stands in a `handoff` message: JSON, with facts past their date marked as such.

        `open_now` and `hours_note` belong to the first way to reach it; any other chat has its `chat_note`.
        """
        card: dict[str, Any] = {"id": self.id, "name": self.names.get(language, self.names["nl"])}
        for channel in ("phone", "chat", "url", "mail"):
            if fact := self.confirmed(channel):
                card[channel] = fact["value"]
        first = self.first_channel()
        hours = self.hours(first)
        trusted = hours is not None and not is_past(hours["review_by"], now)
        card["open_now"] = is_open(hours["value"], now) if hours is not None and trusted else None
        card["hours_note"] = self._hours_note(first, now, words, always)
        if "chat" in card and first != "chat":
            card["chat_note"] = self._hours_note("chat", now, words, always)
        for name in TEXTS:
            card[name] = self._text(name, now, reader, language, words)
        return card

    def _hours_note(self, channel: str, now: datetime, words: Words, always: str) -> str:
        hours, contact = self.hours(channel), self.confirmed(channel)
        old = [fact for fact in (hours, contact) if fact is not None and is_past(fact["review_by"], now)]
        if hours is not None and hours["value"] == always:
            note = words["day_and_night"]
        elif hours is None or old:
            note = words["see_site" if self.confirmed("url") else "not_checked"]
        else:
            note = words["open_now" if is_open(hours["value"], now) else "closed"]
        oldest = min(old, key=lambda fact: str(fact["checked"]), default=None)
        return note if oldest is None else f"{note}, {_stale_words(oldest, words)}"

    def _text(self, name: str, now: datetime, reader: str, language: str, words: Words) -> str:
        fact = self.confirmed(name)
        if fact is None:
            return ""
        text = str(fact.get(f"{language}_{reader}") or fact.get(language) or fact["nl"])
        return f"{text} ({_stale_words(fact, words)})" if is_past(fact["review_by"], now) else text


def _stale_words(fact: Mapping[str, Any], words: Words) -> str:
    return words["stale"].format(date=date.fromisoformat(fact["checked"]).strftime("%d-%m-%Y"))


@cache
def load_lines(folder: Path = KNOWLEDGE / "helplines") -> Mapping[str, Line]:
    """Return all lines by id, read once. Raises KnowledgeError with file, line and remedy."""
    lines = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_knowledge(path, "helpline")
        record = document.data
        if record["id"] != path.stem:
            raise document.error(["id"], f"the id is '{record['id']}'.", "Give file and id the same name.")
        facts = {name: record[name] for name in (*CHANNELS, *HOURS, *TEXTS) if name in record}
        for name, fact in facts.items():
            _check(document, name, fact)
        names = record["name"] if isinstance(record["name"], dict) else {"nl": record["name"]}
        meant_for = record["for"]
        lines[path.stem] = Line(
            record["id"], names, frozenset(meant_for["readers"]),
            meant_for.get("age_from", 0), meant_for.get("age_to", 200), facts,
        )
    return lines


def read_knowledge(path: Path, schema: str) -> Document:
    """Read one knowledge file that fits `knowledge/schema/<schema>.schema.json`. Raises KnowledgeError."""
    document = documents.read(path)
    documents.validate(document, KNOWLEDGE / "schema" / f"{schema}.schema.json")
    return document


def _check(document: Document, name: str, fact: Mapping[str, Any]) -> None:
    """What a schema cannot see: real dates in the right order, hours that can be read."""
    try:
        if date.fromisoformat(fact["checked"]) >= date.fromisoformat(fact["review_by"]):
            problem = f"{name}: review_by is not after checked."
            raise document.error([name, "review_by"], problem, "Give it a later day.")
        if name in HOURS and fact["value"] is not None:
            read_hours(fact["value"])
    except (ValueError, TypeError) as problem:
        raise document.error([name], f"{name}: {problem}.", "Write a day that exists, as 2026-11-22.") from problem
    except UnreadableHoursError as problem:
        remedy = "Write them as OSM opening_hours."
        raise document.error([name, "value"], f"{name}: hours cannot be read.", remedy) from problem
