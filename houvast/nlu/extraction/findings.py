"""Facts that a message itself says: `extract(text)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from houvast.nlu.extraction import ages, dates
from houvast.nlu.extraction.knowledge import Also, Extraction, Rule, load
from houvast.nlu.extraction.text import PlainText, plain


@dataclass(frozen=True)
class Finding:
    """One fact that was said: its value, where (`start`, `end` in the text as typed), in which words, how sure.

    `by` says who did an `act`: asker, child, other, sharer or sender.
    """

    fact: str
    value: Any
    start: int
    end: int
    words: str
    by: str | None = None
    sure: bool = True


@dataclass(frozen=True)
class Hit:
    """A finding in the plain line, before conflicts are settled; `at` and `to` are positions in the plain line."""

    fact: str
    value: Any
    at: int
    to: int
    by: str | None = None
    sure: bool = True
    weight: int = 1
    needs: tuple[str, ...] = ()


def extract(text: str) -> list[Finding]:
    """Everything the message itself says, with the names and values of `knowledge/facts.yml`, in order of the text.

    Context-free: no earlier message is known. A fact is left out when it is unclear, denied, wished, feared or
    conditional. Never raises; reads at most `text.LIMIT` characters.
    """
    known = load()
    message = plain(text, known.spelling)
    return _in_order(message, found_in(message, known))


def found_in(message: PlainText, known: Extraction, audience: str | None = None) -> list[Hit]:
    """The settled findings of one plain message; `audience` ("parent" or "youth") when it is known from before."""
    line = message.line
    roles = [hit for rule in known.rules if rule.fact == "asker_role" for hit in _hits(rule, line, known)]
    roles = _settled(roles, known)
    asker = next((hit.value for hit in roles if hit.fact == "asker_role"), None) or audience
    speaker = "parent" if asker == "parent" else "youth"
    people = ages.people_in(line, known)
    hits = list(roles)
    for rule in known.rules:
        if rule.fact == "asker_role" or (rule.asker and rule.asker != speaker):
            continue
        hits += [hit for hit in _hits(rule, line, known, speaker)
                 if _by_whom_is_clear(rule, hit, line, speaker, people)]
    hits += [Hit(a.fact, a.value, a.at, a.to, sure=a.sure) for a in ages.ages_in(line, known, speaker, people)]
    hits += [Hit("date_of_facts", d.value, d.at, d.to) for d in dates.dates_in(line, known)]
    hits = _needed(_settled(hits, known), known)
    return _completed(hits, line, speaker)


def _hits(rule: Rule, line: str, known: Extraction, speaker: str = "youth") -> Iterable[Hit]:
    for match in rule.pattern.finditer(line):
        at, to = match.span()
        if rule.unless and rule.unless.search(line, at, _word_ends(line, to, 5)):
            continue
        if any(_withdrawn(known, guard, line, at, to) for guard in rule.guards):
            continue
        yield Hit(rule.fact, rule.value, at, to, rule.by, rule.sure, rule.weight, rule.needs)
        for also in rule.also:
            if _follows(also, line, at, to, speaker):
                yield Hit(also.fact, also.value, at, to, also.by, rule.sure, rule.weight, rule.needs)
        return


def _follows(also: Also, line: str, at: int, to: int, speaker: str) -> bool:
    if also.asker and also.asker != speaker:
        return False
    return also.only_if is None or also.only_if.search(line, max(at - 80, 0), _word_ends(line, to, 8)) is not None


def _withdrawn(known: Extraction, name: str, line: str, at: int, to: int) -> bool:
    guard = known.guards[name]
    start = _word_starts(line, at, guard.within, stop=",.?:" if name == "negation" else ".?")
    if guard.before.search(line, start, at):
        return True
    behind = _word_ends(line, to, guard.after)
    return guard.after_words is not None and guard.after_words.match(line, to + 1, behind) is not None


def _word_starts(line: str, at: int, words: int, stop: str) -> int:
    """Where the `words` words before `at` begin, not further back than a word in `stop`."""
    start = at
    for _ in range(words):
        begin = line.rfind(" ", 0, max(start - 1, 0)) + 1
        if start <= 1 or line[begin] in stop:
            break
        start = begin
    return start


def _word_ends(line: str, to: int, words: int) -> int:
    """Where the `words` words after `to` end, not further than the end of the sentence."""
    end = to
    for _ in range(words):
        nxt = line.find(" ", end + 1)
        if nxt < 0 or line[end + 1] in ".?":
            break
        end = nxt
    return end


_PRONOUN = re.compile(r"(?:\S+ )?(hij|zij|ze|die)(?! (?:hebben|hadden|stuurden|sturen|deelden|verspreidden) )(?![^ ])")


def _by_whom_is_clear(rule: Rule, hit: Hit, line: str, speaker: str, people: ages.People) -> bool:
    """In a parent's words "ze heeft ..." may be the child: then nobody else can be said to have done it."""
    if rule.child:
        return people.only_child_for(line[hit.at:hit.to], hit.at)
    if speaker == "parent" and rule.by in ("sharer", "other"):
        pronoun = _PRONOUN.match(line, hit.at)
        if pronoun and not people.not_the_child(pronoun.group(1), hit.at):
            return False
    return True


def _settled(hits: list[Hit], known: Extraction) -> list[Hit]:
    """One value a fact: the heaviest, else the first (`choose_first`), else none. Acts may be several.

    Two own ages that were both said plainly are both kept: the dialogue names the contradiction and asks.
    """
    by_fact: dict[tuple[str, Any, Any], list[Hit]] = {}
    for hit in hits:
        many = hit.fact in known.many
        by_fact.setdefault((hit.fact, hit.by if many else None, hit.value if many else None), []).append(hit)
    settled: list[Hit] = []
    for (fact, _, _), same in by_fact.items():
        top = max(hit.weight for hit in same)
        heaviest = sorted((hit for hit in same if hit.weight == top), key=lambda hit: hit.at)
        if len({repr(hit.value) for hit in heaviest}) > 1 and fact not in known.choose_first:
            if fact == "asker_age" and all(hit.sure and isinstance(hit.value, int) for hit in heaviest):
                settled += {hit.value: hit for hit in heaviest}.values()
            continue
        sure = next((hit for hit in heaviest if hit.sure and hit.value == heaviest[0].value), heaviest[0])
        settled.append(sure)
    return settled


def _needed(hits: list[Hit], known: Extraction) -> list[Hit]:
    def there(group: str) -> bool:
        wanted = known.groups.get(group, {group: "any"})
        return any(hit.fact in wanted and (wanted[hit.fact] == "any" or hit.value in wanted[hit.fact]) for hit in hits)

    return [hit for hit in hits if not hit.needs or any(there(group) for group in hit.needs)]


def _completed(hits: list[Hit], line: str, speaker: str) -> list[Hit]:
    """What follows from two findings together: the age of who shared it, and that the asker knows who it was."""
    facts = {hit.fact: hit for hit in hits}
    shared = next((hit for hit in hits if hit.fact == "act" and hit.by == "sharer"), None)
    other = facts.get("other_age")
    if shared and other and shared.at <= other.at <= other.to <= shared.to and "sharer_age" not in facts:
        hits.append(replace(other, fact="sharer_age"))
    asker_age = facts.get("asker_age")
    if asker_age and "asker_role" not in facts and speaker == "youth" and isinstance(asker_age.value, int) \
            and asker_age.value < 18:
        hits.append(replace(asker_age, fact="asker_role", value="youth"))
    return hits


def _in_order(message: PlainText, hits: list[Hit]) -> list[Finding]:
    findings = []
    for hit in sorted(hits, key=lambda h: (h.at, h.to, h.fact)):
        start, end = message.place(hit.at, hit.to)
        findings.append(Finding(hit.fact, hit.value, start, end, message.typed[start:end], hit.by, hit.sure))
    return findings
