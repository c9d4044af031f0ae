"""What a short reply means as an answer to the question about one fact: `interpret_answer`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from houvast.nlu.extraction import dates
from houvast.nlu.extraction.ages import OLDEST, YOUNGEST
from houvast.nlu.extraction.findings import found_in
from houvast.nlu.extraction.knowledge import AnswerRules, Extraction, load
from houvast.nlu.extraction.questions import is_question
from houvast.nlu.extraction.text import PlainText, plain

UNKNOWN, WITHHELD = "unknown", "withheld"
_SHORT = 14
"""Words: a longer message is told as a story, and only what it says about the fact itself counts."""

_NUMBER = re.compile(r"(?<![^ ])(\d{1,3})(?![^ ])")
_RANGE = re.compile(r"(?<![^ ])(\d{1,2}) (?:of|a|tot|en|-|/) (\d{1,2})(?![^ ])")
_ALMOST = re.compile(r"(?<![^ ])(?:bijna|net geen) (\d{1,2})(?![^ ])")
_NEXT = re.compile(r"(?<![^ ])(?:word|wordt)(?: [a-z]+){0,3} (\d{1,2})(?![^ ])|(?<![^ ])(\d{1,2}) worden(?![^ ])")
_HEDGED = re.compile(r"(?<![^ ])(?:denk|ofzo|dacht|waarschijnlijk|ongeveer|rond|schat|of zo|zoiets|een jaar of|misschien)(?![^ ])")
_NO_AGE = re.compile(r" (?:uur|u|min|minuten|maanden?|weken|week|dagen|dag|keer|x|euro|%|€|km|kg|ste|de|e|personen|vrienden|fotos?|jaar (?:ouder|jonger|geleden|samen|verschil)|:)(?![^ ])")


def interpret_answer(text: str, fact: str, audience: str) -> Any | None:
    """The value of `fact` that this reply gives, "unknown", "withheld", or None when it is no answer.

    `audience` is "youth" or "parent". Ages come as a whole number or {"min", "max"} (years, ends included).
    Never raises; a fact nobody can be asked about gives None.
    """
    known = load()
    rules = known.answers.get(fact)
    message = plain(text, known.spelling)
    if rules is None or not message.spans or is_question(message, known):
        return None
    told = [hit for hit in found_in(message, known, audience) if hit.fact == fact]
    if known.replies["withheld"].search(message.line):
        return WITHHELD if not told else told[0].value
    if rules.kind == "age":
        return _age(message, fact, audience, known)
    if told and told[0].sure and rules.kind != "bool":
        return told[0].value
    value: Any | None
    if rules.kind == "date":
        found = dates.dates_in(message.line, known)
        value = found[0].value if len(found) == 1 else _year(message)
    elif rules.kind == "enum":
        value = _word(message, rules, known)
    else:
        value = _yes_or_no(message, rules, known)
    if value is None and told:
        return told[0].value
    if value is None and known.replies["unknown"].search(message.line) and len(message.spans) <= _SHORT:
        return UNKNOWN if rules.unknown_means is None else rules.unknown_means
    return value


def _yes_or_no(message: PlainText, rules: AnswerRules, known: Extraction) -> Any | None:
    """First what says this fact in words, then the yes or no the reply begins with."""
    line = message.line
    short = len(message.spans) <= _SHORT
    begins = _first_word(line, known)
    said = {value for value, pattern in rules.values if short and pattern.search(line)}
    if begins is not None and (len(said) != 1 or begins in said):
        return begins
    if begins is not None:
        return None
    if known.replies["unknown"].search(line) and short:
        if rules.unknown_means is not None and not said:
            return rules.unknown_means
        return UNKNOWN if not said or said == {True} else said.pop() if len(said) == 1 else None
    return said.pop() if len(said) == 1 else None


_LEAD = re.compile(r" (?:(?:euh|uh|hm|hmm|eh|ah|oh|ok|dus|wel|ja maar|,|\.|ehm|euhm|amai|pff|sorry) )*")


def _first_word(line: str, known: Extraction) -> bool | None:
    """True or False when the reply begins with (or is) a yes or a no; None when neither or both."""
    lead = _LEAD.match(line)
    at = lead.end() if lead else 1
    yes, no = known.replies["affirm"].match(line, at), known.replies["deny"].match(line, at)
    if not yes and not no:
        end = line.rstrip(" .,!?")
        tail = end.rfind(" ") + 1
        return {"wel": True, "niet": False}.get(end[tail:]) if len(line.split()) <= 4 else None
    if yes and no:
        return yes.end() > no.end()
    after = line[(yes or no).end():][:24]   # type: ignore[union-attr]
    if (known.replies["deny"] if yes else known.replies["affirm"]).match(after, 1):
        return None
    return yes is not None


def _word(message: PlainText, rules: AnswerRules, known: Extraction) -> Any | None:
    """The one value whose words stand in the reply; of overlapping words the longest count."""
    line = message.line
    if len(message.spans) > _SHORT:
        return None
    spans = [(m.start(), m.end(), value) for value, pattern in rules.values for m in pattern.finditer(line)]
    longest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0]
                                           for o in spans)]
    values = {value for _, _, value in longest}
    denied = [s for s in longest if re.search(r"(?<![^ ])(?:niet|geen|nooit|nee|neen)(?: [a-z]+)? ?$", line[:s[0]])]
    if len(values) == 1 and not denied:
        return values.pop()
    if not values and rules.no_means and _first_word(line, known) is False:
        return rules.no_means
    return None


def _year(message: PlainText) -> str | None:
    words = message.line.strip(" .").split()
    return words[-1] if words and len(words) <= 3 and re.fullmatch(r"20[0-3]\d", words[-1]) else None


def _age(message: PlainText, fact: str, audience: str, known: Extraction) -> Any | None:
    """The age in a reply, when there is one age that is nobody else's."""
    line = message.line
    mine = {"asker_age": ("asker_age",), "child_age": ("child_age", "other_age"),
            "other_age": ("other_age",), "sharer_age": ("sharer_age", "other_age")}.get(fact, (fact, "asker_age", "other_age"))
    hits = found_in(message, known, audience)
    ages = [hit for hit in hits if hit.fact.endswith("_age") or hit.fact.startswith("depicted_age")]
    own = [hit for hit in ages if hit.fact == fact]
    if own:
        return own[0].value
    if any(hit.fact not in mine for hit in ages) and fact in ("asker_age", "child_age", "other_age", "sharer_age"):
        return None
    if len({repr(hit.value) for hit in ages}) == 1 and not _HEDGED.search(line):
        return ages[0].value
    short = len(message.spans) <= _SHORT
    return (_described(line, known) or _numbers(line) if short else None) or _no_age(message, known)


def _no_age(message: PlainText, known: Extraction) -> str | None:
    return UNKNOWN if known.replies["unknown"].search(message.line) and len(message.spans) <= _SHORT else None


def _described(line: str, known: Extraction) -> Any | None:
    for pattern, fixed in known.age_answers:
        match = pattern.search(line)
        if match:
            return dict(fixed) if fixed else _bounds({k: int(v) for k, v in match.groupdict().items() if v})
    return None


def _bounds(told: Mapping[str, int]) -> dict[str, int]:
    if "above" in told:
        return {"min": told["above"] + 1, "max": OLDEST}
    if "from" in told:
        return {"min": told["from"], "max": OLDEST}
    if "tens" in told:
        return {"min": told["tens"], "max": told["tens"] + 9}
    return {"min": 0, "max": max(told["below"] - 1, 0)}


def _numbers(line: str) -> Any | None:
    two = _RANGE.search(line)
    if two:
        low, high = sorted(int(n) for n in two.groups())
        return {"min": low, "max": high} if YOUNGEST <= low < high <= OLDEST and high - low <= 10 else None
    coming = _ALMOST.search(line) or _NEXT.search(line)
    numbers = [int(m.group(1)) for m in _NUMBER.finditer(line) if not _NO_AGE.match(line, m.end())]
    if coming:
        age = int(next(n for n in coming.groups() if n)) - 1
        return _plausible(age) if all(n in (age, age + 1) for n in numbers) else None
    if len(numbers) != 1 or _plausible(numbers[0]) is None:
        return None
    age = numbers[0]
    if _HEDGED.search(line):
        margin = 1 if age < 20 else 3
        return {"min": max(age - margin, 0), "max": age + margin}
    return age


def _plausible(age: int) -> int | None:
    return age if YOUNGEST <= age <= OLDEST else None
