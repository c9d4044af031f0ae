"""The one form: it asks the facts that can still change the answer, and lets a crisis, a question or a "why?" come between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.advice import first_steps, hear
from actions.case import Case
from actions.speak import speak, speak_all
from actions.understanding import CHECK
from houvast import messages


class ValidateCaseForm(Action):
    """The form's step: settle a crisis first, else ask the next fact, else end."""

    def name(self) -> str:
        """Name that Rasa gives to the validation of `case_form`."""
        return "validate_case_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Return the case and the next `requested_slot`; nothing for an aside, which makes Rasa look for a rule."""
        case = Case.of(tracker)
        kind = case.turn.get("kind", "aside")
        elsewhere = kind in ("aside", "legal") or case.turn.get("entered")
        if elsewhere and tracker.active_loop_name and not _was_rejected(tracker):
            return []
        step = getattr(self, f"_{kind}", self._ask_next)
        requested = step(dispatcher, case)
        return [*case.events(), SlotSet("requested_slot", requested)]

    def _crisis(self, dispatcher: CollectingDispatcher, case: Case) -> str:
        crisis = case.crisis or {}
        case.phase = "given" if case.phase else None        # "hoe gaat het?" is answered by this
        said = messages.crisis(crisis["category"], crisis["level"], crisis["language"], case.now, case.context(), crisis["matched"],
                               audience=case.reader)
        speak_all(dispatcher, said, f"crisis_{crisis['category']}")
        return CHECK

    def _crisis_confirmed(self, dispatcher: CollectingDispatcher, case: Case) -> str:
        return self._after_crisis(dispatcher, case, messages.crisis_confirmed, "crisis_confirmed")

    def _crisis_denied(self, dispatcher: CollectingDispatcher, case: Case) -> str:
        return self._after_crisis(dispatcher, case, messages.crisis_denied, "crisis_denied")

    @staticmethod
    def _after_crisis(dispatcher: CollectingDispatcher, case: Case, answer: Callable[..., Any], name: str) -> str:
        crisis = case.crisis or {}
        said = answer(crisis["category"], crisis["language"], case.now, case.context(), crisis["level"], crisis["matched"],
                      audience=case.reader)
        speak_all(dispatcher, said, name)
        return CHECK

    @staticmethod
    def _crisis_rest(dispatcher: CollectingDispatcher, case: Case) -> str:
        case.crisis = {**(case.crisis or {}), "state": "rest"}
        language = case.crisis.get("language", "nl")
        text_id = "crisis_rest" if language == "nl" else f"crisis_rest.{language}"
        speak(dispatcher, messages.say(text_id, case.audience), "crisis_rest")
        return CHECK

    @staticmethod
    def _thoughts_no(dispatcher: CollectingDispatcher, case: Case) -> None:
        case.phase = "given"
        speak(dispatcher, messages.say("no_thoughts", case.audience), "no_thoughts")

    @staticmethod
    def _thoughts_withheld(dispatcher: CollectingDispatcher, case: Case) -> None:
        case.phase = "given"
        speak(dispatcher, messages.say("thoughts_withheld", case.audience), "thoughts_withheld")

    def _remark(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        remark = case.turn["intent"]
        speak(dispatcher, messages.say(remark, case.audience), remark)
        return case.asked if case.asked in (None, CHECK) else self._put(dispatcher, case, case.asked, count=False)

    def _resume(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        crisis = case.crisis or {}
        resume, case.crisis = crisis.get("resume"), None
        if crisis.get("unheard"):
            hear(dispatcher, case)
        else:
            text_id = "resume" if case.topic and (case.missing() or not case.phase) else "resume_nothing_open"
            speak(dispatcher, messages.say(text_id, case.audience), text_id)
        return self._put(dispatcher, case, resume) if resume and case.ledger.state(resume) == "not_asked" else (
            self._ask_next(dispatcher, case))

    def _explain(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        if not case.asked or case.asked == CHECK:
            return self._ask_next(dispatcher, case)
        speak(dispatcher, messages.why(case.asked, case.reader), "why")
        return self._put(dispatcher, case, case.asked, count=False)

    def _back(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        answered = [e.fact for e in case.ledger.entries() if e.fact in case.ledger.asked]
        if not answered:
            return self._ask_next(dispatcher, case)
        case.ledger.withdraw(answered[-1])
        speak(dispatcher, messages.say("back", case.audience), "back")
        return self._put(dispatcher, case, answered[-1])

    def _unclear(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        if case.asked and case.asked != CHECK and case.ledger.may_ask(case.asked):
            return self._put(dispatcher, case, case.asked, again=True)
        return self._ask_next(dispatcher, case)

    def _ask_next(self, dispatcher: CollectingDispatcher, case: Case) -> str | None:
        if (case.crisis or {}).get("unheard"):
            hear(dispatcher, case)
        case.crisis = None
        for fact in case.turn.get("contradicted", []):
            if case.ledger.may_ask(fact) or fact in case.ledger.asked:
                case.ledger.withdraw(fact)
                label = messages.label(fact, case.reader)
                speak(dispatcher, messages.say("contradiction", case.audience, fact=label), "contradiction")
                return self._put(dispatcher, case, fact)
        for clash in case.contradictions():
            for fact in clash.withdraw:
                case.ledger.withdraw(fact)
            speak(dispatcher, {"text": clash.say}, "contradiction")
            return self._put(dispatcher, case, clash.ask)
        for fact in case.turn.get("corrected", []):
            speak(dispatcher, messages.say("correction_noted", case.audience, fact=messages.label(fact)), "correction_noted")
        left = case.missing()
        if not left:
            return None
        if not case.first_steps_said:
            first_steps(dispatcher, case)           # "betaal niets" does not wait for the other questions
        again = [f for f in left if f == case.asked]
        aside = case.turn.get("kind") == "legal"    # a question about the law is no failed answer
        return self._put(dispatcher, case, (again or left)[0], again=bool(again) and not aside, count=not aside)

    @staticmethod
    def _put(dispatcher: CollectingDispatcher, case: Case, fact: str, again: bool = False, count: bool = True) -> str:
        speak(dispatcher, messages.question(fact, case.reader, case.facts(), again=again), f"ask_{fact}")
        if count:
            case.ledger.note_asked(fact)
        return fact


def _was_rejected(tracker: Tracker) -> bool:
    """Whether the form already stepped aside for this message, and a rule answered it."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action_execution_rejected":
            return True
    return False
