"""What a person told that cannot be true together: it is named and asked about, never decided for her."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from houvast.rules.lawbook import Contradiction, Lawbook


@dataclass(frozen=True)
class Clash:
    """One contradiction in a story: what to say, what no longer counts, what to ask."""

    id: str
    say: str
    withdraw: tuple[str, ...]
    ask: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"id": self.id, "say": self.say, "withdraw": list(self.withdraw), "ask": self.ask}


def clashes(book: Lawbook, told: Mapping[str, Any]) -> list[Clash]:
    """The contradictions between told facts (`act` as a set of words), in the order of `contradictions.yml`."""
    return [Clash(c.id, c.say, c.withdraw, c.ask) for c in book.contradictions if _clash(c, told)]


def _clash(line: Contradiction, told: Mapping[str, Any]) -> bool:
    if line.lower_than:
        first, second = (told.get(name) for name in line.lower_than)
        return isinstance(first, int) and isinstance(second, int) and first < second
    return line.when.holds(told) is True
