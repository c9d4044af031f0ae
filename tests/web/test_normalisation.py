import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.gateway.normalisation import normalise, without_slash


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("  hallo  ", "hallo"), ("een\r\ntwee\rdrie", "een\ntwee\ndrie"), ("ｈａｌｌｏ", "hallo"), ("𝓱𝓮𝓵𝓹", "help"),
        ("ha\u200bllo\u00ad", "hallo"), ("cafe\u0301", "café"), ("Олена", "Олена"), ("ñ ë 😭", "ñ ë 😭"),
        ("a\x00b\x1fc", "abc"), ("\u202ehallo", "hallo"), ("½ uur", "1/2 uur"),
    ],
)  # fmt: skip
def test_one_spelling(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


@given(st.text())
def test_normalised_text_is_stable_and_can_be_sent(raw: str) -> None:
    text = normalise(raw)
    assert normalise(text) == text
    text.encode("utf-8")
    assert not any(unicodedata.category(c) in {"Cf", "Cs"} for c in text)


# every character that str.strip() removes, every slash we know, and a letter
STARTS = "".join(c for c in map(chr, range(0x3100)) if c.isspace()) + "/⁄／∕a\u200b"


@given(st.text(alphabet=STARTS, max_size=12))
def test_nothing_without_slash_starts_with_one(raw: str) -> None:
    assert not without_slash(normalise(raw)).strip().startswith("/")


@pytest.mark.parametrize("space", ["\u2028", "\u2029", "\u1680", "\x85", "\x1c", "\u3000"])
@pytest.mark.parametrize("times", [1, 2, 3, 9])
def test_odd_spaces_between_slashes_hide_no_command(space: str, times: int) -> None:
    assert without_slash(normalise(f"/{space}" * times + "/inform")) == "inform"


def test_a_pile_of_accents_costs_no_time() -> None:
    start = time.perf_counter()
    text = normalise("a" + "\u0301\u0323" * 30_000)
    assert time.perf_counter() - start < 0.5
    assert len(text) < 10
