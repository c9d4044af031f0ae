"""Facts with a day by which somebody must look at them again (`review_by`), wherever they stand in `knowledge/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from houvast.rules.documents import Document, read

UNDATED = ("cases", "schema")
"""Folders that hold no facts of their own."""


@dataclass(frozen=True)
class DatedFact:
    """One fact: file and line, what it is (its id and key), when it was checked last and by when it must be again."""

    file: str
    line: int
    what: str
    checked: date
    review_by: date

    def is_past(self, day: date) -> bool:
        """Whether it should have been checked again before this day."""
        return self.review_by < day


def dated_facts(root: Path) -> list[DatedFact]:
    """All of them, the first to fall due first. Raises KnowledgeError for a file that cannot be read."""
    found: list[DatedFact] = []
    for path in sorted(root.rglob("*.yml")):
        if not set(path.relative_to(root).parts) & set(UNDATED):
            document = read(path, path.relative_to(root).as_posix())
            found += _walk(document, document.data, (), "")
    return sorted(found, key=lambda f: (f.review_by, f.file, f.line))


def _walk(document: Document, data: Any, path: tuple[str | int, ...], name: str) -> Iterator[DatedFact]:
    if isinstance(data, Mapping):
        name = str(data.get("id", name))
        review = data.get("review", data)
        by = review.get("by", review.get("review_by")) if isinstance(review, Mapping) else None
        if by is not None and "checked" in review:
            what = " ".join(dict.fromkeys(str(part) for part in (name, *path) if isinstance(part, str) and part))
            yield DatedFact(document.name, document.line(*path), what or document.name, date.fromisoformat(review["checked"]),
                            date.fromisoformat(by))
    parts = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, part in parts:
        if key != "review":
            yield from _walk(document, part, (*path, key), name)
