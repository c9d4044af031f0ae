"""Everything that comes between: questions about the bot, thanks, a wrong turn, starting over."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case, dialogue, last_message
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
        """Speak up to three readings, and the lines behind them."""
        case = Case.of(tracker)
        ranking = (last_message(tracker).get("parse_data") or {}).get("intent_ranking") or []
        names = [r["name"] for r in ranking if r.get("name") != "nlu_fallback" and r["confidence"] >= dialogue()["clarify_from"]]
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
        case.topic = case.legal = case.crisis = None
        return case.events()
