"""The one step that turns a message into facts: it looks at the intent first, and only then takes values.

Runs before Rasa predicts anything (as the mapping of the slot `case`), so that forms, rules and actions all see the same
reading. Without it a form would take "is sexting strafbaar op 15" for the answer 15.
"""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case, dialogue, last_message, topics
from actions.known_facts import fits, fitting, told_in
from houvast import safety
from houvast.nlu.extraction import interpret_answer, is_general, legal_question, what_if
from houvast.rules.conditions import parse

CHECK = "crisis_check"
"""Pseudo-fact that the form asks for after a crisis answer."""


class ActionUnderstand(Action):
    """Read the last message: what it does in the dialogue, and which facts it tells."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_understand"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Return the case with this message read; nothing when it was read already (a form reads on activation too)."""
        case, message = Case.of(tracker), last_message(tracker)
        if not message or case.turn.get("id") == message.get("message_id"):
            return []
        Reading(case, message).read()
        return case.events()


class Reading:
    """One message, read against the case."""

    def __init__(self, case: Case, message: dict[str, Any]) -> None:
        parse = message.get("parse_data") or {}
        self.case, self.text = case, str(message.get("text") or "")
        self.metadata = message.get("metadata") or {}
        self.intent = (parse.get("intent") or {}).get("name") or "nlu_fallback"
        self.confidence = float((parse.get("intent") or {}).get("confidence") or 0.0)
        entities = parse.get("entities") or []
        self.payload = {e["entity"]: e["value"] for e in entities if e["entity"] in ("fact", "value", "check")}
        self.today = case.now.date()
        self.told = told_in(entities, self.today)
        self.number = int(case.turn.get("number", -1)) + 1
        self.id = message.get("message_id")
        self.asked = case.asked
        self.extra: dict[str, Any] = {}

    def read(self) -> None:
        """Note the facts and what kind of turn this is in the case."""
        kind = self._kind()
        if kind not in ("legal", "answer_by_button"):
            self._note_told_facts()
        if kind != "legal":
            self.case.ledger.drop_what_ifs()
        if kind == "answer_by_button":
            kind = "answer"
        self.case.turn = {"id": self.id, "number": self.number, "intent": self.intent, "kind": kind, **self.extra}

    def _kind(self) -> str:
        table = dialogue()
        if self.intent in table["crisis"]:
            return self._crisis()
        if self.asked == CHECK:
            settled = self._crisis_answer()
            if settled:
                return settled
        if self.intent in table["topics"]:
            return self._enter(self.intent)
        if self.intent in table["personas"]:
            self.case.audience = table["personas"][self.intent]
        if self.intent in table["back"]:
            return "back"
        if self.intent in table["explain"]:
            return "explain"
        if self.intent in table["legal"] or (self.case.legal and what_if(self.text)):
            self._legal()
            return "legal"
        return self._answer() if self.asked and self.asked != CHECK else "aside"

    def _crisis(self) -> str:
        mark = self.metadata.get("crisis") or {}
        alarm = safety.detect(self.text)
        before = self.case.crisis or {}
        self.case.crisis = {
            "category": self.intent,
            "level": mark.get("level") or (alarm.level if alarm else "veiled"),
            "language": mark.get("language") or (alarm.language if alarm else "nl"),
            "matched": alarm.matched if alarm else "",
            "state": "asked", "resume": self.asked if self.asked != CHECK else before.get("resume"),
        }
        return "crisis"

    def _crisis_answer(self) -> str | None:
        crisis = self.case.crisis or {}
        if self.payload.get("check") == "resume":
            return "resume"
        if crisis.get("state") == "asked" and self.intent in ("affirm", "deny", "not_what_i_meant"):
            crisis["state"] = "confirmed" if self.intent == "affirm" else "denied"
            return "crisis_" + crisis["state"]
        self.asked = crisis.get("resume")               # anything else: the conversation goes on where it was
        return None if self.asked or self.intent not in ("affirm", "deny") else "resume"

    def _enter(self, topic: str) -> str:
        """Begin a topic, unless what was told says that it is another's: a girl who is blackmailed is no parent."""
        facts = {**self.case.ledger.told(), **{e["role"]: e["value"] for e in self.told}}
        for other in topics()[topic].get("redirect", []):
            if parse(other["when"]).holds(facts):
                if other["topic"] is None:
                    self.case.topic, self.intent = None, other["say"]
                    return "aside"
                topic = other["topic"]
        self.case.topic, self.case.audience, self.case.legal = topic, topics()[topic]["audience"], None
        return "topic"

    def _legal(self) -> None:
        """Lay the question over the facts: a what-if stacks, a new question starts anew, about the story or in general."""
        step, case = fitting(what_if(self.text), self.today), self.case
        if step and case.legal is not None:
            case.ledger.lay(step)
            return
        case.ledger.drop_what_ifs()
        question = fitting(legal_question(self.text), self.today)
        if question.get("general") and (case.topic is None or is_general(self.text)):
            case.legal = question
        elif case.topic is None and not case.ledger.told():
            case.legal = {**question, "general": True}
        else:
            case.legal = {k: v for k, v in question.items() if k != "general"}
            if step:
                case.ledger.lay(step)

    def _answer(self) -> str:
        """What a message is when a question stands: its answer, something else it tells, an aside, or unclear."""
        fact, table = str(self.asked), dialogue()
        if self.payload.get("fact"):
            fact, value = str(self.payload["fact"]), _value(self.payload.get("value"))
            if value is None or not fits(fact, value, self.today):
                return "unclear"
            self._take(fact, value, "button")
            return "answer_by_button"
        if self.intent not in table["answers"] and self.confidence >= table["sure_aside"]:
            return "aside"
        value = interpret_answer(self.text, fact, self.case.reader)
        if value is not None and (len(self.text.split()) <= table["short_answer_words"] or any(
                e.get("role") == fact for e in self.told)):
            self._take(fact, value, "told")
            return "answer"
        if self.told:
            return "answer"
        return "unclear" if self.intent in table["answers"] else "aside"

    def _take(self, fact: str, value: Any, source: Any) -> None:
        ledger = self.case.ledger
        if not fits(fact, value, self.today):
            return
        if value in ("unknown", "withheld"):
            (ledger.dont_know if value == "unknown" else ledger.withhold)(fact, self.text, self.number)
        elif ledger.tell(fact, value, self.text, self.number, source) is not None:
            self.extra["corrected"] = [fact]

    def _note_told_facts(self) -> None:
        for entity in self.told:
            fact, value = str(entity["role"]), entity["value"]
            if fact == "act":
                value = [{"act": value, **({"by": entity["by"]} if entity.get("by") else {})}]
            sure = bool(entity.get("sure", True))
            old = self.case.ledger.tell(fact, value, entity.get("words", ""), self.number, "told", sure=sure)
            if old is not None:
                self.extra.setdefault("corrected", []).append(fact)
        role = self.case.ledger.value("asker_role")
        if role and not self.case.audience:
            self.case.audience = {"youth": "youth", "parent": "parent"}.get(role, "professional")


def _value(raw: Any) -> Any:
    """A button's value: JSON where it is JSON (true, 15, {"min": 12, "max": 13}), else the word itself."""
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw
