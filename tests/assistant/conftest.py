"""The trained model, loaded once; `make/train.py` makes it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog

ROOT = Path(__file__).parents[2]
QUIET = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def load_parser(model: Path) -> Callable[[str], dict[str, Any]]:
    """Return a function that understands a message with this model."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    return lambda text: asyncio.run(agent.parse_message(text))


@pytest.fixture(scope="session")
def parse() -> Callable[[str], dict[str, Any]]:
    return load_parser(ROOT / "models" / "houvast.tar.gz")
