"""What a person in crisis reads: one warm answer that leaves the choice to the person, then the lines.

Which answer is said is decided by `knowledge/crisis_answers.yml`, which lines follow by `knowledge/handoff.yml`.
Nothing here raises and there is always an answer: an unknown category counts as danger, an unknown language as Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from houvast.messages.handoff import handoff
from houvast.messages.lines import KNOWLEDGE, read_knowledge
from houvast.messages.message import Message, payload
from houvast.messages.routing import LANGUAGES, Crisis, context, entries
from houvast.rules.selection import Entry, select

CATEGORIES = (
    "suicidal", "self_harm", "worried_suicidal_other", "immediate_danger", "sexual_violence", "abuse_at_home",
)
LEVELS = ("attempt_now", "explicit", "veiled")
SAFE_WORD = "safe_word"


@dataclass(frozen=True)
class Answers:
    """The crisis texts, parsed once."""

    answers: tuple[Entry, ...]
    confirmed: tuple[Entry, ...]
    denied: tuple[Entry, ...]
    signals: Mapping[str, re.Pattern[str]]
    buttons: Mapping[str, Mapping[str, str]]
    safe_word: Sequence[str]


@dataclass(frozen=True)
class _Case:
    """One crisis with the person's facts, everything odd replaced by the safest reading."""

    crisis: Crisis
    facts: Mapping[str, Any]
    audience: str | None
    now: datetime

    def choose(self, candidates: Sequence[Entry]) -> Any:
        """Return the first text that fits, in the language of the person."""
        case = context(self.facts, None, self.now, self.audience, self.crisis)
        return select(candidates, case).chosen[0].data[self.crisis.language]

    def follow_up(self, candidates: Sequence[Entry]) -> list[Message]:
        """Return the bubbles, the lines, and last the question with the way back into the conversation."""
        *bubbles, last = self.choose(candidates)
        title = load_answers().buttons[self.crisis.language]["resume"]
        back = {"text": last, "buttons": [{"title": title, "payload": payload("affirm", check="resume")}]}
        return [*({"text": bubble} for bubble in bubbles), self.handoff(), back]

    def handoff(self) -> Message:
        """Return the lines that belong to it."""
        return handoff(self.facts, None, self.now, self.audience, self.crisis)


def crisis(  # noqa: PLR0917 -- as it is called: an alarm, the clock, the facts
    category: str, level: str, language: str, now: datetime, facts: Mapping[str, Any] | None, matched: str = "",
    *, audience: str | None = None,
) -> list[Message]:
    """Return the crisis message (`custom.type` crisis, buttons to agree or to say no) and the `handoff` with it.

    `category`, `level`, `language` and `matched` as in `houvast.safety.Alarm`; `facts` as in `knowledge/facts.yml`;
    `audience` as for `handoff`. An attempt that is happening now gets 112 first and no question. Never raises.
    """
    case = _case(category, level, language, now, facts, audience=audience, matched=matched)
    text, words = case.choose(load_answers().answers), load_answers().buttons[case.crisis.language]
    agree = words["confirm_now" if case.crisis.level == "attempt_now" else "confirm"]
    buttons = [
        {"title": agree, "payload": payload("affirm", check="crisis")},
        {"title": words["deny"], "payload": payload("not_what_i_meant", check="crisis")},
    ]
    custom = {"type": "crisis", "category": case.crisis.category, "text": text}
    return [{"text": text, "buttons": buttons, "custom": custom}, case.handoff()]


def crisis_confirmed(  # noqa: PLR0917 -- as `crisis`
    category: str, language: str, now: datetime, facts: Mapping[str, Any] | None,
    level: str = "explicit", matched: str = "", *, audience: str | None = None,
) -> list[Message]:
    """Return what follows "ja, dat klopt": who is near, what happens when you call, the lines, the offer to go on."""
    case = _case(category, level, language, now, facts, audience=audience, matched=matched)
    return case.follow_up(load_answers().confirmed)


def crisis_denied(  # noqa: PLR0917 -- as `crisis`
    category: str, language: str, now: datetime, facts: Mapping[str, Any] | None,
    level: str = "explicit", matched: str = "", *, audience: str | None = None,
) -> list[Message]:
    """Return what follows "nee, zo bedoel ik het niet": no reproach, the lines in sight, one gentle question."""
    level = "explicit" if level == "attempt_now" else level  # nothing happens now: 1813 comes before 112
    case = _case(category, level, language, now, facts, audience=audience, matched=matched)
    return case.follow_up(load_answers().denied)


def safe_word(now: datetime) -> list[Message]:
    """Return the answer to the safe word HULP: where help is now, and room to say more. Never raises."""
    *bubbles, last = load_answers().safe_word
    return [*({"text": bubble} for bubble in bubbles), handoff({}, None, now, None, Crisis(SAFE_WORD)), {"text": last}]


def _case(
    category: object, level: object, language: object, now: datetime, facts: Mapping[str, Any] | None,
    *, audience: str | None, matched: object,
) -> _Case:
    known = Crisis(
        str(category) if category in CATEGORIES else "immediate_danger",
        str(level) if level in LEVELS else "explicit",
        str(language) if language in LANGUAGES else "nl",
    )
    told = dict(facts) if isinstance(facts, Mapping) else {}
    signals = {name: True for name, words in load_answers().signals.items() if words.search(str(matched))}
    return _Case(known, {**told, **signals}, audience, now)


@cache
def load_answers(file: Path = KNOWLEDGE / "crisis_answers.yml") -> Answers:
    """Read the crisis texts once. Raises KnowledgeError with file, line and remedy."""
    document = read_knowledge(file, "crisis_answers")
    data = document.data
    return Answers(
        answers=entries(document, "answers"),
        confirmed=entries(document, "confirmed"),
        denied=entries(document, "denied"),
        signals={name: _any_of(words) for name, words in data["signals"].items()},
        buttons=data["buttons"],
        safe_word=data["safe_word"]["nl"],
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
