"""Redaction: takes names, numbers, addresses and accounts out of what was typed, before anything else may see it.

`redact` writes a typed word such as "[naam]" or "[telefoon]" in their place and leaves what the advice needs: ages,
apps, family words, months, amounts. It keeps nothing of what it read and never calls out. It needs the packages of the
web environment; the assistant only ever sees redacted text and does not import this room.
"""

from houvast.privacy.redaction import redact

__all__ = ["redact"]
