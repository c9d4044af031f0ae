"""What can be wrong with knowledge or facts, told so that the reader knows what to do."""


from typing import Any

SHOWN = 80
"""Characters of a wrong value that an error repeats."""


class KnowledgeError(Exception):
    """A knowledge file is wrong: `file`, `line` (1-based, 0 if unknown), what is wrong and what to do."""

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        super().__init__(f"{file}:{line}: {problem} {remedy}")


class FactsError(ValueError):
    """Facts that do not fit the vocabulary of `knowledge/facts.yml`: which fact, what is wrong, what to do."""


def shown(value: Any) -> str:
    """A value as it stands in an error: never more than one line of it."""
    try:
        text = repr(value)
    except RecursionError:
        return "something nested very deep"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
