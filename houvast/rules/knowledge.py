"""The knowledge of Houvast as the engine sees it: vocabulary, rule sets, and one hash over all files."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from houvast.rules.documents import read, validate
from houvast.rules.law import LawRuleset
from houvast.rules.lint import lint_law
from houvast.rules.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2] / "knowledge"


class Knowledge:
    """Everything read once, never changed afterwards."""

    def __init__(self, root: Path) -> None:
        """Read `root`. Raises KnowledgeError for the first thing that is wrong."""
        self.root, self.hash = root, knowledge_hash(root)
        facts = read_vocabulary(root)
        book, findings = lint_law(root, facts)
        for finding in findings:
            if not finding.hint:
                raise finding.error
        assert book is not None
        self.vocabulary = Vocabulary(facts.facts, doers=book.persons.names)
        self._rulesets = {"law": LawRuleset(book, self.vocabulary, self.hash)}

    def ruleset(self, name: str) -> LawRuleset:
        """The rule set with this name. Raises KeyError, with the names there are."""
        if name not in self._rulesets:
            raise KeyError(f"no rule set is called '{name}'; there is: {', '.join(self._rulesets)}")
        return self._rulesets[name]


def read_vocabulary(root: Path) -> Vocabulary:
    """Read `facts.yml`. Raises KnowledgeError."""
    document = read(root / "facts.yml")
    validate(document, root / "schema" / "facts.schema.json")
    return Vocabulary.read(document)


def knowledge_hash(root: Path) -> str:
    """First 12 hex digits of a SHA-256 over names and contents of all knowledge files."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix in (".yml", ".json")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def load_knowledge(root: Path | None = None) -> Knowledge:
    """Load `knowledge/`; the default one is read once per process. Raises KnowledgeError."""
    return _default() if root is None else Knowledge(root)


@lru_cache(maxsize=1)
def _default() -> Knowledge:
    return Knowledge(ROOT)
