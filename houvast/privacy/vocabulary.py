"""The word lists beside this file, read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def plain(word: str) -> str:
    """Return a word in lower case without accents: "Zoë" is "zoe"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def phrases(words: Iterable[str]) -> str:
    """Return a regular expression for any of these phrases, the longest first."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,3}") for phrase in sorted(words, key=len, reverse=True))


@dataclass(frozen=True)
class Listed:
    """A list in which some words are ordinary words too (behind a star in the file)."""

    sure: frozenset[str]
    also_words: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.sure or word in self.also_words


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def _listed(name: str) -> Listed:
    words = _lines(name)
    starred = frozenset(word[:-1] for word in words if word.endswith("*"))
    return Listed(frozenset(word for word in words if not word.endswith("*")) - starred, starred)


_FILE: dict[str, Any] = yaml.safe_load((_FOLDER / "words.yml").read_text(encoding="utf-8"))
PLACEHOLDERS: dict[str, str] = _FILE["placeholders"]
FIRST_NAMES, MUNICIPALITIES = _listed("first_names.txt"), _listed("municipalities.txt")
FAMILY_NAMES = frozenset(_lines("family_names.txt"))


def words_of(key: str) -> frozenset[str]:
    """Return the single words under `key` of words.yml."""
    return frozenset(_FILE[key].split())


def phrases_of(key: str) -> frozenset[str]:
    """Return the phrases, parted by |, under `key` of words.yml."""
    return frozenset(phrase.strip() for phrase in _FILE[key].split("|"))
