"""What the trained model understands of lines it never saw, and that training twice gives the same model."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.assistant.conftest import QUIET, ROOT, load_parser

HELD_OUT = [tuple(row.split("\t")) for row in (ROOT / "tests/nlu/held_out/utterances.tsv").read_text(encoding="utf-8").splitlines()
            if row and not row.startswith("#")]
CRISES = set(yaml.safe_load((ROOT / "knowledge/dialogue.yml").read_text(encoding="utf-8"))["crisis"])
Parse = Callable[[str], dict[str, Any]]


def test_held_out_lines_are_understood(parse: Parse) -> None:
    """Floors a little below what was measured (.93 first, .985 among three); authors are alike, real people less so."""
    first = third = 0
    for intent, text in HELD_OUT:
        ranking = [r["name"] for r in parse(text)["intent_ranking"] if r["name"] != "nlu_fallback"]
        first += ranking[:1] == [intent]
        third += intent in ranking[:3]
    print(f"held out: {len(HELD_OUT)} lines, first {first / len(HELD_OUT):.3f}, among three {third / len(HELD_OUT):.3f}")
    assert first / len(HELD_OUT) >= 0.90
    assert third / len(HELD_OUT) >= 0.96


def test_crises_are_not_missed_and_rarely_invented(parse: Parse) -> None:
    """Whatever the category: someone in a crisis gets a crisis answer (measured .97 of 117, false .03)."""
    found = {text: parse(text)["intent"]["name"] in CRISES for _, text in HELD_OUT}
    crises = [text for intent, text in HELD_OUT if intent in CRISES]
    others = [text for intent, text in HELD_OUT if intent not in CRISES]
    missed, invented = [t for t in crises if not found[t]], [t for t in others if found[t]]
    print(f"crises missed: {missed}", f"invented: {invented}", sep="\n")
    assert len(missed) <= 0.05 * len(crises), missed
    assert len(invented) <= 0.05 * len(others), invented


def test_training_twice_gives_the_same_model(parse: Parse, tmp_path: Path) -> None:
    command = [str(ROOT / ".venv-assistant/bin/rasa"), "train", "nlu", "--out", str(tmp_path), "--fixed-model-name", "again"]
    subprocess.run(command, cwd=ROOT, env=QUIET, check=True, capture_output=True)
    again = load_parser(tmp_path / "again.tar.gz")
    for _, text in HELD_OUT[::7]:
        assert again(text)["intent_ranking"] == parse(text)["intent_ranking"], text


def test_nothing_but_signs_falls_back(parse: Parse) -> None:
    assert parse("?!…")["intent"]["name"] in ("nlu_fallback", "ask_explain")
