"""The law in lines that a person can read aloud: one rule with its conditions, or all rules of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from houvast.rules.conditions import Comparison, Condition, Junction, Not
from houvast.rules.lawbook import Lawbook, Rule

_JOIN = {True: "at least one of:", False: "all of:"}


def explain_all(book: Lawbook, day: date) -> Iterator[str]:
    """One line per rule: id, verdict and articles on that day, title."""
    regime = book.regime_name(book.regime_on(day))
    yield f"{len(book.rules)} rules, facts of {day}: regime {regime}"
    for rule in book.rules.values():
        cell = rule.cells.get(regime)
        said = f"{cell.verdict:<21} {', '.join(cell.articles) or '-'}" if cell else str(book.before["verdict"])
        yield f"{rule.id:<5} {said}  ·  {rule.title}"


def explain_rule(book: Lawbook, rule: Rule, day: date | None) -> Iterator[str]:
    """Everything about one rule; with a day only the regime of that day."""
    yield f"{rule.id}  {rule.title}"
    yield f"  file        {rule.file}:{rule.line}"
    yield f"  conduct     {rule.conduct}"
    yield f"  for whom    {', '.join(sorted(rule.for_whom))}"
    yield f"  acts        {', '.join(sorted(rule.about)) if rule.about else 'any'}"
    if rule.overlay:
        yield f"  overlay     {rule.overlay}"
    yield "  when"
    yield from _condition(rule.conditions, 4)
    for defeat in rule.unless:
        roles = f" (only for {', '.join(sorted(defeat.only_for))})" if defeat.only_for else ""
        yield f"  unless      {defeat.exception}{roles}: {book.exceptions[defeat.exception]['title']}"
        yield from _condition(defeat.applies, 4)
    only = book.regime_name(book.regime_on(day)) if day else None
    for regime in book.regimes:
        if only not in (None, regime.name):
            continue
        cell = rule.cells[regime.name]
        yield f"  {regime.name} from {regime.start}: {cell.verdict}, {', '.join(cell.articles) or 'no article'}"
        yield f"    confidence {cell.confidence}" + (f", leans to {cell.leaning}" if cell.leaning else "")
        if cell.note:
            yield f"    note       {cell.note}"
        for add in rule.adds:
            if add.articles.get(regime.name):
                yield f"    adds       {', '.join(add.articles[regime.name])} when"
                yield from _condition(add.when, 8)
    if only and only not in rule.cells:
        yield f"  facts of {day}: {book.before['verdict']}"
    for reader, text in rule.say.items():
        yield f"  {reader:<11} {text}"
    if rule.uncertain_because:
        yield f"  uncertain   {rule.uncertain_because}"
    for source in rule.source:
        yield f"  source      {source}: {book.sources[source]['title']}"
    yield f"  review      {rule.review_state}, again by {rule.review_by}"


def _condition(condition: Condition, indent: int) -> Iterator[str]:
    space = " " * indent
    if isinstance(condition, Comparison):
        value = f"[{', '.join(condition.values)}]" if condition.op in ("in", "not in") else condition.values[0]
        yield f"{space}{condition.fact} {condition.op} {value}"
    elif isinstance(condition, Not):
        yield f"{space}not:"
        yield from _condition(condition.inner, indent + 2)
    elif isinstance(condition, Junction):
        yield f"{space}{_JOIN[condition.decisive]}"
        for part in condition.parts:
            yield from _condition(part, indent + 2)
