"""Everything that comes between: questions about the bot, thanks, a wrong turn, starting over."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions import advice, legal
from actions.case import Case, dialogue, last_message, redirect
from actions.speak import speak, speak_all
from houvast import messages


class ActionAnswerAside(Action):
    """Answer an aside with the text that carries the intent's name."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_aside"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak; someone who wants a person also gets the lines."""
        case = Case.of(tracker)
        if case.turn.get("kind") == "legal":            # "en op 16?", which the classifier took for something else
            return legal.ActionAnswerLegal().run(dispatcher, tracker, domain)
        if case.topic and case.phase and case.turn.get("corrected"):        # "sorry, ik ben 15", after the answers
            advice.tell_what_changes(dispatcher, case)
            return []
        answer_aside(dispatcher, case)
        if case.turn.get("intent") in dialogue()["feelings"] and not case.topic:
            speak(dispatcher, messages.say("tell_me", case.audience), "tell_me")
        return []


def answer_aside(dispatcher: CollectingDispatcher, case: Case) -> list[EventType]:
    """Speak the text that carries the name of what was understood."""
    intent = case.turn.get("intent", "out_of_scope")
    speak(dispatcher, messages.say(intent, case.audience), f"utter_{intent}")
    if intent in dialogue()["with_lines"]:
        speak(dispatcher, messages.handoff(case.context(), case.topic, case.now, case.reader), "hand_off")
    return []


class ActionClarify(Action):
    """The message was not clear: offer the likeliest readings as buttons instead of guessing."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak up to three readings; someone who told something heavy gets the lines instead."""
        case = Case.of(tracker)
        kind = case.turn.get("kind")
        if kind == "remark":
            return answer_aside(dispatcher, case)
        if kind == "legal":
            return legal.ActionAnswerLegal().run(dispatcher, tracker, domain)
        if case.topic and case.phase and case.turn.get("told"):
            advice.tell_what_changes(dispatcher, case)
            return []
        told = case.turn.get("told") and not case.turn.get("weighty")
        if told or case.turn.get("intent") in ("affirm", "deny"):
            speak(dispatcher, messages.say("resume_nothing_open", case.audience), "resume_nothing_open")
            return []
        table = dialogue()
        ranking = (last_message(tracker).get("parse_data") or {}).get("intent_ranking") or []
        names = [r["name"] for r in ranking if r.get("name") != "nlu_fallback" and
                 r["confidence"] >= table["clarify_crisis_from" if r["name"] in table["crisis"] else "clarify_from"]]
        if case.turn.get("weighty") and not case.topic:
            names = [n for n in names if n in table["topics"] and redirect(n, case.facts())[0] == n]
            if not names:
                case.turn["intent"] = "not_yet"
                return answer_aside(dispatcher, case)
            speak(dispatcher, messages.clarify(names, case.audience), "clarify")
            speak(dispatcher, messages.handoff(case.context(), case.topic, case.now, case.reader), "hand_off")
            return []
        speak(dispatcher, messages.clarify(names, case.audience), "clarify")
        return []


class ActionDefaultFallback(Action):
    """No rule and no story says what comes next: ask what is meant, and forget that this was said."""

    def name(self) -> str:
        """Name that Rasa reserves for this."""
        return "action_default_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak; without the reversal Rasa would predict this action again and again."""
        ActionClarify().run(dispatcher, tracker, domain)
        return [UserUtteranceReverted()]


class ActionSafeWord(Action):
    """HULP: the lines at once, whatever was going on."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_safe_word"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the lines."""
        speak_all(dispatcher, messages.safe_word(Case.of(tracker).now), "safe_word")
        return []


class ActionStartOver(Action):
    """Forget what was told and begin again."""

    def name(self) -> str:
        """Name in the domain; Rasa reserves the word restart."""
        return "action_start_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the beginning and empty all slots."""
        speak_all(dispatcher, messages.welcome(), "start_over")
        return [AllSlotsReset()]


class ActionStop(Action):
    """Leave the topic; what was told stays until the person deletes it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak and close the topic."""
        case = Case.of(tracker)
        speak(dispatcher, messages.say("stop", case.audience), "stop")
        case.topic = case.legal = case.crisis = case.phase = None
        return case.events()
