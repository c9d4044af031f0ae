"""Say a message and note under which name, so that tests and reviewers see what was said without reading the wording."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher


def speak(dispatcher: CollectingDispatcher, message: dict[str, Any], name: str) -> None:
    """Send one message of `houvast.messages` under the response name `name`."""
    dispatcher.utter_message(text=message.get("text"), buttons=message.get("buttons"), json_message=message.get("custom"),
                             utter_action=name)


def speak_all(dispatcher: CollectingDispatcher, messages: Iterable[dict[str, Any]], name: str) -> None:
    """Send several messages that belong together."""
    for message in messages:
        speak(dispatcher, message, name)
