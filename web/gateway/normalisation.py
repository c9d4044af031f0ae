"""What was typed, brought to one spelling before anything looks at it."""

import re
import unicodedata

# Characters that look like a slash and that NFKC leaves alone. Rasa only knows the plain one, but a reader of the
# transcript and a later normaliser may not.
_SLASHES = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8\u2571\u27cb\u1735", "/"))
# A pile of combining marks costs the normaliser quadratic time; no writing needs more than a few.
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(f"({_MARKS}{{4}}){_MARKS}+")
# Every kind of space between them too: a line separator (U+2028) hid the next slash from us and not from Rasa.
_LEADING_SLASHES = re.compile(r"\A\s*/[\s/]*")
_KEPT_CONTROLS = "\n\t"
# Unassigned code points (Cn) stay: this year's emoji are unassigned for last year's Python.
_INVISIBLE = {"Cf", "Cc", "Cs"}


def normalise(text: str) -> str:
    """`text` in NFKC, without invisible, control and half (surrogate) characters, slashes plain, ends trimmed.

    Letters of other alphabets stay as they are: the safety net folds look-alikes for its own use, and a name in
    Cyrillic must reach the assistant unharmed.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFKC", _PILE.sub(r"\1", text)).translate(_SLASHES)
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in _INVISIBLE)
    return "".join(kept).strip()


def without_slash(text: str) -> str:
    """`text` as plain words: Rasa reads a message as a command when it starts with "/" after trimming."""
    return _LEADING_SLASHES.sub("", text)
