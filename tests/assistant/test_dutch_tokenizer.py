"""The Dutch pipeline: chosen at training, recorded in the model, never another one at run time."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest
import spacy

from houvast.nlu import dutch_tokenizer
from houvast.nlu.dutch_tokenizer import LOOKUP, TRAINED, DutchTokenizer, MissingPipeline, available_pipeline, load_pipeline
from tests.assistant.conftest import ROOT


def test_lookup_lemmas() -> None:
    assert [t.lemma_ for t in load_pipeline(LOOKUP)("foto's doorgestuurd")] == ["foto", "doorsturen"]


def test_the_trained_pipeline_is_taken_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy.util, "is_package", lambda name: name == TRAINED)
    assert available_pipeline() == TRAINED
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    assert available_pipeline() == LOOKUP


def test_the_trained_pipeline_is_loaded_without_what_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """nl_core_news_sm itself cannot be fetched everywhere: this shows that its branch asks spaCy for the right thing."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr(spacy.util, "is_package", lambda name: True)
    monkeypatch.setattr(spacy, "load", lambda name, **options: asked.update(name=name, **options) or spacy.blank("nl"))
    load_pipeline.cache_clear()
    load_pipeline(TRAINED)
    load_pipeline.cache_clear()
    assert asked == {"name": TRAINED, "exclude": ["ner", "parser"]}


def test_a_model_that_needs_the_trained_pipeline_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    load_pipeline.cache_clear()
    with pytest.raises(MissingPipeline, match=r"install it .* or train again"):
        load_pipeline(TRAINED)


def test_the_choice_is_recorded_in_the_model() -> None:
    with tarfile.open(ROOT / "models" / "houvast.tar.gz") as model:
        recorded = [m.name for m in model.getmembers() if m.name.endswith("pipeline.json")]
        assert len(recorded) == 1
        content = model.extractfile(recorded[0])
        assert content is not None
        assert available_pipeline() in content.read().decode()


def test_the_recorded_pipeline_is_used_whatever_is_installed_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Storage:
        def read_from(self, _resource: object) -> Any:
            from contextlib import nullcontext

            return nullcontext(tmp_path)

    (tmp_path / "pipeline.json").write_text('{"pipeline": "nl+lookups"}')
    monkeypatch.setattr(dutch_tokenizer, "available_pipeline", lambda: TRAINED)
    config = DutchTokenizer.get_default_config()
    assert DutchTokenizer.load(config, Storage(), None, None).pipeline == LOOKUP
