"""The text of `docs/law.md`, made from the rules, so that a lawyer can lay all of them beside the Strafwetboek."""

from __future__ import annotations

from houvast.rules.in_words import days
from houvast.rules.lawbook import Lawbook, Rule


def law_document(book: Lawbook) -> str:
    """The whole of `docs/law.md`: every rule in every regime, the exceptions, the prohibitions, and what is still open."""
    lines = ["# De wet in Houvast", "",
             "Gemaakt uit `knowledge/law/` met `python -m houvast.rules document`; een test houdt dit blad gelijk.",
             "Geen juridisch advies: geen enkele regel is al door een jurist nagekeken, tenzij dat erbij staat.",
             "Hoe een regel geschreven en berekend wordt: [rules.md](rules.md).", "",
             "| Regime | Feiten van | Wetboek |", "| --- | --- | --- |"]
    lines += [f"| {r.name} | {days(book, r)} | {r.code} |" for r in book.regimes]
    lines += ["", f"Oudere feiten: {book.in_words['verdicts'][book.before['verdict']]}.", "",
              "Zekerheid: " + "; ".join(f"**{tag}** {text}" for tag, text in book.in_words["confidence"].items()) + ".",
              "Het ernstigste verdict dat past, telt: " + ", ".join(str(book.in_words["verdicts"][v]) for v in book.verdicts) + "."]
    for file, title in book.themes.items():
        rules = [r for r in book.rules.values() if r.file == file]
        lines += ["", f"## {title}", "", f"`knowledge/{file}`", "",
                  "| Regel | Wat | Over wie | " + " | ".join(r.name for r in book.regimes) + " |",
                  "| --- | --- | --- |" + " --- |" * len(book.regimes)]
        lines += [_row(book, rule) for rule in rules]
    lines += ["", "## Uitzonderingen", "", "De laagste rang wordt eerst bekeken.", "",
              "| Rang | Uitzondering | Valt weg als | " + " | ".join(r.name for r in book.regimes) + " |",
              "| --- | --- | --- |" + " --- |" * len(book.regimes)]
    for exception in sorted(book.exceptions.values(), key=lambda e: int(e["rank"])):
        excluded = "; ".join(x["text"] for x in exception.get("excluded_when", [])) or "-"
        numbers = [", ".join(exception["by_regime"].get(r.name, [])) or "-" for r in book.regimes]
        lines.append(f"| {exception['rank']} | {exception['title']} | {excluded} | {' | '.join(numbers)} |")
    lines += ["", "## Verboden", "", "| Verbod | " + " | ".join(r.name for r in book.regimes) + " | Uitzonderingen |",
              "| --- |" + " --- |" * len(book.regimes) + " --- |"]
    for prohibition in book.prohibitions:
        numbers = [", ".join(prohibition["by_regime"].get(r.name, [])) or "-" for r in book.regimes]
        excepted = ", ".join(book.exceptions[e]["title"] for e in prohibition["exceptions"]) or "-"
        lines.append(f"| {prohibition['title']} | {' | '.join(numbers)} | {excepted} |")
    lines += ["", "## Nog na te kijken", "", *(f"- {question}" for question in book.open_questions), "", "## Bronnen", ""]
    for name, source in book.sources.items():
        where = f" <{source['url']}>" if "url" in source else ""
        lines.append(f"- `{name}` {source['title']}{where}")
    return "\n".join(lines) + "\n"


def _row(book: Lawbook, rule: Rule) -> str:
    cells = []
    for regime in book.regimes:
        cell = rule.cells[regime.name]
        added = [f"+ {', '.join(a.removesuffix(' ' + regime.code) for a in add.articles[regime.name])}"
                 for add in rule.adds if add.articles.get(regime.name)]
        numbers = ", ".join(a.removesuffix(" " + regime.code) for a in cell.articles) or "-"
        milder = [f"milder: {', '.join(cell.milder)}"] if cell.milder else []
        said = [f"**{book.in_words['verdicts'][cell.verdict]}**", numbers, *added, *milder, f"({cell.confidence})"]
        cells.append("<br>".join(said))
    whom = "wie het ook deed" if rule.overlay else ", ".join(str(book.in_words["roles"][r]) for r in rule.written["for_whom"])
    return f"| {rule.id} | {rule.title} | {whom} | {' | '.join(cells)} |"
