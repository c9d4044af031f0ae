"""Answer a legal question or a what-if; neither changes what is known about the person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case, dialogue
from actions.speak import speak
from houvast import messages
from houvast.rules import load_knowledge
from houvast.rules.conditions import parse


class ActionAnswerLegal(Action):
    """Say what the law answers, for whom, with which articles, what was assumed and what is not covered."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_legal"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Evaluate a throw-away copy of the facts with the what-ifs laid over it; a child hears nothing about the law."""
        case = Case.of(tracker)
        if case.turn.get("kind") == "remark":
            remark = case.turn["intent"]
            speak(dispatcher, messages.say(remark, case.audience), remark)
            return []
        if case.turn.get("step_unclear"):
            speak(dispatcher, messages.say("legal.step_unclear", case.audience), "step_unclear")
            return []
        question = case.legal or {}
        facts = question if question.get("general") else {**case.facts(), **question}
        steps = case.ledger.what_ifs
        supposed = {**facts, **{k: v for step in steps for k, v in step.items()}}
        if case.no_law or (case.reader == "youth" and parse(dialogue()["no_law"]).holds(supposed)):
            speak(dispatcher, messages.say("under_12_legal", case.audience), "under_12_legal")
            return []
        law, supposed_steps = load_knowledge().ruleset("law"), {"what_if": steps} if steps else {}
        result = law.evaluate({**facts, **supposed_steps}, as_of=case.now.date())
        if question.get("general") and all(not a.articles and "asker_age" in a.missing for a in result.answers):
            text_id = "not_yet" if case.audience == "professional" else "legal.ask_age"
            speak(dispatcher, messages.say(text_id, case.audience), "ask_legal_age")
            return []
        if clash := next(iter(result.contradictions), None):
            speak(dispatcher, messages.say("legal.clash", case.audience, clash=clash.say), "contradiction")
            return []
        own_side = bool(question.get("general")) or question.get("judged") in ("asker", "child", "both")
        if old := case.turn.get("corrected"):
            before = law.evaluate({**facts, **old, **supposed_steps}, as_of=case.now.date())
            change = messages.verdict_changes(before.as_dict(), result.as_dict(), old, facts, case.reader, asked=own_side)
            speak(dispatcher, change, "verdict_changes")
        for card in messages.assessments(result.as_dict(), case.reader, what_if=bool(steps), asked=own_side):
            speak(dispatcher, card, "assessment")
        return []
