"""Plays a dialogue over the public API against live processes and looks at what was decided, not at how it was worded.

    - id: mother-at-night
      now: 2026-11-22T02:30+01:00
      turns:
        - say: "mijn dochter van 13 wordt gechanteerd met een filmpje"     # what is typed; `press` takes a button by its title
          expect: {intent: child_blackmailed, facts: {child_age: 13}, first_step: do_not_pay}
"""

from __future__ import annotations

import uuid
from typing import Any

import httpx

CHECKS = {}


class Conversation:
    """One session with the gateway, and what has been seen in it."""

    def __init__(self, url: str, now: str | None = None) -> None:
        headers = {"X-Houvast-Now": now} if now else {}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=30)
        opened = self.http.post("/api/sessions")
        assert opened.status_code == 201, opened.text
        self.http.headers["Authorization"] = f"Bearer {opened.json()['session']}"
        self.answer: dict[str, Any] = opened.json()
        self.buttons: dict[str, str] = {}
        self.asked: list[str] = []
        self._note()

    def say(self, text: str) -> dict[str, Any]:
        """Send a text; return the answer of the gateway."""
        sent = self.http.post("/api/messages", json={"message": text, "message_id": uuid.uuid4().hex})
        assert sent.status_code == 200, f"{sent.status_code}: {sent.text}"
        self.answer = sent.json()
        self._note()
        return self.answer

    def press(self, title: str) -> dict[str, Any]:
        """Press a button that was shown, by its title."""
        assert title in self.buttons, f"no button {title!r}; there are {sorted(self.buttons)}"
        return self.say(self.buttons[title])

    def _note(self) -> None:
        for message in self.answer["messages"]:
            self.buttons.update({b["title"]: b["payload"] for b in message.get("buttons") or []})
        self.asked += [c["fact"] for c in self.customs("question")]

    def customs(self, kind: str) -> list[dict[str, Any]]:
        """All structured messages of one type in the last answer."""
        found = [m.get("custom") or {} for m in self.answer["messages"]]
        return [c for c in found if c.get("type") == kind]

    def text(self) -> str:
        """All that can be read in the last answer."""
        return "\n".join(m.get("text") or "" for m in self.answer["messages"])


def check(name: str) -> Any:
    """Register the function that checks the expectation `name`."""
    def register(function: Any) -> Any:
        CHECKS[name] = function
        return function
    return register


def verify(talk: Conversation, expect: dict[str, Any]) -> None:
    """Check all expectations of one turn; an expectation nobody can check is an error."""
    unknown = set(expect) - set(CHECKS)
    assert not unknown, f"expectations that nobody checks: {unknown}"
    for name, wanted in expect.items():
        CHECKS[name](talk, wanted)


@check("intent")
def _intent(talk: Conversation, wanted: str) -> None:
    assert talk.answer["debug"]["intent"] == wanted, talk.answer["debug"]


@check("facts")
def _facts(talk: Conversation, wanted: dict[str, Any]) -> None:
    facts = talk.answer["debug"]["facts"]
    assert {k: facts.get(k) for k in wanted} == wanted, facts


@check("facts_lack")
def _facts_lack(talk: Conversation, names: list[str]) -> None:
    facts = talk.answer["debug"]["facts"]
    assert not set(names) & set(facts), facts


@check("question")
def _question(talk: Conversation, fact: str | None) -> None:
    asked = [c["fact"] for c in talk.customs("question")]
    assert asked == ([fact] if fact else []), asked


@check("never_asks_again")
def _never_again(talk: Conversation, fact: str) -> None:
    assert fact not in [c["fact"] for c in talk.customs("question")]


@check("verdicts")
def _verdicts(talk: Conversation, wanted: list[dict[str, Any]]) -> None:
    cards = talk.customs("assessment")
    for want in wanted:
        card = next((c for c in cards if want["for_whom"] in c["for_whom"]), None)
        assert card, f"nothing is said about {want['for_whom']}: {[c['for_whom'] for c in cards]}"
        for key, value in want.items():
            if key == "for_whom":
                continue
            if key == "articles_any":
                assert set(value) & set(card["articles"]), card["articles"]
            elif key == "articles_none":
                assert not set(value) & set(card["articles"] + card["possible_articles"]), card
            elif key == "rule":
                assert value in [b["rule"] for b in card["because"]], card["because"]
            elif key == "assumed":
                assert set(value) <= {a["fact"] if isinstance(a, dict) else a for a in card["assumed"]}, card["assumed"]
            else:
                assert card[key] == value, f"{key}: {card[key]!r}, wanted {value!r}"


@check("no_verdict_for")
def _no_verdict(talk: Conversation, persons: list[str]) -> None:
    spoken = {p for c in talk.customs("assessment") for p in c["for_whom"]}
    assert not spoken & set(persons), spoken


@check("first_step")
def _first_step(talk: Conversation, step: str) -> None:
    plans = talk.customs("plan")
    assert plans and plans[0]["steps"][0]["id"] == step, plans


@check("plan_in_order")
def _plan_in_order(talk: Conversation, steps: list[str]) -> None:
    given = [s["id"] for c in talk.customs("plan") for s in c["steps"]]
    assert [s for s in given if s in steps] == steps, given


@check("plan_lacks")
def _plan_lacks(talk: Conversation, steps: list[str]) -> None:
    given = [s["id"] for c in talk.customs("plan") for s in c["steps"]]
    assert not set(steps) & set(given), given


@check("hand_off")
def _hand_off(talk: Conversation, wanted: dict[str, Any]) -> None:
    cards = talk.customs("handoff")
    assert cards, "no lines are given"
    card = cards[0]
    ids = [line["id"] for line in card["lines"]]
    if "urgency" in wanted:
        assert card["urgency"] == wanted["urgency"], card["urgency"]
    if "first" in wanted:
        assert ids[0] == wanted["first"], ids
    if "has" in wanted:
        every = ids + [line["id"] for line in card.get("more", [])]
        assert set(wanted["has"]) <= set(every), every
    if "open_now" in wanted:
        assert card["lines"][0]["open_now"] is wanted["open_now"], card["lines"][0]
    assert len(ids) <= 2, ids


@check("crisis")
def _crisis(talk: Conversation, category: str | None) -> None:
    found = talk.customs("crisis")
    if category is None:
        assert not found, found
        return
    assert talk.answer["messages"][0].get("custom", {}).get("type") == "crisis", "the crisis answer does not come first"
    assert found[0]["category"] == category, found
    assert talk.customs("handoff")[0]["urgency"] == "crisis"


@check("responses")
def _responses(talk: Conversation, names: list[str]) -> None:
    said = talk.answer["debug"]["responses"]
    assert [s for s in said if s in names] == names, said


@check("responses_lack")
def _responses_lack(talk: Conversation, names: list[str]) -> None:
    assert not set(names) & set(talk.answer["debug"]["responses"]), talk.answer["debug"]["responses"]


@check("what_if")
def _what_if(talk: Conversation, wanted: bool) -> None:
    assert {c["what_if"] for c in talk.customs("assessment")} == {wanted}


@check("says")
def _says(talk: Conversation, words: list[str]) -> None:
    text = talk.text().lower()
    assert not [w for w in words if w.lower() not in text], text


def _cards(talk: Conversation) -> str:
    """All that stands on the cards about the law."""
    return "\n".join(str(text) for card in talk.customs("assessment") for text in card["texts"].values())


@check("card_says")
def _card_says(talk: Conversation, words: list[str]) -> None:
    assert not [w for w in words if w not in _cards(talk)], _cards(talk)


@check("never_card_says")
def _never_card_says(talk: Conversation, words: list[str]) -> None:
    assert not [w for w in words if w in _cards(talk)], _cards(talk)


@check("never_says")
def _never_says(talk: Conversation, words: list[str]) -> None:
    text = talk.text().lower()
    assert not [w for w in words if w.lower() in text], text


@check("degraded")
def _degraded(talk: Conversation, wanted: bool) -> None:
    assert talk.answer["degraded"] is wanted
