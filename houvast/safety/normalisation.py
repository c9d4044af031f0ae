"""Makes one plain spelling of what was typed: no accents, no tricks, only words, numbers and pauses.

Everything works per character or per word, so that the time grows with the length and nothing else. Unicode's own
normalisation of a whole text is avoided on purpose: putting a million combining marks in order takes minutes.
"""

from __future__ import annotations

import re
import unicodedata

HARD, SOFT = ".", ","
"""The two pauses that are kept as tokens: the end of a sentence, and a comma, a line break or dots."""

_PAIRS = (
    "аa вb еe зe иi іi кk мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw һh ьb ӏl јj ѵv "  # Cyrillic
    "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy μu δd λl σs ςs "  # Greek
    "øo łl đd ħh ıi ŧt æa œo ðd þt ƒf ɡg ɑa ɩi ɴn ʀr ʟl"  # Latin letters that Unicode does not take apart
)
_LOOKALIKES = {pair[0]: pair[1] for pair in _PAIRS.split()}
EMOJI = {
    "lachemoji": ("L", "😂🤣😹😆😅😁😄😃😀😝😜🤪😛🙃🤭😋"),
    "doodshoofd": ("S", "💀☠"),
    "grafemoji": ("G", "⚰🪦"),
    "mesemoji": ("K", "🔪🗡"),
    "pillenemoji": ("P", "💊"),
    "bloedemoji": ("B", "🩸"),
    "treinemoji": ("T", "🚂🚆🚄🚅🚈🚊🚉🛤"),
    "brugemoji": ("R", "🌉"),
    "pistoolemoji": ("W", "🔫"),
}
"""Name in the lexicon: (the capital that stands for it in a folded text, the emoji)."""

_PAUSES = "\n\r;:…()"
_GONE = "'’‘`´ʼ′ʹ\u115f\u1160\u3164"  # apostrophes and fillers; invisible marks go by their Unicode category
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789@$*.,!? ")

# Characters outside these ranges never become a Latin letter or a sign of ours: they are a space, in one fast pass.
_FOREIGN = re.compile(
    "[^\x00-\u05ff\u1100-\u11ff\u1800-\u180f\u1d00-\u27ff\u2b00-\u2bff\u3000-\u303f\u3164\ua720-\ua7ff\ufb00-\ufb06"
    "\ufe00-\ufeff\uff00-\uff5e\U0001d400-\U0001d7ff\U0001f100-\U0001faff\U000e0000-\U000e007f\U000e0100-\U000e01ef]+"
)


def _plain(char: str) -> str:
    """Return the plain spelling of one character: a letter, a digit, a sign with a meaning, a space, or nothing."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    parts = unicodedata.normalize("NFKD", char).casefold()
    plain = ""
    for part in unicodedata.normalize("NFKD", parts):
        if unicodedata.category(part) in ("Mn", "Me"):
            continue
        letter = _LOOKALIKES.get(part, part)
        plain += letter if letter in _KEPT else " "
    return plain


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = [(0, 0x600), (0x1100, 0x1200), (0x1800, 0x1810), (0x1D00, 0x2800), (0x2B00, 0x2C00), (0x3000, 0x3040)]
    ranges += [(0xA720, 0xA800), (0xFB00, 0xFB07), (0xFE00, 0xFF5F), (0x1D400, 0x1D800), (0x1F100, 0x1FB00)]
    ranges += [(0xE0000, 0xE0080), (0xE0100, 0xE01F0)]
    for start, end in ranges:
        for code in range(start, end):
            table[code] = _plain(chr(code))
    for letter in range(26):  # 🅰 and 🇦 and their like
        for base in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
            table[base + letter] = chr(ord("a") + letter)
    for capital, signs in EMOJI.values():
        table.update({ord(sign): capital for sign in signs})
    table.update({ord(sign): SOFT for sign in _PAUSES})
    table.update({ord(sign): "" for sign in _GONE})
    return table


_PLAIN = _table()
_RUN = re.compile(r"([a-z])\1{2,}")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9@$*~])[a-z0](?:[ .*]{1,3}[a-z0]){3,}(?![a-z0-9@$*~])")
_DOTS = re.compile(r"\.{2,}")
_SAME_SIGN, _SIGN_ROW = re.compile(r"([A-Z])\1+"), re.compile(r"([A-Z]{4})[A-Z]+([A-Z]{4})")  # 😂😂😂😂 says it once
_PAUSE_RUN = re.compile(r"[ ,]{2,}")
LONG = "~"
"""Stands behind a letter that was repeated three times or more: "doooood" becomes "do~d"."""


def _joined(spelled: re.Match[str]) -> str:
    return "".join(c for c in spelled[0] if c.isalnum())


def _one_pause(run: re.Match[str]) -> str:
    return " , " if SOFT in run[0] else " "


def fold(text: str) -> str:
    """Return the plain spelling of a text: lower case, no accents, look-alikes and emoji as words, long runs marked.

    Only `a-z`, digits, `@ $ * ~`, pauses, spaces and capitals (see EMOJI) are left. Linear in the length
    of the text; never raises.
    """
    plain = _FOREIGN.sub(" ", text).translate(_PLAIN)
    plain = _SIGN_ROW.sub(r"\1\2", _SAME_SIGN.sub(r"\1", plain))
    plain = _PAUSE_RUN.sub(_one_pause, _DOTS.sub(" , ", plain))
    plain = _SPELLED_OUT.sub(_joined, plain)
    return _RUN.sub(r"\1~", plain)


_TOKEN = re.compile(r"[a-z0-9@$*~]+|[A-Z]|[.!?]+(?=[ ,A-Z]|$)|,")


def tokens(folded: str) -> list[str]:
    """Cut a folded text into words and pauses; a dot or hyphen inside a word separates like a space."""
    return _TOKEN.findall(folded)
