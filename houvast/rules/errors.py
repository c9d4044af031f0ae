"""What can be wrong with knowledge or facts, told so that the reader knows what to do."""


class KnowledgeError(Exception):
    """A knowledge file is wrong: `file`, `line` (1-based, 0 if unknown), what is wrong and what to do."""

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        super().__init__(f"{file}:{line}: {problem} {remedy}")


class FactsError(ValueError):
    """Facts that do not fit the vocabulary of `knowledge/facts.yml`: which fact, what is wrong, what to do."""
