"""Conditions, articles and days in plain Dutch; every clause comes from `knowledge/law/in_words.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from houvast.rules.conditions import Comparison, ConditionError, parse
from houvast.rules.lawbook import Lawbook, Regime, Rule

_AGES = {"<": "jonger dan {n}", "<=": "{n} of jonger", ">": "ouder dan {n}", ">=": "{n} of ouder",
         "=": "precies {n}", "!=": "precies {n}"}


def day_in_words(day: date) -> str:
    """Return "1 mei 2023"."""
    return format_date(day, "d MMMM y", locale="nl_BE")


def bullets(book: Lawbook, raw: Any, indent: int) -> Iterator[str]:
    """The clauses of a condition, one a line; all of them must hold, unless a line says otherwise."""
    (key, inside), = raw.items()
    space = " " * indent
    if key == "all":
        for part in inside:
            yield from bullets(book, part, indent)
    elif key == "any":
        yield f"{space}- minstens een van deze:"
        for part in inside:
            yield from _alternative(book, part, indent + 2)
    elif key == "not" and next(iter(inside)) in ("all", "any", "not"):
        yield f"{space}- niet:"
        yield from bullets(book, inside, indent + 2)
    else:
        yield f"{space}- {clause(book, raw)}"


def _alternative(book: Lawbook, raw: Any, indent: int) -> Iterator[str]:
    """One of several: parts that must hold together stay on one line."""
    if next(iter(raw)) == "all" and all(next(iter(part)) not in ("all", "any") for part in raw["all"]):
        yield f"{' ' * indent}- {' en '.join(clause(book, part) for part in raw['all'])}"
    else:
        yield from bullets(book, raw, indent)


def clause(book: Lawbook, raw: Mapping[str, Any], negated: bool = False) -> str:
    """One comparison or name as a main clause. Raises KeyError for a word that `in_words.yml` does not hold."""
    (key, inside), = raw.items()
    if key == "not":
        return clause(book, inside, not negated)
    if key == "is":
        return str(book.in_words["definitions"][inside]["not" if negated else "holds"])
    (comparison,) = parse({key: inside}).comparisons()
    return _compared(book, comparison, negated)


def _compared(book: Lawbook, comparison: Comparison, negated: bool) -> str:
    entry = book.in_words["facts"][comparison.fact]
    negated ^= comparison.op in ("!=", "not in")
    if "true" in entry:
        return str(entry["true" if (comparison.values[0] == "true") != negated else "false"])
    if comparison.op in ("<", "<=", ">", ">=") or all(v.isdigit() for v in comparison.values):
        value = _AGES[comparison.op].format(n=comparison.values[0])
    else:
        words = entry.get("values") or book.in_words["acts"]
        value = either([str(words[v]) for v in comparison.values])
    return str(entry["is_not" if negated else "is"]).format(value=value)


def words_missing(book: Lawbook) -> Iterator[str]:
    """What the rules speak of and `in_words.yml` does not: each as "rule: word"."""
    conditions = [(r.id, raw) for r in book.rules.values()
                  for raw in (r.written["conditions"], *(a["if"] for a in r.written.get("adds", [])))]
    conditions += [(name, e["applies_when"]) for name, e in book.exceptions.items()]
    for name, raw in conditions:
        try:
            list(bullets(book, raw, 0))
        except (KeyError, ConditionError) as problem:
            yield f"{name}: {problem}"
    words = book.in_words
    for rule in book.rules.values():
        named = [("roles", r) for r in rule.for_whom] + [("acts", a) for a in rule.about or ()]
        for cell in rule.cells.values():
            named += [("verdicts", cell.verdict), ("confidence", cell.confidence)]
        yield from (f"{rule.id}: {word} in {kind}" for kind, word in named if word not in words[kind])


def outcome(book: Lawbook, rule: Rule, regime: str) -> str:
    """Return "strafbaar, art. 136 en 171 Sw.2024"."""
    cell = rule.cells[regime]
    return f"{book.in_words['verdicts'][cell.verdict]}, {articles(cell.articles) if cell.articles else 'geen artikel'}"


def articles(articles: Sequence[str]) -> str:
    """Return "art. 136 en 171 Sw.2024": the code once, after its numbers."""
    by_code: dict[str, list[str]] = {}
    for article in articles:
        number, _, code = article.rpartition(" ")
        known = code.startswith("Sw.")
        by_code.setdefault(code if known else "", []).append(number if known else article)
    return ", ".join(f"art. {listed(numbers)} {code}" if code else listed(numbers) for code, numbers in by_code.items())


def listed(words: Sequence[str], join: str = "en") -> str:
    """Return "a, b en c"."""
    *first, last = words
    return f"{', '.join(first)} {join} {last}" if first else last


def either(words: Sequence[str]) -> str:
    """Return "a, b of c"."""
    return listed(words, "of")


def days(book: Lawbook, regime: Regime) -> str:
    """Return "1 mei 2021 tot en met 30 juni 2023"."""
    later = [r.start for r in book.regimes if r.start > regime.start]
    until = f"tot en met {day_in_words(min(later) - timedelta(days=1))}" if later else "tot vandaag"
    return f"{day_in_words(regime.start)} {until}"


def period(book: Lawbook, regime: Regime) -> str:
    """Return the code, the regime and its days."""
    return f"{regime.code} ({regime.name}), feiten van {days(book, regime)}"
