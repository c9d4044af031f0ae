"""Write article numbers as people read them: "art. 136 en 171 Sw. (vroeger art. 417/9 en 417/44)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from houvast.messages.texts import words
from houvast.messages.wording import listed

_CODES = {"Sw.2024": "legal.code.now", "Sw.1867": "legal.code.before"}
"""How rule results name the two criminal codes; their numbers are never put together without saying which is which."""


def line(answer: Mapping[str, Any]) -> str | None:
    """Return the sentence with the basis of an answer and the numbers from before; None when there is no basis."""
    articles, formerly = answer.get("articles") or [], answer.get("formerly") or []
    if not articles:
        possible = answer.get("possible_articles") or []
        return words("legal.articles_possible", articles=named(possible)) if possible else None
    today = answer.get("in_force", True)
    text = "legal.articles" if today else "legal.articles_then"
    if formerly:
        return words(f"{text}_formerly", articles=named(articles), formerly=named(formerly, code=not today))
    return words(text, articles=named(articles))


def named(articles: Sequence[str], code: bool = True) -> str:
    """Return the numbers by code; `code` false leaves the name of the code out, where the sentence says it."""
    groups: dict[str, list[str]] = {}
    for article in articles:
        number, _, name = str(article).rpartition(" ")
        groups.setdefault(name if name in _CODES else "", []).append(number if name in _CODES else str(article))
    for numbers in groups.values():
        numbers.sort(key=_natural)
    return listed([_group(name, numbers, code) for name, numbers in groups.items()])


def _natural(number: str) -> list[tuple[int, str]]:
    """Sort key that puts 417/9 before 417/16."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", number)]


def _group(name: str, numbers: list[str], code: bool) -> str:
    if not name:
        return listed(numbers)
    if not code:
        return words("legal.article_bare", numbers=listed(numbers))
    return words("legal.article_one", numbers=listed(numbers), code=words(_CODES[name]))
