"""The patterns of `knowledge/extraction/`, read and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from houvast.rules.errors import KnowledgeError

ROOT = Path(__file__).resolve().parents[3] / "knowledge" / "extraction"
RULE_FILES = ("content.yml", "sharing.yml", "people.yml", "threats.yml")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MACRO = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Also:
    """A fact that follows from the same words."""

    fact: str
    value: Any
    by: str | None
    asker: str | None
    only_if: re.Pattern[str] | None


@dataclass(frozen=True)
class Rule:
    """Words that say one fact, and what withdraws it."""

    fact: str
    value: Any
    by: str | None
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    guards: tuple[str, ...]
    asker: str | None
    child: bool
    needs: tuple[str, ...]
    also: tuple[Also, ...]
    weight: int
    sure: bool


@dataclass(frozen=True)
class Guard:
    """Words just before (or after) a finding that withdraw it."""

    within: int
    before: re.Pattern[str]
    after: int
    after_words: re.Pattern[str] | None


@dataclass(frozen=True)
class AgeRule:
    """Words that say whose age it is."""

    who: str
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class AnswerRules:
    """How a short answer about one fact is read."""

    kind: str
    values: tuple[tuple[Any, re.Pattern[str]], ...]
    no_means: str | None
    unknown_means: Any


@dataclass(frozen=True)
class Overlay:
    """Words of a legal question or a what-if, and the facts they stand for."""

    facts: Mapping[str, Any]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    only: str | None


@dataclass(frozen=True)
class Extraction:
    """Everything that stands in `knowledge/extraction/`."""

    spelling: Mapping[str, str]
    rules: tuple[Rule, ...]
    guards: Mapping[str, Guard]
    choose_first: frozenset[str]
    many: frozenset[str]
    groups: Mapping[str, Mapping[str, Any]]
    ages: tuple[AgeRule, ...]
    people: Mapping[str, re.Pattern[str]]
    age_answers: tuple[tuple[re.Pattern[str], Mapping[str, int]], ...]
    months: Mapping[str, int]
    dates: Mapping[str, re.Pattern[str] | tuple[re.Pattern[str], ...]]
    answers: Mapping[str, AnswerRules]
    replies: Mapping[str, re.Pattern[str]]
    around: Mapping[str, re.Pattern[str]]
    around_end: Mapping[str, re.Pattern[str]]
    legal: Mapping[str, re.Pattern[str]]
    judged: tuple[tuple[str, re.Pattern[str]], ...]
    question_ages: tuple[AgeRule, ...]
    overlays: tuple[Overlay, ...]


@lru_cache(maxsize=1)
def load() -> Extraction:
    """Read and compile the default knowledge, once (about 1.5 s: call it at start-up, not in the first conversation).

    Raises KnowledgeError with the file that is wrong.
    """
    return read(ROOT)


def read(root: Path) -> Extraction:
    """Read and compile the patterns under `root`. Raises KnowledgeError."""
    words = _Words(_yaml(root / "words.yml")["words"])
    guards = _yaml(root / "guards.yml")
    ages = _yaml(root / "ages.yml")
    words.add("month", "(?:" + "|".join(sorted(ages["months"], key=len, reverse=True)) + ")")
    answers = _yaml(root / "answers.yml")
    questions = _yaml(root / "questions.yml")
    rules: list[Rule] = []
    for name in RULE_FILES:
        data = _yaml(root / name)
        rules += [_rule(raw, data.get("guards", []), words.of(root / name)) for raw in data["rules"]]
    words = words.of(root / "ages.yml")
    return Extraction(
        spelling=_yaml(root / "spelling.yml")["words"],
        rules=tuple(rules),
        guards={name: _guard(raw, words) for name, raw in guards["guards_words"].items()},
        choose_first=frozenset(guards["choose_first"]),
        many=frozenset(guards["many"]),
        groups=guards["groups"],
        ages=tuple(_age_rule(raw, words) for raw in ages["ages"]),
        people={name: words.compile([raw]) for name, raw in ages["people"].items()},
        age_answers=tuple((words.compile([raw["pattern"]]), {k: raw[k] for k in ("min", "max") if k in raw})
                          for raw in ages["answers"]),
        months=ages["months"],
        dates={name: words.separate(raw) if name != "not" else words.compile(raw, end=True)
               for name, raw in ages["dates"].items()},
        answers={fact: _answer(raw, words.of(root / "answers.yml")) for fact, raw in answers["facts"].items()},
        replies={name: words.compile(answers[name]) for name in ("withheld", "unknown", "affirm", "deny")},
        around={name: words.compile([raw]) for name, raw in answers["around"].items()},
        around_end={name: words.compile([raw], end=True) for name, raw in answers["around"].items()},
        legal={name: words.compile(questions[name]) for name in ("legal", "story", "follow_up", "not_follow_up")},
        judged=tuple((raw["value"], words.compile(raw["patterns"])) for raw in questions["judged"]),
        question_ages=tuple(_age_rule(raw, words) for raw in questions["ages"]),
        overlays=tuple(Overlay(raw["facts"], words.compile(raw["patterns"]), words.maybe(raw.get("unless")),
                               raw.get("only")) for raw in questions["overlays"]),
    )


class _Words:
    """The shared words, put into patterns where {name} stands."""

    def __init__(self, raw: Mapping[str, str], file: Path | None = None) -> None:
        self.file = file or ROOT / "words.yml"
        self.known: dict[str, str] = {"bol": r"(?<![^ ])(?:^ )"}
        for name, pattern in raw.items():
            self.add(name, pattern)

    def add(self, name: str, pattern: str) -> None:
        self.known[name] = self.fill(pattern)

    def of(self, file: Path) -> _Words:
        """The same words, with errors that name `file`."""
        same = _Words({}, file)
        same.known = self.known
        return same

    def fill(self, pattern: str) -> str:
        def known(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in self.known:
                raise KnowledgeError(str(self.file), 0, f"'{{{name}}}' in '{pattern}' is no shared word.",
                                     "Add it to knowledge/extraction/words.yml, above what uses it.")
            return f"(?:{self.known[name]})"
        return _MACRO.sub(known, pattern)

    def compile(self, patterns: Iterable[str], end: bool = False) -> re.Pattern[str]:
        """One pattern of whole words for a list of alternatives; `end`: it has to stand at the end of the text."""
        return self._compiled(rf"(?<![^ ])(?:{'|'.join(self.fill(p) for p in patterns)})(?![^ ]){' ?$' if end else ''}")

    def separate(self, patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        """One compiled pattern for each alternative (they name groups, and a name stands once in a pattern)."""
        return tuple(self.compile([p]) for p in patterns)

    def maybe(self, patterns: Iterable[str] | None) -> re.Pattern[str] | None:
        return self.compile(patterns) if patterns else None

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern)
        except re.error as error:
            raise KnowledgeError(str(self.file), 0, f"not a pattern: {error} in '{pattern[:200]}'.",
                                 "Correct the regular expression.") from None


def _rule(raw: Mapping[str, Any], guards: list[str], words: _Words) -> Rule:
    return Rule(
        fact=raw["fact"], value=raw["value"], by=raw.get("by"), pattern=words.compile(raw["patterns"]),
        unless=words.maybe(raw.get("unless")), guards=tuple(raw.get("guards", guards)), asker=raw.get("asker"),
        child=raw.get("child", False), needs=tuple(raw.get("needs", ())),
        also=tuple(Also(a["fact"], a["value"], a.get("by"), a.get("asker"),
                        words.maybe([a["if"]] if "if" in a else None)) for a in raw.get("also", ())),
        weight=raw.get("weight", 1), sure=raw.get("sure", True))


def _guard(raw: Mapping[str, Any], words: _Words) -> Guard:
    return Guard(raw["within"], words.compile([raw["words"]]), raw.get("after", 0),
                 words.maybe([raw["after_words"]] if "after_words" in raw else None))


def _age_rule(raw: Mapping[str, Any], words: _Words) -> AgeRule:
    return AgeRule(raw["who"], words.separate(raw["patterns"]), words.maybe(raw.get("unless")))


def _answer(raw: Mapping[str, Any], words: _Words) -> AnswerRules:
    values: list[tuple[Any, re.Pattern[str]]] = [(v, words.compile(p)) for v, p in raw.get("values", {}).items()]
    values += [(b, words.compile(raw[key])) for key, b in (("if_true", True), ("if_false", False)) if key in raw]
    return AnswerRules(raw["type"], tuple(values), raw.get("no_means"), raw.get("unknown_means"))


def _yaml(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        raise KnowledgeError(str(file), line, f"cannot be read: {error}.", "Correct the file.") from None
