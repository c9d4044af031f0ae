"""User names: "@milan", "snap is milan.ds07", "insta: emma_x"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wordfreq import zipf_frequency

from houvast.privacy.span import Span
from houvast.privacy.vocabulary import FIRST_NAMES, phrases, plain, words_of

_AT = re.compile(r"(?<![\w@.])@[\w.]{2,40}")
_CUE = re.compile(
    rf"\b(?:{phrases(words.replace('_', ' ') for words in words_of('account_words'))})\b"
    r"(?:[- ]?(?:account|naam|profiel|user|username|gebruikersnaam|adres))?"
    r"(?P<link>\s{0,2}(?::|=|->)\s{0,2}|\s{1,2}(?:is|was|heet|noemt|van\s{1,2}(?:hem|haar|mij)\s{1,2}is)\s{1,2}|\s{1,2})"
    r"(?P<handle>@?[A-Za-z0-9][\w.#-]{1,40})",
    re.IGNORECASE,
)
_LOOKS_MADE = re.compile(
    r"(?=[^_\s]*[A-Za-z])(?:.*[_#].*|.*[A-Za-z]{2}\.?\d+.*|.*\d[A-Za-z]{3,}.*|[A-Za-z]+\.[A-Za-z]+)", re.DOTALL
)
_ALONE = re.compile(
    r"(?<![\w@.\[])(?=[\w.]{0,38}\d)(?=[\w.]{0,38}[A-Za-z]{3})[A-Za-z][A-Za-z0-9]{1,30}[._][A-Za-z0-9._]{1,30}(?!\w)"
)
_ALONE_BAR = re.compile(r"(?<![\w@.\[])[A-Za-z0-9]{2,30}_[A-Za-z0-9_]{1,30}(?!\w)")
_COMMON = 1.5  # zipf; a word that people write now and then is no user name


def find_accounts(text: str) -> Iterator[Span]:
    """Find user names behind an @, behind the name of an app, or with the looks of one."""
    for match in _AT.finditer(text):
        yield Span(match.start(), match.start() + len(match[0].rstrip(".")), "account")
    for match in _CUE.finditer(text):
        handle = match["handle"].rstrip(".-")
        if _is_handle(handle, match["link"]):
            yield Span(match.start("handle"), match.start("handle") + len(handle), "account")
    for pattern in (_ALONE, _ALONE_BAR):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.start() + len(match[0].rstrip(".")), "account")


def _is_handle(handle: str, link: str) -> bool:
    if _LOOKS_MADE.fullmatch(handle):
        return True
    if not link.strip() or handle.isdigit():
        return False
    said_with_sign = any(sign in link for sign in ":=>")
    word = plain(handle)
    if word in FIRST_NAMES:
        return said_with_sign or word in FIRST_NAMES.sure
    return zipf_frequency(word, "nl") < _COMMON and zipf_frequency(word, "en") < _COMMON + 1
