"""Rasa custom actions: slots to facts, facts to the rule base, results to messages and events.

Nothing is decided here and no text is written here: judgement lives in `knowledge/`, wording in `knowledge/texts/`.
"""
