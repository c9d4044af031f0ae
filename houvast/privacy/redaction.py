"""Puts typed words in the place of what says who somebody is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from houvast.privacy.accounts import find_accounts
from houvast.privacy.names import find_names
from houvast.privacy.numbers import find_numbers
from houvast.privacy.places import find_places
from houvast.privacy.span import Span
from houvast.privacy.vocabulary import PLACEHOLDERS

LONGEST = 10_000
"""Characters that are looked at; what comes after is cut away, because nothing may pass unread."""

_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (find_numbers, find_accounts, find_places, find_names)
"""In the order of who wins where two overlap."""

_INVISIBLE = re.compile(
    "(?<=\\w)[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+(?=\\w)|[\ud800-\udfff]"
)  # not those of emoji


def redact(text: str) -> str:
    """Return the text with names, numbers, addresses and accounts replaced by words such as "[naam]".

    Never raises on any text; at most LONGEST characters are read, so the time has a bound.
    """
    rest = _INVISIBLE.sub("", text)
    readable = rest[:LONGEST]
    pieces, place = [], 0
    for span in _chosen(readable):
        pieces += [readable[place : span.start], PLACEHOLDERS[span.kind]]
        place = span.end
    pieces.append(readable[place:])
    if len(rest) > LONGEST:
        pieces.append(PLACEHOLDERS["cut"])
    return "".join(pieces)


def _chosen(text: str) -> list[Span]:
    """Return the spans to replace, without overlap, in order; the earlier finder wins, then the longer span."""
    taken = bytearray(len(text))
    for placeholder in PLACEHOLDERS.values():  # a text that was redacted before stays as it is
        for match in re.finditer(re.escape(placeholder), text):
            taken[match.start() : match.end()] = b"\x01" * len(match[0])
    chosen: list[Span] = []
    for find in _FINDERS:
        for span in sorted(find(text), key=lambda s: (s.start - s.end, s.start)):
            chosen += _free_parts(span, taken, text)
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return sorted(chosen)


def _free_parts(span: Span, taken: bytearray, text: str) -> Iterator[Span]:
    """Return what is not taken yet of a span: half a name is still a name."""
    for run in re.finditer(b"\x00+", taken[span.start : span.end]):
        start, end = span.start + run.start(), span.start + run.end()
        if any(c.isalnum() for c in text[start:end]):
            lead = len(text[start:end]) - len(text[start:end].lstrip())
            yield Span(start + lead, end, span.kind)
