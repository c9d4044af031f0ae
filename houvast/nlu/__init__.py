"""Understanding what people type: Rasa components and the channel, and the extraction of facts (no Rasa in that part).

Import the submodule you need; this door stays empty so that the facts can be read without Rasa.
"""
