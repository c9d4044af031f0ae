"""Reads the crisis lexicon and turns its patterns into regular expressions over words instead of letters.

Each word the lexicon knows gets one character of its own; a message becomes a string of such characters, with `x` for
words nobody listed. "ik wil echt niet meer leven" is then six characters, and a pattern such as
`<want> <filler>* niet meer leven` is a small expression over them, fast and without backtracking worth the name:
every repetition has an upper bound. How a pattern is written is explained at the top of `knowledge/crisis/words.yml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from houvast.safety.alarm import CATEGORIES, LEVELS
from houvast.safety.normalisation import EMOJI, HARD, LONG, SOFT, fold, tokens

FOLDER = Path(__file__).resolve().parents[2] / "knowledge" / "crisis"
CRISIS_FILES = (
    "attempt_now",
    "suicidal",
    "immediate_danger",
    "sexual_violence",
    "abuse_at_home",
    "self_harm",
    "worried_suicidal_other",
)
UNLISTED, NUMBER = "x", "0"
_FIRST_WORD = 0x4E00  # words become characters from here on: a block that the folding can never leave behind
_LAUGH = "lachemoji"
_L33T = (str.maketrans("0134578@$", "oieastbas"), str.maketrans("0134578@$", "oleastbas"))
_NO_LETTER = frozenset("269")
"""Digits that stand for no letter in l33t spelling; no word of the lexicon has one."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 40  # letters; no word of the lexicon comes near
_LONG_LETTER, _RUN = re.compile(f"(.){LONG}"), re.compile(r"(.)\1+")
_REPEAT = 3  # the most that "*" stands for


class LexiconError(ValueError):
    """A lexicon file is wrong: which file, which pattern, what to do."""


@dataclass(frozen=True)
class Pattern:
    """One way of saying it, ready to search with."""

    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # one of each must be present, else searching is no use
    category: str
    level: str
    language: str  # nl, fr, en or any
    about_other: str | None  # the category when it is said of somebody else; None: the same
    first: bool  # goes before every category of the same level: it happens now
    source: str  # file and id, for tests and for the reviewer

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is more pressing."""
        return LEVELS.index(self.level), -1 if self.first else CATEGORIES.index(self.category)


@dataclass(frozen=True)
class Idiom:
    """A way of speaking that is no crisis, put out of sight before the patterns are tried."""

    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # as in Pattern
    leaves: str  # the character that takes the place of every word of it


class _Codes(dict[str, str]):
    """Word to character(s); a word nobody listed is tried in a few other spellings, then it is `UNLISTED`."""

    def __missing__(self, word: str) -> str:
        if word.isalpha() or len(word) > _LONGEST:
            return UNLISTED
        if word.isdigit():
            return NUMBER
        if word[0] in ".!?":
            return HARD
        if not _NO_LETTER.isdisjoint(word):
            return UNLISTED             # no other spelling of it is a listed word either
        for spelling in _plainer(word):
            if spelling in self:
                return self[spelling]
        return UNLISTED


def _plainer(word: str) -> Iterator[str]:
    """Give the words that "do~d" or "z3lfmoord" may stand for, the likeliest first."""
    if LONG in word:
        yield word.replace(LONG, "")
        yield _LONG_LETTER.sub(r"\1\1", word)
        yield LONG + _squeezed(word)
        return
    plain = word.strip("*@$")
    yield plain
    yield plain.translate(_L33T[0])
    if "1" in plain:                    # the tables differ in what a 1 stands for, and in nothing else
        yield plain.translate(_L33T[1])


def _squeezed(word: str) -> str:
    return _RUN.sub(r"\1", word.replace(LONG, ""))


class Index:
    """Finds the few entries of a list (of patterns or of idioms) that have a chance in a text, in their order."""

    def __init__(self, needs: list[tuple[frozenset[str], ...]]) -> None:
        self.needs = needs
        common = Counter(word for entry in needs for need in entry for word in need)
        self.by_word: dict[str, list[int]] = {}
        for number, entry in enumerate(needs):
            for word in min(entry, key=lambda need: sum(common[w] for w in need)):  # the rarest of what it needs
                self.by_word.setdefault(word, []).append(number)

    def candidates(self, present: set[str]) -> list[int]:
        """Return the numbers of the entries of which everything needed is present."""
        found = {number for word in present for number in self.by_word.get(word, ())}
        return [n for n in sorted(found) if not any(need.isdisjoint(present) for need in self.needs[n])]


@dataclass
class Lexicon:
    """Everything the detection needs, built once."""

    patterns: list[Pattern] = field(default_factory=list)
    idioms: list[Idiom] = field(default_factory=list)
    pattern_index: Index = field(default_factory=lambda: Index([]))
    idiom_index: Index = field(default_factory=lambda: Index([]))
    codes: _Codes = field(default_factory=_Codes)
    words: dict[str, str] = field(default_factory=dict)  # character to word, for `Alarm.matched`
    glued: dict[str, str] = field(default_factory=dict)  # "wildood" to "wil dood"
    selves: dict[str, frozenset[str]] = field(default_factory=dict)  # language to words for "I"
    others: dict[str, frozenset[str]] = field(default_factory=dict)
    nominatives: frozenset[str] = frozenset()  # words that can be nothing but a subject
    openers: frozenset[str] = frozenset()  # words after which a new subject may come
    prepositions: frozenset[str] = frozenset()  # words after which somebody is not the subject
    languages: dict[str, frozenset[str]] = field(default_factory=dict)  # words that betray the language


class _Builder:
    """Builds a Lexicon out of the files; every word gets its character the first time it is seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lexicon = Lexicon()
        self.kinds: dict[str, str] = {}
        self.where = ""
        vocabulary = self.read("words")
        self.where = "words.yml"
        self.spelling = {v: right for right, variants in vocabulary["spelling"].items() for v in variants.split()}
        self.classes: Mapping[str, str] = vocabulary["classes"]
        self.vocabulary = vocabulary
        for kind in vocabulary["idiom_kinds"]:
            self.kinds[kind] = self.new_code(f"({kind})")

    def read(self, name: str) -> Any:
        path = self.folder / f"{name}.yml"
        try:
            return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (OSError, yaml.YAMLError) as problem:
            remedy = "Restore it: without it no crisis is seen."
            raise LexiconError(f"{path}: cannot be read ({problem}). {remedy}") from problem

    def fail(self, problem: str) -> LexiconError:
        return LexiconError(f"{self.folder.name}/{self.where}: {problem}")

    def new_code(self, word: str) -> str:
        code = chr(_FIRST_WORD + len(self.lexicon.words))
        self.lexicon.words[code] = word
        return code

    def code(self, word: str) -> str:
        """Return the character of a word as the lexicon writes it."""
        if word == "<number>" or word.isdigit():
            return NUMBER
        folded = [EMOJI[word][0]] if word in EMOJI else tokens(fold(word))
        if len(folded) != 1 or not folded[0].isalpha():
            raise self.fail(f"“{word}” is not one plain word. Write it without accents, digits or apostrophes.")
        name = self.spelling.get(folded[0], folded[0])
        if " " in name:
            raise self.fail(f"“{word}” is listed as a spelling of “{name}”. Write those words, joined by _.")
        if name not in self.lexicon.codes:
            self.lexicon.codes[name] = self.new_code(name)
        return self.lexicon.codes[name]

    def alternatives(self, written: str, seen: tuple[str, ...] = ()) -> list[str]:
        """Return the character strings that `a|b|<class>` stands for."""
        found: list[str] = []
        for part in written.split("|"):
            if part.startswith("<") and part != "<number>":
                name = part[1:-1]
                if name in self.kinds:
                    found.append(self.kinds[name])
                    continue
                if name in seen or name not in self.classes:
                    raise self.fail(f"<{name}> is not a class of words.yml (or it holds itself). Name one that exists.")
                for entry in re.split(r"\s*\|\s*", self.classes[name].strip()):
                    if entry.startswith("<"):
                        found += self.alternatives(entry, (*seen, name))
                    else:
                        found.append("".join(self.code(word) for word in re.split(r"[ _]", entry)))
            else:
                found.append("".join(self.code(word) for word in part.split("_")))
        return found

    @staticmethod
    def one_of(strings: Iterable[str]) -> str:
        single = sorted({s for s in strings if len(s) == 1})
        longer = sorted({s for s in strings if len(s) > 1}, key=lambda s: (-len(s), s))
        gap = f"[{SOFT}]?"
        parts = [gap.join(s) for s in longer]
        if single:
            parts.append(f"[{''.join(single)}]")
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

    def expression(self, say: str) -> tuple[re.Pattern[str], tuple[frozenset[str], ...]]:
        """Compile one written pattern; also what must be present for it to have a chance."""
        regex, needs, first = "", [], True
        pause = f"[{SOFT}{self.code(_LAUGH)}]{{0,2}}"
        end = rf"(?=[{SOFT}{HARD}{self.code(_LAUGH)}]|\Z)"
        no, own = "".join(self.alternatives("<neg>")), "".join(self.alternatives("<i>"))
        for element in say.split():
            if element == "^^":
                regex += r"\A" + pause
            elif element == "$$":
                regex += f"[{SOFT}{HARD}{self.code(_LAUGH)}]*" + r"\Z"
            elif element == "START":
                regex += rf"(?:\A|(?<=[{SOFT}{HARD}]))"
            elif element == "END":
                regex += end
            elif gap := re.fullmatch(r"\{(\d)([+-]?)\}", element):
                excluded = {"": no, "+": "", "-": SOFT + own}[gap[2]]
                regex += f"[^{HARD}{excluded}]{{0,{gap[1]}}}?"
            elif element.startswith("!"):
                regex += f"(?!{pause}{self.one_of(self.alternatives(element[1:]))})"
            elif element.startswith("-"):
                singles = [s for s in self.alternatives(element[1:]) if len(s) == 1]
                regex += f"(?<![{''.join(singles)}])"
            else:
                suffix = element[-1] if element[-1] in "?*" else ""
                written = element.removesuffix(suffix) if suffix else element
                named = [part for part in written.split("|") if part != "END"]
                or_end = len(named) < len(written.split("|"))
                strings = self.alternatives("|".join(named))
                part = ("" if first else pause) + self.one_of(strings)
                part += f"|{end}" if or_end else ""
                regex += f"(?:{part})" + {"": "", "?": "?", "*": f"{{0,{_REPEAT}}}"}[suffix]
                if not suffix and not or_end:
                    needs.append(frozenset(s[0] for s in strings))
                    first = False
        if not needs:
            raise self.fail(f"“{say}” would match anything. Name at least one word that must be there.")
        try:
            return re.compile(regex), tuple(needs)
        except re.error as problem:
            raise self.fail(f"“{say}” cannot be compiled ({problem}).") from problem

    def singles(self, name: str) -> frozenset[str]:
        return frozenset(s for s in self.alternatives(f"<{name}>") if len(s) == 1)

    def build(self) -> Lexicon:
        """Read all files; raises LexiconError with file and pattern when one is wrong."""
        lexicon = self.lexicon
        self.where = "idioms.yml"
        for entry in self.read("idioms")["idioms"]:
            for say in entry["say"]:
                expression, needs = self.expression(say)
                lexicon.idioms.append(Idiom(expression, needs, self.kinds[entry["kind"]]))
        for name in CRISIS_FILES:
            self.where = f"{name}.yml"
            content = self.read(name)
            for entry in content["patterns"]:
                for say in entry["say"]:
                    expression, needs = self.expression(say)
                    lexicon.patterns.append(
                        Pattern(
                            expression,
                            needs,
                            entry.get("category", content["category"]),
                            entry["level"],
                            entry["lang"],
                            entry.get("about_other", content.get("about_other")),
                            entry.get("first", False),
                            f"{name}.{entry['id']}",
                        )
                    )
        lexicon.patterns.sort(key=lambda p: p.rank)
        lexicon.pattern_index = Index([p.needs for p in lexicon.patterns])
        lexicon.idiom_index = Index([i.needs for i in lexicon.idioms])
        self.where = "words.yml"
        for language in ("nl", "fr", "en"):
            lexicon.selves[language] = self.singles(f"self_{language}")
            lexicon.others[language] = self.singles(f"other_{language}")
            lexicon.languages[language] = self.singles(f"lang_{language}")
        lexicon.nominatives = self.singles("nominatives")
        lexicon.openers = self.singles("openers")
        lexicon.prepositions = self.singles("prepositions")
        self.add_spellings()
        return lexicon

    def add_spellings(self) -> None:
        """Chat spellings, joined words, slips of the finger and starred words, all worked out beforehand."""
        codes, listed = self.lexicon.codes, dict(self.lexicon.codes)
        codes[SOFT] = SOFT
        for variant, right in self.spelling.items():
            codes[variant] = "".join(self.code(word) for word in right.split())
        safe = set(self.vocabulary["never_a_slip"].split())
        for word in self.vocabulary["sensitive"].split():
            code = self.code(word)
            for slip in _slips(word):
                if slip not in safe:
                    codes.setdefault(slip, code)
        for word in self.vocabulary["starred"].split():
            for masked in _starred(word):
                codes.setdefault(masked, self.code(word))
        for word, code in list(listed.items()):
            codes.setdefault("~" + _squeezed(word), code)
        for phrase in self.vocabulary["glued"]:
            self.lexicon.glued[phrase.replace(" ", "")] = f" {phrase} "


def _slips(word: str) -> set[str]:
    """Return every spelling with one letter too few, too many, wrong, or two swapped."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    slips = {a + b[1:] for a, b in cuts if b}
    slips |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    slips |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}
    slips |= {a + c + b for a, b in cuts for c in _LETTERS}
    return slips - {word}


def _starred(word: str) -> set[str]:
    """Return the spellings with vowels hidden: z*lfmoord, zelfm**rd, d**d."""
    masks = [""]
    for letter in word:
        masks = [m + c for m in masks for c in ((letter, "*") if letter in "aeiou" else (letter,))]
    return set(masks) - {word}


def load(folder: Path = FOLDER) -> Lexicon:
    """Read the lexicon in `folder`; raises LexiconError when a file is missing or wrong."""
    return _Builder(folder).build()
