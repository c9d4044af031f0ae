"""The check of what actions return is compiled once, and still a check."""

from __future__ import annotations

import time

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from houvast.nlu.in_process_actions import compile_result_check

ACTION = RemoteAction("action_hear", None)
GOOD = {"events": [{"event": "slot", "name": "topic", "value": None}], "responses": [{"text": "dag"}]}


@pytest.fixture(autouse=True)
def compiled() -> None:
    compile_result_check()


def test_what_fits_passes() -> None:
    assert ACTION._validate_action_result(GOOD)


@pytest.mark.parametrize("result", [
    {"events": "none"}, {"events": [{"event": "no such event"}]}, {"responses": ["text"]}, [],
])
def test_what_does_not_fit_is_refused(result: object) -> None:
    with pytest.raises(ValidationError):
        ACTION._validate_action_result(result)


def test_it_costs_less_than_five_milliseconds() -> None:
    started = time.process_time()
    for _ in range(20):
        ACTION._validate_action_result(GOOD)
    assert (time.process_time() - started) / 20 < 0.005
