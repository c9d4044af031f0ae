"""Reads the sets of sentences; measures how many facts are found (recall) and how many found are right (precision)."""

from pathlib import Path
from typing import Any

import yaml

from houvast.nlu.extraction import extract

HERE = Path(__file__).parent


def sentences(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def told(text: str) -> set[tuple[str, str]]:
    """What was found, as (name, value) with the notation of the sets."""
    return {(f.fact + (f"@{f.by}" if f.by else "") + ("" if f.sure else "?"), repr(f.value)) for f in extract(text)}


def expected(facts: dict[str, Any]) -> set[tuple[str, str]]:
    return {(name, repr(v)) for name, value in facts.items() for v in (value if isinstance(value, list) else [value])}


def measure(name: str) -> dict[str, float]:
    """Precision and recall over facts, and the share of sentences that are wholly right."""
    right = found = wanted = whole = 0
    rows = sentences(name)
    for text, facts in rows:
        said, should = told(text), expected(facts)
        right, found, wanted = right + len(said & should), found + len(said), wanted + len(should)
        whole += said == should
    return {"sentences": len(rows), "precision": right / (found or 1), "recall": right / (wanted or 1),
            "whole": whole / len(rows)}
