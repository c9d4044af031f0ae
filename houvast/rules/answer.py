"""The answer of the law about one person: every act judged apart, then what leads, what is missing, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from houvast.rules.case import Case
from houvast.rules.conditions import NOT_APPLICABLE, UNKNOWN, Junction, Not
from houvast.rules.lawbook import BEFORE_ALL, Lawbook, Rule
from houvast.rules.residual import Residual, both, restrict
from houvast.rules.search import NONE, UNDECIDED, Borders, Candidate, Exploration, Search
from houvast.rules.vocabulary import Vocabulary

UNCERTAIN = "uncertain"
FACTS_MISSING, FACTS_UNKNOWN = "facts missing", "facts unknown"
NOT_COVERED, TOO_MUCH_OPEN = "no situation covers this", "too many facts open"


@dataclass
class Answer:
    """What the law says about one person in one regime. The names are those of the specification's result.

    `verdict`: gravest that stands, or uncertain; `possible`: all outcomes that can still be; `missing`: facts to ask,
    least intrusive first; `leaning`: where an uncertain verdict leans; `on_request`: tell it only when asked;
    `not_checked_since`: day of the last check, when a rule it rests on should have been checked again by now;
    `older_youth_law`: for facts from before the decree that youth law cites; `in_force`: the regime is the one of today;
    `not_covered`: acts no rule speaks of; `trace`: per act and rule whether it fires ("fires", "open", "no").
    """

    for_whom: str
    regime: str
    verdict: str = UNCERTAIN
    possible: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    possible_articles: list[str] = field(default_factory=list)
    formerly: list[str] = field(default_factory=list)
    milder: list[str] = field(default_factory=list)
    because: list[dict[str, Any]] = field(default_factory=list)
    show_with: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    youth_law: bool | str = False
    confidence: str | None = None
    uncertain_because: str | None = None
    acts: dict[str, str] = field(default_factory=dict)
    leaning: str | None = None
    victim_first: bool = False
    on_request: bool = False
    youth_articles: list[str] = field(default_factory=list)
    older_youth_law: bool = False
    in_force: bool = False
    review_state: str = "not_reviewed"
    not_checked_since: str | None = None
    not_covered: list[str] = field(default_factory=list)
    trace: list[dict[str, str]] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, without trace."""
        return {name: value for name, value in vars(self).items() if name not in ("trace", "reads")}


@dataclass
class SearchedAct:
    """One act of one person, with every completion of what is not known looked at."""

    act: str
    candidates: list[Candidate]
    additions: Mapping[str, list[tuple[Residual, Mapping[str, tuple[str, ...]]]]]
    search: Search
    found: Exploration

    @property
    def outcome(self) -> str | None:
        """The verdict when every completion gives it ("none": no rule ever fires), else None."""
        return next(iter(self.found.outcomes)) if len(self.found.outcomes) == 1 else None

    @property
    def settled(self) -> bool:
        """Whether some rule decides it, whatever is still open."""
        return self.outcome not in (None, NONE, UNDECIDED)


def judge(case: Case, vocabulary: Vocabulary, person: str, regime: str) -> Answer:
    """Judge one person in one regime. Steps 4 to 11 of the specification."""
    answer = Answer(person, regime, in_force=regime == case.book.regime_name(case.book.regime_on(case.as_of)))
    if regime == BEFORE_ALL:
        answer.verdict = str(case.book.before["verdict"])
        return answer
    _Judgement(case, vocabulary, answer).run()
    return answer


def searched_acts(case: Case, vocabulary: Vocabulary, person: str, regime: str) -> list[SearchedAct]:
    """The acts of a person as `judge` sees them, before they are joined into one answer."""
    return _Judgement(case, vocabulary, Answer(person, regime)).acts()


def asking_order(book: Lawbook, vocabulary: Vocabulary) -> Callable[[str], tuple[int, int, str]]:
    """Sort key of facts to ask: the fixed order first, then the least intrusive."""
    first = {fact: i for i, fact in enumerate(book.ask_order)}
    return lambda fact: (first.get(fact, len(first)), vocabulary.sensitivity(fact), fact)


class _Judgement:
    """Fills one answer."""

    def __init__(self, case: Case, vocabulary: Vocabulary, answer: Answer) -> None:
        self.case, self.book, self.vocabulary, self.answer = case, case.book, vocabulary, answer
        self.person, self.regime = answer.for_whom, answer.regime
        self.order = asking_order(self.book, vocabulary)

    def run(self) -> None:
        acts = self.acts()
        self.answer.acts = {a.act: UNCERTAIN if a.outcome in (None, UNDECIDED) else str(a.outcome) for a in acts}
        instead = next((o for o in self.book.overlays if o.overlay == "replaces_everything"
                        and o.conditions.holds(self.case.facts) is True), None)
        if instead:
            self._replace_everything(instead)
            return
        self.answer.not_covered = [a.act for a in acts if a.outcome == NONE]
        leading = self._leading(acts)
        self._conclude(leading, acts)
        self._lay_age_over()

    def acts(self) -> list[SearchedAct]:
        """Every act of the person, each judged apart."""
        return [self._search(act, roles) for act, roles in self.case.acts(self.person)]

    # --- one act -----------------------------------------------------------------------------------------------

    def _search(self, act: str, roles: frozenset[str]) -> SearchedAct:
        facts = {**self.case.facts, "act": act, **self.case.seen_from(self.person, act)}
        candidates: list[Candidate] = []
        additions: dict[str, list[tuple[Residual, Mapping[str, tuple[str, ...]]]]] = {}
        conditions: list[Residual] = []
        for rule in self.book.rules.values():
            if rule.overlay or (rule.about is not None and act not in rule.about) or not roles & rule.for_whom:
                continue
            test = restrict(applies(rule, roles), facts)
            verdict = rule.cells[self.regime].verdict
            status = _STATUS[test] if isinstance(test, bool) else "open"
            self.answer.trace.append({"act": act, "rule": rule.id, "status": status})
            if test is False:
                continue
            candidates.append(Candidate(rule.id, verdict, self.book.gravity(verdict), test))
            adds = [(restrict(add.when, facts), add.articles) for add in rule.adds]
            additions[rule.id] = [(when, articles) for when, articles in adds if when is not False]
            conditions += [test, *(when for when, _ in additions[rule.id])]
        ranges = {name: value for name, value in facts.items() if isinstance(value, Mapping)}
        search = Search(Borders(conditions, self.vocabulary.space, ranges), self.order)
        return SearchedAct(act, candidates, additions, search, search.explore(candidates))

    # --- all acts of the person --------------------------------------------------------------------------------

    def _leading(self, acts: list[SearchedAct]) -> list[SearchedAct]:
        """The acts whose outcome is gravest; an open one counts as uncertain, one no rule speaks of is left out."""
        speaking = [a for a in acts if a.outcome != NONE] or acts
        weights = [self.book.gravity(str(a.outcome)) if a.settled else self.book.gravity(UNCERTAIN) for a in speaking]
        return [a for a, weight in zip(speaking, weights, strict=True) if weight == min(weights)]

    def _conclude(self, leading: list[SearchedAct], acts: list[SearchedAct]) -> None:
        answer = self.answer
        settled = [a for a in leading if a.settled]
        if settled:
            answer.verdict = str(settled[0].outcome)
        graver = self._could_be_graver(acts, leading)
        outcomes = {o for a in leading for o in a.found.outcomes} | {o for _, worse in graver for o in worse}
        answer.possible = sorted(outcomes, key=self._gravity)
        found: dict[str, Rule] = {}
        sure: set[str] = set()
        maybe: set[str] = set()
        formerly: set[str] = set()
        for act in leading:
            basis, others, before, named = self._grounds_settled(act) if act.settled else self._grounds_open(act, None)
            sure, maybe, formerly = sure | basis, maybe | others, formerly | before
            found.update({rule.id: rule for rule in named})
        for act, worse in graver:
            maybe |= self._grounds_open(act, worse)[1]
        answer.articles, answer.possible_articles = sorted(sure), sorted(maybe - sure)
        answer.formerly = sorted(formerly - sure)
        rules = sorted(found.values(), key=lambda r: (self.book.gravity(r.cells[self.regime].verdict), r.order))
        self._explain(rules)
        asked: set[str] = set()
        if not all(a.settled for a in leading):
            asked = {f for a in leading for f in a.found.deciding}
        asked |= {f for a, _ in graver for f in a.found.deciding}
        if not outcomes - {NONE}:
            asked |= {f for f in self.book.ask_when_nothing_fits if f not in self.case.facts}
        names = {self._to_ask(fact) for fact in asked}
        answer.missing = sorted((n for n in names if n), key=self.order)
        if answer.verdict == UNCERTAIN:
            answer.uncertain_because = self._why_uncertain(settled, leading, rules)

    def _could_be_graver(self, acts: list[SearchedAct], leading: list[SearchedAct]) -> list[tuple[SearchedAct, set[str]]]:
        """Acts beside the leading ones that may still turn out graver: their facts must stay in `missing`."""
        if not leading or not leading[0].settled:
            return []
        lead = self.book.gravity(str(leading[0].outcome))
        found = []
        for act in acts:
            worse = {o for o in act.found.outcomes if self._gravity(o) < lead}
            if act not in leading and worse:
                found.append((act, worse))
        return found

    def _gravity(self, outcome: str) -> int:
        return self.book.gravity(outcome) if outcome in self.book.verdicts else len(self.book.verdicts)

    def _to_ask(self, fact: str) -> str | None:
        """What to ask to learn this fact: never a derived one, never one that was answered."""
        name = self.case.ask_for(fact)
        if name and self._never_asked(name):
            name = fact             # its source says nothing about this person (a professional has no own age here)
        return None if name is None or self._never_asked(name) else name

    def _never_asked(self, fact: str) -> bool:
        return fact not in self.vocabulary or self.vocabulary[fact].derived or self.vocabulary[fact].never_asked

    def _grounds_settled(self, act: SearchedAct) -> tuple[set[str], set[str], set[str], list[Rule]]:
        """(basis, only possible, basis in the regime before, rules) of an act whose verdict stands."""
        leaders = [c for c in act.candidates if c.verdict == act.outcome]
        sure, maybe = self._articles(act, leaders, self.regime)
        earlier = self.book.regime_before(self.regime)
        before = self._articles(act, leaders, earlier)[0] if earlier else set()
        always = [c for c in leaders if act.search.certain(c.test)]
        named = always or [c for c in leaders if act.search.possible(c.test)]
        return sure, maybe, before, [self.book.rules[c.rule] for c in named]

    def _articles(self, act: SearchedAct, leaders: Iterable[Candidate], regime: str) -> tuple[set[str], set[str]]:
        providers: dict[str, list[Residual]] = {}
        for leader in leaders:
            for article in self.book.rules[leader.rule].cells[regime].articles:
                providers.setdefault(article, []).append(leader.test)
            for when, articles in act.additions[leader.rule]:
                for article in articles.get(regime, ()):
                    providers.setdefault(article, []).append(both(leader.test, when))
        sure = {a for a, tests in providers.items() if act.search.certain(*tests)}
        return sure, {a for a, tests in providers.items() if a not in sure and any(map(act.search.possible, tests))}

    def _grounds_open(self, act: SearchedAct, only: set[str] | None) -> tuple[set[str], set[str], set[str], list[Rule]]:
        """The same for an act that is still open: nothing is basis, all that can lead is possible."""
        maybe: set[str] = set()
        named = []
        for candidate in act.candidates:
            if candidate.verdict not in (only or act.found.outcomes):
                continue
            graver = [c.test for c in act.candidates if c.gravity < candidate.gravity]
            if not act.search.possible(candidate.test, without=graver):
                continue
            rule = self.book.rules[candidate.rule]
            named.append(rule)
            maybe.update(rule.cells[self.regime].articles)
            for when, articles in act.additions[rule.id]:
                if act.search.possible(candidate.test, when, without=graver):
                    maybe.update(articles.get(self.regime, ()))
        return set(), maybe, set(), named

    def _explain(self, rules: list[Rule]) -> None:
        answer = self.answer
        cells = [r.cells[self.regime] for r in rules]
        answer.because = [_because(r, self.regime) for r in rules]
        answer.milder = sorted({a for c in cells for a in c.milder})
        answer.show_with = sorted({other for r in rules for other in r.show_with})
        answer.confidence = max((c.confidence for c in cells), key=self.book.confidence.index, default="?")
        answer.leaning = next((c.leaning for c in cells if c.leaning), None)
        answer.victim_first = any(r.victim_first for r in rules)
        own = self.person == self.case.own and self.case.part(self.person) in ("depicted", "sender")
        answer.on_request = answer.victim_first and own and not self.case.asked_about
        if rules and all(r.review_state == "reviewed" for r in rules):
            answer.review_state = "reviewed"
        overdue = [r.checked for r in rules if r.review_by < self.case.as_of]
        answer.not_checked_since = min(overdue).isoformat() if overdue else None
        answer.reads = {name for r in rules for name in r.conditions.facts()}

    def _why_uncertain(self, settled: list[SearchedAct], leading: list[SearchedAct], rules: list[Rule]) -> str:
        reason = next((r.uncertain_because for r in rules if settled and r.uncertain_because), None)
        if reason:
            return reason
        if any(not a.search.complete for a in leading):
            return TOO_MUCH_OPEN
        if self.answer.missing:
            return FACTS_MISSING
        return FACTS_UNKNOWN if any(a.outcome is None for a in leading) else NOT_COVERED

    # --- overlays ----------------------------------------------------------------------------------------------

    def _replace_everything(self, overlay: Rule) -> None:
        cell, answer = overlay.cells[self.regime], self.answer
        answer.verdict, answer.because = cell.verdict, [_because(overlay, self.regime)]
        answer.possible, answer.articles = [cell.verdict], sorted(cell.articles)
        answer.confidence, answer.uncertain_because = cell.confidence, overlay.uncertain_because
        answer.victim_first = overlay.victim_first
        answer.review_state = overlay.review_state

    def _lay_age_over(self) -> None:
        """The own age of who is judged, on the day of the facts: under 12 no responsibility, 12 to 17 youth law."""
        answer = self.answer
        age = self.case.doer_age(self.person, None)
        if answer.verdict not in self.book.overlays_touch or age == NOT_APPLICABLE:
            return
        facts = {**self.case.facts, "doer_age": age}
        for overlay in self.book.overlays:
            status, cell = overlay.conditions.holds(facts), overlay.cells[self.regime]
            older = cell.since is not None and self.book.first_day(self.regime, self.case.happened) < cell.since
            articles = [] if older else sorted(cell.articles)
            if overlay.overlay == "replaces_verdict" and status:
                answer.verdict, answer.articles, answer.older_youth_law = cell.verdict, articles, older
                answer.possible_articles, answer.formerly, answer.missing = [], [], []
            elif overlay.overlay == "adds_youth_law" and status:
                answer.youth_law, answer.youth_articles, answer.older_youth_law = True, articles, older
            elif overlay.overlay == "adds_youth_law" and status is None:
                answer.youth_law = UNKNOWN


_STATUS = {True: "fires", False: "no"}


def applies(rule: Rule, roles: frozenset[str]) -> Junction:
    """The condition of a rule with the exceptions that count for these roles."""
    defeats = [Not(d.applies) for d in rule.unless if d.only_for is None or d.only_for & roles]
    return Junction(False, (rule.conditions, *defeats))


def _because(rule: Rule, regime: str) -> dict[str, Any]:
    sources = dict.fromkeys((*rule.cells[regime].source, *rule.source))
    return {"rule": rule.id, "text": rule.title, "source": list(sources)}
