"""What the safety net says when it found something."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("attempt_now", "explicit", "veiled")
"""From most to least pressing: an attempt at this moment (112 first), plain words, a hint."""

CATEGORIES = (
    "suicidal",
    "abuse_at_home",
    "immediate_danger",
    "sexual_violence",
    "self_harm",
    "worried_suicidal_other",
)
"""Which one is answered when a message holds two of the same level: first come, first answered."""


@dataclass(frozen=True)
class Alarm:
    """A crisis in one message.

    `category` is one of CATEGORIES, `level` one of LEVELS, `language` nl, fr or en (the language to answer in),
    `matched` the words of the lexicon that were found ("wil niet meer leven"; other words in between show as "…").
    """

    category: str
    level: str
    language: str
    matched: str
