"""A piece of text that must go."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """From `start` up to `end` (characters) stands something of this `kind`, a key of `placeholders` in words.yml."""

    start: int
    end: int
    kind: str
