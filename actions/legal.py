"""Answer a legal question or a what-if; neither changes what is known about the person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case
from actions.speak import speak
from houvast import messages
from houvast.rules import load_knowledge


class ActionAnswerLegal(Action):
    """Say what the law answers, for whom, with which articles, what was assumed and what is not covered."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_legal"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Evaluate a throw-away copy of the facts with the what-ifs laid over it."""
        case = Case.of(tracker)
        question = case.legal or {}
        facts = question if question.get("general") else {**case.facts(), **question}
        steps = case.ledger.what_ifs
        result = load_knowledge().ruleset("law").evaluate({**facts, **({"what_if": steps} if steps else {})},
                                                          as_of=case.now.date())
        own_side = bool(question.get("general")) or question.get("judged") in ("asker", "child", "both")
        for card in messages.assessments(result.as_dict(), case.reader, what_if=bool(steps), asked=own_side):
            speak(dispatcher, card, "assessment")
        return []
