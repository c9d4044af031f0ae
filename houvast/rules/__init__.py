"""The rule engine: load knowledge, evaluate facts in three-valued logic, say what is missing, and explain.

It is the only room that judges, and it never talks to people: results go to `houvast.messages`.

    law = load_knowledge().ruleset("law")
    result = law.evaluate({"asker_age": 15, "act": "pass_on"}, as_of=date.today())
"""

from houvast.rules.answer import Answer
from houvast.rules.errors import FactsError, KnowledgeError
from houvast.rules.knowledge import Knowledge, load_knowledge
from houvast.rules.law import LawResult, LawRuleset
from houvast.rules.ledger import Ledger

__all__ = ["Answer", "FactsError", "Knowledge", "KnowledgeError", "LawResult", "LawRuleset", "Ledger", "load_knowledge"]
