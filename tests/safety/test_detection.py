"""What the net promises whatever is typed: nothing hides a crisis, nothing makes it fail or slow."""

import gc
import random
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from houvast.safety import detect
from houvast.safety.alarm import CATEGORIES, LEVELS
from houvast.safety.detection import _LEXICON

ROWS = yaml.safe_load((Path(__file__).parent / "crisis_sentences.yml").read_text(encoding="utf-8"))["sentences"]
PLAIN = [row["text"] for row in ROWS if row.get("level") in ("explicit", "attempt_now")]
CORE = ["ik wil niet meer leven", "ik ga zelfmoord plegen", "ik ben verkracht", "mijn stiefvader slaat mij"]
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u0301\ufe0f"
LOOKALIKE = str.maketrans("aeopcxy", "аеорсху")


def words_only(rows: list[str]) -> list[str]:
    return [
        text for text in rows if text.isascii() and ". " not in text and all(len(word) > 1 for word in text.split())
    ]


@given(st.text())
@settings(max_examples=400, deadline=None)
def test_never_raises_and_answers_in_known_words(text: str) -> None:
    alarm = detect(text)
    assert alarm is None or (
        alarm.category in CATEGORIES and alarm.level in LEVELS and alarm.language in ("nl", "fr", "en")
    )


@given(st.lists(st.sampled_from([*_LEXICON.words.values(), ".", ",", "\n", "😂", "💀", "14", "xyz", "d00d", "…"])))
@settings(max_examples=400, deadline=None)
def test_never_raises_on_its_own_words(words: list[str]) -> None:
    detect(" ".join(words))


def test_lone_surrogates_and_empty_text() -> None:
    assert detect("") is None
    assert detect("\ud800\udfff") is None
    assert detect("ik wil \ud83d dood") is not None


@given(st.sampled_from(PLAIN), st.data())
@settings(max_examples=300, deadline=None)
def test_invisible_characters_hide_nothing(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from(INVISIBLE))
    assert detect(text[:place] + sign + text[place:]) == detect(text)


@pytest.mark.parametrize("text", PLAIN)
def test_case_hides_nothing(text: str) -> None:
    assert detect(text.upper()) == detect(text) == detect(text.title())


@pytest.mark.parametrize("text", words_only(PLAIN))
def test_other_alphabets_and_wide_letters_hide_nothing(text: str) -> None:
    assert detect(text.translate(LOOKALIKE)) == detect(text)
    assert detect("".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in text)) == detect(text)


@pytest.mark.parametrize("text", words_only(PLAIN))
@pytest.mark.parametrize("gap", [".", "-", "_", "  ", "\n", "/", ", "])
def test_other_gaps_between_words_hide_nothing(text: str, gap: str) -> None:
    assert detect(gap.join(text.split())) is not None


@pytest.mark.parametrize("text", CORE)
@pytest.mark.parametrize(
    "stuffing", ["bla ", "ik ga dood van schaamte. ", "😂", "a", "\n", "niet ", "mijn vriend zegt. "]
)
def test_padding_hides_nothing(text: str, stuffing: str) -> None:
    padding = stuffing * (100_000 // len(stuffing))
    for padded in (f"{padding}. {text}", f"{text}. {padding}", f"{padding}. {text}. {padding}"):
        alarm = detect(padded)
        assert alarm is not None
        assert alarm.level == "explicit"


def test_an_idiom_takes_only_its_own_words_away() -> None:
    assert detect("ik ga dood van schaamte 😂") is None
    alarm = detect("ik ga dood van schaamte 😂 maar ik wil niet meer leven")
    assert alarm is not None
    assert alarm.matched == "wil niet meer leven"


def test_what_is_told_holds_no_names() -> None:
    alarm = detect("milan vandenbroucke heeft mij gisteren in gent verkracht")
    assert alarm is not None
    assert "milan" not in alarm.matched
    assert "gent" not in alarm.matched


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        ("ik heb net pillen genomen", "ik wil dood"),
        ("ik wil dood", "mijn vriendin snijdt zich"),
        ("ik wil dood", "kms 😂"),
    ],
)
def test_the_most_pressing_comes_first(now: str, earlier: str) -> None:
    assert detect(f"{earlier}. {now}") == detect(f"{now}. {earlier}") == detect(now)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("ik wil dood", "suicidal"),
        ("mijn vriendin wil dood", "worried_suicidal_other"),
        ("mijn mama weet niet dat ik dood wil", "suicidal"),
        ("door mijn ex wil ik dood", "suicidal"),
        ("ik denk dat mijn broer dood wil", "worried_suicidal_other"),
        ("wat zeg ik tegen een vriend die dood wil", "worried_suicidal_other"),
        ("jongen 15 en ik wil dood", "suicidal"),
    ],
)
def test_whose_crisis_it_is(text: str, category: str) -> None:
    alarm = detect(text)
    assert alarm is not None
    assert alarm.category == category


def hostile() -> dict[str, str]:
    dice = random.Random(7)
    lexicon_words = list(_LEXICON.words.values())
    return {
        "one letter": "a" * 1_000_000,
        "letters": "a " * 500_000,
        "almost": "ik wil niet " * 83_000,
        "combining": "a\u0301\u0323" * 333_000,
        "lexicon": " ".join(dice.choice(lexicon_words) for _ in range(190_000))[:1_000_000],
        "long runs": "aaa b" * 200_000,
        "leet": " ".join(f"z{dice.randrange(10**6)}f" for _ in range(110_000)),
        "only leet": " ".join("z" + "".join(dice.choices("0134578", k=6)) + "f" for _ in range(110_000)),
        "stars": "* " * 500_000,
        "emoji": "😂💀" * 125_000,
        "pauses": "ik wil . " * 110_000,
        "idioms": "ik ga dood van schaamte " * 41_000,
        "dots": "a." * 500_000,
    }


@pytest.mark.parametrize(("name", "text"), hostile().items(), ids=hostile().keys())
def test_a_megabyte_takes_half_a_second(name: str, text: str) -> None:
    best = 9.0
    gc.disable()                # thousands of tests leave a heap behind whose collection is not the net's cost
    try:
        for _ in range(5):      # the best of five: a busy machine is not the net's fault
            start = time.process_time()
            detect(text)
            best = min(best, time.process_time() - start)
            if best < 0.5:
                return
    finally:
        gc.enable()
    pytest.fail(f"{name}: {best:.2f} s")


def test_a_message_takes_two_milliseconds() -> None:
    message = (
        "mijn ex heeft een foto van mij in de klasgroep gezet en nu lacht iedereen mij uit, wat moet ik nu doen? " * 2
    )
    best = 9.0
    for _ in range(5):
        start = time.process_time()
        for _ in range(20):
            detect(message)
        best = min(best, (time.process_time() - start) / 20)
    assert best < 0.002


def test_no_word_of_the_lexicon_has_a_digit_that_stands_for_no_letter() -> None:
    """The short cut for such words in a text rests on this."""
    assert not [word for word in _LEXICON.codes if not set(word).isdisjoint("269")]
