"""One story made ready to judge: what follows from the told facts, what is presumed, who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from houvast.rules.conditions import NOT_APPLICABLE, OPEN, UNKNOWN, WITHHELD, possible_values, resolve
from houvast.rules.dates import RECENT, Span, age_then, spans
from houvast.rules.lawbook import Lawbook
from houvast.rules.vocabulary import MAX_AGE

_PARTS = {"own_part", "asker_part"}
AGES_OF_TODAY = ("asker_age", "child_age", "other_age")


@dataclass(frozen=True)
class Deed:
    """One told act and who did it."""

    act: str
    doer: str | None


@dataclass(frozen=True)
class Case:
    """Facts after derivations and presumptions; `assumed` holds what was presumed, in order.

    `own` is the asker, the child of a carer, or the school of a professional. `asked_about` are the persons the
    question named (empty: nobody). `told_exactly`: facts that were told, other than as a range. `general` marks a
    question without a story.
    """

    book: Lawbook
    facts: Mapping[str, Any]
    told_exactly: frozenset[str]
    assumed: Mapping[str, Any]
    general: bool
    own: str
    asked_about: tuple[str, ...]
    deeds: tuple[Deed, ...]
    happened: tuple[Span, ...]
    as_of: date

    def judged(self) -> list[str]:
        """The persons to judge, in order."""
        lines = self.book.persons.judged_default
        asked = self.asked_about or next(line.data["judged"] for line in lines if line.fits(self.facts))
        persons: list[str] = []
        for word in asked:
            persons += [self.own, "other"] if word == "both" else [self.own if word == "own" else word]
        return list(dict.fromkeys(persons))

    def part(self, person: str) -> str | None:
        """The part of a person in the story."""
        return _part(self.book, self.facts.get("own_part"), person)

    def acts(self, person: str) -> list[tuple[str, frozenset[str]]]:
        """The acts of a person, each with the roles he has in it."""
        acts = [d.act for d in self.deeds if d.doer in (person, "both")]
        part = self.part(person)
        for line in self.book.persons.default_acts:
            fits = person in line.data["judged"] if "judged" in line.data else part in line.data["part"]
            if fits and not (line.data.get("only") and acts) and line.fits(self.facts):
                acts.append(line.data["act"])
        return [(act, self._roles(person, part, act)) for act in dict.fromkeys(acts)]

    def _roles(self, person: str, part: str | None, act: str) -> frozenset[str]:
        roles: set[str] = set()
        for line in self.book.persons.roles_of:
            of_person = person in line["judged"] if "judged" in line else line["part"] == "any" or part in line["part"]
            if of_person and ("act" not in line or act in line["act"]):
                roles.update(line["roles"])
        return frozenset(roles)

    def doer_age(self, person: str, act: str | None) -> Any:
        """Age of a person on the day of the facts: a value, a range, or a copy of the fact to ask."""
        source = self.book.persons.doer_age_from[person]
        if source == NOT_APPLICABLE:
            return NOT_APPLICABLE
        if act == "sex":
            return _oldest(*(resolve(name, self.facts)[1] for name in ("own_age", "other_age"))) or "= other_age"
        return self.facts.get(source, f"= {source}")

    def seen_from(self, person: str, act: str | None) -> dict[str, Any]:
        """What depends on who is judged: whose conduct, the own age of that person, the age of who is on the other side."""
        own = person == self.own
        side = "own" if own else "told_by_bystander" if self.facts.get("own_part") == "bystander" else "another"
        return {"doer_age": self.doer_age(person, act), "judged_age": self.doer_age(person, None), "judged_own": own,
                "harmed_age": f"= {self.book.persons.harmed_age_from[side]}"}

    def ask_for(self, fact: str) -> str | None:
        """The fact to ask instead of a derived one; None when that was answered already or can never be asked."""
        lines = [t for t in self.book.derivations if t.data["fact"] == fact and "ask_for" in t.data]
        sure = [t for t in lines if t.when.holds(self.facts)]
        maybe = [t for t in lines if t.when.holds(self.facts) is None]
        if not sure and "asker_part" not in self.facts and any(t.when.facts() & _PARTS for t in maybe):
            return "asker_part"         # whose age it is depends on the part the asker has: that comes first
        for line in (sure or maybe)[:1]:
            source: str = line.data["ask_for"]
            if source not in (fact, *self.facts):
                return self.ask_for(source)
        answered = fact in self.facts and not isinstance(self.facts[fact], Mapping)
        return None if fact in self.told_exactly or (answered and self.facts[fact] in OPEN) else fact


def lay_what_ifs(told: Mapping[str, Any]) -> dict[str, Any]:
    """The told facts with each what-if laid over them, the last one on top."""
    facts = dict(told)
    for step in facts.pop("what_if", []):
        facts.update(step)
    return facts


def acts_told(facts: Mapping[str, Any]) -> frozenset[str]:
    """The acts that were told, whoever did them."""
    return frozenset(a["act"] if isinstance(a, Mapping) else a for a in _as_list(facts.get("act")))


def build(book: Lawbook, told: Mapping[str, Any], as_of: date) -> Case:
    """Make a case of told facts (already checked against the vocabulary). Steps 1 to 3 of the specification."""
    return _Builder(book, told, as_of).build()


def _part(book: Lawbook, own_part: Any, person: str) -> str | None:
    if person in ("asker", "child"):
        return own_part if isinstance(own_part, str) else None
    return book.persons.part_of_other.get(str(own_part)) if person == "other" else person


def _on_the_day(age: Any, happened: tuple[Span, ...], as_of: date, general: bool) -> Any:
    """Take an age of today back to the facts. In a general question the age is that of the question, not of today."""
    return age_then(age, list(happened), as_of) if isinstance(age, int) and not general else age


class _Builder:
    """Builds one case and is thrown away."""

    def __init__(self, book: Lawbook, told: Mapping[str, Any], as_of: date) -> None:
        self.book, self.as_of = book, as_of
        facts = lay_what_ifs(told)
        self.general = bool(facts.pop("general", False))
        acts, judged = facts.pop("act", None), facts.pop("judged", None)
        self.deeds = [self._deed(a) for a in _as_list(acts)]
        self.asked_about = [self._person(facts, j) for j in _as_list(judged)]
        self.deeds = [Deed(d.act, self._person(facts, d.doer) if d.doer else None) for d in self.deeds]
        self.facts = facts
        self.told_exactly = frozenset(name for name, value in facts.items() if not isinstance(value, Mapping))
        self.assumed: dict[str, Any] = {}
        self.happened = tuple(spans(facts.get("date_of_facts"), as_of))
        for name in AGES_OF_TODAY:
            if name in facts:
                facts[name] = _on_the_day(facts[name], self.happened, as_of, self.general)
        self.own = "asker"

    @staticmethod
    def _deed(raw: Any) -> Deed:
        return Deed(raw["act"], raw.get("by")) if isinstance(raw, Mapping) else Deed(raw, None)

    def _person(self, facts: Mapping[str, Any], word: str) -> str:
        """The asker of a question about himself may be a parent or a school."""
        if word != "asker":
            return word
        table = self.book.persons.asker_as
        return table.get(str(facts.get("asker_part"))) or table.get(str(facts.get("asker_role"))) or word

    def build(self) -> Case:
        """All steps, in order."""
        if self.general:
            self._presume_general()
        self._note_acts()
        if self.asked_about:
            self.facts["judged"] = frozenset(self.asked_about)
        self._derive()
        self._presume()
        for line in self.book.not_applicable:
            if line.fits(self.facts):
                self.facts.update(dict.fromkeys(line.data["facts"], NOT_APPLICABLE))
        return Case(self.book, self.facts, self.told_exactly, self.assumed, self.general, self.own, tuple(self.asked_about),
                    tuple(self.deeds), self.happened, self.as_of)

    def _note_acts(self) -> None:
        if self.deeds:
            self.facts["act"] = frozenset(d.act for d in self.deeds)

    def _presume_general(self) -> None:
        self._note_acts()
        presume = dict(self.book.general.presume)
        for line in self.book.general.drop_when:
            if line.fits(self.facts):
                presume = {k: v for k, v in presume.items() if k not in line.data["drop"]}
                presume.update(line.data.get("presume", {}))
        for fact, value in presume.items():
            if fact == "act":
                if self.deeds:
                    continue
                self.deeds = [Deed(value, None)]
            elif fact == "judged":
                if self.asked_about:
                    continue
                self.asked_about = [value]
            elif fact in self.facts:
                continue
            else:
                self.facts[fact] = value
            self.assumed[fact] = value

    # --- derivations -------------------------------------------------------------------------------------------

    def _derive(self) -> None:
        waits_for: dict[str, str] = {}
        last_own_part = max(i for i, t in enumerate(self.book.derivations) if t.data["fact"] == "own_part")
        for i, line in enumerate(self.book.derivations):
            fact = line.data["fact"]
            if (fact not in self.facts or line.data.get("replace")) and line.fits(self.facts):
                value = self._derived(line.data, waits_for)
                if value is not None:
                    self.facts[fact] = value
            if i == last_own_part and "own_part" in self.facts:
                self._say_who_did_what()
        self._say_who_did_what()        # nobody's part is known: not before all the rest is
        for fact, source in waits_for.items():
            self.facts.setdefault(fact, f"= {source}")

    def _derived(self, line: Mapping[str, Any], waits_for: dict[str, str]) -> Any:
        """The value that follows, or None; a source that is not told makes the derived fact vary with it."""
        if "value" in line:
            return line["value"]
        if "from" in line:
            source, value = resolve(line["from"], self.facts)
            if value is None and line.get("ask_for") != line["fact"]:
                waits_for.setdefault(line["fact"], source)
            return value
        names = line.get("youngest_of") or line["difference"]
        first, second = (resolve(name, self.facts)[1] for name in names)
        if "youngest_of" in line:
            return _youngest(first, second)
        least, most = _gap(first, second)
        if most <= line["false_to"]:
            return False
        return True if least >= line["true_from"] else None

    def _say_who_did_what(self) -> None:
        role = self.facts.get("asker_part")
        self.own = {"carer": "child", "professional": "school"}.get(str(role), "asker")
        self.deeds = [Deed(d.act, d.doer or self._doer(d.act, str(role))) for d in self.deeds]
        by_depicted = {d.act for d in self.deeds if self._is_depicted(d.doer)}
        by_another = {d.act for d in self.deeds if not self._is_depicted(d.doer)}
        self.facts["by_depicted"], self.facts["by_another"] = frozenset(by_depicted), frozenset(by_another)

    def _is_depicted(self, doer: str | None) -> bool:
        own_part = self.facts.get("own_part")
        return doer is not None and _part(self.book, own_part, doer) in ("depicted", "sender")

    def _doer(self, act: str, role: str) -> str:
        """Who did an act that nobody's name was put to: the first line of `acts_without_by` that fits."""
        persons, asked = self.book.persons, self.asked_about
        part = self.facts.get("own_part")
        tests: dict[str, Callable[[Any], bool]] = {
            "act": lambda acts: act in acts,
            "asker_part": lambda roles: role in roles,
            "judged": lambda words: any(j in words for j in asked),
            "judged_only": lambda words: len(asked) == 1 and asked[0] in words,
            "not_judged": lambda words: not any(j in words for j in asked),
            "own_part": lambda parts: part in parts,
            "own_acts": lambda _: act in persons.own_acts.get(str(part), ()),
        }
        line = next(t for t in persons.acts_without_by if all(tests[k](v) for k, v in t.items() if k != "doer"))
        doer: str = line["doer"]
        return {"own": self.own, "judged": asked[0] if asked else self.own}.get(doer, doer)

    # --- presumptions ------------------------------------------------------------------------------------------

    def _presume(self) -> None:
        for line in self.book.presumptions:
            fact = line.data["fact"]
            if fact not in self.facts and line.fits(self.facts):
                self.facts[fact] = self.assumed[fact] = line.data["value"]
        if self.facts.get("date_of_facts") in (UNKNOWN, WITHHELD):
            self.assumed["date_of_facts"] = RECENT       # nobody knows when: judged as of today, and said so


def _span(age: Any) -> tuple[int, int] | None:
    """The youngest and the oldest that somebody can be; None when nothing is known."""
    if isinstance(age, Mapping):
        values = possible_values(age)
        return min(values), max(values)
    return (age, age) if isinstance(age, int) else None


def _age(low: int, high: int) -> int | dict[str, int]:
    return low if low == high else {"min": low, "max": high}


def _youngest(first: Any, second: Any) -> Any:
    one, other = _span(first), _span(second)
    if one is None:
        return None
    if other is None:
        return {"min": 0, "max": one[1]} if second is None else UNKNOWN
    return _age(min(one[0], other[0]), min(one[1], other[1]))


def _oldest(first: Any, second: Any) -> Any:
    one, other = _span(first), _span(second)
    return _age(max(one[0], other[0]), max(one[1], other[1])) if one and other else None


def _gap(first: Any, second: Any) -> tuple[int, int]:
    """The least and the most full years between two ages; (0, MAX_AGE) when one is not known."""
    one, other = _span(first), _span(second)
    if one is None or other is None:
        return 0, MAX_AGE
    return max(one[0] - other[1], other[0] - one[1], 0), max(one[1] - other[0], other[1] - one[0])


def _as_list(value: Any) -> list[Any]:
    if value is None or (isinstance(value, str) and value in (*OPEN, NOT_APPLICABLE)):
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
