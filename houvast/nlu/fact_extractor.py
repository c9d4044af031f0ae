"""Facts that a message tells, as Rasa entities: the same names and values as `knowledge/facts.yml`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from houvast.nlu.extraction import extract


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent):
    """Extracts facts by rules, so that each can be explained and corrected."""

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> FactExtractor:
        """Nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one entity `told` for each finding: `role` is the fact, `by` says whose act it is."""
        for message in messages:
            found = [
                {"entity": "told", "role": f.fact, "value": f.value, "start": f.start, "end": f.end, "words": f.words,
                 "sure": f.sure, "extractor": "FactExtractor", **({"by": f.by} if f.by else {})}
                for f in extract(message.get(TEXT) or "")
            ]
            if found:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages
