"""The safety net: finds a crisis in what somebody typed, by reviewed words alone, without a model and without Rasa.

`detect` runs on the raw text of every message before any limit, and once more inside the assistant. The words stand in
`knowledge/crisis/`. This room never answers, never stores and never logs what was typed; what it hands back holds
lexicon words only, so that a name in the message cannot leak through it.
"""

from houvast.safety.alarm import Alarm
from houvast.safety.detection import detect
from houvast.safety.safe_word import is_safe_word

__all__ = ["Alarm", "detect", "is_safe_word"]
