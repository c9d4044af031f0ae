"""What may go into the ledger: facts that the vocabulary knows, with values it allows.

The rule engine raises on anything else, and a fact in the ledger is there for the rest of the conversation. So a button of an
older version, an age of 500 or "het gebeurde in 2099" is left out here, as if it had not been told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from houvast.rules import FactsError, load_knowledge


def fits(fact: str, value: Any, as_of: date) -> bool:
    """Whether the vocabulary knows `fact` and allows `value` for it; `as_of` is today, as facts lie in the past."""
    vocabulary = load_knowledge().vocabulary
    try:
        vocabulary.check({fact: value}, as_of)
    except (FactsError, TypeError, ValueError, OverflowError, RecursionError):      # odd types may not even compare
        return False
    return fact in vocabulary       # not "what_if" and "general", which are ways to ask and no facts


def fitting(facts: Mapping[str, Any] | None, as_of: date) -> dict[str, Any]:
    """`facts` without those that do not fit; whether a question is `general` stays."""
    return {fact: value for fact, value in (facts or {}).items() if fact == "general" or fits(fact, value, as_of)}


def told_in(entities: list[dict[str, Any]], as_of: date) -> list[dict[str, Any]]:
    """The entities `told` whose fact fits; one without a fact (a payload can hold anything) is none."""
    told = [e for e in entities if e.get("entity") == "told" and isinstance(e.get("role"), str)]
    return [e for e in told if fits(e["role"], e.get("value"), as_of)]
