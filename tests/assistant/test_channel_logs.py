"""A log tells what broke and where, never what a child wrote."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pytest

from houvast.nlu import quiet_logs

WORD = "zeldzaamwoordje"


@pytest.fixture
def lines(monkeypatch: Any) -> list[str]:
    """What a handler writes after the channel made the logs quiet."""
    written: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    root = logging.Logger("root")
    root.addHandler(Handler())
    monkeypatch.setattr(quiet_logs, "FOREIGN_LOGGERS", ())
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    quiet_logs.keep_words_out_of_logs()
    root.handlers[0].setFormatter(quiet_logs.PlacesOnly())
    for name in ("rasa.core.processor", "houvast.nlu.channel"):
        logger = logging.Logger(name)
        logger.parent = root
        monkeypatch.setitem(logging.root.manager.loggerDict, name, logger)
    return written


def break_with(word: str) -> None:
    try:
        raise KeyError(word)
    except KeyError as error:
        raise ValueError(f"cannot read {word!r}") from error


def test_a_message_of_rasa_becomes_its_place(lines: list[str]) -> None:
    logging.getLogger("rasa.core.processor").error("cannot parse '%s'", WORD)
    assert WORD not in lines[0] and "ERROR rasa.core.processor at" in lines[0] and "test_channel_logs.py:" in lines[0]


def test_our_own_message_stays(lines: list[str]) -> None:
    logging.getLogger("houvast.nlu.channel").warning("a turn broke")
    assert lines[0].endswith("WARNING houvast.nlu.channel a turn broke")


def test_an_exception_is_told_by_its_kind_and_frames(lines: list[str]) -> None:
    try:
        break_with(WORD)
    except ValueError:
        logging.getLogger("houvast.nlu.channel").exception("a turn broke")
    assert "ValueError" in lines[0] and "KeyError" in lines[0] and "in break_with" in lines[0]
    assert WORD not in lines[0]


def test_a_warning_is_told_by_its_place(lines: list[str], capsys: Any) -> None:
    warnings.showwarning(UserWarning(f"failed to parse '{WORD}'"), UserWarning, "io.py", 100)
    assert capsys.readouterr().err == "UserWarning at io.py:100\n"
