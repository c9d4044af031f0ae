"""Whose age is told: of who asks, of the child, of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from houvast.nlu.extraction.knowledge import AgeRule, Extraction

YOUNGEST, OLDEST = 3, 99
_FACTS = {"asker": ("asker_age",), "child": ("child_age",), "other": ("other_age",), "depicted": ("depicted_age_made",),
          "both": ("asker_age", "other_age")}
_MASCULINE = re.compile(r"(?<![^ ])(?:hij|hem|zijn)(?![^ ])")
_FEMININE = re.compile(r"(?<![^ ])(?:zij|ze|haar)(?![^ ])")


@dataclass(frozen=True)
class Age:
    """An age that was told and the fact it stands for; `at` and `to` in the plain line."""

    fact: str
    value: Any
    at: int
    to: int
    sure: bool = True


@dataclass(frozen=True)
class People:
    """The people named in a message: (position, gender) of the child and of others; gender is m, f or x."""

    children: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]

    def only_child_for(self, words: str, at: int) -> bool:
        """True when "hij", "zij", "haar" or "hem" in these words can only be the child."""
        gender = "m" if _MASCULINE.search(words) else "f" if _FEMININE.search(words) else ""
        fits = [g for _, g in self.children if g in (gender, "x")]
        return bool(gender and fits) and not any(p < at and g in (gender, "x") for p, g in self.others)

    def not_the_child(self, pronoun: str, at: int) -> bool:
        """True when the pronoun cannot be the child, because of its gender; "die" always can."""
        if pronoun == "die":
            return False
        gender = "m" if pronoun == "hij" else "f"
        return bool(self.children) and not any(g in (gender, "x") for _, g in self.children)


def people_in(line: str, known: Extraction) -> People:
    """The people named in the plain line."""
    found: dict[str, list[tuple[int, str]]] = {"child": [], "other": []}
    for name, pattern in known.people.items():
        kind, gender = name.split("_")
        found[kind] += [(match.start(), gender) for match in pattern.finditer(line)]
    return People(tuple(sorted(found["child"])), tuple(sorted(found["other"])))


def ages_in(line: str, known: Extraction, speaker: str, people: People) -> list[Age]:
    """The ages told in the plain line. An age that may be two people's is left out."""
    found: list[Age] = []
    taken: set[int] = set()
    rules = sorted(known.ages, key=lambda rule: rule.who == "pronoun")
    for rule, match in _matches(rules, line):
        number = match.start("next") if "next" in match.groupdict() else match.start("n")
        value = age_value(match)
        if number in taken or value is None:
            continue
        facts, sure = _whose(rule.who, match, speaker, people)
        if facts:
            taken.add(number)
        found += [Age(fact, value, match.start(), match.end(), sure) for fact in facts]
    return found


def _matches(rules: Iterable[AgeRule], line: str) -> Iterable[tuple[AgeRule, re.Match[str]]]:
    for rule in rules:
        for pattern in rule.patterns:
            for match in pattern.finditer(line):
                before = line.rfind(" ", 0, max(match.start() - 1, 0)) + 1
                if not (rule.unless and rule.unless.search(line, before, match.end())):
                    yield rule, match


def _whose(who: str, match: re.Match[str], speaker: str, people: People) -> tuple[tuple[str, ...], bool]:
    if who == "both":
        return (_FACTS["both"], True) if speaker == "youth" else ((), False)
    if who == "pronoun":
        return _behind(match.group("who"), match.start(), speaker, people)
    if who == "depicted" and speaker == "parent":
        return (), False
    return _FACTS[who], True


def _behind(pronoun: str, at: int, speaker: str, people: People) -> tuple[tuple[str, ...], bool]:
    """Who "hij" or "zij" is: the only one named before who can be; nobody named: the other, not sure."""
    gender = "m" if pronoun == "hij" else "f"
    children = [p for p, g in people.children if p < at and g in (gender, "x")]
    others = [p for p, g in people.others if p < at and g in (gender, "x")]
    if children and not others:
        return ("child_age",), True
    if len(others) == 1 and not children:
        return ("other_age",), True
    if not others and not children and speaker == "youth" and not people.others and not people.children:
        return ("other_age",), False
    return (), False


def age_value(match: re.Match[str]) -> Any:
    """The age of a match: whole years, a range, or None when it is no age. "Bijna 16" is 15."""
    groups = match.groupdict()
    if groups.get("next"):
        return _plausible(int(groups["next"]) - 1)
    low = int(groups["n"])
    if groups.get("m"):
        high = int(groups["m"])
        return {"min": low, "max": high} if YOUNGEST <= low < high <= OLDEST else None
    bend = (groups.get("bend") or "").strip()
    if bend == "nog geen":
        return {"min": 0, "max": low - 1} if YOUNGEST < low <= OLDEST else None
    return _plausible(low - 1 if bend else low)


def _plausible(years: int) -> int | None:
    return years if YOUNGEST <= years <= OLDEST else None
