"""What goes, what stays, and what the redactor promises on any text."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("euredact", reason="redaction runs in the web environment only")

from houvast.privacy import redact
from houvast.privacy.redaction import LONGEST
from houvast.privacy.vocabulary import FIRST_NAMES, MUNICIPALITIES, PLACEHOLDERS

LINES = yaml.safe_load((Path(__file__).parent / "lines.yml").read_text(encoding="utf-8"))


def test_the_sets_are_large() -> None:
    assert len(LINES["goes"]) >= 60
    assert len(LINES["stays"]) >= 60
    words = {row["word"] for row in LINES["goes"]}
    assert words >= {"[naam]", "[telefoon]", "[e-mail]", "[adres]", "[gemeente]", "[account]", "[link]"}


@pytest.mark.parametrize("row", LINES["goes"], ids=lambda row: row["text"])
def test_goes(row: dict[str, Any]) -> None:
    redacted = redact(row["text"])
    assert row["gone"] not in redacted
    assert row["word"] in redacted


@pytest.mark.parametrize("text", LINES["stays"])
def test_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("row", LINES["goes"], ids=lambda row: row["text"])
def test_a_second_time_changes_nothing(row: dict[str, Any]) -> None:
    once = redact(row["text"])
    assert redact(once) == once


def test_the_rest_of_the_sentence_is_kept() -> None:
    text = "ik ben lotte uit gent, 15 jaar, mijn ex zette mijn foto op snap, bel 0470 12 34 56 of snap is lot.te07"
    assert redact(text) == (
        "ik ben [naam] uit [gemeente], 15 jaar, mijn ex zette mijn foto op snap, bel [telefoon] of snap is [account]"
    )


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_never_raises(text: str) -> None:
    redact(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "ik ben",
                "milan",
                "heet",
                "snap is",
                "@",
                ".",
                "0470",
                "12 34 56",
                "9000",
                "Gent",
                "_x1",
                "BE68",
                "\u200b",
                "[",
                "]",
            ]
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_never_raises_on_its_own_material(parts: list[str]) -> None:
    redact(" ".join(parts))
    redact("".join(parts))


def test_what_is_not_read_is_not_passed_on() -> None:
    redacted = redact("a " * LONGEST + "milan")
    assert "milan" not in redacted
    assert redacted.endswith(PLACEHOLDERS["cut"])


@pytest.mark.parametrize(
    "stuff", ["0470 12 34 56 ", "a.b@c.be ", "12 34.", "ik ben ", "emma ", "sint-", "a_", "www.", "a", "bla milan 14 "]
)
def test_long_texts_take_less_than_a_second(stuff: str) -> None:
    text = (stuff * (200_000 // len(stuff) + 1))[:200_000]
    start = time.process_time()
    redact(text)
    assert time.process_time() - start < 1


def test_lists_are_plain() -> None:
    assert len(FIRST_NAMES.sure) > 700
    assert len(MUNICIPALITIES.sure) > 250
    assert not {"ik", "de", "elke", "bent", "mol", "jan"} & (FIRST_NAMES.sure | MUNICIPALITIES.sure)
