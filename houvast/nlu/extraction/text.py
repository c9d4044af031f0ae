"""What was typed, as a line of plain words: lower case, no accents, chat spelling undone, numbers as digits.

Every word of the plain line remembers where it stood in what was typed, so that a finding can point at it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

LIMIT = 5_000
"""Characters that are read; the rest of a longer message is left alone (time stays bounded)."""

_TOKEN = re.compile(r"[a-z]+|\d+|[.!?;\n…]+|[,:()+%€/\-]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DROPPED = frozenset("'`´‘’ʼ")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class PlainText:
    """The plain line (`line`, padded with a space at both ends) and the way back to what was typed."""

    typed: str
    line: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the words between two positions of the line stood in what was typed (end excluded)."""
        if not self.spans or end <= start:
            return (0, 0)
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, end - 1) - 1, first)
        return self.spans[first][0], self.spans[last][1]


def plain(typed: str, spelling: Mapping[str, str]) -> PlainText:
    """Read `typed` into plain words; `spelling` gives the words behind a chat spelling."""
    letters, places = _letters(typed[:LIMIT])
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    previous = ""
    for match in _TOKEN.finditer(letters):
        word = match.group()
        span = (places[match.start()], places[match.end() - 1] + 1)
        pair = spelling.get(f"{previous} {word}")
        if pair:
            words[-1], _, word = pair.partition(" ")
        for part in _respell(word, previous, spelling).split(" "):
            words.append(part)
            spans.append(span)
        previous = word
    starts, at = [], 1
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return PlainText(typed, f" {' '.join(words)} ", tuple(starts), tuple(spans))


def _respell(word: str, previous: str, spelling: Mapping[str, str]) -> str:
    if not word[0].isalpha():
        if word[0].isdigit() or (len(word) == 1 and word not in ".!?;\n…"):
            return word
        return "?" if "?" in word else "."
    if previous.isdigit() and word in ("j", "jr", "jaren", "jaartjes"):
        return "jaar"
    word = _STRETCHED.sub(lambda m: m.group(1) * (2 if m.group(1) in _VOWELS else 1), word)
    return spelling.get(word, word)


def _letters(typed: str) -> tuple[str, list[int]]:
    """Lower case without accents; apostrophes and hyphens inside a word fall away (foto's, e-mail)."""
    kept: list[str] = []
    places: list[int] = []
    last = len(typed) - 1
    for i, char in enumerate(typed):
        if char in _DROPPED:
            continue
        if char == "-" and 0 < i < last and typed[i - 1].isalpha() and typed[i + 1].isalpha():
            continue
        if char < "\x80":
            kept.append(char.lower())
            places.append(i)
            continue
        for part in unicodedata.normalize("NFKD", char).lower():
            if not unicodedata.combining(part):
                kept.append(part)
                places.append(i)
    return "".join(kept), places
