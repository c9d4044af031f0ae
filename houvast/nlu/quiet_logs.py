"""Logs of the assistant: what happened and where, never what was said.

Rasa, its story reader, SQLAlchemy and Python's warnings quote the data that broke something in their messages, and here that
data is what a child wrote. So from the moment the channel serves, a record of somebody else is only its place in the code.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from typing import TextIO

OURS = "houvast"
FOREIGN_LOGGERS = ("", "sanic.root", "sanic.error", "sanic.access", "sanic.server")
"""Loggers with handlers of their own in an assistant that runs; "" is the root, which has Rasa's and ours."""


class PlacesOnly(logging.Formatter):
    """One line for a record; of an exception its kind and frames, never its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Show our own message whole (we never put text into one); of others' the place only."""
        said = record.getMessage() if record.name.split(".")[0] == OURS else f"at {record.pathname}:{record.lineno}"
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {said}"
        broken = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *frames(broken)])


def frames(error: BaseException | None) -> list[str]:
    """Kinds and frames of `error` and what caused it."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return lines


def keep_words_out_of_logs() -> None:
    """From now on no handler of this process and no warning shows a text. Meant for a server, not for `rasa shell`."""
    for name in FOREIGN_LOGGERS:
        for handler in logging.getLogger(name).handlers:
            handler.setFormatter(PlacesOnly())
    warnings.showwarning = _show_place


def _show_place(message: Warning | str, category: type[Warning], filename: str, lineno: int,  # noqa: PLR0917 - Python's
                file: TextIO | None = None, line: str | None = None) -> None:
    sys.stderr.write(f"{category.__name__} at {filename}:{lineno}\n")
