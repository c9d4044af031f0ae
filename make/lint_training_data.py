"""Checks of the Rasa project that Rasa's own validator does not make (it exits 0 on an intent without examples).

Prints each finding with its file and what to do; ends with status 1 when there is one.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from houvast import safety  # noqa: E402
from houvast.privacy import redact  # noqa: E402

ENOUGH = 30
"""Examples an intent needs at least."""
WITHOUT_EXAMPLES = {"safe_word"}
"""Intents that only a rule sets."""
TOO_NEAR = 0.9
"""Likeness (0 to 1) from which a training line counts as a held-out line in other words."""


def examples(root: Path) -> Iterator[tuple[Path, str, str]]:
    """(file, intent, line) of all training examples."""
    for file in sorted((root / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            for line in block.get("examples", "").splitlines():
                if line.startswith("- "):
                    yield file, block.get("intent", ""), line[2:].strip()


def plain(line: str) -> str:
    """A line without case, punctuation and emoji."""
    return " ".join(re.findall(r"\w+", line.lower()))


def findings(root: Path) -> Iterator[str]:
    """All that is wrong, as sentences."""
    domain = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))
    dialogue = yaml.safe_load((root / "knowledge" / "dialogue.yml").read_text(encoding="utf-8"))
    rows = list(examples(root))
    yield from _intents(domain, dialogue, rows)
    yield from _doubles(rows)
    yield from _crises(dialogue, rows)
    yield from _personal(rows)
    yield from _held_out(root, rows)
    yield from _domain(domain)


def _intents(domain: dict[str, Any], dialogue: dict[str, Any], rows: list[tuple[Path, str, str]]) -> Iterator[str]:
    count: dict[str, int] = defaultdict(int)
    for _, intent, _ in rows:
        count[intent] += 1
    known = {i if isinstance(i, str) else next(iter(i)) for i in domain["intents"]}
    for intent in sorted(known - WITHOUT_EXAMPLES):
        if count[intent] < ENOUGH:
            yield (f"domain.yml: intent '{intent}' has {count[intent]} examples: write at least {ENOUGH} in data/nlu/, "
                   "or take it out of the domain")
    for intent in sorted(set(count) - known):
        yield f"data/nlu: intent '{intent}' has examples but is not in domain.yml: add it there"
    named = {i for key in ("crisis", "answers", "topics", "legal", "back", "explain", "personas") for i in dialogue[key]}
    for intent in sorted(named - known - {"nlu_fallback"}):
        yield f"knowledge/dialogue.yml: '{intent}' is no intent of domain.yml"


def _doubles(rows: list[tuple[Path, str, str]]) -> Iterator[str]:
    seen: dict[str, tuple[Path, str]] = {}
    for file, intent, line in rows:
        key = plain(line) or line
        if key in seen:
            yield f"{file.name}: '{line}' ({intent}) stands already in {seen[key][0].name} ({seen[key][1]}): keep one"
        seen[key] = (file, intent)


def _crises(dialogue: dict[str, Any], rows: list[tuple[Path, str, str]]) -> Iterator[str]:
    for file, intent, line in rows:
        alarm = safety.detect(line)
        if alarm and intent not in dialogue["crisis"]:
            yield (f"{file.name}: '{line}' ({intent}) alarms the safety net as {alarm.category}: crisis wording may not train "
                   "another intent; move the line, or make the net know better")


def _personal(rows: list[tuple[Path, str, str]]) -> Iterator[str]:
    for file, intent, line in rows:
        redacted = redact(line)
        if redacted != line:
            yield (f"{file.name}: '{line}' ({intent}) reaches the classifier as '{redacted}', for the gateway redacts before it: "
                   "train on that")


def _held_out(root: Path, rows: list[tuple[Path, str, str]]) -> Iterator[str]:
    held = dict(_held_out_lines(root))
    by_word: dict[str, set[str]] = defaultdict(set)
    for sentence in held:
        for word in set(sentence.split()):
            by_word[word].add(sentence)
    for file, intent, line in rows:
        own = plain(line)
        if own in held:
            yield f"{file.name}: '{line}' ({intent}) is held out in {held[own]}: what measures may not train"
            continue
        for sentence in _near(own, by_word):
            yield f"{file.name}: '{line}' ({intent}) says nearly what is held out in {held[sentence]}: '{sentence}'"


def _held_out_lines(root: Path) -> Iterator[tuple[str, str]]:
    """(sentence, file) of the evaluation set and of the dialogues; very short replies may stand in both."""
    for file in sorted((root / "tests" / "nlu" / "held_out").glob("*.tsv")):
        for row in file.read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#") and plain(row.split("\t")[1]):
                yield plain(row.split("\t")[1]), file.name
    for file in sorted((root / "tests" / "e2e" / "dialogues").glob("*.yml")):
        for dialogue in yaml.safe_load(file.read_text(encoding="utf-8")):
            for said in (str(turn.get("say", "")) for turn in dialogue["turns"]):
                if len(said.split()) > 3:
                    yield plain(said), file.name


def _near(own: str, by_word: dict[str, set[str]]) -> Iterator[str]:
    """Held-out sentences that say nearly the same; only those that share most words are compared."""
    words = set(own.split())
    if len(own.split()) < 4:
        return
    shared: dict[str, int] = defaultdict(int)
    for word in words:
        for sentence in by_word[word]:
            shared[sentence] += 1
    for sentence, count in shared.items():
        if count >= 0.8 * len(words) and SequenceMatcher(None, own, sentence).ratio() > TOO_NEAR:
            yield sentence


def _domain(domain: dict[str, Any]) -> Iterator[str]:
    for name, slot in domain["slots"].items():
        for mapping in slot.get("mappings", []):
            if mapping["type"] in ("from_text", "from_entity"):
                yield (f"domain.yml: slot '{name}' is filled by {mapping['type']}: a form would take a question for an answer; "
                       "use the ledger")
    for name, variants in domain.get("responses", {}).items():
        if all("condition" in v for v in variants):
            yield f"domain.yml: response '{name}' has no variant without a condition: add a default"


def main() -> None:
    """Print the findings; status 1 when there are any."""
    found = list(findings(ROOT))
    print(*found, sep="\n") if found else print(f"{sum(1 for _ in examples(ROOT))} training lines, nothing wrong")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
