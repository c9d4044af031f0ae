"""The ledger of facts: what a person told, in which words, how sure; what was asked; what is only supposed ("en als").

It knows nothing of the vocabulary: names and values are checked where facts are evaluated.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from houvast.rules.conditions import UNKNOWN, WITHHELD

State = Literal["not_asked", "unknown", "withheld", "told"]
Source = Literal["told", "button", "inferred"]
ASK_AT_MOST = 2
"""How often one question is put."""
FORMAT = 1
"""Version of the JSON form; another one is refused, so that an old conversation is never misread."""


@dataclass(frozen=True)
class Entry:
    """One fact in the ledger.

    `words`: what the person wrote (redacted). `turn`: number of the message, from 0. `sure`: False for a reading that
    should be shown for correction. `concluded_from`: facts whose correction withdraws this one.
    """

    fact: str
    value: Any
    source: Source
    words: str
    turn: int
    sure: bool = True
    concluded_from: tuple[str, ...] = ()


@dataclass
class Ledger:
    """All facts of one conversation; goes into the tracker as JSON and comes back out of it."""

    _entries: dict[str, Entry] = field(default_factory=dict)
    _acts: list[dict[str, str]] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)
    _what_ifs: list[dict[str, Any]] = field(default_factory=list)

    # --- telling -----------------------------------------------------------------------------------------------

    def tell(self, fact: str, value: Any, words: str, turn: int, source: Source, *, sure: bool = True,
             concluded_from: Sequence[str] = ()) -> Any | None:
        """Note a fact; return the old value when this corrects one, else None.

        What was only inferred never replaces what the person said. A correction withdraws everything that was
        concluded from the old value. The fact `act` accumulates: a word, a list, or [{by, act}].
        """
        if fact == "act" and value not in (UNKNOWN, WITHHELD):
            self._add_acts(value)
            self._entries[fact] = Entry(fact, copy.deepcopy(self._acts), source, words, turn, sure)
            return None
        old = self._entries.get(fact)
        if old is not None and source == "inferred" and old.source != "inferred":
            return None
        self._entries[fact] = Entry(fact, copy.deepcopy(value), source, words, turn, sure, tuple(concluded_from))
        if old is None or old.value == value:
            return None
        self._withdraw_conclusions(fact)
        return None if old.value in (UNKNOWN, WITHHELD) else old.value

    def dont_know(self, fact: str, words: str = "", turn: int = 0) -> None:
        """The person says "weet ik niet": an answer, never asked again."""
        self._answer_open(fact, UNKNOWN, words, turn)

    def withhold(self, fact: str, words: str = "", turn: int = 0) -> None:
        """The person says "zeg ik liever niet": an answer, never asked again; an earlier value is forgotten."""
        self._answer_open(fact, WITHHELD, words, turn)

    def withdraw(self, fact: str) -> None:
        """Take a fact back ("dat klopt niet") with everything concluded from it; it may then be asked again."""
        self._entries.pop(fact, None)
        if fact == "act":
            self._acts.clear()
        self._withdraw_conclusions(fact)

    def _answer_open(self, fact: str, value: str, words: str, turn: int) -> None:
        if fact == "act":
            self._acts.clear()
        self._entries[fact] = Entry(fact, value, "told", words, turn)
        self._withdraw_conclusions(fact)

    def _withdraw_conclusions(self, fact: str) -> None:
        for name in [e.fact for e in self._entries.values() if fact in e.concluded_from]:
            del self._entries[name]
            self._withdraw_conclusions(name)

    def _add_acts(self, value: Any) -> None:
        for act in value if isinstance(value, list) else [value]:
            new = dict(act) if isinstance(act, Mapping) else {"act": str(act)}
            if any(new == known or ("by" not in new and known["act"] == new["act"]) for known in self._acts):
                continue            # told again with less detail adds nothing
            self._acts = [known for known in self._acts if "by" in known or known["act"] != new["act"]]
            self._acts.append(new)

    # --- reading -----------------------------------------------------------------------------------------------

    def state(self, fact: str) -> State:
        """Return not_asked (nothing was said), unknown, withheld or told."""
        entry = self._entries.get(fact)
        if entry is None:
            return "not_asked"
        if entry.value == UNKNOWN:
            return "unknown"
        return "withheld" if entry.value == WITHHELD else "told"

    def value(self, fact: str) -> Any | None:
        """Return the told value, or None when there is none (not asked, unknown, withheld)."""
        return copy.deepcopy(self._entries[fact].value) if self.state(fact) == "told" else None

    def entries(self) -> list[Entry]:
        """All entries, in the order in which they were first told."""
        return list(self._entries.values())

    def told(self) -> dict[str, Any]:
        """Facts for `evaluate`: values, and "unknown"/"withheld" where that was the answer. Never a what-if."""
        return {e.fact: copy.deepcopy(e.value) for e in self._entries.values()}

    # --- asking ------------------------------------------------------------------------------------------------

    def note_asked(self, fact: str) -> None:
        """Count a question that was put."""
        self._asked[fact] = self._asked.get(fact, 0) + 1

    def times_asked(self, fact: str) -> int:
        """How often it was asked; the dialogue stops at two."""
        return self._asked.get(fact, 0)

    @property
    def asked(self) -> frozenset[str]:
        """Facts that were asked at least once."""
        return frozenset(self._asked)

    def may_ask(self, fact: str, limit: int = ASK_AT_MOST) -> bool:
        """Whether it may (still) be asked: no answer yet, and asked fewer than `limit` times."""
        return self.state(fact) == "not_asked" and self.times_asked(fact) < limit

    # --- what if -----------------------------------------------------------------------------------------------

    def lay(self, step: Mapping[str, Any]) -> None:
        """Lay a what-if over the facts; steps in a row stack, the told facts stay as they are."""
        self._what_ifs.append(copy.deepcopy(dict(step)))

    def drop_what_ifs(self) -> None:
        """Forget all what-ifs: any other intent does that."""
        self._what_ifs.clear()

    @property
    def what_ifs(self) -> list[dict[str, Any]]:
        """The steps laid so far, oldest first."""
        return copy.deepcopy(self._what_ifs)

    def with_what_ifs(self) -> dict[str, Any]:
        """Return facts for `evaluate`, with the what-ifs under "what_if" when there are any."""
        return {**self.told(), "what_if": self.what_ifs} if self._what_ifs else self.told()

    # --- storing -----------------------------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Return plain dicts and lists that `from_json` reads back."""
        return {"format": FORMAT, "entries": [{**asdict(e), "concluded_from": list(e.concluded_from)}
                                              for e in copy.deepcopy(self.entries())],
                "acts": copy.deepcopy(self._acts), "asked": dict(self._asked), "what_ifs": self.what_ifs}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Ledger:
        """Read what `to_json` wrote; None or {} is an empty ledger. Raises ValueError on another format."""
        if not data:
            return cls()
        if data.get("format") != FORMAT:
            raise ValueError(f"ledger of format {data.get('format')!r}, expected {FORMAT}: start the conversation over")
        entries = [Entry(**{**raw, "concluded_from": tuple(raw["concluded_from"])})
                   for raw in copy.deepcopy(list(data["entries"]))]
        return cls({e.fact: e for e in entries}, copy.deepcopy(list(data["acts"])), dict(data["asked"]),
                   copy.deepcopy(list(data["what_ifs"])))
