"""The advice of a topic: what is heard first, what the law says, the steps, and who can help."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.case import Case, topics
from actions.speak import speak
from houvast import messages
from houvast.rules.conditions import parse


class ActionHear(Action):
    """Say that the story was heard, and give the steps that cannot wait before any question is asked."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_hear"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak; where steps cannot wait, the line that can help right now comes along."""
        hear(dispatcher, Case.of(tracker))
        return []


def hear(dispatcher: CollectingDispatcher, case: Case) -> None:
    """Say that the story was heard, with the steps that cannot wait."""
    speak(dispatcher, messages.say(f"heard_{case.topic}", case.audience), f"heard_{case.topic}")
    first_steps(dispatcher, case)


def first_steps(dispatcher: CollectingDispatcher, case: Case) -> None:
    """Speak the steps that cannot wait for the other questions ("betaal niets"), and who can help; nothing when there are none."""
    first, _ = messages.plan(case.topic, case.context(), case.reader, "first")
    if first["custom"]["steps"]:
        speak(dispatcher, first, "plan_first")
        speak(dispatcher, messages.handoff(case.context(), case.topic, case.now, case.reader), "hand_off")
        case.first_steps_said = True


def tell_what_changes(dispatcher: CollectingDispatcher, case: Case) -> None:
    """After the plan something more was told ("ik heb al betaald"): give the plan again when it changed, and say so when not.

    A correction comes first: the verdict that no longer holds is withdrawn, and the new one given.
    """
    number, old = case.turn.get("number"), case.turn.get("corrected") or {}
    if old and not case.no_law:
        withdraw_verdict(dispatcher, case, old)
    base = topics()[str(case.topic)]["facts"]
    before = {**base, **{e.fact: e.value for e in case.ledger.entries() if e.turn != number}, **old}
    plans = [messages.plan(case.topic, {**facts, "night": case.context()["night"]}, case.reader, "full")[0]
             for facts in (before, case.facts())]
    if plans[0]["custom"]["steps"] == plans[1]["custom"]["steps"]:
        if old:
            return
        speak(dispatcher, messages.say("noted", case.audience), "noted")
        return
    speak(dispatcher, messages.say("noted_changes", case.audience), "noted_changes")
    speak(dispatcher, plans[1], "plan")
    speak(dispatcher, messages.handoff(case.context(), case.topic, case.now, case.reader), "hand_off")


def withdraw_verdict(dispatcher: CollectingDispatcher, case: Case, old: dict[str, Any]) -> None:
    """Say what a correction does to the answer about the law, and give the new answer when it is another one."""
    before, after = case.assess(old).as_dict(), case.assess().as_dict()
    change = messages.verdict_changes(before, after, old, case.ledger.told(), case.reader)
    speak(dispatcher, change, "verdict_changes")
    if change["custom"]["changed"]:
        for card in messages.assessments(after, case.reader):
            speak(dispatcher, card, "assessment")


class ActionAssess(Action):
    """Tell what the law says about the conduct of the other, and for whom."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_assess"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak one card for each conduct; the own side of who was harmed only comes when she asks."""
        case = Case.of(tracker)
        if case.no_law:
            return []
        result = case.assess().as_dict()
        for card in messages.assessments(result, case.reader):
            speak(dispatcher, card, "assessment")
        return []


class ActionPlan(Action):
    """Give the step plan of the topic."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the ordered steps that hold for what is known."""
        case = Case.of(tracker)
        speak(dispatcher, messages.plan(case.topic, case.context(), case.reader, "full")[0], "plan")
        return []


class ActionHandOff(Action):
    """Tell which line can help, what happens there, who will know, and what it costs."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_hand_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the lines for this person, problem and hour."""
        case = Case.of(tracker)
        speak(dispatcher, messages.handoff(case.context(), case.topic, case.now, case.reader), "hand_off")
        return []


class ActionAskAfter(Action):
    """After the plan: ask how it is now, in the words of the topic."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_after"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the question that the topic names."""
        case = Case.of(tracker)
        after = topics()[case.topic]["after"] if case.topic else [{"say": "how_are_you_now", "phase": "asked_after"}]
        chosen = next(a for a in after if "when" not in a or parse(a["when"]).holds(case.facts()))
        speak(dispatcher, messages.say(chosen["say"], case.audience), chosen["say"])
        return [SlotSet("phase", chosen["phase"])]


class ActionStayNear(Action):
    """It is not better: say that this may be heavy, ask gently about thoughts of suicide, and keep the lines near."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_stay_near"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak."""
        case = Case.of(tracker)
        text_id = f"stay_near_{case.topic}" if case.topic else "stay_near"
        speak(dispatcher, messages.say(text_id, case.audience), text_id)
        return [SlotSet("phase", "asked_thoughts")]


class ActionOfferSummary(Action):
    """Give the steps and lines as a text to take along, which the person can change."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_summary"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Speak the summary of the plan for what is known now."""
        case = Case.of(tracker)
        plan, _ = messages.plan(case.topic, case.context(), case.reader, "full")
        lines = messages.handoff(case.context(), case.topic, case.now, case.reader)
        speak(dispatcher, messages.summary(plan, lines, case.reader), "summary")
        return [SlotSet("phase", "given")]
