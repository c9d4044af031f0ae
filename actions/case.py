"""The case of one conversation, read from the tracker's slots and written back to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.known_facts import fitting
from houvast import messages
from houvast.rules import load_knowledge
from houvast.rules.conditions import parse
from houvast.rules.ledger import ASK_AT_MOST, Ledger

BRUSSELS = ZoneInfo("Europe/Brussels")
KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


@lru_cache(maxsize=1)
def dialogue() -> dict[str, Any]:
    """What a message does in the dialogue, by intent (`knowledge/dialogue.yml`)."""
    table: dict[str, Any] = yaml.safe_load((KNOWLEDGE / "dialogue.yml").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def topics() -> dict[str, dict[str, Any]]:
    """The advice flows by name (`knowledge/topics/*.yml`)."""
    files = sorted((KNOWLEDGE / "topics").glob("*.yml"))
    return {t["topic"]: t for t in (yaml.safe_load(f.read_text(encoding="utf-8")) for f in files)}


def redirect(topic: str, facts: dict[str, Any]) -> tuple[str | None, str]:
    """The topic whose flow suits who tells it, or None and the text to say: a girl who is blackmailed is no parent."""
    for other in topics()[topic].get("redirect", []):
        if parse(other["when"]).holds(facts) is True:
            if other["topic"] is None:
                return None, str(other["say"])
            topic = other["topic"]
    return topic, ""


@dataclass
class Case:
    """What is known and where the conversation stands.

    `turn` is what the last message did (see `understanding.Turn`), `crisis` a crisis that was answered and not yet settled,
    `legal` the facts of the legal question that what-ifs build on, `phase` what was asked after the plan
    (`given`: nothing more, the plan was given).
    """

    ledger: Ledger
    topic: str | None
    audience: str | None
    now: datetime
    turn: dict[str, Any] = field(default_factory=dict)
    crisis: dict[str, Any] | None = None
    legal: dict[str, Any] | None = None
    asked: str | None = None
    phase: str | None = None
    first_steps_said: bool = False

    @classmethod
    def of(cls, tracker: Tracker) -> Case:
        """Read the case from the tracker."""
        return cls(
            ledger=Ledger.from_json(tracker.get_slot("case")), topic=tracker.get_slot("topic"),
            audience=tracker.get_slot("audience"), now=now_of(tracker), turn=tracker.get_slot("turn") or {},
            crisis=tracker.get_slot("crisis"), legal=tracker.get_slot("legal"), asked=tracker.get_slot("requested_slot"),
            phase=tracker.get_slot("phase"), first_steps_said=_was_said(tracker, "plan_first"),
        )

    def events(self) -> list[EventType]:
        """Slot events that write the case back."""
        values = {"case": self.ledger.to_json(), "topic": self.topic, "audience": self.audience, "turn": self.turn,
                  "crisis": self.crisis, "legal": self.legal, "phase": self.phase}
        return [SlotSet(name, value) for name, value in values.items()]

    @property
    def reader(self) -> str:
        """For whom texts are written; a young person when nobody said otherwise."""
        return self.audience or "youth"

    def facts(self) -> dict[str, Any]:
        """Facts for the rule base: what was told, over what the topic itself says."""
        return {**self._supposed()["facts"], **fitting(self.ledger.told(), self.now.date())}

    def _supposed(self) -> dict[str, Any]:
        """The `facts` and the `judged` of the topic, as far as they suit what was told (`instead` in `knowledge/topics/`)."""
        topic = topics()[self.topic] if self.topic else {"facts": {}, "judged": None}
        told = self.ledger.told()
        for other in topic.get("instead", []):
            if not set(other["unless_told"]) & set(told) and parse(other["when"]).holds(told) is True:
                return {"facts": {**topic["facts"], **other["facts"]}, "judged": other["judged"]}
        return {"facts": topic["facts"], "judged": topic["judged"]}

    def context(self) -> dict[str, Any]:
        """The facts with those that come from the clock (night is 22:00 to 07:00)."""
        return {**self.facts(), "night": self.now.hour >= 22 or self.now.hour < 7}

    def missing(self) -> list[str]:
        """Facts that can still change the answer and may still be asked, in the order of the topic."""
        if not self.topic:
            return []
        ask = topics()[self.topic]["ask"]
        sets = [name for name in ask["from"] if not (name == "law" and self.no_law)]
        open_facts = {fact for name in sets for fact in self._missing_from(name)}
        enough = len(self.ledger.asked) >= ask["at_most"]
        return [f for f in ask["order"] if f in open_facts and self.ledger.may_ask(f)
                and not (enough and f not in self.ledger.asked)]

    @property
    def no_law(self) -> bool:
        """Whether nothing is said about the law: who asks is a child (`no_law` in `knowledge/dialogue.yml`)."""
        return self.reader == "youth" and parse(dialogue()["no_law"]).holds(self.ledger.told()) is True

    def _missing_from(self, rule_set: str) -> list[str]:
        if rule_set == "law":
            return list(self.assess().missing)
        return list(messages.plan(self.topic, self.context(), self.reader, "full")[1])

    def assess(self, before: Mapping[str, Any] | None = None) -> Any:
        """The law on the conduct that the topic is about; `before`: facts as they stood before they were corrected."""
        judged = self._supposed()["judged"]
        facts = {**self.facts(), **fitting(dict(before or {}), self.now.date()), **({"judged": judged} if judged else {})}
        return load_knowledge().ruleset("law").evaluate(facts, as_of=self.now.date())

    def contradictions(self) -> list[Any]:
        """What was told that cannot be true together, as far as it was not asked about twice already."""
        found = load_knowledge().ruleset("law").contradictions(fitting(self.ledger.told(), self.now.date()))
        return [c for c in found if self.ledger.times_asked(c.ask) < ASK_AT_MOST]


def last_message(tracker: Tracker) -> dict[str, Any]:
    """The last message of the person as an event: text, parse_data, message_id and metadata."""
    return next((e for e in reversed(tracker.events) if e.get("event") == "user"), {})


def _was_said(tracker: Tracker, name: str) -> bool:
    return any((e.get("metadata") or {}).get("utter_action") == name for e in tracker.events if e.get("event") == "bot")


def now_of(tracker: Tracker) -> datetime:
    """The gateway's clock, which came along with the message; the machine's own where there is no gateway (rasa shell)."""
    stamp = (last_message(tracker).get("metadata") or {}).get("now")
    return datetime.fromisoformat(stamp).astimezone(BRUSSELS) if stamp else datetime.now(BRUSSELS)
