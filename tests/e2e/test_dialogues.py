"""Every dialogue in `dialogues/` runs to its end against live processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.driver import Conversation, verify

FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yml"))
DIALOGUES = [dialogue for file in FILES for dialogue in yaml.safe_load(file.read_text(encoding="utf-8"))]
MOMENT = "2026-11-18T16:00+01:00"


def test_there_are_enough_and_ids_are_unique() -> None:
    ids = [d["id"] for d in DIALOGUES]
    assert len(ids) == len(set(ids)) >= 15


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda d: d["id"])
def test_dialogue(houvast: Any, dialogue: dict[str, Any]) -> None:
    talk = Conversation(houvast.url.replace("localhost", "127.0.0.1"), str(dialogue.get("now", MOMENT)))
    for number, turn in enumerate(dialogue["turns"], 1):
        if "press" in turn:
            talk.press(turn["press"])
        else:
            talk.say(turn["say"])
        try:
            verify(talk, {"degraded": False, **turn.get("expect", {})})
        except AssertionError as wrong:
            raise AssertionError(f"turn {number}, {turn.get('say') or turn.get('press')!r}: {wrong}\n--- the answer:\n"
                                 f"{talk.text()}\n{talk.answer.get('debug')}") from None
