"""From the files of `knowledge/law/` to a `Lawbook`; all that is wrong is collected, with file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from houvast.rules.conditions import ALWAYS, Condition, ConditionError, Junction, Not, parse
from houvast.rules.documents import Document, read, validate
from houvast.rules.errors import KnowledgeError
from houvast.rules.lawbook import Addition, Cell, Contradiction, Defeat, General, Lawbook, Persons, Regime, Rule, Table
from houvast.rules.vocabulary import Vocabulary

SETTINGS = ("asking", "contradictions", "definitions", "derivations", "exceptions", "in_words", "open_questions", "overlaps",
            "persons_and_roles", "presumptions", "prohibitions", "referrals", "regimes", "sources", "youth_law")
"""Files with a meaning of their own; every other file in the folder holds rules."""

COMPUTED = {"by_depicted": "act", "by_another": "act"}
"""Facts that the engine itself fills, with the fact whose words they use."""

Path_ = Sequence[str | int]


@dataclass(frozen=True)
class Finding:
    """Something lint found; a hint does not stop loading."""

    error: KnowledgeError
    hint: bool = False


class LawFiles:
    """Reads the folder once; `findings` says what is wrong, `book()` gives the law when nothing is."""

    def __init__(self, root: Path, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.findings = vocabulary, list[Finding]()
        self._documents: dict[str, Document] = {}
        folder, schema = root / "law", root / "schema" / "law.schema.json"
        for path in sorted(folder.glob("*.yml")):
            try:
                document = read(path, f"law/{path.name}")
                validate(document, schema, path.stem if path.stem in SETTINGS else "rules")
                self._documents[path.stem] = document
            except KnowledgeError as error:
                self.found(error)
        for name in SETTINGS:
            if not (folder / f"{name}.yml").exists():
                self.found(KnowledgeError(f"law/{name}.yml", 0, "is missing.", "Put the file back."))
        self.complete = not self.findings
        self._named: dict[str, Condition] = {}
        self._naming: list[str] = []

    def found(self, error: KnowledgeError, hint: bool = False) -> None:
        """Note something that is wrong (or, as a hint, odd)."""
        self.findings.append(Finding(error, hint))

    def setting(self, name: str) -> Document:
        """One of the files in SETTINGS."""
        return self._documents[name]

    def rule_documents(self) -> Iterator[Document]:
        """The files that hold rules."""
        return (d for name, d in self._documents.items() if name not in SETTINGS)

    def raw_rules(self) -> Iterator[tuple[Document, int, dict[str, Any]]]:
        """Every rule with its file and its place in it."""
        for document in self.rule_documents():
            for i, raw in enumerate(document.data):
                yield document, i, raw

    # --- conditions --------------------------------------------------------------------------------------------

    def condition(self, document: Document, path: Path_, raw: Any) -> Condition:
        """Parse a condition and check its names and words against the vocabulary; a wrong one is noted, not raised."""
        self._check_words(document, path, raw)
        try:
            return parse(raw, self.named)
        except ConditionError as problem:
            self.found(document.error(path, f"{problem}.", "See docs/law.md for how a condition is written."))
            return ALWAYS

    def named(self, name: str) -> Condition:
        """The condition behind `{is: name}`: a definition, or an exception (which then includes its exclusions)."""
        if name not in self._named:
            if name in self._naming:
                raise ConditionError(f"'{name}' is defined by itself")
            self._naming.append(name)
            try:
                self._named[name] = self._parse_named(name)
            finally:
                self._naming.pop()
        return self._named[name]

    def _parse_named(self, name: str) -> Condition:
        definitions = self.setting("definitions").data
        if name in definitions:
            return parse(definitions[name]["means"], self.named)
        for raw in self.setting("exceptions").data:
            if raw["id"] == name:
                excluded = [Not(parse(x["if"], self.named)) for x in raw.get("excluded_when", [])]
                return Junction(False, (parse(raw["applies_when"], self.named), *excluded))
        raise KeyError(name)

    def _check_words(self, document: Document, path: Path_, raw: Any) -> None:
        for where, fact, argument in comparisons(raw, path):
            known = COMPUTED.get(fact, fact)
            if known not in self.vocabulary:
                self.found(document.error(where, f"no fact is called '{fact}'.", "Take a name from facts.yml."))
                continue
            try:
                comparison = next(iter(parse({fact: argument}).comparisons()))
            except ConditionError:
                continue                    # said when the whole condition is parsed
            kind = self.vocabulary[known]
            words = {"bool": ("true", "false"), "age": ()}.get(kind.type, kind.values)
            if comparison.op in ("<", "<=", ">", ">=") and kind.type != "age":
                self.found(document.error(where, f"'{fact}' is no age and has no order.", "Use = or in."))
            elif kind.type == "age" and not all(v.isdigit() for v in comparison.values):
                self.found(document.error(where, f"'{fact}' is an age, not {argument!r}.", "Write full years."))
            elif kind.type != "age" and not set(comparison.values) <= set(words):
                wrong = ", ".join(sorted(set(comparison.values) - set(words)))
                self.found(document.error(where, f"'{fact}' cannot be {wrong}.", f"It is one of: {', '.join(words)}."))

    # --- the book ----------------------------------------------------------------------------------------------

    def book(self) -> Lawbook:
        """Build the law; call it only when every file could be read. What is wrong inside goes to `findings`."""
        regimes = self._regimes()
        settings, asking = self.setting("regimes").data, self.setting("asking").data
        presumptions = self.setting("presumptions")
        general = presumptions.data["general_question"]
        for name, raw in self.setting("definitions").data.items():
            self.condition(self.setting("definitions"), (name, "means"), raw["means"])
        exceptions = {raw["id"]: raw for raw in self.setting("exceptions").data}
        self._check_exceptions()
        rules: dict[str, Rule] = {}
        days = {name: date.fromisoformat(settings[name]) for name in ("sw2024_start", "youth_decree_start")}
        for document, i, raw in sorted(self.raw_rules(), key=lambda place: str(place[2]["id"])):
            if raw["id"] in rules:
                other = rules[raw["id"]]
                self.found(document.error((i, "id"), f"'{raw['id']}' stands already in {other.file}:{other.line}.",
                                          "Give it another id."))
                continue
            rules[raw["id"]] = self._rule((document, i), raw, len(rules), regimes, days)
        return Lawbook(
            rules=rules, overlays=tuple(r for r in rules.values() if r.overlay), regimes=regimes,
            before=settings["before"], penalty_change=settings["penalty_change"], verdicts=tuple(settings["verdicts"]),
            overlays_touch=frozenset(settings["overlays_touch"]), confidence=tuple(settings["confidence"]),
            definitions=self._named, exceptions=exceptions, persons=self._persons(),
            derivations=self._tables("derivations", ("derivations",)), presumptions=self._tables("presumptions", ("presumptions",)),
            not_applicable=self._tables("presumptions", ("not_applicable",)),
            general=General(general["presume"], self._tables("presumptions", ("general_question", "drop_when")),
                            general["no_age_told"], tuple(general["what_changes"])),
            contradictions=self._contradictions(),
            ask_order=tuple(asking["ask_order"]), ask_when_nothing_fits=tuple(asking["ask_when_nothing_fits"]),
            youth_texts={name: raw["say"] for name, raw in self.setting("youth_law").data.items()},
            sources=self.setting("sources").data, referrals=self.setting("referrals").data,
            prohibitions=tuple(self.setting("prohibitions").data), in_words=self.setting("in_words").data,
            open_questions=tuple(self.setting("open_questions").data),
            themes={d.name: d.title for d in self.rule_documents()})

    def _regimes(self) -> tuple[Regime, ...]:
        document = self.setting("regimes")
        new_code = document.data["sw2024_start"]
        regimes: list[Regime] = []
        for name, raw in document.data["regimes"].items():
            start = date.fromisoformat(new_code if raw["from"] == "sw2024_start" else raw["from"])
            if regimes and start <= regimes[-1].start:
                self.found(document.error(("regimes", name), f"starts on {start}, not after {regimes[-1].name}.",
                                          "Order the regimes by day; two may not overlap."))
            earlier = list(document.data["regimes"].values())[len(regimes) - 1] if regimes else {}
            if "to" in earlier and date.fromisoformat(earlier["to"]) != start - timedelta(days=1):
                self.found(document.error(("regimes", regimes[-1].name, "to"), f"does not end the day before {name}.",
                                          "Leave `to` out, or write that day: no overlap and no gap."))
            regimes.append(Regime(name, start, raw["code"]))
        return tuple(regimes)

    def _check_exceptions(self) -> None:
        document, ranks = self.setting("exceptions"), dict[int, str]()
        for i, raw in enumerate(document.data):
            if raw["rank"] in ranks:
                self.found(document.error((i, "rank"), f"{raw['id']} has the same rank as {ranks[raw['rank']]}.",
                                          "Give each exception its own rank: which one is looked at first?"))
            ranks.setdefault(raw["rank"], raw["id"])
            self.condition(document, (i, "applies_when"), raw["applies_when"])
            for j, excluded in enumerate(raw.get("excluded_when", [])):
                self.condition(document, (i, "excluded_when", j, "if"), excluded["if"])

    def _rule(self, place: tuple[Document, int], raw: dict[str, Any], order: int, regimes: Sequence[Regime],
              days: Mapping[str, date]) -> Rule:
        document, i = place
        exceptions = {e["id"]: e for e in self.setting("exceptions").data}
        cells = {}
        for regime in regimes:
            if regime.name not in raw["by_regime"]:
                self.found(document.error((i, "by_regime"), f"{raw['id']} has no cell for {regime.name}.",
                                          "Say what it was in that regime; every rule needs a cell for each."))
                continue
            cell = raw["by_regime"][regime.name]
            if cell.get("since", "sw2024_start") not in days:
                self.found(document.error((i, "by_regime", regime.name, "since"), f"no day is called '{cell['since']}'.",
                                          f"One of regimes.yml: {', '.join(days)}."))
                continue
            cells[regime.name] = _cell(cell, regime.code, days.get(cell.get("since", "")))
        defeats = []
        for j, name in enumerate(raw.get("unless", [])):
            if name not in exceptions:
                self.found(document.error((i, "unless", j), f"no exception is called '{name}'.",
                                          "Take an id from exceptions.yml, or add the exception."))
                continue
            only_for = exceptions[name].get("only_for")
            defeats.append(Defeat(name, self._named_or_always(name), frozenset(only_for) if only_for else None))
        adds = tuple(Addition(self.condition(document, (i, "adds", j, "if"), add["if"]),
                              {r.name: _articles(add[r.name], r.code) for r in regimes if r.name in add})
                     for j, add in enumerate(raw.get("adds", [])))
        review = raw["review"]
        return Rule(
            id=raw["id"], order=order, title=raw["title"], conduct=raw["conduct"], for_whom=frozenset(raw["for_whom"]),
            about=None if raw["about"] == "any" else frozenset(raw["about"]),
            conditions=self.condition(document, (i, "conditions"), raw["conditions"]), unless=tuple(defeats),
            cells=cells, adds=adds, overlay=raw.get("overlay"), show_with=tuple(raw.get("show_with", [])),
            minors=raw["minors"], victim_first=raw["victim_first"], say=raw["say"],
            uncertain_because=raw.get("uncertain_because"), refer=tuple(raw["refer"]), source=tuple(raw["source"]),
            review_state=review["state"], checked=date.fromisoformat(review["checked"]),
            review_by=date.fromisoformat(review["by"]), file=document.name, line=document.line(i), written=raw)

    def _named_or_always(self, name: str) -> Condition:
        try:
            return self.named(name)
        except (ConditionError, KeyError):
            return ALWAYS                   # its own fault is noted where it stands

    def _tables(self, name: str, path: tuple[str, ...]) -> tuple[Table, ...]:
        document = self.setting(name)
        lines = document.data
        for step in path:
            lines = lines[step]
        return tuple(self._table(document, (*path, i), raw) for i, raw in enumerate(lines))

    def _table(self, document: Document, path: Path_, raw: dict[str, Any]) -> Table:
        fact = raw.get("fact")
        if fact is not None and fact not in self.vocabulary:
            self.found(document.error((*path, "fact"), f"no fact is called '{fact}'.", "Take a name from facts.yml."))
        when = self.condition(document, (*path, "when"), raw.get("when"))
        unless = self.condition(document, (*path, "unless"), raw["unless"]) if "unless" in raw else None
        return Table(raw, when, unless)

    def _contradictions(self) -> tuple[Contradiction, ...]:
        document, lines = self.setting("contradictions"), []
        for i, raw in enumerate(document.data):
            for fact in (raw["ask"], *raw["withdraw"], *raw.get("lower_than", [])):
                if fact not in self.vocabulary:
                    self.found(document.error((i,), f"no fact is called '{fact}'.", "Take a name from facts.yml."))
            lines.append(Contradiction(raw["id"], self.condition(document, (i, "when"), raw.get("when")),
                                       tuple(raw.get("lower_than", [])), tuple(raw["withdraw"]), raw["ask"], raw["say"]))
        return tuple(lines)

    def _persons(self) -> Persons:
        raw = self.setting("persons_and_roles").data
        return Persons(raw["persons"], raw["asker_as"], tuple(raw["roles_of"]), raw["part_of_other"],
                       {part: tuple(acts) for part, acts in raw["own_acts"].items()}, tuple(raw["acts_without_by"]),
                       self._tables("persons_and_roles", ("default_acts",)),
                       self._tables("persons_and_roles", ("judged_default",)), raw["doer_age_from"],
                       raw["harmed_age_from"])


def comparisons(raw: Any, path: Path_) -> Iterator[tuple[Path_, str, Any]]:
    """Every `fact: value` under a raw condition, with where it stands; definitions are not followed."""
    if not isinstance(raw, Mapping):
        return
    for key, argument in raw.items():
        if key in ("all", "any") and isinstance(argument, list):
            for i, part in enumerate(argument):
                yield from comparisons(part, (*path, key, i))
        elif key == "not":
            yield from comparisons(argument, (*path, key))
        elif key != "is":
            yield (*path, key), key, argument


def _cell(raw: dict[str, Any], code: str, since: date | None) -> Cell:
    return Cell(raw["verdict"], _articles(raw["articles"], code), tuple(raw.get("milder", [])), raw["confidence"],
                raw.get("leaning"), tuple(raw.get("source", [])), raw.get("note", ""), since, raw.get("say", {}))


def _articles(numbers: Sequence[str], code: str) -> tuple[str, ...]:
    """Numbers get the code of their regime, so that two codes are never mixed; "29 Sv." and "XI.174 WER" name their own."""
    return tuple(f"{n} {code}" if n[:1].isdigit() and n.rsplit(" ", 1)[-1] == n.rsplit(" ", 1)[-1].lower() else n for n in numbers)
