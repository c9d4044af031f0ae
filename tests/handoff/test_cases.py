"""The YAML cases: which lines come first, what urgency, what a crisis text begins with."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from houvast.messages.crisis import crisis
from houvast.messages.handoff import handoff
from houvast.rules.documents import read

FOLDER = Path(__file__).parent / "cases"
EXPECTATIONS = {
    "first", "second", "shown", "more_has", "never", "urgency", "open", "said_first", "no_question",
}


def cases() -> list[dict[str, Any]]:
    """All cases of the folder, with what they take over from another case filled in."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yml")):
        for raw in read(file).data:
            base = found[raw["like"]] if "like" in raw else {"now": None, "facts": {}}
            merged = {key: value for key, value in base.items() if key != "expect"} | raw
            for part in ("facts", "crisis"):
                if part in raw and part in base:
                    merged[part] = {**base[part], **raw[part]}
            assert raw["name"] not in found, f"two cases are called {raw['name']!r}"
            assert raw["expect"] and set(raw["expect"]) <= EXPECTATIONS, f"nothing is tested: {raw}"
            found[raw["name"]] = merged
    return list(found.values())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"])
    audience, expect, said = case.get("audience"), case["expect"], ""
    if "crisis" in case:
        alarm = case["crisis"]
        first, lines = crisis(
            alarm["category"], alarm["level"], alarm["language"], now, case["facts"],
            audience=audience, matched=case.get("matched", ""),
        )
        said = first["text"]
        assert first["custom"] == {"type": "crisis", "category": alarm["category"], "text": said}
        assert lines["custom"]["category"] == alarm["category"]
        assert lines["custom"]["urgency"] == "crisis"
    else:
        lines = handoff(case["facts"], case["topic"], now, audience)
        assert "category" not in lines["custom"]
    custom = lines["custom"]
    shown, more = ([line["id"] for line in custom[part]] for part in ("lines", "more"))
    checks = {
        "first": lambda wanted: shown[0] == wanted,
        "second": lambda wanted: shown[1] == wanted,
        "shown": lambda wanted: shown == wanted,
        "more_has": lambda wanted: set(wanted) <= set(more),
        "never": lambda wanted: not set(wanted) & {*shown, *more},
        "urgency": lambda wanted: custom["urgency"] == wanted,
        "open": lambda wanted: all(
            line["open_now"] is wanted[line["id"]] for line in custom["lines"] if line["id"] in wanted
        ) and set(wanted) <= set(shown),
        "said_first": said.startswith,
        "no_question": lambda wanted: ("?" not in said) is wanted,
    }
    for name, wanted in expect.items():
        assert checks[name](wanted), f"{name}: wanted {wanted}, found {shown} more {more} {custom['urgency']} {said!r}"
