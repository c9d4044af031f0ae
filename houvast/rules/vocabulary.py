"""The vocabulary of facts (`knowledge/facts.yml`) and the check that told facts fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.rules.conditions import NOT_APPLICABLE, UNKNOWN, WITHHELD
from houvast.rules.dates import check_dates
from houvast.rules.documents import Document
from houvast.rules.errors import FactsError, shown

MAX_AGE = 120
MAX_PARTS = 50
"""No list or block of a story is longer; more is no story, and would only keep the search busy."""
NO_VALUE = (UNKNOWN, WITHHELD, NOT_APPLICABLE)
FLAGS = ("green", "yellow", "red", "black")
MOST_SENSITIVE = 3


@dataclass(frozen=True)
class Fact:
    """One fact: its type (bool, enum, age, flag, date_or_period), its words, and how delicate it is to ask (1 to 3)."""

    name: str
    type: str
    values: tuple[str, ...]
    sensitivity: int
    derived: bool
    never_asked: bool
    about: str

    def space(self) -> Sequence[Any]:
        """All values it can have; for an age each full year."""
        if self.type == "age":
            return range(MAX_AGE + 1)
        return self.values if self.type in ("enum", "flag") else (True, False)


class Vocabulary:
    """All facts by name."""

    def __init__(self, facts: Mapping[str, Fact], doers: Iterable[str] = ()) -> None:
        self.facts, self.doers = dict(facts), frozenset(doers)

    @classmethod
    def read(cls, document: Document) -> Vocabulary:
        """Build it from `knowledge/facts.yml` (already checked against its schema)."""
        facts = {}
        for name, raw in document.data.items():
            values = FLAGS if raw["type"] == "flag" else tuple(map(str, raw.get("values", ())))
            facts[name] = Fact(name, raw["type"], values, raw.get("sensitivity", MOST_SENSITIVE),
                               raw.get("derived", False), raw.get("never_asked", False), raw["about"])
        return cls(facts)

    def __contains__(self, name: str) -> bool:
        return name in self.facts

    def __getitem__(self, name: str) -> Fact:
        return self.facts[name]

    def space(self, fact: str) -> Sequence[Any]:
        """All values that a fact can have; yes and no for one that the engine itself fills."""
        return self.facts[fact].space() if fact in self.facts else (True, False)

    def sensitivity(self, name: str) -> int:
        """1 ask freely, 2 with a reason, 3 only when the answer changes the help (also for a name it does not know)."""
        return self.facts[name].sensitivity if name in self.facts else MOST_SENSITIVE

    def check(self, facts: Mapping[str, Any], as_of: date) -> None:
        """Raise FactsError, in plain words, for an unknown name, a wrong type, an impossible age or date."""
        try:
            self._check(facts, as_of)
        except RecursionError:
            raise FactsError("The facts are nested too deep to be a story.") from None

    def _check(self, facts: Mapping[str, Any], as_of: date) -> None:
        if not isinstance(facts, Mapping):
            raise FactsError(f"Facts must be a block of names and values, not {shown(facts)}.")
        for name, value in facts.items():
            if name == "what_if":
                self._check_steps(value, as_of)
            elif name == "general":
                if not isinstance(value, bool):
                    raise FactsError(f"'general' must be true or false, not {shown(value)}.")
            elif name not in self.facts:
                raise FactsError(f"There is no fact called '{name}'. The names stand in knowledge/facts.yml.")
            else:
                self._check_value(self.facts[name], value, as_of)

    def _check_steps(self, steps: Any, as_of: date) -> None:
        if not isinstance(steps, list) or not all(isinstance(s, Mapping) for s in steps):
            raise FactsError(f"'what_if' must be a list of blocks of facts, not {shown(steps)}.")
        if len(steps) > MAX_PARTS:
            raise FactsError(f"There are {len(steps)} what-ifs; at most {MAX_PARTS} are read.")
        for step in steps:
            if "what_if" in step or "general" in step:
                raise FactsError("A what-if holds facts only: no 'what_if' and no 'general' inside it.")
            self._check(step, as_of)

    def _check_value(self, fact: Fact, value: Any, as_of: date) -> None:
        if isinstance(value, str) and value in NO_VALUE:
            return
        parts = value.get("one_of", value) if isinstance(value, Mapping) else value
        if isinstance(parts, (list, Mapping)) and len(parts) > MAX_PARTS:
            raise FactsError(f"'{fact.name}' holds {len(parts)} values; at most {MAX_PARTS} are read.")
        if fact.name == "act":
            self._check_acts(fact, value)
        elif fact.name == "judged":
            for word in value if isinstance(value, list) and value else [value]:
                self._check_word(fact, word)
        elif fact.type == "date_or_period":
            check_dates(value, as_of)
        elif isinstance(value, Mapping):
            self._check_choice(fact, value)
        else:
            self._check_plain(fact, value)

    def _check_acts(self, fact: Fact, value: Any) -> None:
        for act in value if isinstance(value, list) else [value]:
            if isinstance(act, Mapping):
                if "act" not in act or set(act) - {"by", "act"}:
                    raise FactsError(f"An act is written {{by: asker, act: send}}, not {shown(act)}.")
                if "by" in act and (not isinstance(act["by"], str) or (self.doers and act["by"] not in self.doers)):
                    raise FactsError(f"An act can be done by {', '.join(sorted(self.doers))}, not by {shown(act['by'])}.")
                self._check_word(fact, act["act"])
            else:
                self._check_word(fact, act)

    def _check_choice(self, fact: Fact, value: Mapping[str, Any]) -> None:
        if set(value) == {"min", "max"} and fact.type == "age":
            self._check_plain(fact, value["min"])
            self._check_plain(fact, value["max"])
            if value["min"] > value["max"]:
                raise FactsError(f"'{fact.name}' runs from {value['min']} to {value['max']}: put the lowest age first.")
        elif set(value) == {"one_of"} and isinstance(value["one_of"], list) and value["one_of"]:
            for choice in value["one_of"]:
                self._check_plain(fact, choice)
        else:
            raise FactsError(f"'{fact.name}' is told as {shown(value)}. "
                             "Write a value, {one_of: [...]}, or {min, max} for an age.")

    def _check_plain(self, fact: Fact, value: Any) -> None:
        if fact.type == "bool":
            if not isinstance(value, bool):
                raise FactsError(f"'{fact.name}' is true or false, not {shown(value)}.")
        elif fact.type == "age":
            if isinstance(value, bool) or not isinstance(value, int):
                raise FactsError(f"'{fact.name}' is an age in full years, not {shown(value)}.")
            if not 0 <= value <= MAX_AGE:
                raise FactsError(f"'{fact.name}' cannot be {value}: an age is between 0 and {MAX_AGE}.")
        else:
            self._check_word(fact, value)

    def _check_word(self, fact: Fact, value: Any) -> None:
        if not isinstance(value, str) or value not in fact.values:
            raise FactsError(f"'{fact.name}' cannot be {shown(value)}. It is one of: {', '.join(fact.values)}.")
