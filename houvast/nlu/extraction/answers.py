"""What a short reply means as an answer to the question about one fact: `interpret_answer`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from houvast.nlu.extraction import dates
from houvast.nlu.extraction.ages import OLDEST, YOUNGEST
from houvast.nlu.extraction.findings import Hit, found_in
from houvast.nlu.extraction.knowledge import AnswerRules, Extraction, load
from houvast.nlu.extraction.questions import is_question
from houvast.nlu.extraction.text import PlainText, plain

UNKNOWN, WITHHELD = "unknown", "withheld"

_SHORT = 14
"""Words: a longer message is told as a story, and only what it says about the fact itself counts."""

_REPLY = 8
"""Words: in a message this short two values of one fact cannot both be the answer."""

_DENIED = "denied"

_SAME_PERSON = {
    "asker_age": ("asker_age",), "child_age": ("child_age", "other_age"), "other_age": ("other_age",),
    "sharer_age": ("sharer_age", "other_age"),
}
"""The ages that `extract` may find in a reply to the question about this age: "hij is 13" without a story is
"other_age", but said to a parent who was asked about the child it is the child's."""


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
    hits = found_in(message, known, audience)
    told = [hit for hit in hits if hit.fact == fact]
    if known.replies["withheld"].search(message.line):
        return told[0].value if told else WITHHELD
    if rules.kind == "age":
        value = _age(message, fact, hits, known)
    elif rules.kind == "date":
        value = _date(message, told, known)
    elif rules.kind == "enum":
        value = _word(message, rules, told, known)
        if value == rules.no_means and not told and any(hit.value is False for hit in hits):
            value = None                        # "nee nog niet betaald" says no to something else
    else:
        value = _yes_or_no(message, rules, told, known)
    if value is None and _is_short(message) and known.replies["unknown"].search(message.line):
        return UNKNOWN if rules.unknown_means is None else rules.unknown_means
    return value


def _is_short(message: PlainText) -> bool:
    return len(message.spans) <= _SHORT


def _yes_or_no(message: PlainText, rules: AnswerRules, told: list[Hit], known: Extraction) -> Any | None:
    """The yes or no the reply begins with, unless its words say the opposite; else what its words say."""
    line = message.line
    said = {value for value, pattern in rules.values if pattern.search(line)} if _is_short(message) else set()
    begins = _first_word(line, known)
    if begins is not None:
        return begins if len(said) != 1 or begins in said else None
    if _is_short(message) and known.replies["unknown"].search(line):
        return False if said == {False} else None
    if len(said) == 1:
        return said.pop()
    return told[0].value if told else None


def _first_word(line: str, known: Extraction) -> bool | None:
    """True or False when the reply begins with (or is) a yes or a no; None when neither or both."""
    at = 0
    while lead := known.around["lead"].match(line, at + 1):
        at = lead.end()
    yes, no, doubt = (known.replies[name].match(line, at + 1) for name in ("affirm", "deny", "unknown"))
    ends = [match.end() if match else -1 for match in (yes, no)]
    if not yes and not no:
        if known.replies["unknown"].search(line):
            return None                     # "weet ik niet" ends in "niet" and says no to nothing
        last = line.rstrip(" .,!?").rsplit(" ", 1)[-1]
        return {"wel": True, "niet": False}.get(last) if len(line.split()) <= 4 else None
    if (doubt and doubt.end() > max(ends)) or known.around["both"].match(line, max(ends) + 1):
        return None
    return ends[0] > ends[1]


def _word(message: PlainText, rules: AnswerRules, told: list[Hit], known: Extraction) -> Any | None:
    """The one value whose words stand in the reply, or what a bare "nee" means for this fact."""
    values = _words_found(message, rules, known) if _is_short(message) else set()
    if len(values) > 1 and len(message.spans) <= _REPLY:
        return None
    if told and (told[0].sure or values == {told[0].value}):
        return told[0].value
    if len(values) == 1:
        return None if _DENIED in values else values.pop()
    if not values and _is_short(message) and _first_word(message.line, known) is False:
        return rules.no_means
    return None


def _words_found(message: PlainText, rules: AnswerRules, known: Extraction) -> set[Any]:
    """The values whose words stand in the reply; of overlapping words the longest count, a denied one as denied."""
    line = message.line
    spans = [(m.start(), m.end(), value) for value, pattern in rules.values for m in pattern.finditer(line)]
    return {_DENIED if known.around_end["denied"].search(line[:start][-30:]) else value
            for start, end, value in spans if not _inside_longer(start, end, spans)}


def _inside_longer(start: int, end: int, spans: Iterable[tuple[int, int, Any]]) -> bool:
    return any(a <= start and end <= b and b - a > end - start for a, b, _ in spans)


def _date(message: PlainText, told: list[Hit], known: Extraction) -> Any | None:
    found = dates.dates_in(message.line, known)
    if len(found) == 1:
        return found[0].value
    words = message.line.strip(" .").split()
    bare_year = len(words) == 1 and len(words[0]) == 4 and words[0].isdigit() and 2000 <= int(words[0]) <= 2039
    return words[0] if bare_year else None


def _age(message: PlainText, fact: str, hits: list[Hit], known: Extraction) -> Any | None:
    """The age in a reply, when there is one age and it is nobody else's."""
    ages = [hit for hit in hits if hit.fact.endswith("_age") or hit.fact.startswith("depicted_age")]
    own = [hit for hit in ages if hit.fact == fact]
    if own:
        return own[0].value
    if fact in _SAME_PERSON and any(hit.fact not in _SAME_PERSON[fact] for hit in ages):
        return None
    line = message.line
    if len({repr(hit.value) for hit in ages}) == 1 and not known.around["hedged"].search(line):
        return ages[0].value
    if not _is_short(message):
        return None
    described = _described(line, known)
    return described if described is not None else _number(line, known)


def _described(line: str, known: Extraction) -> dict[str, int] | None:
    for pattern, fixed in known.age_answers:
        match = pattern.search(line)
        if match:
            return dict(fixed) or _bounds({k: int(v) for k, v in match.groupdict().items() if v})
    return None


def _bounds(told: Mapping[str, int]) -> dict[str, int]:
    if "above" in told:
        return {"min": told["above"] + 1, "max": OLDEST} if told["above"] < OLDEST else {"min": OLDEST, "max": OLDEST}
    if "from" in told:
        return {"min": told["from"], "max": OLDEST}
    if "tens" in told:
        return {"min": told["tens"], "max": told["tens"] + 9}
    return {"min": 0, "max": max(told["below"] - 1, 0)}


def _number(line: str, known: Extraction) -> Any | None:
    """One number, two ("14 of 15"), one that comes ("bijna 16"), or one with a doubt around it ("17 denk ik")."""
    two = known.around["range"].search(line)
    if two:
        low, high = sorted(int(n) for n in two.groups())
        return {"min": low, "max": high} if YOUNGEST <= low < high <= low + 10 and high <= OLDEST else None
    numbers = {int(match.group(1)) for match in known.around["number"].finditer(line)}
    coming = known.around["almost"].search(line)
    if coming:
        age = int(next(n for n in coming.groups() if n)) - 1
        return _plausible(age) if numbers <= {age, age + 1} else None
    age = numbers.pop() if len(numbers) == 1 else -1
    if _plausible(age) is None or not known.around["hedged"].search(line):
        return _plausible(age)
    margin = 1 if age < 20 else 3
    return {"min": age - margin, "max": min(age + margin, OLDEST)}


def _plausible(age: int) -> int | None:
    return age if YOUNGEST <= age <= OLDEST else None
