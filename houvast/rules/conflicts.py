"""Rules that contradict each other: the same conditions with another verdict, and a permission that overlaps a prohibition.

The first is looked for whenever the law is loaded. The second takes a search over every pair (most of a second), so only
`python -m houvast.rules lint` does it, which runs in CI.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from houvast.rules.answer import applies
from houvast.rules.law_files import Finding, LawFiles
from houvast.rules.lawbook import Lawbook, Rule
from houvast.rules.residual import both, restrict
from houvast.rules.search import Borders, Search

PERMISSIONS, PROHIBITIONS = ("not_punishable", "allowed_if"), ("punishable", "formally_not_allowed")


def opposite_verdicts(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Two rules with the same conditions, about the same conduct of the same persons, that differ in verdict."""
    seen: dict[tuple[object, ...], list[Rule]] = {}
    for rule in book.rules.values():
        for other in seen.setdefault((rule.conditions, rule.unless, rule.overlay), []):
            differ = [name for name in rule.cells.keys() & other.cells.keys()
                      if rule.cells[name].verdict != other.cells[name].verdict]
            if differ and _meet(rule, other):
                problem = f"{rule.id} and {other.id} have the same conditions and another verdict in {', '.join(sorted(differ))}."
                yield _at(files, rule, problem, "Join them, or write what tells them apart; an exception goes in exceptions.yml.")
        seen[(rule.conditions, rule.unless, rule.overlay)].append(rule)


def overlaps(files: LawFiles, book: Lawbook) -> Iterator[Finding]:
    """Permissions and prohibitions that can hold together and are not in `overlaps.yml`, and lines there without ground."""
    document = files.setting("overlaps")
    reviewed = {(line["rule"], other): i for i, line in enumerate(document.data) for other in line["gives_way_to"]}
    found = {(a.id, b.id) for a, b in product(book.rules.values(), repeat=2) if _opposed(a, b) and _can_both_hold(files, a, b)}
    for permission, prohibition in sorted(found - set(reviewed)):
        yield _at(files, book.rules[permission], f"{permission} allows what {prohibition} forbids in the same story.",
                  "Make one an exception of the other, or write the pair in overlaps.yml with the reason.")
    for (permission, prohibition), i in reviewed.items():
        if (permission, prohibition) not in found:
            yield Finding(document.error((i, "gives_way_to"), f"{permission} and {prohibition} cannot hold together (any more).",
                                         "Take it out."))


def _opposed(permission: Rule, prohibition: Rule) -> bool:
    return any(cell.verdict in PERMISSIONS and prohibition.cells[name].verdict in PROHIBITIONS
               for name, cell in permission.cells.items() if name in prohibition.cells) and _meet(permission, prohibition)


def _meet(one: Rule, other: Rule) -> bool:
    acts = one.about is None or other.about is None or one.about & other.about
    return bool(acts and one.for_whom & other.for_whom)


def _can_both_hold(files: LawFiles, one: Rule, other: Rule) -> bool:
    roles = one.for_whom & other.for_whom
    for act in (one.about or other.about or frozenset()) & (other.about or one.about or frozenset()):
        together = both(*(restrict(applies(rule, roles), {"act": act}) for rule in (one, other)))
        search = Search(Borders([together], files.vocabulary.space, {}), str)
        if search.possible(together):
            return True
    return False


def _at(files: LawFiles, rule: Rule, problem: str, remedy: str) -> Finding:
    for document, i, raw in files.raw_rules():
        if raw["id"] == rule.id:
            return Finding(document.error((i, "conditions"), problem, remedy))
    raise KeyError(rule.id)
