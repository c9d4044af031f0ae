"""Looks for a crisis in a text."""

from __future__ import annotations

import re
from functools import partial

from houvast.safety.alarm import Alarm
from houvast.safety.lexicon import NUMBER, UNLISTED, Lexicon, Pattern, load
from houvast.safety.normalisation import HARD, SOFT, fold, tokens

_LEXICON: Lexicon = load()  # at import: a broken lexicon stops the start, not the first child who needs it
_LONGEST_TOLD = 200  # characters of `Alarm.matched`
_LOOK_BACK = 14  # words before a match that may hold its subject
_TWO_PAUSES = re.compile(rf"[{SOFT}]{{2,}}")
_WORD_BY_WORD = re.compile(rf"[{HARD}](?=[^{HARD}{SOFT}](?:[{HARD}]|\Z))")  # "Ik wil. Niet. Meer. Leven."
_SINGLE_WORDS = re.compile(
    rf"(?:\A|(?<=[{HARD}{SOFT}]))(?:[^{HARD}{SOFT}][{HARD}{SOFT}]){{2,}}[^{HARD}{SOFT}](?=[{HARD}{SOFT}]|\Z)"
)


def encode(text: str, lexicon: Lexicon = _LEXICON) -> str:
    """Return the text as one character per word (see `lexicon`), pauses included."""
    folded = fold(text)
    for joined, apart in lexicon.glued.items():
        if joined in folded:
            folded = folded.replace(joined, apart)
    words = tokens(folded)
    codes = {word: lexicon.codes[word] for word in set(words)}  # forgotten afterwards: nothing typed is kept
    coded = "".join(map(codes.__getitem__, words))
    coded = _TWO_PAUSES.sub(SOFT, _WORD_BY_WORD.sub("", coded))
    return _SINGLE_WORDS.sub(_without_pauses, coded)  # a comma or a line for each word


def _without_pauses(row: re.Match[str]) -> str:
    return row[0].replace(HARD, "").replace(SOFT, "")


def _without_idioms(coded: str, lexicon: Lexicon) -> str:
    for number in lexicon.idiom_index.candidates(set(coded)):
        idiom = lexicon.idioms[number]
        coded = idiom.expression.sub(partial(_fill, idiom.leaves), coded)
    return coded


def _fill(sign: str, match: re.Match[str]) -> str:
    return sign * len(match[0])


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


def _alarm(pattern: Pattern, coded: str, lexicon: Lexicon) -> Alarm | None:
    """Return the alarm that a pattern gives in a text, if any; the first match speaks."""
    match = pattern.expression.search(coded)
    if match is None:
        return None
    language = _language(pattern, coded, lexicon)
    category = pattern.category
    if pattern.about_other and _is_about_other(coded, match.start(), match.end(), language, lexicon):
        category = pattern.about_other
    return Alarm(category, pattern.level, language, _told(match[0], lexicon)[:_LONGEST_TOLD])


def detect(text: str) -> Alarm | None:
    """Return the most pressing crisis in a text, or None. Never raises; the time grows linearly with the length."""
    lexicon = _LEXICON
    coded = _without_idioms(encode(text, lexicon), lexicon)
    for number in lexicon.pattern_index.candidates(set(coded)):  # most pressing first
        alarm = _alarm(lexicon.patterns[number], coded, lexicon)
        if alarm is not None:
            return alarm
    return None
