"""Questions about the law: general ("is sexting strafbaar op 15?"), about the story, or a what-if ("en op 16?")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from houvast.nlu.extraction import dates
from houvast.nlu.extraction.ages import age_value
from houvast.nlu.extraction.findings import found_in
from houvast.nlu.extraction.knowledge import Extraction, load
from houvast.nlu.extraction.text import PlainText, plain

_LONGEST_WHAT_IF = 18
"""Words: a longer message tells something new instead of varying the question."""

_RECEIVING = frozenset(("keep", "receive", "view", "obtain"))
_SHARING = frozenset(("pass_on", "show", "post"))
_SUPPOSING = re.compile(r" (?:als|indien|wanneer|door) (?:ik|je|jij|we) (?!.* (?:heb|had|hebben|hadden) )")
_OWN_DOING = re.compile(r"(?<![^ ])(?:mag|mogen|kan|als|dat|of) (?:ik|je|jij|men|u)(?![^ ])(?!.* van mij )")


def is_general(text: str) -> bool:
    """True for a question about the law without a story ("mag je op 16 een naaktfoto sturen?")."""
    known = load()
    message = plain(text, known.spelling)
    return _general(message, known) or (_who(message, known) == "asker" and _supposes(message, known))


def legal_question(text: str) -> dict[str, Any]:
    """The facts of a question about the law: {"general": true, ...}, or {"judged": ...} when it is about a story.

    {} when it is no question about the law.
    """
    known = load()
    message = plain(text, known.spelling)
    line = message.line
    if not known.legal["legal"].search(line) and not any(p.search(line) for _, p in known.judged):
        return {}
    judged = _who(message, known)
    if not _general(message, known):
        if judged == "asker" and _supposes(message, known):
            facts = _varied(message, known, "question")
            return {"general": True, **({} if facts["act"] in _SHARING else {"judged": judged}), **facts}
        return {"judged": _judged(judged, message, known)} if judged else {}
    facts = {"general": True, **_varied(message, known, "question")}
    if judged in ("school", "parent"):
        facts["judged"] = judged
    return facts


def what_if(text: str, about: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The facts that a follow-up varies ("en op 16?" -> {"asker_age": 16}), or None when it is no what-if.

    `about` is the question that it varies. In a general one about showing somebody's image, "en als ze 14 was?" speaks of whom
    the image is of, and that is the asker there (see `_ages`).
    """
    known = load()
    message = plain(text, known.spelling)
    line = message.line
    if len(message.spans) > _LONGEST_WHAT_IF or not known.legal["follow_up"].match(line) \
            or known.legal["not_follow_up"].search(line):
        return None
    step = _varied(message, known, "what_if")
    of_whom = about is not None and bool(about.get("general")) and about.get("act") in _SHARING
    if about and of_whom and "asker_age" not in {*about, *step} and "other_age" in step:
        step["asker_age"] = step.pop("other_age")
    return step or None


def is_follow_up(text: str) -> bool:
    """True for a message that begins like a follow-up ("en ...", "wat als ..."), whether or not it is understood."""
    known = load()
    line = plain(text, known.spelling).line
    return known.legal["follow_up"].match(line) is not None and known.legal["not_follow_up"].search(line) is None


def is_question(message: PlainText, known: Extraction) -> bool:
    """True when a message asks about the law or varies such a question, so that it answers nothing."""
    line = message.line
    if _general(message, known):
        return True
    asks = line.rstrip().endswith("?")
    return asks and known.legal["follow_up"].match(line) is not None and bool(_varied(message, known, "what_if"))


def _general(message: PlainText, known: Extraction) -> bool:
    line = message.line
    return known.legal["legal"].search(line) is not None and known.legal["story"].search(line) is None


def _who(message: PlainText, known: Extraction) -> str | None:
    return next((value for value, pattern in known.judged if pattern.search(message.line)), None)


def _supposes(message: PlainText, known: Extraction) -> bool:
    """True for "krijg ik een strafblad als ik een nude doorstuur?": somebody asks before anything happened."""
    did = any(hit.fact in ("act", "asker_part") for hit in found_in(message, known))
    return not did and _SUPPOSING.search(message.line) is not None and "act" in _varied(message, known, "question")


def _judged(judged: str, message: PlainText, known: Extraction) -> str:
    """"Is hij strafbaar": the one who shared it when the message says that somebody did, else the other."""
    if judged != "other":
        return judged
    shared = any(hit.fact == "act" and hit.by == "sharer" for hit in found_in(message, known))
    return "sharer" if shared else "other"


def _varied(message: PlainText, known: Extraction, kind: str) -> dict[str, Any]:
    line = message.line
    facts: dict[str, Any] = {}
    for overlay in known.overlays:
        if overlay.only not in (None, kind) or any(fact in facts for fact in overlay.facts):
            continue
        if overlay.pattern.search(line) and not (overlay.unless and overlay.unless.search(line)):
            facts.update(overlay.facts)
    if kind == "what_if" and facts.get("content_kind") == "image" and "act" in facts:
        facts.pop("content_kind")
    told = dates.dates_in(line, known)
    if len(told) == 1 and told[0].value != "recent":
        facts["date_of_facts"] = told[0].value
    facts.update(_ages(line, known, facts))
    return facts


def _ages(line: str, known: Extraction, facts: dict[str, Any]) -> dict[str, Any]:
    """The ages of a question, given to who they belong to.

    Two unnamed people ("mag een 18-jarige een foto hebben van iemand van 16"): the image is of the one who sends, or
    of whom it comes from; that one is the asker of a general question, because its answer speaks to the depicted.
    """
    told: dict[str, Any] = {}
    taken: set[int] = set()
    for rule in known.question_ages:
        for pattern in rule.patterns:
            for match in pattern.finditer(line):
                value = age_value(match)
                if value is None or match.start("n") in taken or rule.who in told:
                    continue
                taken.add(match.start("n"))
                told[rule.who] = value
    return _given(told, facts, line)


def _given(told: dict[str, Any], facts: dict[str, Any], line: str) -> dict[str, Any]:
    if "both" in told:
        return {"asker_age": told["both"], "other_age": told["both"]}
    act = facts.get("act")
    ages: dict[str, Any] = {}
    doer, partner = told.get("subject"), told.get("object")
    if "asker" in told:
        ages["asker_age"] = told["asker"]
        other = told.get("other", partner if partner is not None else doer)
        if other is not None:
            ages["other_age"] = other
        if act in _RECEIVING and other is not None and _OWN_DOING.search(line):
            ages["asker_part"] = "recipient"
        return ages
    if "other" in told:
        ages["other_age"] = told["other"]
        if doer is not None:
            ages["asker_age"] = doer
        return ages
    if doer is not None and partner is not None:
        return _two_people(doer, partner, act)
    alone = doer if doer is not None else partner
    if alone is not None:
        ages["asker_age" if doer is not None else "other_age"] = alone
    return ages


def _two_people(doer: Any, partner: Any, act: Any) -> dict[str, Any]:
    if act in _SHARING:
        return {"sharer_age": doer, "asker_age": partner}
    if act in _RECEIVING:
        return {"asker_age": partner, "other_age": doer}
    adult_sends = act == "send" and isinstance(doer, int) and isinstance(partner, int) and doer >= 18 > partner
    if adult_sends:
        return {"asker_age": partner, "other_age": doer, "asker_part": "recipient",
                "act": [{"by": "other", "act": "send"}]}
    younger_first = not (isinstance(doer, int) and isinstance(partner, int) and act is None and doer > partner)
    return {"asker_age": doer, "other_age": partner} if younger_first else {"asker_age": partner, "other_age": doer}
