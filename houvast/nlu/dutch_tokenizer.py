"""Tokens and lemmas of Dutch, by the trained spaCy pipeline where it is installed, else by spaCy's `nl` with lookup lemmas.

Which of the two is chosen when the model is trained and recorded in it: a model never meets other lemmas than it learned from.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file
from spacy.language import Language

logger = logging.getLogger(__name__)

TRAINED, LOOKUP = "nl_core_news_sm", "nl+lookups"


class MissingPipeline(RuntimeError):
    """The model was trained with a spaCy pipeline that is not installed here."""


def available_pipeline() -> str:
    """Name of the best Dutch pipeline on this machine."""
    return TRAINED if spacy.util.is_package(TRAINED) else LOOKUP


@lru_cache(maxsize=2)
def load_pipeline(name: str) -> Language:
    """Load a Dutch pipeline for tokens and lemmas only. Raises MissingPipeline."""
    if name == TRAINED:
        if not spacy.util.is_package(TRAINED):
            raise MissingPipeline(f"this model needs {TRAINED}: install it (python -m spacy download {TRAINED}) or train again")
        return spacy.load(TRAINED, exclude=["ner", "parser"])
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"}).initialize()
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class DutchTokenizer(Tokenizer):
    """Tokenizer with lemmas; records its spaCy pipeline in the model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, pipeline: str) -> None:
        super().__init__(config)
        self._storage, self._resource, self.pipeline = storage, resource, pipeline
        self._nlp = load_pipeline(pipeline)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's tokenizer settings."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None,
                "prefix_separator_symbol": None}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> DutchTokenizer:
        """At training: take the best pipeline there is."""
        pipeline = config.get("pipeline") or available_pipeline()
        logger.info("Dutch pipeline: %s", pipeline)
        return cls(config, model_storage, resource, pipeline)

    @classmethod
    def load(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> DutchTokenizer:
        """At run time: take the recorded one. Raises MissingPipeline."""
        with model_storage.read_from(resource) as folder:
            recorded = read_json_file(folder / "pipeline.json")["pipeline"]
        return cls(config, model_storage, resource, recorded)

    def train(self, training_data: TrainingData) -> Resource:
        """Nothing to learn; record which pipeline it is."""
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "pipeline.json", {"pipeline": self.pipeline})
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Lower-cased tokens with lemmas: teenagers type without capitals, so capitals may carry nothing."""
        text = str(message.get(attribute)).lower()
        tokens = [Token(t.text, t.idx, lemma=t.lemma_ or t.text) for t in self._nlp(text) if t.text.strip()]
        return self._apply_token_pattern(tokens)
