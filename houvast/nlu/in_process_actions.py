"""Run the rasa-sdk actions inside the assistant's process.

Stands where Rasa expects an action endpoint, and calls the executor that `rasa run actions` would call. That saves a process,
a way to fail, and Rasa's fixed time limit of 300 s for an actions server that hangs.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

logger = logging.getLogger(__name__)

ACTION_SECONDS = 5.0
"""Longest time an action may wait for something; the slowest takes some 30 ms."""


class ActionBroke(BaseException):
    """An action raised or took too long; its text is the action's name.

    No `Exception`, because Rasa swallows those, goes on without what the action would have said, and logs their message:
    half an answer that looks whole. This one ends the turn, and the channel tells the gateway.
    """


def compile_result_check() -> None:
    """Check what actions return against a schema that is compiled once.

    Rasa's own check examines the schema itself again at each call: 25 of the 30 ms of an action (Rasa 3.6.21, jsonschema 4.17).
    What is checked stays the same, and a result that does not fit raises jsonschema's ValidationError as before.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    check = kind(schema)

    def validate(_action: RemoteAction, result: dict[str, Any]) -> bool:
        check.validate(result)
        return True

    RemoteAction._validate_action_result = validate


class InProcessActions(EndpointConfig):
    """An action endpoint without a network."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        compile_result_check()
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
        compress: bool = False, **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Run the action that the call names; a rejection takes the form that Rasa expects from a server.

        Raises ActionBroke when the action raises or takes too long.
        """
        call = kwargs["json"]
        call.setdefault("domain", {})
        try:
            result: dict[str, Any] | None = await asyncio.wait_for(self._executor.run(call), ACTION_SECONDS)
            return result
        except ActionExecutionRejection as rejection:
            text = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "Action rejected execution", text) from rejection
        except Exception as error:
            raise ActionBroke(call["next_action"]) from error
