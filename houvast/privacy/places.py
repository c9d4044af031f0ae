"""Addresses, municipalities, and the names of schools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houvast.privacy.span import Span
from houvast.privacy.vocabulary import MUNICIPALITIES, phrases, phrases_of, plain, words_of

_STREET = re.compile(
    rf"(?<![\w-])(?P<street>(?:[A-Za-zÀ-ÿ'-]{{2,25}}\s)?(?P<word>[A-Za-zÀ-ÿ'-]{{1,30}}(?:{phrases(words_of('street_ends'))})))"
    r"\s{1,2}(?:nr\.?\s?|nummer\s|n°\s?)?\d{1,4}\s?[A-Za-z]?(?![A-Za-z0-9:])(?:\s?(?:bus|b|/)\s?\w{1,4}\b)?",
    re.IGNORECASE,
)
_WORD = r"[A-Za-zÀ-ÿ'’-]{2,30}"
_CUE = re.compile(rf"\b(?:{phrases(phrases_of('place_cues'))})\s{{1,3}}(?:(\d{{4}})\s{{1,2}})?({_WORD})", re.IGNORECASE)
_POSTCODE = re.compile(rf"\b[1-9]\d{{3}}\s{{1,2}}({_WORD})")
_ANY = re.compile(_WORD)
_SAINT = r"(?:(?:sint|st|heilig|onze|koninklijk|gemeentelijke?|vrije?)[- .][\w'-]{2,25}[- ]?)?"
_SCHOOL = re.compile(
    rf"\b{_SAINT}[\w'-]{{0,25}}(?:{phrases(words_of('school_words'))})(?:\s[A-ZÀ-Þ][\w'-]{{1,25}}){{0,2}}",
    re.IGNORECASE,
)
_STREET_NEVER, _PLACE_NEVER = words_of("street_never"), words_of("place_never")
_SCHOOL_ALONE = words_of("school_words")


def find_places(text: str) -> Iterator[Span]:
    """Find a street with a number, a postcode with its place, a place behind a cue or in the list, a named school."""
    for match in _STREET.finditer(text):
        if plain(match["word"]) not in _STREET_NEVER:
            yield Span(match.start("word"), match.end(), "address")
    for match in _CUE.finditer(text):
        word = plain(match[2])
        if word not in _PLACE_NEVER and (word in MUNICIPALITIES or match[2][0].isupper() or match[1]):
            yield Span(match.start(1) if match[1] else match.start(2), match.end(2), "place")
    for match in _POSTCODE.finditer(text):
        if plain(match[1]) in MUNICIPALITIES:
            yield Span(*match.span(), "place")
    for match in _ANY.finditer(text):
        if plain(match[0]) in MUNICIPALITIES.sure:
            yield Span(*match.span(), "place")
    for match in _SCHOOL.finditer(text):
        if plain(match[0].strip()) not in _SCHOOL_ALONE:
            yield Span(*match.span(), "school")
