"""Telephone numbers, bank accounts, national numbers, dates of birth, e-mail addresses and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

import euredact
import phonenumbers

from houvast.privacy.span import Span
from houvast.privacy.vocabulary import words_of

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,4}(?:be|com|net|org|nl|eu|fr|de|me|gg|app|io|tv|ly|xyz|link|info|uk)(?![\w-])(?:/[^\s<>\"]{0,2000})?",
    re.IGNORECASE,
)
_NATIONAL = re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. -]?\d{2}(?!\d)")
_BANK = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .]?\d{4}){2,6}(?:[ .]?\d{1,3})?(?![A-Za-z0-9])")
_BIRTH = re.compile(
    r"(?:geboren\s{1,3}(?:op|in)?|geboortedatum|geb\.?|verjaar(?:dag)?(?:\s{1,3}(?:is|op)){0,2}"
    r"|née? le|born on)\s{0,3}:?\s{0,3}"
    r"(\d{1,2}\s?(?:[-/.]\s?\d{1,2}|[a-z]{3,9})\s?[-/.]?\s?\d{2,4}|(?:19|20)\d{2})",
    re.IGNORECASE,
)
_LOOSE_PHONE = re.compile(r"(?<![\d/.,-])(?:\+32|0032|0)\s?4\d{2}(?:[ ./-]?\d{2}){3}(?!\d)")
_DIGITS = re.compile(r"\d")
# Help lines and paid numbers are nobody's own: 0800, 078, 070, 0900.
_PUBLIC_PHONE = re.compile(r"\D*(?:0|\+?32\s?|0032\s?)(?:800|78|70|90\d)")
_PUBLIC_DOMAINS = words_of("public_domains")
_PIECE, _OVERLAP = 600, 60  # euredact's time grows with the square of a text full of numbers
_OF_EUREDACT = {
    "BANK_ACCOUNT": "bank",
    "CREDIT_CARD": "bank",
    "PHONE": "phone",
    "EMAIL": "email",
    "NATIONAL_ID": "id",
    "SSN": "id",
    "TAX_ID": "id",
    "PASSPORT": "number",
    "DRIVERS_LICENSE": "number",
    "RESIDENCE_PERMIT": "number",
    "LICENSE_PLATE": "number",
    "HEALTH_INSURANCE": "number",
    "IMEI": "number",
    "IP_ADDRESS": "number",
    "IPV6_ADDRESS": "number",
    "MAC_ADDRESS": "number",
    "GPS_COORDINATES": "address",
    "URL": "link",
    "DOB": "birth",
}


def find_numbers(text: str) -> Iterator[Span]:
    """Find everything that has a form of its own, own patterns first."""
    for match in _EMAIL.finditer(text):
        yield Span(*match.span(), "email")
    for match in _LINK.finditer(text):
        yield Span(match.start(), match.start() + len(match[0].rstrip(".,;:!?)")), "link")
    for match in _DOMAIN.finditer(text):
        if match[0].lower().removeprefix("www.") not in _PUBLIC_DOMAINS:
            yield Span(*match.span(), "link")
    if not _DIGITS.search(text):
        return
    for match in _BANK.finditer(text):
        yield Span(*match.span(), "bank")
    for match in _NATIONAL.finditer(text):
        yield Span(*match.span(), "id")
    for match in _BIRTH.finditer(text):
        yield Span(*match.span(1), "birth")
    for match in _LOOSE_PHONE.finditer(text):
        yield Span(*match.span(), "phone")
    yield from _phones(text)
    for start in range(0, len(text), _PIECE - _OVERLAP):
        yield from _of_euredact(text[start : start + _PIECE], start)


def _phones(text: str) -> Iterator[Span]:
    for number in phonenumbers.PhoneNumberMatcher(text, "BE"):
        if not _PUBLIC_PHONE.match(number.raw_string):
            yield Span(number.start, number.end, "phone")


def _of_euredact(piece: str, offset: int) -> Iterator[Span]:
    if not _DIGITS.search(piece):
        return
    for found in euredact.redact(piece, country_hint=["BE"], cache=False).detections:
        kind = _OF_EUREDACT.get(str(getattr(found.entity_type, "value", found.entity_type)))
        if kind is None or (kind == "phone" and _PUBLIC_PHONE.match(found.text)):
            continue
        yield Span(offset + found.start, offset + found.end, kind)
