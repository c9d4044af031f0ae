"""One running Houvast for all end-to-end tests: the real assistant, the real gateway, a folder of its own, a clock of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "make"))

from services import Services


@pytest.fixture(scope="session")
def houvast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = Services(gateway_port=8117, assistant_port=5117, data=tmp_path_factory.mktemp("houvast"),
                        environment={"HOUVAST_TEST_CLOCK": "1"})
    with services:
        yield services
