"""The last word on the intent belongs to the safety net: a crisis wins over every topic, in every state of the dialogue."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from houvast import safety

SAFE_WORD = "safe_word"
"""Intent of the word HULP typed alone; it has no training data, only this rule."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisGuard(GraphComponent):
    """Set the intent to the crisis category when the gateway marked the message or the net alarms on its text."""

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> CrisisGuard:
        """Nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message; what the classifier thought stays in the ranking for the reviewers."""
        for message in messages:
            category = self._category(message)
            if category:
                top = {"name": category, "confidence": 1.0, "by": "safety_net"}
                ranking = [r for r in message.get(INTENT_RANKING_KEY) or [] if r.get("name") != category]
                message.set(INTENT, top, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [top, *ranking], add_to_output=True)
        return messages

    @staticmethod
    def _category(message: Message) -> str | None:
        mark = (message.get("metadata") or {}).get("crisis")
        if mark:
            return str(mark["category"])
        text = message.get(TEXT) or ""
        if text.startswith("/"):
            return None
        alarm = safety.detect(text)
        return alarm.category if alarm else SAFE_WORD if safety.is_safe_word(text) else None
