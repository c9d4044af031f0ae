"""Mutation test of the law: change one condition of one rule, and see whether some case notices.

    python -m tests.rules.mutants [THEME ...]     prints the mutants that no case notices

flip: a written condition becomes its opposite. drop: it no longer counts. Exceptions in `unless` and conditions of `adds` too.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from houvast.rules import Knowledge, load_knowledge
from houvast.rules.conditions import ALWAYS, Junction, Not, parse
from houvast.rules.law import LawRuleset
from houvast.rules.law_files import LawFiles
from houvast.rules.lawbook import Rule
from tests.rules.law_cases import LawCase, read_cases

NEVER = Not(ALWAYS)


@dataclass(frozen=True)
class Mutant:
    """A rule with one change."""

    kind: str
    where: str
    rule: Rule


def leaves(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the written conditions stand: comparisons and names."""
    (key, inside), = raw.items()
    if key in ("all", "any"):
        for i, part in enumerate(inside):
            yield from leaves(part, (*path, key, i))
    elif key == "not":
        yield from leaves(inside, (*path, key))
    else:
        yield path


def changed(raw: Any, path: Sequence[Any], kind: str) -> Any:
    """The raw condition with one leaf flipped or dropped (an `all` without it, an `any` without it)."""
    raw = copy.deepcopy(raw)
    if not path:
        return {"not": raw} if kind == "flip" else None
    parent = raw
    for step in path[:-1]:
        parent = parent[step]
    if kind == "flip":
        parent[path[-1]] = {"not": parent[path[-1]]}
    elif isinstance(parent, list) and len(parent) > 1:
        del parent[path[-1]]
    else:
        return NotImplemented
    return raw


def mutants_of(rule: Rule, raw: Mapping[str, Any], files: LawFiles) -> Iterator[Mutant]:
    """All mutants of one rule."""
    def parsed(condition: Any) -> Any:
        return parse(condition, files.named)
    for kind in ("flip", "drop"):
        for path in leaves(raw["conditions"]):
            new = changed(raw["conditions"], path, kind)
            if new is not NotImplemented:
                yield Mutant(kind, f"{rule.id} {_at(raw['conditions'], path)}", replace(rule, conditions=parsed(new)))
        for i, add in enumerate(raw.get("adds", [])):
            for path in leaves(add["if"]):
                new = changed(add["if"], path, kind)
                if new is not NotImplemented:
                    adds = tuple(replace(a, when=parsed(new)) if j == i else a for j, a in enumerate(rule.adds))
                    yield Mutant(kind, f"{rule.id} adds {_at(add['if'], path)}", replace(rule, adds=adds))
    for i, defeat in enumerate(rule.unless):
        others = (*rule.unless[:i], *rule.unless[i + 1:])
        yield Mutant("drop", f"{rule.id} unless {defeat.exception}", replace(rule, unless=others))
        flipped = replace(defeat, applies=Junction(False, (Not(defeat.applies),)))
        yield Mutant("flip", f"{rule.id} unless {defeat.exception}", replace(rule, unless=(*others, flipped)))


def _at(raw: Any, path: Sequence[Any]) -> str:
    for step in path:
        raw = raw[step]
    return str(raw)


def noticing(knowledge: Knowledge, cases: list[LawCase]) -> dict[str, list[LawCase]]:
    """By rule: the cases in which it is looked at, those first that it decides."""
    law = knowledge.ruleset("law")
    named: dict[str, list[LawCase]] = {rule: [] for rule in law.rules}
    others: dict[str, list[LawCase]] = {rule: [] for rule in law.rules}
    for case in cases:
        result = law.evaluate(case.facts, case.as_of)
        deciding = {b["rule"] for a in result.answers for b in a.because}
        for rule in {step["rule"] for step in result.trace()} | {r.id for r in law.book.overlays}:
            (named if rule in deciding else others)[rule].append(case)
    return {rule: named[rule] + others[rule] for rule in law.rules}


def survivors(knowledge: Knowledge, themes: Sequence[str] = (),
              kinds: Sequence[str] = ("flip", "drop")) -> tuple[dict[str, int], list[Mutant]]:
    """(mutants by kind, those that no case notices)."""
    law, files = knowledge.ruleset("law"), LawFiles(knowledge.root, knowledge.vocabulary)
    by_rule = noticing(knowledge, [c for c in read_cases(knowledge) if not c.problems(law)])
    counts, alive = dict.fromkeys(kinds, 0), []
    for document, _, raw in files.raw_rules():
        if themes and document.name.removeprefix("law/").removesuffix(".yml") not in themes:
            continue
        rule = law.rules[raw["id"]]
        for mutant in (m for m in mutants_of(rule, raw, files) if m.kind in kinds):
            counts[mutant.kind] += 1
            rules = {**law.rules, rule.id: mutant.rule}
            overlays = tuple(r for r in rules.values() if r.overlay)
            other = LawRuleset(replace(law.book, rules=rules, overlays=overlays), knowledge.vocabulary, "mutant")
            if not any(case.problems(other) for case in by_rule[rule.id]):
                alive.append(mutant)
    return counts, alive


def main() -> None:
    """Print what survives."""
    counts, alive = survivors(load_knowledge(), sys.argv[1:])
    for mutant in sorted(alive, key=lambda m: (m.kind, m.where)):
        print(f"{mutant.kind} survives: {mutant.where}")
    for kind, count in counts.items():
        left = sum(m.kind == kind for m in alive)
        print(f"{kind}: {count} mutants, {left} not noticed ({1 - left / max(count, 1):.1%} noticed)")


if __name__ == "__main__":
    main()
