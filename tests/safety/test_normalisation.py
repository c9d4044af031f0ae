"""One plain spelling for what was typed."""

import pytest

from houvast.safety import is_safe_word
from houvast.safety.normalisation import fold, tokens


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ik WIL dood", ["ik", "wil", "dood"]),
        ("ｉｋ ｗｉｌ 𝓭𝓸𝓸𝓭", ["ik", "wil", "dood"]),
        ("ік wіl", ["ik", "wil"]),
        ("ö é ñ ç", ["oenc"]),
        ("'k heb d'r genoeg van", ["k", "heb", "dr", "genoeg", "van"]),
        ("do\u200bod", ["dood"]),
        ("doooood", ["do~d"]),
        ("d o o d", ["dood"]),
        ("ik.wil.dood", ["ik", "wil", "dood"]),
        ("ik wil... dood", ["ik", "wil", ",", "dood"]),
        ("Ja. Nee!", ["ja", ".", "nee", "!"]),
        ("haha😂😂😂", ["haha", "L"]),
        ("漢字 dood", ["dood"]),
        ("🅳🅾🅾🅳", ["dood"]),
        ("", []),
    ],
)
def test_fold(typed: str, plain: list[str]) -> None:
    assert tokens(fold(typed)) == plain


@pytest.mark.parametrize(
    "typed", ["HULP", "hulp", "Hulp!", " hulp. ", "HULP!!!", "h u l p", "*hulp*", "húlp", "HULP 🙏"]
)
def test_safe_word(typed: str) -> None:
    assert is_safe_word(typed)


@pytest.mark.parametrize(
    "typed", ["", "hulp nodig", "ik heb hulp nodig", "hulpje", "help", "behulpzaam", "hulp " * 50, "hulphulp"]
)
def test_not_the_safe_word(typed: str) -> None:
    assert not is_safe_word(typed)
