"""The safe word: HULP, typed alone, at any moment."""

from __future__ import annotations

from houvast.safety.normalisation import fold

SAFE_WORDS = frozenset({"hulp"})
_LONGEST = 64  # characters; "H U L P !!!" fits easily, a story does not


def is_safe_word(text: str) -> bool:
    """Tell whether the message is the safe word and nothing else, in any case and with any punctuation around it."""
    if len(text) > _LONGEST:
        return False
    letters = "".join(c for c in fold(text) if c.isalnum())
    return letters in SAFE_WORDS
