"""What the law says about one conduct, as a card, in words that fit who reads it.

Three rules that nothing here may break: who was harmed is not told that she is punishable herself unless she asks;
comfort never goes to who did it; and a child under 12 hears no law at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Protocol

from houvast import rules
from houvast.messages import articles
from houvast.messages.catalogue import catalogue
from houvast.messages.message import Message
from houvast.messages.texts import words
from houvast.messages.wording import choice, clause, listed, missing
from houvast.rules.in_words import day_in_words

Answer = Mapping[str, Any]


class LawRule(Protocol):
    """What this room reads of a rule of the law."""

    @property
    def says(self) -> Callable[[str | None], Mapping[str, str]]:
        """Texts in a regime: verdict, to_victim, to_doer (only where there is a doer), to_parent, to_professional."""

    @property
    def for_whom(self) -> Collection[str]:
        """Roles that the rule judges."""

    @property
    def victim_first(self) -> bool:
        """Whether it speaks of somebody who was harmed."""

    @property
    def cells(self) -> Mapping[str, Any]:
        """Verdict and articles by regime."""



_OWN = ("asker", "child")
_PRESSING = ("forwarder", "threatener", "maker", "sender")
"""Roles of somebody who does something to another: a comforting text about their conduct is never for themselves."""
_OFFENCE = ("punishable", "formally_not_allowed")
_SHOWN = ("articles", "possible_articles", "formerly", "milder", "because")
_CHANGES = ("own_age", "other_age", "third_party_saw", "pressure", "self_made", "relation")
"""What is said to change a general answer, in this order (law_rules: general_question.what_changes)."""
_CHANGES_SAID = 3
_OPEN_SAID = 3
_OPEN = {"facts missing": "depends_unknown", "facts unknown": "depends_unknown",
         "too many facts open": "depends_unknown", "no situation covers this": "no_rule"}
"""What the engine says when no rule by itself gives "uncertain", and the text for it."""


def assessments(result: Mapping[str, Any], audience: str | None = None, *, what_if: bool = False,
                asked: bool = False) -> list[Message]:
    """Return one card for each conduct; equal answers about both people become one.

    `asked`: the person wants to hear the own side too. Without it, answers that are `on_request` are left out.
    """
    groups: list[list[Answer]] = []
    for answer in result.get("answers") or []:
        if answer.get("on_request") and not asked:
            continue
        for group in groups:
            if _same(group[0], answer):
                group.append(answer)
                break
        else:
            groups.append([answer])
    cards = [_card(group[0], [str(a.get("for_whom")) for a in group], result, audience, what_if) for group in groups]
    return [card for card in cards if card]


def assessment(answer: Answer, result: Mapping[str, Any], audience: str | None = None, what_if: bool = False,
               asked: bool = False) -> Message:
    """Return the card for one answer of a rule result; empty when it is on request and nobody asked."""
    if answer.get("on_request") and not asked:
        return {}
    return _card(answer, [str(answer.get("for_whom"))], result, audience, what_if)


def _same(first: Answer, second: Answer) -> bool:
    keys = ("regime", "verdict", "articles", "possible_articles", "youth_law", "missing", "leaning")
    return (all(first.get(k) == second.get(k) for k in keys) and _rules(first) == _rules(second)
            and first.get("for_whom") in _OWN and second.get("for_whom") == "other")


def _card(answer: Answer, for_whom: list[str], result: Mapping[str, Any], audience: str | None,
          what_if: bool) -> Message:
    hidden = answer.get("verdict") == "no_responsibility" and audience in (None, "youth") and "asker" in for_whom
    said = {} if hidden else _pieces(answer, for_whom, result, audience)
    if hidden:
        spoken = words("legal.under_12", audience)
    else:
        first = " ".join(said[k] for k in ("who", "verdict", "explanation", "leaning", "youth_law") if said.get(k))
        spoken = "\n\n".join([first, *(said[k] for k in ("articles", "changes") if said.get(k))])
    custom: dict[str, Any] = {
        "type": "assessment", "ruleset": "law", "for_whom": for_whom, "conduct": _conduct(answer),
        "verdict": answer.get("verdict"), "youth_law": answer.get("youth_law"), "regime": answer.get("regime"),
        "articles": [], "possible_articles": [], "formerly": [], "milder": [],
        "confidence": answer.get("confidence"), "review_state": answer.get("review_state", "not_reviewed"),
        "missing": list(answer.get("missing") or []), "not_covered": [], "what_if": what_if, "because": [],
        "assumed": [], "receipt": answer.get("receipt") or result.get("receipt"), "texts": said,
    }
    if not hidden:
        custom |= {key: list(answer.get(key) or []) for key in _SHOWN}
        custom |= {"not_covered": _not_covered(answer, audience), "assumed": _assumed(answer, result, audience)}
    return {"text": spoken, "custom": custom}


def _pieces(answer: Answer, for_whom: list[str], result: Mapping[str, Any], audience: str | None) -> dict[str, str]:
    """The sentences of a card, by what they do."""
    verdict = str(answer.get("verdict"))
    who = "several" if len(for_whom) > 1 else for_whom[0]
    rule = None if answer.get("missing") or answer.get("uncertain_because") in _OPEN else _leading_rule(answer)
    pieces: dict[str, str | None] = {"who": _written(f"legal.who.{who}", audience)}
    if verdict == "uncertain" and answer.get("missing"):
        open_facts = listed([missing(fact, audience) for fact in answer["missing"][:_OPEN_SAID]])
        pieces["verdict"] = words("legal.depends", audience, missing=open_facts)
        pieces["leaning"] = _written(f"legal.leaning.{answer.get('leaning')}", audience)
    elif answer.get("uncertain_because") in _OPEN:
        pieces["verdict"] = words(f"legal.{_OPEN[answer['uncertain_because']]}", audience)
        pieces["leaning"] = _written(f"legal.leaning.{answer.get('leaning')}", audience)
    elif rule is None:
        pieces["verdict"] = _written(f"legal.verdict.{verdict}", audience) or words("legal.depends_unknown", audience)
    else:
        say = rule.says(answer.get("regime"))
        pieces["verdict"] = say["verdict"]
        pieces["explanation"] = _explanation(rule, say, for_whom, result, audience)
    if verdict == "uncertain" and rule is None and answer.get("victim_first") and _another(for_whom, result):
        pieces["explanation"] = words("legal.not_your_fault", audience)
    pieces["youth_law"] = _youth_law(answer, for_whom, pieces.get("explanation") or "", audience)
    if answer.get("articles"):
        pieces["articles"] = articles.line(answer)
    if answer.get("milder"):
        pieces["milder"] = words("legal.milder", audience, articles=articles.named(answer["milder"]))
    else:
        pieces["milder"] = _penalty_change(answer)
    if set(for_whom) <= {*_OWN, "other"} and verdict != "old_law_refer":
        pieces["changes"] = _changes(result, audience)
    pieces["review"] = _review(answer, audience)
    if answer.get("older_youth_law"):
        pieces["region"] = words("legal.older_youth_law", audience)
    elif answer.get("youth_law") is True:
        pieces["region"] = words("legal.region", audience)
    return {key: text for key, text in pieces.items() if text}


def _explanation(rule: LawRule, say: Mapping[str, str], for_whom: list[str], result: Mapping[str, Any],
                 audience: str | None) -> str | None:
    """The text for who reads, about whom it judges; none rather than the wrong one."""
    own, another = for_whom[0] in (*_OWN, "both"), _another(for_whom, result)
    if audience == "parent":
        return _for_parent(rule, say, own, another)
    if audience not in (None, "youth"):
        return say.get("to_professional")
    roles = set(rule.for_whom)
    if own:
        himself = roles & {"depicted", "partner"} or not roles & set(_PRESSING)
        return say.get("to_doer") or (say.get("to_victim") if himself else None)
    # Where a rule speaks to the doer apart, its other text is for who was harmed by that doer, and for nobody else.
    return say.get("to_victim") if another and say.get("to_doer") else None


def _another(for_whom: list[str], result: Mapping[str, Any]) -> bool:
    """Whether the card is about somebody else, and the reader told that it happened to her.

    In a general question the part of the asker is only assumed: "jij niet" could then comfort who wants to pass it on.
    """
    assumed = any(a.get("fact") == "asker_part" for a in result.get("assumed") or [])
    return for_whom[0] in ("other", "sharer") and not assumed and not _asker_is_doer(result)


def _for_parent(rule: LawRule, say: Mapping[str, str], own: bool, another: bool) -> str | None:
    """Texts for a parent about pressing, threatening or an adult are written for the parent of who was harmed."""
    roles = set(rule.for_whom)
    by_another = bool(roles & {"threatener", "sender"} or ("receiver" in roles and say.get("to_doer")))
    if "depicted" in roles:
        by_another = False
    if own:
        return None if by_another else say.get("to_parent")
    return say.get("to_parent") if another and "depicted" not in roles else None


def _review(answer: Answer, audience: str | None) -> str | None:
    """That no lawyer looked at it yet, and since when nobody checked it again."""
    said = []
    if answer.get("review_state", "not_reviewed") == "not_reviewed":
        said.append(words("legal.review", audience))
    if answer.get("not_checked_since"):
        since = date.fromisoformat(answer["not_checked_since"])
        said.append(words("legal.not_checked_since", audience, date=day_in_words(since)))
    return " ".join(said) or None


def _penalty_change(answer: Answer) -> str | None:
    """That the law became milder since, for facts that would still be judged."""
    change = rules.load_knowledge().ruleset("law").book.penalty_change
    applies = answer.get("regime") in change["regimes"] and answer.get("verdict") in change["verdicts"]
    return str(change["say"]) if applies else None


def _asker_is_doer(result: Mapping[str, Any]) -> bool:
    """Whether the result itself says that the asker (or the child) did something to another."""
    for answer in result.get("answers") or []:
        if answer.get("for_whom") in _OWN and answer.get("verdict") in _OFFENCE:
            rule = _leading_rule(answer)
            if rule and set(rule.for_whom) & set(_PRESSING) and "depicted" not in rule.for_whom:
                return True
    return False


def _youth_law(answer: Answer, for_whom: list[str], explanation: str, audience: str | None) -> str | None:
    if answer.get("verdict") not in _OFFENCE:
        return None
    side = "asker" if "asker" in for_whom and audience in (None, "youth") else "other"
    if answer.get("youth_law") == "unknown":
        return words("legal.youth_law.unknown_asker" if side == "asker" else "legal.youth_law.unknown", audience)
    if answer.get("youth_law") is not True:
        return None
    text = words(f"legal.youth_law.{side}", audience)
    opening = " ".join(text.split()[:4])
    return None if opening in explanation else text         # the rule's own text may say it already


def _conduct(answer: Answer) -> str | None:
    acts = answer.get("acts") or {}
    names = [_written(f"legal.conduct.{act}", None) for act in acts]
    return listed([n for n in names if n]) or None


def _assumed(answer: Answer, result: Mapping[str, Any], audience: str | None) -> list[dict[str, Any]]:
    """Assumptions with their clause; those that nobody wrote one for are of no use to a reader, and stay out."""
    shown = []
    for entry in answer.get("assumed") or result.get("assumed") or []:
        said = clause("assumed", str(entry.get("fact")), entry.get("value"), audience)
        if said:
            shown.append({**entry, "text": words("legal.assumed_item", audience, assumed=said)})
    return shown


def _changes(result: Mapping[str, Any], audience: str | None) -> str | None:
    """What would change a general answer: only where the story was presumed, not told."""
    presumed = {str(e.get("fact")) for e in result.get("assumed") or []}
    if "relation" not in presumed or not presumed & {"consent_made", "third_party_saw"}:
        return None
    said = [clause("changes", fact, None, audience) for fact in _CHANGES if fact == "own_age" or fact in presumed]
    chosen = [s for s in said if s][:_CHANGES_SAID]
    return words("legal.changes", audience, changes=choice(chosen))


def _not_covered(answer: Answer, audience: str | None) -> list[str]:
    acts = [name for act in answer.get("not_covered") or [] if (name := _written(f"legal.conduct.{act}", audience))]
    always = [text_id for text_id in catalogue().texts if text_id.startswith("legal.not_covered.")]
    return acts + [words(text_id, audience) for text_id in always]


def _leading_rule(answer: Answer) -> LawRule | None:
    """The rule whose text carries the answer.

    It has this verdict. Of several that can apply, one that speaks to who was harmed, and then one whose articles are
    all certain: its text claims nothing that is still open.
    """
    speaking = [rule for rule in map(_rule, _rules(answer)) if rule and _fits(rule, answer)]
    basis = set(answer.get("articles") or [])

    def fit(rule: LawRule) -> tuple[bool, bool]:
        cell = rule.cells.get(str(answer.get("regime")))
        certain = cell is not None and set(cell.articles) <= basis
        return rule.victim_first == bool(answer.get("victim_first")), certain

    return max(speaking, key=fit, default=None)         # of equals the first, which is the gravest


def _fits(rule: LawRule, answer: Answer) -> bool:
    """Whether the rule gives this verdict in this regime; an overlay (youth law, abroad) has no cells of its own."""
    cell = rule.cells.get(str(answer.get("regime")))
    return cell is None or str(cell.verdict) == answer.get("verdict")


def _rules(answer: Answer) -> list[str]:
    return [str(b.get("rule")) for b in answer.get("because") or []]


def _rule(rule_id: str) -> LawRule | None:
    found: LawRule | None = rules.load_knowledge().ruleset("law").rules.get(rule_id)
    return found


def _written(text_id: str, audience: str | None) -> str | None:
    return words(text_id, audience) if text_id in catalogue().texts else None

