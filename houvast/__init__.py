"""Houvast: rules, safety net, redaction and language understanding of the assistant.

Runs on Python 3.10 and newer and knows neither Django nor, outside `houvast.nlu`, Rasa.
"""
