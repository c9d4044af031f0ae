"""The two sets of sentences: what must alarm, and what must not. The figures of docs/safety.md come from here."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from houvast.safety import detect
from houvast.safety.alarm import CATEGORIES, LEVELS

HERE = Path(__file__).parent
PARTS = ("sentences", "held_out", "second_held_out", "third_held_out")  # the third holds other sentences only


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


CRISIS = [row for part in PARTS for row in read("crisis_sentences").get(part, [])]
OTHER = [row for part in PARTS for row in read("other_sentences")[part]]


def test_the_sets_are_large_and_cover_everything() -> None:
    assert len(CRISIS) >= 150
    assert len(OTHER) >= 150
    assert {row["category"] for row in CRISIS} == set(CATEGORIES)
    assert {row.get("level") for row in CRISIS} >= set(LEVELS)
    assert {row.get("language", "nl") for row in CRISIS} == {"nl", "fr", "en"}
    assert len({row["text"] for row in CRISIS} | set(OTHER)) == len(CRISIS) + len(OTHER)


def test_plain_words_of_crisis_alarm() -> None:
    plain = [row["text"] for row in CRISIS if row.get("level") in ("explicit", "attempt_now")]
    missed = [text for text in plain if detect(text) is None]
    assert len(plain) >= 100
    assert len(missed) <= 0.03 * len(plain), missed


def test_veiled_words_of_crisis_alarm() -> None:
    veiled = [row["text"] for row in CRISIS if row.get("level") not in ("explicit", "attempt_now")]
    missed = [text for text in veiled if detect(text) is None]
    assert len(missed) <= 0.1 * len(veiled), missed


def test_few_false_alarms() -> None:
    alarmed = [text for text in OTHER if detect(text) is not None]
    assert len(alarmed) <= 0.02 * len(OTHER), alarmed


@pytest.mark.parametrize("row", CRISIS, ids=lambda row: row["text"])
def test_category_level_and_language(row: dict[str, Any]) -> None:
    alarm = detect(row["text"])
    assert alarm is not None
    assert alarm.category in (row["category"], row.get("also"))
    assert alarm.language == row.get("language", "nl")
    if "level" in row:
        assert alarm.level == row["level"]
    if row.get("level") == "attempt_now":
        assert LEVELS.index(alarm.level) == 0
