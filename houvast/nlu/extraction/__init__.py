"""Facts from what a Flemish teenager or parent types, by patterns that stand in `knowledge/extraction/`.

`extract` reads a message by itself, `interpret_answer` a reply to one question, `what_if` and `legal_question`
questions about the law. Deterministic, bounded in time, never raises on a text; imports neither Rasa nor Django.
What is unclear is left out: a wrong fact would not be asked any more.
"""

from houvast.nlu.extraction.answers import interpret_answer
from houvast.nlu.extraction.findings import Finding, extract
from houvast.nlu.extraction.questions import is_follow_up, is_general, legal_question, what_if

__all__ = ["Finding", "extract", "interpret_answer", "is_follow_up", "is_general", "legal_question", "what_if"]
