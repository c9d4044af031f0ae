"""Conditions in three-valued (Kleene) logic: true, false, unknown. Unknown never counts as no.

A condition in a knowledge file is one of

    {fact: "op value"}                 op: =, !=, <, <=, >, >=, in [a, b], not in [a, b]
    {is: name}                         a named definition
    {not: {...}}  {all: [...]}  {any: [...]}

and is parsed once, at load, into an object that is evaluated many times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNKNOWN, WITHHELD, NOT_APPLICABLE = "unknown", "withheld", "not_applicable"
OPEN = (None, UNKNOWN, WITHHELD)
"""Values that decide nothing: not told, "weet ik niet", "zeg ik liever niet"."""

_COMPARISON = re.compile(r"(not in|in|!=|<=|>=|=|<|>)\s+(.+)")

Facts = Mapping[str, Any]
"""{fact: value}; see `knowledge/facts.yml` for the names and `law.md` in docs for the forms of a value."""


class ConditionError(ValueError):
    """A condition that cannot be read; the loader adds file and line."""


class Condition:
    """One parsed condition. Its names and its hash are kept: the search compares and folds the same parts very often.

    No abstract base class: `isinstance` on one costs ten times as much, and the search asks it a hundred thousand times.
    """

    names: frozenset[str]
    """Names of all facts it reads."""
    _hash: int

    def _keep(self, names: frozenset[str], *identity: object) -> None:
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "_hash", hash((type(self).__name__, *identity)))

    def holds(self, facts: Facts) -> bool | None:
        """Return True, False or None (unknown) for these facts."""
        raise TypeError(f"{type(self).__name__} cannot be evaluated")

    def comparisons(self) -> Iterable[Comparison]:
        """All comparisons in it, definitions followed."""
        raise TypeError(f"{type(self).__name__} has no comparisons")

    def facts(self) -> set[str]:
        """Names of all facts it reads."""
        return set(self.names)

    def open_facts(self, facts: Facts) -> set[str]:
        """Facts that keep it unknown now; empty when it is decided."""
        return set() if self.holds(facts) is not None else self._open(facts)

    def _open(self, facts: Facts) -> set[str]:
        raise TypeError(f"{type(self).__name__} has no facts")


@dataclass(frozen=True)
class Comparison(Condition):
    """One fact against one value."""

    fact: str
    op: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        """Keep what is asked often."""
        self._keep(frozenset([self.fact]), self.fact, self.op, self.values)

    def __hash__(self) -> int:
        """Return the kept hash."""
        return self._hash

    def holds(self, facts: Facts) -> bool | None:
        """Compare, strictly Kleene: with an unknown fact every comparison is unknown, != and not in too."""
        return self.compare(resolve(self.fact, facts)[1])

    def compare(self, value: Any) -> bool | None:
        """Compare one value: a plain one, a range, a choice of several, or the set of told acts."""
        if isinstance(value, (bool, int)):
            return self._plain(value)
        if value is None or value in (UNKNOWN, WITHHELD):
            return None
        if value == NOT_APPLICABLE:
            return self.op in ("!=", "not in")
        if isinstance(value, Mapping):
            results = {self._plain(v) for v in possible_values(value)}
            return results.pop() if len(results) == 1 else None
        if isinstance(value, (frozenset, set)):
            test = any if self.op in ("=", "in") else all
            return test(self._plain(v) for v in value)
        return self._plain(value)

    def _plain(self, value: Any) -> bool:
        if self.op in ("<", "<=", ">", ">="):
            number, border = float(value), float(self.values[0])
            return {"<": number < border, "<=": number <= border, ">": number > border, ">=": number >= border}[self.op]
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return (text in self.values) == (self.op in ("=", "in"))

    def comparisons(self) -> Iterable[Comparison]:
        """Just itself."""
        return (self,)

    def _open(self, facts: Facts) -> set[str]:
        return {resolve(self.fact, facts)[0]}


@dataclass(frozen=True)
class Not(Condition):
    """True when the inner one is false; unknown stays unknown."""

    inner: Condition

    def __post_init__(self) -> None:
        """Keep what is asked often."""
        self._keep(self.inner.names, self.inner)

    def __hash__(self) -> int:
        """Return the kept hash."""
        return self._hash

    def holds(self, facts: Facts) -> bool | None:
        """Negate, three-valued."""
        value = self.inner.holds(facts)
        return None if value is None else not value

    def comparisons(self) -> Iterable[Comparison]:
        """Those of the inner condition."""
        return self.inner.comparisons()

    def _open(self, facts: Facts) -> set[str]:
        return self.inner.open_facts(facts)


@dataclass(frozen=True)
class Junction(Condition):
    """`all` (decided by the first false) or `any` (decided by the first true)."""

    decisive: bool
    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        """Keep what is asked often."""
        self._keep(frozenset().union(*(part.names for part in self.parts)), self.decisive, self.parts)

    def __hash__(self) -> int:
        """Return the kept hash."""
        return self._hash

    def holds(self, facts: Facts) -> bool | None:
        """One decisive part decides; else any unknown part leaves it unknown."""
        unknown = False
        for part in self.parts:
            value = part.holds(facts)
            if value is self.decisive:
                return self.decisive
            unknown = unknown or value is None
        return None if unknown else not self.decisive

    def comparisons(self) -> Iterable[Comparison]:
        """Those of all parts."""
        return (c for part in self.parts for c in part.comparisons())

    def _open(self, facts: Facts) -> set[str]:
        return set().union(*(part.open_facts(facts) for part in self.parts))


ALWAYS: Condition = Junction(False, ())
"""The condition that is true whatever the facts are (an empty `all`)."""


def resolve(name: str, facts: Facts) -> tuple[str, Any]:
    """Follow `= other_fact` copies; return the name at the end of the chain and its value."""
    value, seen = facts.get(name), {name}
    while isinstance(value, str) and value.startswith("= "):
        name = value[2:]
        if name in seen:
            return name, None
        seen.add(name)
        value = facts.get(name)
    return name, value


def possible_values(value: Mapping[str, Any]) -> Sequence[Any]:
    """The values of `{min, max}` (ends included, whole years) or `{one_of: [...]}`."""
    return list(value["one_of"]) if "one_of" in value else range(int(value["min"]), int(value["max"]) + 1)


def parse(raw: Any, named: Callable[[str], Condition] | None = None) -> Condition:
    """Parse a condition as it stands in a knowledge file.

    `named` gives the condition behind `{is: name}` and raises KeyError for a name nobody defined.
    No condition at all (None or {}) is always true. Raises ConditionError.
    """
    if not raw:
        return ALWAYS
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise ConditionError(f"one fact per pair of braces, found {raw!r}")
    (key, arg), = raw.items()
    if key in ("all", "any"):
        if not isinstance(arg, list) or not arg:
            raise ConditionError(f"'{key}' needs a list of conditions")
        return Junction(key == "any", tuple(parse(part, named) for part in arg))
    if key == "not":
        return Not(parse(arg, named))
    if key == "is":
        try:
            return (named or {}.__getitem__)(arg)
        except KeyError:
            raise ConditionError(f"nothing is called '{arg}'") from None
    return _comparison(str(key), arg)


def _comparison(fact: str, arg: Any) -> Comparison:
    if isinstance(arg, (bool, int)):
        arg = f"= {str(arg).lower()}"
    elif isinstance(arg, list):
        arg = f"in [{', '.join(map(str, arg))}]"
    match = _COMPARISON.fullmatch(str(arg).strip())
    op, rest = match.groups() if match else ("=", str(arg).strip())
    if op in ("in", "not in"):
        if not (rest.startswith("[") and rest.endswith("]")):
            raise ConditionError(f"'{fact}: {arg}' needs a list in square brackets")
        values = tuple(v.strip() for v in rest[1:-1].split(","))
    else:
        values = (rest,)
    if op in ("<", "<=", ">", ">="):
        try:
            float(rest)
        except ValueError:
            raise ConditionError(f"'{fact}: {arg}' compares with something that is no number") from None
    return Comparison(fact, op, values)
