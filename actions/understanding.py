"""The one step that turns a message into facts: it looks at the intent first, and only then takes values.

Runs before Rasa predicts anything (as the mapping of the slot `case`), so that forms, rules and actions all see the same
reading. Without it a form would take "is sexting strafbaar op 15" for the answer 15.
"""

from __future__ import annotations

import json
import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case, dialogue, last_message, redirect, topics
from actions.known_facts import fits, fitting, told_in
from houvast import safety
from houvast.nlu.extraction import interpret_answer, is_follow_up, is_general, legal_question, what_if

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
        self.ranking = parse.get("intent_ranking") or []
        self.number = int(case.turn.get("number", -1)) + 1
        self.id = message.get("message_id")
        self.asked = case.asked
        self.extra: dict[str, Any] = {}

    def read(self) -> None:
        """Note the facts and what kind of turn this is in the case."""
        kind = self._kind()
        if kind == "legal":
            self.told = [e for e in self.told if e["role"] == "asker_age"]      # "ik ben 10" stays true, whatever is asked
        if kind != "answer_by_button":
            self._note_told_facts()
        if kind != "legal":
            self.case.ledger.drop_what_ifs()
        if kind == "answer_by_button":
            kind = "answer"
        self.case.turn = {"id": self.id, "number": self.number, "intent": self.intent, "kind": kind, **self.extra}

    def _kind(self) -> str:
        table, checked, state = dialogue(), self.asked == CHECK, (self.case.crisis or {}).get("state")
        if self.intent in table["crisis"] and not self._answers_instead():
            return self._crisis()
        if remark := self._remark():
            self.intent = remark
            return "remark"
        settled = self._crisis_answer() if checked else self._thoughts()
        if settled:
            return settled
        kind = self._other_kind()
        lost = kind == "unclear" or (kind == "aside" and self.intent in table["answers"])
        return "crisis_rest" if checked and lost and state != "rest" else kind

    def _other_kind(self) -> str:
        """What a message is when nothing about a crisis is open."""
        table = dialogue()
        self.extra["told"] = bool(self.told)
        if set(table["weighty"]) & {e["role"] for e in self.told}:
            self.extra["weighty"] = True
        if self.intent not in (*table["topics"], *table["legal"]) and not self.asked and self._completes_legal():
            return "legal"
        if self.intent in table["topics"] and not self._answers_in_its_topic():
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

    def _answers_in_its_topic(self) -> bool:
        """Whether a short message that sounds like the story itself answers the question that stands ("ja iedereen zag het")."""
        if self.intent != self.case.topic or self.asked in (None, CHECK):
            return False
        if len(self.text.split()) > dialogue()["short_answer_words"]:
            return False
        if interpret_answer(self.text, str(self.asked), self.case.reader) is None:
            return False
        self.intent = "inform"
        return True

    def _crisis(self) -> str:
        mark = self.metadata.get("crisis") or {}
        alarm = safety.detect(self.text)
        before = self.case.crisis or {}
        unheard = before.get("unheard") or self._keep_story()
        self.case.crisis = {
            "category": self.intent,
            "level": mark.get("level") or (alarm.level if alarm else "veiled"),
            "language": mark.get("language") or (alarm.language if alarm else "nl"),
            "matched": alarm.matched if alarm else "",
            "state": "asked", "resume": self.asked if self.asked != CHECK else before.get("resume"), "unheard": unheard,
        }
        return "crisis"

    def _answers_instead(self) -> bool:
        """Whether a crisis that only the classifier hears, and not surely, is an answer to the question that stands."""
        if self.metadata.get("crisis") or self.text.startswith("/") or self.confidence >= dialogue()["sure_crisis"]:
            return False
        if not self.asked or self.asked == CHECK or safety.detect(self.text):
            return False
        if len(self.text.split()) > dialogue()["short_answer_words"]:
            return False                                # in a longer message a veiled crisis may stand beside an answer
        return interpret_answer(self.text, self.asked, self.case.reader) is not None

    def _keep_story(self) -> bool:
        """Enter the topic of a story that has a crisis in it, so that nobody has to tell it twice; True when it is new."""
        table = dialogue()
        other = next((r for r in self.ranking if r["name"] not in table["crisis"]), {"name": "", "confidence": 0.0})
        if self.case.topic or other["name"] not in table["topics"] or other["confidence"] < table["sure_topic"]:
            return False
        intent = self.intent
        self._enter(other["name"])
        self.extra.pop("entered", None)             # heard when the crisis is settled, not now
        self.intent = intent
        return self.case.topic is not None

    def _crisis_answer(self) -> str | None:
        """What answers "begrijp ik je goed?", and then "wil je verder?" or "hoe is het nu?"; None when it is something else."""
        crisis = self.case.crisis or {}
        if self.payload.get("check") == "resume":
            return "resume"
        answer, state = self._yes_or_no(), crisis.get("state")
        if state != "asked" and self._plain() in dialogue()["going_well"]:
            return "resume"
        if state != "asked" and self._plain() in dialogue()["not_well"]:
            return "crisis_rest"
        if state == "asked":
            if answer:
                crisis["state"] = {"yes": "confirmed", "no": "denied", "withheld": "rest"}[answer]
                return "crisis_" + crisis["state"]
        elif answer and not self._goes_on(crisis.get("resume")):
            return "resume" if answer == "yes" else "crisis_rest"
        self.asked = crisis.get("resume")               # anything else: the conversation goes on where it was
        return None

    def _goes_on(self, resume: str | None) -> bool:
        """Whether a "nee hij dreigt niet" answers the question from before the crisis and not the one about the crisis."""
        if len(self.text.split()) <= 2 or self.payload:
            return False
        return bool(self.told) or (resume is not None and interpret_answer(self.text, resume, self.case.reader) is not None)

    def _thoughts(self) -> str | None:
        """What answers the gentle question about suicide after the plan; "ja" and "soms" are a crisis, never a plain yes."""
        if self.case.phase != "asked_thoughts":
            return None
        answer = self._yes_or_no() if self.intent in dialogue()["thoughts_answers"] else None
        if answer == "yes":
            self.intent = topics()[self.case.topic]["thoughts"] if self.case.topic else "suicidal"
            self._crisis()
            self.case.crisis = {**(self.case.crisis or {}), "level": "explicit"}        # it was asked by name
            return "crisis"
        if not answer:
            self.case.phase = "given"
            return None
        return "thoughts_no" if answer == "no" else "thoughts_withheld"

    def _yes_or_no(self) -> str | None:
        """Return yes, no or withheld for an answer to a question about suicide or danger; "soms" and "weet niet" are a yes."""
        said = interpret_answer(self.text, "threat", self.case.reader)          # any fact will do: how "liever niet" is said
        if self.text.startswith("/dont_know") or said == "withheld":
            return "withheld"
        words, doubts = dialogue(), said == "unknown" and self.intent == "dont_know"
        if self._plain() in words["going_well"] or self._plain() in words["no_words"]:
            return "no"
        if self.intent == "affirm" or doubts or self._plain() in words["half_yes"]:
            return "yes"
        return "no" if self.intent in ("deny", "not_what_i_meant") else None

    def _plain(self) -> str:
        return re.sub(r"[^\w ]", "", self.text.lower()).strip()

    def _remark(self) -> str | None:
        """The name of a remark that is recognised by its form alone: an image is offered, nothing but emoji."""
        if self.payload or self.text.startswith("/"):
            return None
        if self.intent in ("affirm", "deny") and self.confidence >= dialogue()["sure_aside"]:
            return None
        text = self.text.lower().strip()
        return next((name for name, patterns in dialogue()["remarks"].items() if any(re.search(p, text) for p in patterns)), None)

    def _enter(self, topic: str) -> str:
        """Begin a topic, unless what was told says that it is another's: a girl who is blackmailed is no parent."""
        redirected, say = redirect(topic, {**self.case.ledger.told(), **{e["role"]: e["value"] for e in self.told}})
        if redirected is None:
            self.case.topic, self.intent = None, say
            return "aside"
        topic = redirected
        self.extra["entered"] = topic != self.case.topic
        self.case.topic, self.case.audience, self.case.legal = topic, topics()[topic]["audience"], None
        self.case.phase = None
        return "topic"

    def _legal(self) -> None:
        """Lay the question over the facts: a what-if stacks, a new question starts anew, about the story or in general."""
        case = self.case
        step = fitting(what_if(self.text, case.legal), self.today)
        question = fitting(legal_question(self.text), self.today)
        if case.legal is not None and is_follow_up(self.text):
            if question.get("judged") and not question.get("general"):      # "en mijn ex?"
                case.legal = {**case.legal, "judged": self._of_the_story(question["judged"])}
            elif step:
                case.ledger.lay(step)
            elif not question:
                self.extra["step_unclear"] = True
            if step or not question.get("general"):
                return
        case.ledger.drop_what_ifs()
        if not question.get("general") and any(e["role"] == "act" for e in self.told):
            self._note_told_facts()                     # "ik heb het doorgestuurd, ben ik strafbaar?" tells and asks
        if question.get("general") and (case.topic is None or is_general(self.text)):
            case.legal = question
        elif case.topic is None and not case.ledger.told():
            case.legal = {**question, "general": True}
        else:
            case.legal = {k: v for k, v in question.items() if k != "general"}
            if "judged" in case.legal or (case.topic and not case.legal):       # "is dat strafbaar?"
                case.legal["judged"] = self._of_the_story(case.legal.get("judged", "other"))
            if step:
                case.ledger.lay(step)

    def _of_the_story(self, judged: str) -> str:
        """Who "hij" is: in a story about an image that went round, the one who passed it on."""
        return str(topics()[self.case.topic]["judged"]) if judged == "other" and self.case.topic else judged

    def _completes_legal(self) -> bool:
        """Whether a short message gives the age that a legal answer just said it depends on ("ik ben 15", "hij is 17")."""
        case = self.case
        if case.legal is None or case.turn.get("kind") != "legal" or len(self.text.split()) > dialogue()["short_answer_words"]:
            return False
        own = "child_age" if case.reader == "parent" else "asker_age"
        ages = {e["role"]: e["value"] for e in self.told if e["role"].endswith("_age")}
        value = interpret_answer(self.text, own, case.reader) if not ages else None
        if value not in (None, "unknown", "withheld") and fits(own, value, self.today):
            ages[own] = value
        known = {**case.ledger.told(), **case.legal}
        self.extra["corrected"] = {f: known[f] for f, age in ages.items() if f in known and known[f] != age}
        case.legal = {**case.legal, **ages}
        if self.told:
            self._note_told_facts()
        return bool(ages)

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
        if self.intent == "affirm" and self.case.ledger.times_asked(fact) > 1 and fact in table["second_yes"]:
            self._take(fact, table["second_yes"][fact], "told")
            return "answer"
        if self.told or self._answers_earlier(fact):
            return "answer"
        return "unclear" if self.intent in table["answers"] else "aside"

    def _answers_earlier(self, standing: str) -> bool:
        """Take a late answer to an earlier question that is still open ("15", when the next question stands already)."""
        if self.intent in ("affirm", "deny") or len(self.text.split()) > dialogue()["short_answer_words"]:
            return False
        ages = [f for f in topics()[self.case.topic]["ask"]["order"] if f.endswith("_age")] if self.case.topic else []
        for fact in sorted({*self.case.ledger.asked, *ages} - {standing}):
            value = interpret_answer(self.text, fact, self.case.reader)
            says_nothing = value is None or value in (True, False, "unknown", "withheld", "none")
            if self.case.ledger.state(fact) != "told" and not says_nothing:
                self._take(fact, value, "told")
                return True
        return False

    def _take(self, fact: str, value: Any, source: Any) -> None:
        ledger = self.case.ledger
        if not fits(fact, value, self.today):
            return
        if value in ("unknown", "withheld"):
            (ledger.dont_know if value == "unknown" else ledger.withhold)(fact, self.text, self.number)
        elif (old := ledger.tell(fact, value, self.text, self.number, source)) is not None:
            self.extra["corrected"] = {fact: old}

    def _note_told_facts(self) -> None:
        doubtful = self._told_twice()
        self.extra.setdefault("contradicted", []).extend(doubtful)
        for entity in self.told:
            fact, value = str(entity["role"]), entity["value"]
            if fact in doubtful:
                continue
            if fact == "act":
                value = [{"act": value, **({"by": entity["by"]} if entity.get("by") else {})}]
            sure = bool(entity.get("sure", True))
            known = self.case.ledger.value(fact)
            if not sure and known is not None and known != value and fact != "act":
                self.extra.setdefault("contradicted", []).append(fact)
                continue
            old = self.case.ledger.tell(fact, value, entity.get("words", ""), self.number, "told", sure=sure)
            if old is not None:
                self.extra.setdefault("corrected", {})[fact] = old
        role = self.case.ledger.value("asker_role")
        if role and not self.case.audience:
            self.case.audience = {"youth": "youth", "parent": "parent"}.get(role, "professional")

    def _told_twice(self) -> list[str]:
        """Facts that this one message tells in two ways that exclude each other ("ik ben 15 ... ik ben 17")."""
        plain: dict[str, set[Any]] = {}
        for entity in self.told:
            if entity["role"] != "act" and not isinstance(entity["value"], (dict, list)):
                plain.setdefault(str(entity["role"]), set()).add(entity["value"])
        return [fact for fact, values in plain.items() if len(values) > 1]


def _value(raw: Any) -> Any:
    """A button's value: JSON where it is JSON (true, 15, {"min": 12, "max": 13}), else the word itself."""
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw
