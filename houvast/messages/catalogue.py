"""The texts, questions and plans of `knowledge/`, read once and checked against their JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from houvast.rules.conditions import Comparison, Condition, ConditionError, parse
from houvast.rules.documents import Document, read, validate
from houvast.rules.selection import Entry

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"


@dataclass(frozen=True)
class Derivation:
    """Fills one fact that was not told: with a value, or with what another fact holds."""

    fact: str
    value: Any
    source_fact: str | None
    when: Condition


@dataclass(frozen=True)
class Plan:
    """One step plan, its conditions parsed. `unless[id]` withdraws a step when it is certainly true."""

    id: str
    readers: tuple[str, ...]
    steps: tuple[Entry, ...]
    unless: Mapping[str, Condition]
    derive: tuple[Derivation, ...]
    instead: tuple[tuple[str, Condition], ...]
    ask: tuple[str, ...]
    never_ask: frozenset[str]
    ask_for: Mapping[str, Sequence[str]]

    def comparisons(self) -> list[Comparison]:
        """Return every comparison in it: in steps, in derivations and in what comes instead."""
        conditions = [s.when for s in self.steps] + list(self.unless.values()) + [d.when for d in self.derive]
        conditions += [when for _, when in self.instead]
        return [comparison for condition in conditions for comparison in condition.comparisons()]

    def facts_read(self) -> set[str]:
        """Return the facts that choose the steps, and those that derivations read."""
        return {comparison.fact for comparison in self.comparisons()}


@dataclass(frozen=True)
class Catalogue:
    """Everything this room reads, by its id."""

    texts: Mapping[str, Mapping[str, Any]]
    questions: Mapping[str, Mapping[str, Any]]
    plans: Mapping[str, Plan]


@cache
def catalogue(root: Path = KNOWLEDGE) -> Catalogue:
    """Read `root` once. Raises KnowledgeError (file, line, what is wrong, what to do) on the first fault."""
    plans = {document.data["plan"]: _plan(document) for document in _documents(root, "plans", "plan")}
    return Catalogue(_by_key(root, "texts", "id"), _by_key(root, "questions", "fact"), plans)


def _documents(root: Path, folder: str, schema: str) -> Iterator[Document]:
    for path in sorted((root / folder).glob("*.yml")):
        document = read(path, f"{folder}/{path.name}")
        validate(document, root / "schema" / f"{schema}.schema.json")
        yield document


def _by_key(root: Path, folder: str, key: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for document in _documents(root, folder, folder):
        for place, entry in enumerate(document.data[folder]):
            if entry[key] in found:
                problem = f"'{entry[key]}' stands twice in {folder}/."
                raise document.error([folder, place], problem, "Keep one of the two.")
            found[entry[key]] = entry
    return found


def _plan(document: Document) -> Plan:
    raw = document.data
    named: dict[str, Condition] = {}

    def condition(value: Any, *where: str | int) -> Condition:
        try:
            return parse(value, named.__getitem__)
        except ConditionError as error:
            raise document.error(where, f"{error}.", "Write it like the conditions around it.") from error

    for name, value in raw.get("define", {}).items():
        named[name] = condition(value, "define", name)
    steps, unless = [], {}
    for place, step in enumerate(raw["steps"]):
        when = condition(step.get("when"), "steps", place, "when")
        steps.append(Entry(step["id"], when, step.get("undecided") == "keep", step))
        if "unless" in step:
            unless[step["id"]] = condition(step["unless"], "steps", place, "unless")
    derive = tuple(Derivation(d["fact"], d.get("value"), d.get("from"), condition(d["when"], "derive", place))
                   for place, d in enumerate(raw.get("derive", [])))
    instead = tuple((other["plan"], condition(other["when"], "instead", place))
                    for place, other in enumerate(raw.get("instead", [])))
    return Plan(raw["plan"], tuple(raw["for"]), tuple(steps), unless, derive, instead, tuple(raw["ask"]),
                frozenset(raw["never_ask"]), raw.get("ask_for", {}))
