"""After a correction: which answer about the law no longer holds, and what comes in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from houvast import rules
from houvast.messages.message import Message
from houvast.messages.texts import words
from houvast.messages.wording import label, listed, worded

_Moved = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""Verdicts before and after, by person."""


def verdict_changes(was: Mapping[str, Any], now: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any],
                    audience: str | None = None, *, asked: bool = False) -> Message:
    """Return what the correction does to the verdicts: both rule results as JSON, the corrected facts before and after.

    Answers that are only for who asks are left out, unless `asked`. Never raises.
    """
    corrected = listed([words("legal.corrected", audience, fact=label(fact, audience), before=worded(fact, value, audience),
                              after=worded(fact, new.get(fact), audience)) for fact, value in old.items()])
    were, are = _verdicts(was, asked), _verdicts(now, asked)
    moved = {person: (were[person], verdicts) for person, verdicts in are.items() if were.get(person, verdicts) != verdicts}
    changed = bool(moved) or _articles(was, asked) != _articles(now, asked)
    if moved:
        said = [words("legal.was_and_is", audience, who=words(f"legal.about.{who}", audience), before=_name(before),
                      after=_name(after)) for who, (before, after) in _together(moved).items()]
        text = words("legal.withdrawn", audience, corrected=corrected, moved=" ".join(said))
    else:
        text = words("legal.other_articles" if changed else "legal.still_holds", audience, corrected=corrected)
    return {"text": text, "custom": {"type": "verdict_changes", "withdrawn": bool(moved), "changed": changed, "facts": sorted(old)}}


def _verdicts(result: Mapping[str, Any], asked: bool) -> dict[str, tuple[str, ...]]:
    """The verdicts per person, one for each regime."""
    found: dict[str, tuple[str, ...]] = {}
    for answer in result.get("answers") or []:
        if asked or not answer.get("on_request"):
            person = str(answer["for_whom"])
            found[person] = (*found.get(person, ()), str(answer["verdict"]))
    return found


def _articles(result: Mapping[str, Any], asked: bool) -> list[tuple[str, ...]]:
    return [tuple(a.get("articles") or ()) for a in result.get("answers") or [] if asked or not a.get("on_request")]


def _together(moved: _Moved) -> _Moved:
    """One entry for both people where the same holds for them."""
    pairs = list(moved.values())
    return {"both": pairs[0]} if set(moved) == {"asker", "other"} and pairs[0] == pairs[1] else moved


def _name(verdicts: tuple[str, ...]) -> str:
    names = rules.load_knowledge().ruleset("law").book.in_words["verdicts"]
    return listed([str(names[v]) for v in dict.fromkeys(verdicts)])
