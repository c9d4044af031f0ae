"""The law as a person would tell it, in Dutch, for who keeps it: one rule with all its splits, or all rules of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from houvast.rules.in_words import articles, bullets, day_in_words, either, outcome, period
from houvast.rules.lawbook import Lawbook, Regime, Rule

_READERS = {"verdict": "aan iedereen", "to_victim": "aan wie geraakt is of zomaar vraagt", "to_doer": "aan wie het zelf deed",
            "to_parent": "aan een ouder", "to_professional": "aan school of CLB"}
_OVERLAYS = {"adds_youth_law": "komt naast het verdict te liggen", "replaces_verdict": "komt in de plaats van het verdict",
             "replaces_everything": "komt in de plaats van alle andere regels"}


def rules_called(book: Lawbook, name: str) -> list[Rule]:
    """The rule with this id, or all its splits ("S04": S04a and S04b); empty when there is none."""
    return [r for r in book.rules.values() if r.id == name or (r.id[:-1] == name and r.id[-1].isalpha())]


def explain_all(book: Lawbook, day: date) -> Iterator[str]:
    """One line per rule: id, verdict and articles on that day, title."""
    regime = book.regime_name(book.regime_on(day))
    yield f"{len(book.rules)} regels. {_when(book, day)}"
    for rule in book.rules.values():
        cell = rule.cells.get(regime)
        said = outcome(book, rule, regime) if cell else str(book.in_words["verdicts"][book.before["verdict"]])
        yield f"{rule.id:<5} {said}  ·  {rule.title}"


def explain_rules(book: Lawbook, rules: Sequence[Rule], day: date | None) -> Iterator[str]:
    """Everything about these rules; with a day only what holds for facts of that day."""
    regimes = list(book.regimes)
    if day:
        yield _when(book, day)
        yield ""
        if (index := book.regime_on(day)) < 0:
            yield str(book.before["say"]["verdict"])
            return
        regimes = [book.regimes[index]]
    for number, rule in enumerate(rules):
        if number:
            yield ""
        yield from _rule(book, rule, regimes)


def _when(book: Lawbook, day: date) -> str:
    index = book.regime_on(day)
    code = period(book, book.regimes[index]) if index >= 0 else str(book.in_words["verdicts"][book.before["verdict"]])
    return f"Feiten van {day_in_words(day)}: {code}"


def _rule(book: Lawbook, rule: Rule, regimes: Sequence[Regime]) -> Iterator[str]:
    told, written = book.in_words, rule.written
    yield f"{rule.id}  {rule.title}"
    yield f"  Over wie      {either([told['roles'][r] for r in written['for_whom']])}"
    yield f"  Welk gedrag   {rule.conduct}" + ("" if rule.about is None else
                                               f" ({', '.join(told['acts'][a] for a in written['about'])})")
    if rule.overlay:
        yield f"  Dit           {_OVERLAYS[rule.overlay]}"
    yield "  Geldt als"
    yield from bullets(book, written["conditions"], 4)
    for defeat in rule.unless:
        exception = book.exceptions[defeat.exception]
        whose = f" (alleen voor {either([told['roles'][r] for r in sorted(defeat.only_for)])})" if defeat.only_for else ""
        yield f"  Behalve       {exception['title']}{whose}"
        yield from bullets(book, exception["applies_when"], 4)
        if exception.get("excluded_when"):
            yield "    die uitzondering valt weg als"
            yield from (f"      - {x['text']}" for x in exception["excluded_when"])
    for regime in regimes:
        cell = rule.cells[regime.name]
        yield f"  Dan           {outcome(book, rule, regime.name)}"
        if len(regimes) > 1:
            yield f"                {period(book, regime)}"
        for i, add in enumerate(rule.adds):
            if add.articles.get(regime.name):
                clauses = "; ".join(line.strip(" -") for line in bullets(book, written["adds"][i]["if"], 0))
                yield f"                ook {articles(add.articles[regime.name])} als: {clauses}"
        if cell.milder:
            yield f"                de latere wet is milder: {articles(cell.milder)}"
        if cell.leaning:
            yield f"                neigt naar {told['verdicts'][cell.leaning]}"
        yield f"                zekerheid: {told['confidence'][cell.confidence]}"
        if cell.note:
            yield f"                {cell.note}"
        yield from (f"                {_READERS[reader]}, toen: {text}" for reader, text in cell.say.items())
    yield "  Wat we zeggen"
    yield from (f"    {_READERS[reader]}: {text}" for reader, text in rule.say.items())
    if rule.uncertain_because:
        yield f"    waarom het niet zeker is: {rule.uncertain_because}"
    yield f"  Verwijst naar {', '.join(str(book.referrals[r]) for r in rule.refer)}"
    yield "  Bronnen"
    yield from (f"    {book.sources[source]['title']}" for source in rule.source)
    yield f"  Nagekeken     {review_in_words(rule)}"
    yield f"  Staat in      {rule.file}:{rule.line}"


def review_in_words(rule: Rule) -> str:
    """Whether a lawyer looked at it, and when it must be looked at again."""
    who = "door een jurist" if rule.review_state == "reviewed" else "nog niet door een jurist"
    return f"{who}; laatst naast de wet gelegd op {day_in_words(rule.checked)}, opnieuw voor {day_in_words(rule.review_by)}"
