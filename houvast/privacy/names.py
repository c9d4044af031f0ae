"""Names of people, also in lower case: "ik ben milan", "mijn lief emma", "hij heet xander de smet".

A list of first names does most of the work. Behind a cue a word that is not in the list can be a name too; then it must
be unknown in Dutch and known elsewhere, because "ik ben verkracht" and "ik ben bang" look just like "ik ben milan".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wordfreq import zipf_frequency

from houvast.privacy.span import Span
from houvast.privacy.vocabulary import FAMILY_NAMES, FIRST_NAMES, phrases, phrases_of, plain, words_of

_TOKEN = r"[^\W\d_]{2,30}(?:[-][^\W\d_]{2,20})?"
_NAME = re.compile(rf"(?<![\w\[@.])({_TOKEN})(?:['’]s)?(?![\w\]@])")
_STRONG = re.compile(rf"(?<!\w)(?:{phrases(phrases_of('name_cues_strong'))})\s{{1,3}}({_TOKEN})", re.IGNORECASE)
_WEAK = re.compile(rf"(?<!\w)(?:{phrases(phrases_of('name_cues_weak'))})[,:]?\s{{1,3}}({_TOKEN})", re.IGNORECASE)
_RELATION = re.compile(rf"(?<!\w)(?:{phrases(words_of('relations'))}),?\s{{1,3}}({_TOKEN})", re.IGNORECASE)
_PARTICLE = r"(?:van|de|den|der|van\sde|van\sden|van\sder|vande|vander|ten|ter|el|al|ben|le|la)"
_FAMILY = re.compile(
    rf"\s(?:{_PARTICLE}\s)?[A-ZÀ-Þ][\w'-]{{1,25}}(?:[-\s][A-ZÀ-Þ][\w'-]{{2,25}})?|\s(?:{_PARTICLE}\s)?([a-zà-ÿ'-]{{3,25}})(?!\w)"
)
_LOOK = re.compile(
    r"(?:ge|be|ver|ont|her|mis|aan|af|op|uit|in|weg|door)\w{3,}(?:d|t|en)$|\w{2,}(?:ig|lijk|loos|baar|isch|achtig|en|end|ing|heid)$"
)
_NEVER = words_of("never_names") | (words_of("relations") - FIRST_NAMES.also_words)
_ELSEWHERE = ("fr", "en", "de", "es", "tr", "pl", "ar")
_KNOWN_IN_DUTCH, _KNOWN_ELSEWHERE = 2.6, 2.0  # zipf: once in some millions of words
_WORD_ELSEWHERE = 4.2  # "triste", "veut": a word over there
_EVERYDAY = 5.0
_VERY_COMMON = 4.6  # "anders", "welkom": no name, even behind "ik heet"


def find_names(text: str) -> Iterator[Span]:
    """Find first names, with the family name behind them."""
    for match in _NAME.finditer(text):
        word = plain(match[1])
        if word in FIRST_NAMES.sure or (word in FIRST_NAMES.also_words and _capital_inside(text, match.start(1))):
            yield _with_family(text, match.start(1), match.end(1))
    for match in _STRONG.finditer(text):
        word = plain(match[1])
        if word in FIRST_NAMES or (word not in _NEVER and not _ordinary(word)):
            yield _with_family(text, *match.span(1))
    for pattern in (_WEAK, _RELATION):
        for match in pattern.finditer(text):
            word = plain(match[1])
            if word in _NEVER:
                continue
            everyday = zipf_frequency(word, "nl") > _EVERYDAY and match[1][0].islower()  # "hier ben ik", "elke dag"
            listed = word in FIRST_NAMES.sure or (word in FIRST_NAMES.also_words and not everyday)
            if listed or _foreign(word) or (match[1][0].isupper() and not match[1].isupper() and _rare(word)):
                yield _with_family(text, *match.span(1))


def _capital_inside(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return (
        text[start].isupper() and not text[start : start + 2].isupper() and bool(before) and before[-1] not in ".!?\n"
    )


def _ordinary(word: str) -> bool:
    """Tell whether a word is too common in Dutch, or too much of a participle or adjective, to be a name."""
    return zipf_frequency(word, "nl") > _VERY_COMMON or (bool(_LOOK.match(word)) and zipf_frequency(word, "nl") > 1.5)


def _rare(word: str) -> bool:
    return zipf_frequency(word, "nl") < 4.0 and not _LOOK.match(word)


def _foreign(word: str) -> bool:
    """Tell whether a word is hardly Dutch and yet known in another language, as names are."""
    dutch = zipf_frequency(word, "nl")
    if len(word) < 4 or dutch > _KNOWN_IN_DUTCH or _LOOK.match(word):
        return False
    elsewhere = max(zipf_frequency(word, tongue) for tongue in _ELSEWHERE)
    return max(_KNOWN_ELSEWHERE, dutch + 0.3) <= elsewhere < _WORD_ELSEWHERE and zipf_frequency(word, "en") < 3.3


def _with_family(text: str, start: int, end: int) -> Span:
    family = _FAMILY.match(text, end)
    if family is None:
        return Span(start, end, "name")
    lower_case = family[1]
    if lower_case is not None and lower_case not in FAMILY_NAMES:
        return Span(start, end, "name")
    if lower_case is None and plain(family[0].strip()) in _NEVER:
        return Span(start, end, "name")
    return Span(start, family.end(), "name")
