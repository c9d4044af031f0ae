"""The lexicon as data: it fits its schema, and a mistake in it is told in words."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from houvast.safety.lexicon import CRISIS_FILES, FOLDER, LexiconError, load

SCHEMA = json.loads((FOLDER.parent / "schema" / "crisis.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["words", "idioms", *CRISIS_FILES])
def test_file_fits_the_schema(name: str) -> None:
    content = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    ids = [entry["id"] for entry in content.get("patterns", content.get("idioms", []))]
    assert len(ids) == len(set(ids))


def test_no_file_is_forgotten() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == {"words", "idioms", *CRISIS_FILES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "crisis"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("      - <nobody> dood\n", "<nobody> is not a class"),
        ("      - ik {2} dóód!\n", "not one plain word"),
        ("      - echt? gewoon*\n", "would match anything"),
        ("      - dood {99}\n", "not one plain word"),
    ],
)
def test_a_wrong_pattern_is_told_with_its_file(folder: Path, new: str, told: str) -> None:
    change(folder, "suicidal", "    say:\n", "    say:\n" + new)
    with pytest.raises(LexiconError, match=told) as caught:
        load(folder)
    assert "suicidal.yml" in str(caught.value)


def test_a_missing_file_stops_the_start(folder: Path) -> None:
    (folder / "self_harm.yml").unlink()
    with pytest.raises(LexiconError, match=r"self_harm\.yml.*Restore it"):
        load(folder)


def test_every_pattern_can_be_found() -> None:
    """A pattern that an idiom always takes away, or that can never match, is dead weight: its own words must alarm."""
    lexicon = load()
    assert len(lexicon.patterns) > 500
    for number, pattern in enumerate(lexicon.patterns):
        present = {word for need in pattern.needs for word in need}
        assert number in lexicon.pattern_index.candidates(present), pattern.source
