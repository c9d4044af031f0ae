"""The case of one conversation, read from the tracker's slots and written back to them."""

from __future__ import annotations

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
from houvast.rules.ledger import Ledger

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


@dataclass
class Case:
    """What is known and where the conversation stands.

    `turn` is what the last message did (see `understanding.Turn`), `crisis` a crisis that was answered and not yet settled,
    `legal` the facts of the legal question that what-ifs build on.
    """

    ledger: Ledger
    topic: str | None
    audience: str | None
    now: datetime
    turn: dict[str, Any] = field(default_factory=dict)
    crisis: dict[str, Any] | None = None
    legal: dict[str, Any] | None = None
    asked: str | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Case:
        """Read the case from the tracker."""
        return cls(
            ledger=Ledger.from_json(tracker.get_slot("case")), topic=tracker.get_slot("topic"),
            audience=tracker.get_slot("audience"), now=now_of(tracker), turn=tracker.get_slot("turn") or {},
            crisis=tracker.get_slot("crisis"), legal=tracker.get_slot("legal"), asked=tracker.get_slot("requested_slot"),
        )

    def events(self) -> list[EventType]:
        """Slot events that write the case back."""
        values = {"case": self.ledger.to_json(), "topic": self.topic, "audience": self.audience, "turn": self.turn,
                  "crisis": self.crisis, "legal": self.legal}
        return [SlotSet(name, value) for name, value in values.items()]

    @property
    def reader(self) -> str:
        """For whom texts are written; a young person when nobody said otherwise."""
        return self.audience or "youth"

    def facts(self) -> dict[str, Any]:
        """Facts for the rule base: what was told, over what the topic itself says."""
        base = topics()[self.topic]["facts"] if self.topic else {}
        return {**base, **fitting(self.ledger.told(), self.now.date())}

    def context(self) -> dict[str, Any]:
        """The facts with those that come from the clock (night is 22:00 to 07:00)."""
        return {**self.facts(), "night": self.now.hour >= 22 or self.now.hour < 7}

    def missing(self) -> list[str]:
        """Facts that can still change the answer and may still be asked, in the order of the topic."""
        if not self.topic:
            return []
        ask = topics()[self.topic]["ask"]
        open_facts = {fact for name in ask["from"] for fact in self._missing_from(name)}
        enough = len(self.ledger.asked) >= ask["at_most"]
        return [f for f in ask["order"] if f in open_facts and self.ledger.may_ask(f)
                and not (enough and f not in self.ledger.asked)]

    def _missing_from(self, rule_set: str) -> list[str]:
        if rule_set == "law":
            return list(self.assess().missing)
        return list(messages.plan(self.topic, self.context(), self.reader, "full")[1])

    def assess(self) -> Any:
        """The law on the conduct that the topic is about."""
        judged = topics()[self.topic]["judged"] if self.topic else None
        return load_knowledge().ruleset("law").evaluate({**self.facts(), **({"judged": judged} if judged else {})},
                                                        as_of=self.now.date())


def last_message(tracker: Tracker) -> dict[str, Any]:
    """The last message of the person as an event: text, parse_data, message_id and metadata."""
    return next((e for e in reversed(tracker.events) if e.get("event") == "user"), {})


def now_of(tracker: Tracker) -> datetime:
    """The gateway's clock, which came along with the message; the machine's own where there is no gateway (rasa shell)."""
    stamp = (last_message(tracker).get("metadata") or {}).get("now")
    return datetime.fromisoformat(stamp).astimezone(BRUSSELS) if stamp else datetime.now(BRUSSELS)
