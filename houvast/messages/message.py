"""The shape of a message back, and buttons in Rasa's payload syntax."""

from __future__ import annotations

import json
from typing import Any

Message = dict[str, Any]
"""Keys `text`?, `buttons`? (`[{"title", "payload"}]`), `custom`? (`{"type": ...}`); empty: nothing to say."""


def payload(intent: str, **entities: Any) -> str:
    """Return `/intent` or `/intent{"name": value}`; ranges stay JSON objects, everything else becomes a word."""
    if not entities:
        return f"/{intent}"
    values = {name: _word(value) for name, value in entities.items()}
    return f"/{intent}{json.dumps(values, ensure_ascii=False, separators=(',', ':'))}"


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, (dict, list)) else str(value)
