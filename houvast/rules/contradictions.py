"""What a person told that cannot be true together: it is named and asked about, never decided for her."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from houvast.rules.lawbook import Contradiction, Lawbook


def clashes(book: Lawbook, told: Mapping[str, Any]) -> list[Contradiction]:
    """The contradictions between told facts (`act` as a set of words), in the order of `contradictions.yml`."""
    return [line for line in book.contradictions if _clash(line, told)]


def _clash(line: Contradiction, told: Mapping[str, Any]) -> bool:
    if line.lower_than:
        first, second = (told.get(name) for name in line.lower_than)
        return isinstance(first, int) and isinstance(second, int) and first < second
    return line.when.holds(told) is True
