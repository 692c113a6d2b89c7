"""How letters reach the applicant: the ways and their numbers as data, and what a case knows of each letter (R146)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows import events as e
from workflows.termination import APPLICANT, NOBODY

ELECTRONIC, PAPER = "electronic", "paper"
PUBLIC_NOTICE = "public_notice"
TRIED, UNKNOWN = "tried", "unknown"
"""Why a letter is published: other ways failed, or nobody knows where its addressee is."""
UNSERVABLE = "unservable"
"""How a letter stands that nobody is left to receive; it may still be served on somebody who turns up."""
UNSERVED = "unserved"
FAILURES = ("returned", "nobody", "moved", "refused", "bounced", UNSERVED)
"""Why a service fails: the post brought it back, nobody was there, moved away, refused, the address does not exist, or no
courier goes there."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of service: what proves it, how many calendar days pass until it counts, and after which failures of other ways
    it is open; a way without any is always open."""

    name: str
    proof: str
    days: int
    basis: str
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt that failed: by which way (none for a visit), why, and on which day that was written down."""

    way: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `service.yaml`, read once."""

    ways: Mapping[str, Way]
    hold: Mapping[str, str]
    hold_basis: str
    unserved: frozenset[str]
    results: frozenset[str]
    answers: frozenset[str]
    others: frozenset[str] = frozenset()
    with_results: frozenset[str] = frozenset()

    @property
    def delivered(self) -> frozenset[str]:
        """The letters that are served within the days of article 44: the results, and what goes out with them at the latest."""
        return self.results | self.with_results


@dataclass(frozen=True, slots=True)
class LetterState:
    """How far the service of one letter has come; `state` is planned, sent, served, failed or unservable."""

    letter: int
    document: str
    dated: date
    state: str = "planned"
    way: str = ""
    sent_on: date | None = None
    served_on: date | None = None
    failed_on: date | None = None
    reason: str = ""
    note: str = ""
    reference: str = ""
    attempts: int = 0
    hold: str = ""
    tries: tuple[Try, ...] = ()
    ground: str = ""
    why: str = ""
    """On what ground a public notice was published (UNKNOWN, or TRIED), and the words of the one that needs some."""


Letters = Mapping[tuple[int, str], LetterState]


@cache
def policy() -> Policy:
    """The ways of service and what follows from them."""
    raw: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "service.yaml").read_text("utf-8"))
    ways = {
        name: Way(name, one["proof"], one.get("days", 0), one["basis"], frozenset(one.get("after", ())))
        for name, one in raw["ways"].items()
    }
    return Policy(
        ways,
        raw["hold"],
        raw["hold_basis"],
        frozenset(raw["unserved"]),
        frozenset(raw["results"]),
        frozenset(raw["answers"]),
        frozenset(raw["others"]),
        frozenset(raw["with_results"]),
    )


def after_event(letters: Letters, event: e.Event, seq: int, day: date, electronic: bool) -> Letters:
    """The letters with those that this event brings: in the agreed inbox at once, or still to be served on paper (R146).

    A result is served by its own act, whichever way was agreed.
    """
    rules, fresh = policy(), {}
    for document, _ in getattr(event, "letters", ()):
        if document in rules.unserved:
            continue
        one = LetterState(seq, document, day)
        if isinstance(event, e.Terminated) and event.recipient != APPLICANT:
            # whoever agreed to electronic service is gone: an inbox that nobody reads serves nothing
            one = replace(one, state=UNSERVABLE if event.recipient == NOBODY else "planned", note=event.nobody)
        elif document in rules.others:
            one = replace(one, hold=rules.hold.get(e.kind_of(event), ""))
        elif electronic and document not in rules.results:
            one = replace(one, state="served", way=ELECTRONIC, sent_on=day, served_on=day)
        elif not electronic and document not in rules.results:
            one = replace(one, hold=rules.hold.get(e.kind_of(event), ""))
        fresh[seq, document] = one
    return {**letters, **fresh} if fresh else letters


def sent(letters: Letters, event: e.LetterSent) -> Letters:
    """The letters after one was handed to the post, to another body, or published."""
    one = letters[event.letter, event.document]
    return _with(
        letters,
        replace(
            one,
            state="sent",
            way=event.way,
            sent_on=event.sent_on,
            reference=event.reference,
            failed_on=None,
            reason="",
            note="",
            attempts=one.attempts + 1,
            ground=event.ground,
            why=event.why,
        ),
    )


def served(letters: Letters, event: e.LetterServed) -> Letters:
    """The letters after one arrived."""
    one = letters[event.letter, event.document]
    sent_on = one.sent_on if one.state == "sent" and one.sent_on else event.served_on
    reference = event.reference or (one.reference if one.state == "sent" else "")
    done = replace(
        one, state="served", way=event.way, sent_on=sent_on, served_on=event.served_on, reference=reference, reason=""
    )
    return _with(letters, done)


def serves(event: e.Event, one: LetterState) -> bool:
    """Whether an event is the act that served a letter; what came into the agreed inbox was served by none."""
    if isinstance(event, e.LetterServed):
        return (event.letter, event.document) == (one.letter, one.document)
    return isinstance(event, e.Delivered) and served_with(event, one)


def served_with(event: e.Delivered, one: LetterState) -> bool:
    """Whether the act that served the result served this letter: the result itself, and what went out with it that had not come
    into the agreed inbox before."""
    same = (one.way, one.served_on) == (event.way, event.delivered_on)
    return one.document in policy().results or (one.document in policy().with_results and same)


def failed(letters: Letters, event: e.ServiceFailed) -> Letters:
    """The letters after one came back: it waits for a person again."""
    one = letters[event.letter, event.document]
    tries = (*one.tries, Try(event.way, event.reason, event.failed_on))
    back = replace(one, state="failed", served_on=None, failed_on=event.failed_on, reason=event.reason, note=event.note)
    return _with(letters, replace(back, tries=tries))


def tried(one: LetterState, way: Way) -> bool:
    """Whether another way of bringing the letter failed so that this one is open; an inbox that bounced is no such way."""
    elsewhere = [past for past in one.tries if past.way not in (ELECTRONIC, way.name)]
    return not way.after or any(past.reason in way.after for past in elsewhere)


def delivered(letters: Letters, event: e.Delivered) -> Letters:
    """The letters after the result was served by its own act: every letter of the result, or that goes out with it at the latest,
    that was not served yet."""
    results = {
        key: replace(
            one,
            state="served",
            way=event.way,
            sent_on=one.sent_on or event.delivered_on,
            served_on=event.delivered_on,
            reference=event.proof or one.reference,
            reason="",
        )
        for key, one in letters.items()
        if one.document in policy().delivered and one.state != "served"
    }
    return {**letters, **results}


def counts_on(one: LetterState) -> date | None:
    """The day on which a public notice counts as served; None for every other way."""
    way = policy().ways.get(one.way)
    return one.sent_on + timedelta(days=way.days) if way and way.days and one.sent_on else None


def held(letters: Letters, clock: str, letter: int | None = None) -> tuple[tuple[date, date | None], ...]:
    """The stretches in which a clock waits for its letter: from the day of the letter to the day of its service. `letter` is
    the place of the one that counts, where several parties have a clock of that name."""
    waited = [one for one in letters.values() if one.hold == clock and letter in (None, one.letter)]
    return tuple((one.dated, max(one.served_on, one.dated) if one.served_on else None) for one in waited)


def _with(letters: Letters, one: LetterState) -> Letters:
    return {**letters, (one.letter, one.document): one}
