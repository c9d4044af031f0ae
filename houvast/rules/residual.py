"""What is left of a condition once some facts are known.

`restrict` folds everything that is decided; what remains speaks only of open facts. Remainders are plain values that
can be compared and remembered, which keeps the search over open facts small.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from houvast.rules.conditions import Comparison, Condition, Facts, Junction, Not, resolve

Residual = bool | Condition
"""True, False, or a condition over open facts only."""


def restrict(condition: Condition, facts: Facts) -> Residual:
    """Fold what the facts decide; copies (`= other_fact`) are replaced by the fact they copy."""
    if isinstance(condition, Comparison):
        name, value = resolve(condition.fact, facts)
        result = condition.compare(value)
        if result is not None:
            return result
        return condition if name == condition.fact else Comparison(name, condition.op, condition.values)
    if isinstance(condition, Not):
        return negate(restrict(condition.inner, facts))
    assert isinstance(condition, Junction)
    return _junction(condition.decisive, (restrict(part, facts) for part in condition.parts))


def assume(residual: Residual, fact: str, value: Any) -> Residual:
    """Fold one more fact into a remainder; the same object comes back when it does not speak of that fact."""
    if isinstance(residual, bool) or fact not in residual.names:
        return residual
    if isinstance(residual, Comparison):
        return bool(residual.compare(value))
    if isinstance(residual, Not):
        return negate(assume(residual.inner, fact, value))
    assert isinstance(residual, Junction)
    return _junction(residual.decisive, (assume(part, fact, value) for part in residual.parts))


def both(*residuals: Residual) -> Residual:
    """All of them."""
    return _junction(False, residuals)


def negate(residual: Residual) -> Residual:
    """The opposite."""
    if isinstance(residual, bool):
        return not residual
    return residual.inner if isinstance(residual, Not) else Not(residual)


def _junction(decisive: bool, parts: Iterable[Residual]) -> Residual:
    kept: dict[Condition, None] = {}
    for part in parts:
        if part is decisive:
            return decisive
        if isinstance(part, Junction) and part.decisive is decisive:
            kept.update(dict.fromkeys(part.parts))
        elif not isinstance(part, bool):
            kept[part] = None
    if not kept:
        return not decisive
    return next(iter(kept)) if len(kept) == 1 else Junction(decisive, tuple(kept))
