"""Stories are no decoration: take one away and the conversation no longer goes on as it should."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.assistant.conftest import QUIET, ROOT

RASA = str(ROOT / ".venv-assistant/bin/rasa")


@pytest.mark.parametrize(("stories", "works"), [
    (["data/stories/child_blackmailed.yml"], True),
    (["data/stories/image_shared.yml"], False),
])
def test_without_its_story_a_flow_ends_after_the_plan(tmp_path: Path, stories: list[str], works: bool) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data/rules", data)
    for story in stories:
        shutil.copy(ROOT / story, data)
    train = [RASA, "train", "core", "--stories", str(data), "--out", str(tmp_path), "--fixed-model-name", "core"]
    subprocess.run(train, cwd=ROOT, env=QUIET, check=True, capture_output=True)
    check = subprocess.run(
        [RASA, "test", "core", "--model", str(tmp_path / "core.tar.gz"), "--stories", "tests/stories/test_child_blackmailed.yml",
         "--fail-on-prediction-errors", "--out", str(tmp_path)],
        cwd=ROOT, env=QUIET, capture_output=True, text=True, check=False)
    assert (check.returncode == 0) is works, check.stdout[-1500:] + check.stderr[-1500:]
    assert works or "action_offer_summary" in check.stdout + check.stderr
