"""Looks for a crisis in a text."""

from __future__ import annotations

import re

from houvast.safety.alarm import Alarm
from houvast.safety.lexicon import NUMBER, UNLISTED, Lexicon, Pattern, load
from houvast.safety.normalisation import HARD, SOFT, fold, tokens

_LEXICON: Lexicon = load()  # at import: a broken lexicon stops the start, not the first child who needs it
_LOOK_BACK = 14  # words before a match that may hold its subject
_TWO_PAUSES = re.compile(rf"[{SOFT}]{{2,}}")
_WORD_BY_WORD = re.compile(rf"[{HARD}](?=[^{HARD}{SOFT}](?:[{HARD}]|\Z))")  # "Ik wil. Niet. Meer. Leven."


def encode(text: str, lexicon: Lexicon = _LEXICON) -> str:
    """Return the text as one character per word (see `lexicon`), pauses included."""
    folded = fold(text)
    for joined, apart in lexicon.glued.items():
        if joined in folded:
            folded = folded.replace(joined, apart)
    words = tokens(folded)
    codes = {word: lexicon.codes[word] for word in set(words)}  # forgotten afterwards: nothing typed is kept
    coded = "".join(map(codes.__getitem__, words))
    return _TWO_PAUSES.sub(SOFT, _WORD_BY_WORD.sub("", coded))


def _without_idioms(coded: str, lexicon: Lexicon) -> str:
    present = set(coded)
    for idiom in lexicon.idioms:
        if all(not need.isdisjoint(present) for need in idiom.needs):
            coded = idiom.expression.sub(lambda m, c=idiom.leaves: c * len(m[0]), coded)  # type: ignore[misc]
    return coded


def _is_about_other(coded: str, start: int, end: int, language: str, lexicon: Lexicon) -> bool:
    """Tell whether the words before (or inside) a match say that it is about somebody else."""
    selves, others = lexicon.selves[language], lexicon.others[language]
    begin = max(coded.rfind(HARD, 0, start) + 1, start - _LOOK_BACK)
    said_self = is_other = False
    for place in range(begin, end):
        char = coded[place]
        if char in selves:
            said_self, is_other = True, False
        elif char in others:
            before = coded[max(begin, place - 3) : place]
            if any(c in lexicon.prepositions for c in before[-2:]) or coded[place + 1 : place + 2] == NUMBER:
                continue  # "met mijn broer", or "jongen 15", who speaks of himself
            opens = place - begin < 3 or any(c in lexicon.openers or c in (SOFT, UNLISTED) for c in before)
            sure = char in lexicon.nominatives or before[-1:] in others  # "hij", or "een vriend die"
            is_other = is_other or not said_self or opens or sure
    return is_other


def _told(coded: str, lexicon: Lexicon) -> str:
    words = (lexicon.words.get(c, "…") for c in coded if c not in (HARD, SOFT))
    return re.sub(r"…(?: …)+", "…", " ".join(words))


def _language(pattern: Pattern, coded: str, lexicon: Lexicon) -> str:
    if pattern.language != "any":
        return pattern.language
    counts = {name: sum(coded.count(c) for c in words) for name, words in lexicon.languages.items()}
    return max(("nl", "en", "fr"), key=lambda name: counts[name])


def _weigh(pattern: Pattern, coded: str, lexicon: Lexicon) -> Alarm | None:
    """Return the alarm of the first match of a pattern that counts, if any."""
    language = ""
    for match in pattern.expression.finditer(coded):
        language = language or _language(pattern, coded, lexicon)
        about_other = _is_about_other(coded, match.start(), match.end(), language, lexicon)
        if pattern.said_by == ("self" if about_other else "other"):
            continue
        category = (pattern.about_other or pattern.category) if about_other else pattern.category
        if category != "ignore":
            return Alarm(category, pattern.level, language, _told(match[0], lexicon)[:200])
    return None


def detect(text: str) -> Alarm | None:
    """Return the most pressing crisis in a text, or None. Never raises; the time grows linearly with the length."""
    lexicon = _LEXICON
    coded = _without_idioms(encode(text, lexicon), lexicon)
    present = set(coded)
    best: Pattern | None = None
    alarm: Alarm | None = None
    for pattern in lexicon.patterns:  # most pressing first
        if best is not None and pattern.rank >= best.rank:
            break
        if any(need.isdisjoint(present) for need in pattern.needs):
            continue
        found = _weigh(pattern, coded, lexicon)
        if found is not None:
            best, alarm = pattern, found
    return alarm
