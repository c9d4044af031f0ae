"""What can be wrong with the law as data, beyond what one file alone shows. Errors stop loading, hints do not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from houvast.rules.conflicts import opposite_verdicts, overlaps
from houvast.rules.documents import Document
from houvast.rules.in_words import words_missing
from houvast.rules.law_files import Finding, LawFiles, comparisons
from houvast.rules.lawbook import Lawbook
from houvast.rules.vocabulary import Vocabulary

MAX_WORDS_SENTENCE, MAX_WORDS_TEXT = 15, 60
OUTDATED = ("kinderporno", "kinder-porno")
PENALTY = re.compile(r"\b(cel|celstraf|gevangenis\w*|opsluiting|\d+ (?:jaar|maand\w*) straf)\b", re.I)
LINES = {"Stop it Now": "stop_it_now", "Awel": "awel", "Child Focus": "child_focus", "1712": "line_1712", "Zorgcentrum": "zsg",
         "advocaat": "lawyer", "JAC": "jac", "Take It Down": "take_it_down", "StopNCII": "stopncii"}
"""How texts name the lines of `refer`: who is named must be there, so that the answer can tell the way."""
DOERS = {"forwarder", "threatener", "maker"}


def lint_law(root: Path, vocabulary: Vocabulary, thorough: bool = False) -> tuple[Lawbook | None, list[Finding]]:
    """Read and check `knowledge/law/`; the book is None when a file cannot be read at all.

    `thorough` also searches every pair of rules for overlaps; loading leaves that out, it takes most of a second.
    """
    files = LawFiles(root, vocabulary)
    if not files.complete:
        return None, files.findings
    book = files.book()
    checks = (opposite_verdicts, _dangling, _unworded, _articles, _sources, _texts, _presumed, _defeats, _repeated)
    for check in (*checks, overlaps) if thorough else checks:
        files.findings.extend(check(files, book))
    files.findings.sort(key=lambda f: (f.hint, f.error.file, f.error.line))
    return book, files.findings


def _error(document: Document, path: Sequence[str | int], problem: str, remedy: str) -> Finding:
    return Finding(document.error(path, problem, remedy))


def _dangling(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Names that lead nowhere: rules in show_with, persons, roles, acts, referrals, youth texts, facts to ask."""
    acts, roles = files.vocabulary["act"].values, set(files.setting("persons_and_roles").data["roles"])
    for document, i, raw in files.raw_rules():
        about = [] if raw["about"] == "any" else raw["about"]
        for key, words, known in (("show_with", raw.get("show_with", []), book.rules), ("about", about, acts),
                                  ("for_whom", raw["for_whom"], roles), ("refer", raw["refer"], book.referrals),
                                  ("minors", [raw["minors"]], book.youth_texts)):
            for word in words:
                if word not in known:
                    yield _error(document, (i, key), f"{raw['id']}: '{word}' in {key} leads nowhere.",
                                 "Correct it, or leave it out until it exists.")
    asking, presumptions = files.setting("asking"), files.setting("presumptions")
    general = presumptions.data["general_question"]
    named: list[tuple[Document, tuple[str | int, ...], Iterable[str]]] = [
        (asking, ("ask_order",), book.ask_order),
        (asking, ("ask_when_nothing_fits",), book.ask_when_nothing_fits),
        (presumptions, ("general_question", "what_changes"), book.general.what_changes),
        (presumptions, ("general_question", "presume"), general["presume"]),
        (files.setting("persons_and_roles"), ("harmed_age_from",), book.persons.harmed_age_from.values())]
    named += [(files.setting("derivations"), ("derivations", i), [t.data[k] for k in ("from", "ask_for") if k in t.data])
              for i, t in enumerate(book.derivations)]
    named += [(presumptions, ("not_applicable", i), t.data["facts"]) for i, t in enumerate(book.not_applicable)]
    for document, path, facts in named:
        for fact in facts:
            if fact not in files.vocabulary:
                yield _error(document, path, f"no fact is called '{fact}'.", "Take a name from facts.yml.")
    if general["no_age_told"]["rule"] not in book.rules:
        yield _error(presumptions, ("general_question", "no_age_told"), "names no rule that exists.", "Correct it.")
    for i, table in enumerate(book.presumptions):
        value = table.data["value"]
        if isinstance(value, str) and value.startswith("= ") and value[2:] not in files.vocabulary:
            yield _error(presumptions, ("presumptions", i), f"copies '{value[2:]}', which is no fact.", "Correct it.")


def _unworded(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """What the rules speak of and `in_words.yml` cannot tell."""
    for missing in words_missing(book):
        yield _error(files.setting("in_words"), (), f"{missing} has no words.", "Write how it reads in plain Dutch.")


def _articles(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Verdicts that do not exist, and articles that may never be a basis."""
    document = files.setting("regimes")
    outcomes = {*book.verdicts, *document.data["other_outcomes"]}
    for file, i, raw in files.raw_rules():
        cells = [(("by_regime", name), cell["articles"], cell) for name, cell in raw["by_regime"].items()]
        cells += [(("adds", j), numbers, {}) for j, add in enumerate(raw.get("adds", []))
                  for name, numbers in add.items() if name != "if"]
        for path, numbers, cell in cells:
            if cell and cell["verdict"] not in outcomes:
                yield _error(file, (i, *path, "verdict"), f"'{cell['verdict']}' is no verdict.",
                             f"One of: {', '.join(sorted(outcomes))}.")
            if cell and cell["confidence"] not in book.confidence:
                yield _error(file, (i, *path, "confidence"), f"'{cell['confidence']}' is no confidence.",
                             f"One of: {', '.join(book.confidence)}.")
            for line in document.data["never_basis"]:
                for number in numbers:
                    if number.split(" ")[0] in line["articles"] and not _excused(line, raw, path, book):
                        yield _error(file, (i, *path), f"{raw['id']}: article {number} may never be a basis.", line["why"])
        for name in set(raw["by_regime"]) - {r.name for r in book.regimes}:
            yield _error(file, (i, "by_regime", name), f"no regime is called {name}.", "See regimes.yml.")


def _excused(line: Mapping[str, Any], raw: Mapping[str, Any], path: tuple[str | int, ...], book: Lawbook) -> bool:
    """Whether this line of `never_basis` lets the article stand here: another verdict, another act, or the fact that it needs."""
    rule = book.rules[raw["id"]]
    here = [cell for name, cell in rule.cells.items() if path == ("by_regime", name)] or list(rule.cells.values())
    verdicts = {cell.verdict for cell in here}
    if "verdicts" in line and not verdicts & set(line["verdicts"]):
        return True
    if rule.about is not None and rule.about <= set(line.get("except_about", [])):
        return True
    condition = rule.adds[int(path[1])].when if path[0] == "adds" else rule.conditions
    return bool({*condition.facts(), *rule.conditions.facts()} & set(line.get("unless_reads", [])))


def _sources(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Sources that are not in sources.yml."""
    for document, i, raw in files.raw_rules():
        cells = [s for cell in raw["by_regime"].values() for s in cell.get("source", [])]
        for source in dict.fromkeys([*raw["source"], *cells]):
            if source not in book.sources:
                yield _error(document, (i, "source"), f"{raw['id']}: no source '{source}' in sources.yml.", "Add it.")


def _texts(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Texts that are too long, speak of prison, use an outdated word, or are not there for someone who needs them."""
    for document, i, raw in files.raw_rules():
        said: dict[tuple[str, ...], str] = {("say", reader): text for reader, text in raw["say"].items()}
        said |= {(key,): raw[key] for key in ("title", "uncertain_because") if key in raw}
        for path, text in said.items():
            for problem, remedy in text_faults(text):
                yield _error(document, (i, *path), f"{raw['id']}: {problem}", remedy)
        spoken = " ".join([*raw["say"].values(), *(t for cell in raw["by_regime"].values() for t in cell.get("say", {}).values())])
        for line, referral in LINES.items():
            if line in spoken and referral not in raw["refer"]:
                yield _error(document, (i, "refer"), f"{raw['id']} names {line} and does not refer to it.",
                             f"Add {referral} to `refer`.")
        newest = raw["by_regime"].get(book.regimes[-1].name, {})
        for name, cell in raw["by_regime"].items():
            for reader, text in cell.get("say", {}).items():
                for problem, remedy in text_faults(text):
                    yield _error(document, (i, "by_regime", name, "say", reader), f"{raw['id']}: {problem}", remedy)
            if cell["verdict"] != newest.get("verdict") and "verdict" not in cell.get("say", {}):
                yield _error(document, (i, "by_regime", name),
                             f"{raw['id']}: in {name} the verdict is another one than the text tells.",
                             "Write `say: {verdict: ...}` in that cell.")
        if set(raw["for_whom"]) & DOERS and not raw.get("overlay") and "to_doer" not in raw["say"] \
                and any(c["verdict"] != "not_punishable" for c in raw["by_regime"].values()):
            yield _error(document, (i, "say"), f"{raw['id']} judges a doer and has no text for the doer.",
                         "Write `to_doer`; comfort is only for who was harmed.")
        if any(c["verdict"] == "uncertain" for c in raw["by_regime"].values()) and "uncertain_because" not in raw:
            yield _error(document, (i,), f"{raw['id']} can be uncertain and does not say why.",
                         "Write `uncertain_because`.")


def text_faults(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a text for people: (problem, remedy)."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        words = len(sentence.split())
        if words > MAX_WORDS_SENTENCE:
            yield f"a sentence of {words} words: “{sentence}”.", f"At most {MAX_WORDS_SENTENCE}; cut it in two."
    if len(text.split()) > MAX_WORDS_TEXT:
        yield f"a text of {len(text.split())} words.", f"At most {MAX_WORDS_TEXT}."
    if PENALTY.search(text):
        yield f"speaks of punishment: “{PENALTY.search(text)[0]}”.", "No prison terms: leave it out."  # type: ignore[index]
    if re.search(r"\b(19|20)\d\d\b|~~~", text):
        yield "names a year, or is not written yet.", "A text holds for every regime; days stand in regimes.yml."
    if any(word in text.lower() for word in OUTDATED):
        yield "uses an outdated word.", "Say: beelden van seksueel misbruik van minderjarigen."


def _presumed(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """A fact that stands with != or not in must have a presumption: unknown would otherwise never be decided."""
    presumed = {t.data["fact"] for t in book.presumptions}
    for document, i, raw in files.raw_rules():
        for path, fact, argument in comparisons(raw["conditions"], (i, "conditions")):
            if str(argument).startswith(("!=", "not in")) and fact not in presumed | {"act", "judged"}:
                yield _error(document, path, f"{raw['id']}: '{fact}' stands with {argument} and is never presumed.",
                             "Turn the comparison round, or add a presumption.")


def _defeats(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Exceptions and prohibitions that name each other must both exist."""
    exceptions, prohibitions = files.setting("exceptions"), files.setting("prohibitions")
    ids = {raw["id"] for raw in prohibitions.data}
    for i, raw in enumerate(exceptions.data):
        for name in set(raw["defeats"]) - ids:
            yield _error(exceptions, (i, "defeats"), f"no prohibition is called '{name}'.", "See prohibitions.yml.")
    for i, raw in enumerate(prohibitions.data):
        for name in set(raw["exceptions"]) - set(book.exceptions):
            yield _error(prohibitions, (i, "exceptions"), f"no exception is called '{name}'.", "See exceptions.yml.")


def _repeated(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Hint: a fact that is read twice in one rule makes three-valued logic alone inexact; the search covers it."""
    for document, i, raw in files.raw_rules():
        counts = Counter(c.fact for c in dict.fromkeys(book.rules[raw["id"]].conditions.comparisons()))
        twice = sorted(fact for fact, n in counts.items() if n > 1)
        if twice:
            error = document.error((i, "conditions"), f"{raw['id']} reads {', '.join(twice)} more than once.",
                                   "No fault: its exactness rests on the search over border values.")
            yield Finding(error, hint=True)

