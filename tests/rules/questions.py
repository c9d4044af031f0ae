"""How many questions the law needs: ours, a fixed-order questionnaire, and the fewest that could have done.

    python -m tests.rules.questions

Each case of knowledge/law/cases is played: the person first tells what people tell by themselves (who she is, what was
done, by whom, what it is), then answers what is asked, from the facts of the case. It ends when the verdicts stand that
the case expects. The fewest is found by search over all sets of facts of that case: who knew the answers beforehand would
need so many. Nobody who has to ask can do better, so it is stricter than the best possible order of questions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from statistics import mean
from typing import Any

from houvast.rules import load_knowledge
from houvast.rules.answer import asking_order
from houvast.rules.case import build
from houvast.rules.law import LawRuleset
from houvast.rules.search import NONE
from tests.rules.law_cases import LawCase, read_cases

OPENING = {"asker_role", "asker_part", "child_part", "act", "judged", "content_kind", "relation", "legal_topic", "general",
           "what_if", "date_of_facts", "abroad", "recognised_hotline", "removal_order", "threat", "demand", "secretly_made",
           "unsolicited", "meeting_proposed", "content_real"}
"""What people tell by themselves: who they are, what was done by whom, and what is special about it."""
MOST = 12
"""No case needs more questions than this; a questionnaire that does counts as this many."""


@dataclass(frozen=True)
class Played:
    """One case: the number of questions by way of asking."""

    case: str
    ours: int
    fixed: int
    fewest: int


class Player:
    """Plays cases against the law."""

    def __init__(self, law: LawRuleset) -> None:
        self.law, self.order = law, asking_order(law.book, load_knowledge().vocabulary)

    def verdicts(self, case: LawCase, facts: dict[str, Any]) -> tuple[list[tuple[str, ...]], set[str]]:
        """(verdicts of the persons that the case is about, what is still missing for them)."""
        wanted = {(e["for_whom"], e.get("regime")) for e in case.data["expect"]}
        answers = [a for a in self.law.evaluate(facts, case.as_of).answers if {(a.for_whom, None), (a.for_whom, a.regime)} & wanted]
        if any(a.possible == [NONE] for a in answers):
            return [], set()            # no rule speaks of it: there is no verdict to ask for
        return [(a.for_whom, a.regime, a.verdict) for a in answers], {f for a in answers for f in a.missing}

    def play(self, case: LawCase) -> Played | None:
        """Play one case; None when its verdict never stands or there is nothing to ask."""
        final, open_facts = self.verdicts(case, case.facts)
        told = {f: v for f, v in case.facts.items() if f in OPENING}
        rest = [f for f in case.facts if f not in OPENING]
        if not final or open_facts or any(verdict == "old_law_refer" for _, _, verdict in final):
            return None
        truth = {**build(self.law.book, case.facts, case.as_of).assumed, **case.facts}
        everything = sorted({*rest, *self.law.book.ask_order}, key=self.order)
        ours, reached = self._ask(case, told, truth, lambda missing, _: min(missing, key=self.order))
        if reached != final:
            return None
        def next_of_the_list(_: set[str], asked: set[str]) -> str | None:
            return next((f for f in everything if f not in asked and f not in told), None)
        fixed, _ = self._ask(case, told, truth, next_of_the_list)
        return Played(case.id, ours, fixed, self._fewest(case, told, rest, ours, final))

    def _ask(self, case: LawCase, told: dict[str, Any], truth: dict[str, Any],
             choose: Callable[[set[str], set[str]], str | None]) -> tuple[int, list[tuple[str, ...]]]:
        known, asked = dict(told), set[str]()
        while True:
            verdicts, missing = self.verdicts(case, known)
            fact = choose(missing, asked) if missing else None
            if fact is None or len(asked) == MOST:
                return len(asked), verdicts
            value = truth.get(fact, "unknown")
            known[fact] = "unknown" if isinstance(value, str) and value.startswith("= ") else value
            asked.add(fact)

    def _fewest(self, case: LawCase, told: dict[str, Any], rest: list[str], most: int, final: list[tuple[str, ...]]) -> int:
        for size in range(most):
            for chosen in combinations(rest, size):
                verdicts, missing = self.verdicts(case, {**told, **{f: case.facts[f] for f in chosen}})
                if not missing and verdicts == final:
                    return size
        return most


def play_all(every: int = 1) -> Iterator[Played]:
    """Every n-th case that ends in a verdict."""
    player = Player(load_knowledge().ruleset("law"))
    for case in read_cases(load_knowledge())[::every]:
        played = player.play(case)
        if played is not None:
            yield played


def report(played: list[Played]) -> str:
    """The means in one line."""
    ours, fixed, fewest = (mean(getattr(p, name) for p in played) for name in ("ours", "fixed", "fewest"))
    return (f"{len(played)} cases: {ours:.2f} questions on average; a fixed-order questionnaire {fixed:.2f}; "
            f"the fewest that could do {fewest:.2f} (ours is {ours / fewest:.2f} times that)")


if __name__ == "__main__":
    found = list(play_all(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
    print(report(found))
    for p in sorted(found, key=lambda p: p.fewest - p.ours)[:25]:
        print(p)
