"""Run the rasa-sdk actions inside the assistant's process.

Stands where Rasa expects an action endpoint, and calls the executor that `rasa run actions` would call. That saves a process,
a way to fail, and Rasa's fixed time limit of 300 s for an actions server that hangs.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

ACTION_SECONDS = 5.0
"""Longest time one action may take; the slowest takes some 30 ms."""


class InProcessActions(EndpointConfig):
    """An action endpoint without a network."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
        compress: bool = False, **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Run the action that the call names; a rejection takes the form that Rasa expects from a server."""
        call = kwargs["json"]
        call.setdefault("domain", {})
        try:
            result: dict[str, Any] | None = await asyncio.wait_for(self._executor.run(call), ACTION_SECONDS)
            return result
        except ActionExecutionRejection as rejection:
            text = f'{{"error": "{rejection}", "action_name": "{rejection.action_name}"}}'
            raise ClientResponseError(400, "Action rejected execution", text) from rejection
        except asyncio.TimeoutError as late:
            raise aiohttp.ClientConnectionError(f"{call['next_action']} took more than {ACTION_SECONDS} s") from late
