"""Reading knowledge files: YAML with line numbers, checked against a JSON Schema, errors that say what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from houvast.rules.errors import KnowledgeError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAP, _SEQ, _MERGE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "<<"


class _Loader(_Base):  # type: ignore[misc]
    """YAML in which only true and false are booleans and a date stays text: "no", "on" and 20:00 mean what they say."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("merge", r"^<<$", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(frozen=True)
class Document:
    """One knowledge file: its data, where each part of it stands, and its title (the comment on its first line)."""

    name: str
    data: Any
    node: Any
    title: str = ""

    def line(self, *path: str | int) -> int:
        """Line (1-based) of the part behind these keys and indexes, or of the nearest part around it."""
        node, line = self.node, 1
        for step in path:
            node, found = _child(node, step)
            if node is None:
                break
            line = found
        return line

    def error(self, path: Sequence[str | int], problem: str, remedy: str) -> KnowledgeError:
        """An error about that part, ready to raise."""
        return KnowledgeError(self.name, self.line(*path), problem, remedy)


def _child(node: Any, step: str | int) -> tuple[Any, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(step):
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None, 0


def read(path: Path, name: str | None = None) -> Document:
    """Read one YAML file; `name` is how errors call it. Raises KnowledgeError."""
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise KnowledgeError(name, 0, f"cannot be read ({problem}).", "Check that it exists and is UTF-8.") from problem
    return parse_text(text, name)


def parse_text(text: str, name: str) -> Document:
    """Parse YAML text. Raises KnowledgeError with the line of a syntax error or of a key that stands twice."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise KnowledgeError(name, 1, "is empty.", "Fill it or remove it.")
        for key, line in _doubles(node):
            raise KnowledgeError(name, line, f"'{key}' stands twice in one block.", "Keep one of the two.")
        data = loader.construct_document(node)
    except yaml.YAMLError as problem:
        mark, what = getattr(problem, "problem_mark", None), getattr(problem, "problem", problem)
        raise KnowledgeError(name, mark.line + 1 if mark else 0, f"is no valid YAML ({what}).",
                             "Look at indentation, quotes and brackets on this line and the one before.") from problem
    finally:
        loader.dispose()
    first = text.split("\n", 1)[0]
    return Document(name, data, node, first.lstrip("# ").rstrip(".") if first.startswith("#") else "")


def _doubles(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen and key.value != _MERGE:
                yield str(key.value), key.start_mark.line + 1
            seen.add(str(key.value))
            yield from _doubles(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubles(value)


@lru_cache(maxsize=64)
def _validator(schema_file: Path, definition: str | None) -> Any:
    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    if definition:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema)


def validate(document: Document, schema_file: Path, definition: str | None = None) -> None:
    """Check against a JSON Schema file (or one of its `$defs`). Raises KnowledgeError for the first error by line."""
    errors = list(_validator(schema_file, definition).iter_errors(document.data))
    if not errors:
        return
    error = min(map(_deepest, errors), key=lambda e: document.line(*e.instance_path))
    where = " › ".join(map(str, error.instance_path)) or "the whole file"
    raise document.error(list(error.instance_path), f"{where}: {_plain(error)}.",
                         f"See schema/{schema_file.name} for what may stand here.")


def _deepest(error: Any) -> Any:
    """Of the errors behind "fits none of these", the one furthest inside: that form was meant."""
    inside = [_deepest(e) for branch in getattr(error.kind, "context", ()) for e in branch]
    return max(inside, key=lambda e: len(e.instance_path), default=error)


def _plain(error: Any) -> str:
    message = str(error.message)
    return message if len(message) <= 160 else f"does not fit ('{error.kind.name}')"
