"""Service of letters: by a lawful way, with its proof, and back to a person where it fails (R146)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.service import (
    ELECTRONIC,
    FAILURES,
    PAPER,
    TRIED,
    UNKNOWN,
    UNSERVABLE,
    UNSERVED,
    LetterState,
    counts_on,
    policy,
    tried,
)

SENDS = frozenset({"courier", "entrusted", "public_notice"})


def choose(case: Case | None, command: c.ChooseService, now: Moment) -> Sequence[Event]:
    """Consent may be given and taken back at any time; it holds for what is served from then on."""
    case = required(case)
    if command.service not in (ELECTRONIC, PAPER):
        raise Refusal("way_missing")
    if command.service == case.service:
        raise Refusal("service_chosen_already")
    if case.ended:
        raise Refusal("case_ended")
    return [e.ServiceChosen(command.service, now.day)]


def send(case: Case | None, command: c.SendLetter, now: Moment) -> Sequence[Event]:
    """Sent by courier, entrusted or published; a letter that failed may be sent again, by whatever way is open."""
    case, one = _letter(case, command.letter, command.document)
    if command.way not in SENDS:
        raise Refusal("way_missing")
    if one.state not in ("planned", "failed", UNSERVABLE):
        raise Refusal("letter_under_way")
    reference = filled(command.reference, "proof_missing")
    ground = _ground(one, command)
    said = (command.why.strip(), command.evidence) if ground == UNKNOWN else ("", "")
    return [e.LetterSent(one.letter, one.document, command.way, now.day, reference, ground, *said)]


def _ground(one: LetterState, command: c.SendLetter) -> str:
    """Why a letter may be published: another way was tried in vain, or the whereabouts are unknown and that is proven
    (《民事诉讼法》第九十五条 by analogy); nothing for a way that is always open."""
    way = policy().ways[command.way]
    if not way.after:
        return ""
    if tried(one, way):
        return TRIED
    if not command.why.strip():
        raise Refusal("notice_before_other_ways")
    if not command.evidence:
        raise Refusal("whereabouts_unproven")
    return UNKNOWN


def serve(case: Case | None, command: c.ServeLetter, now: Moment) -> Sequence[Event]:
    """Served, with the day that the proof says: not before the letter, not in the future, a public notice after its days."""
    case, one = _letter(case, command.letter, command.document)
    way = policy().ways.get(command.way)
    agreed = case.service != PAPER and one.document not in policy().others
    if way is None or (way.name == ELECTRONIC and not agreed):
        raise Refusal("no_consent" if way else "way_missing")
    if one.state == "served":
        raise Refusal("letter_served")
    if one.document in policy().results and case.delivered_on is None:
        raise Refusal("result_by_delivery")
    served_on = _day(one, command, now)
    proofs = {
        "recipient": command.recipient,
        "reference": command.reference or (one.reference if one.state == "sent" and one.way == way.name else ""),
        "witnesses": command.witnesses,
    }
    if way.proof in proofs:
        filled(proofs[way.proof], "proof_missing")
    return [
        e.LetterServed(
            one.letter,
            one.document,
            way.name,
            served_on,
            proofs["reference"],
            command.recipient,
            command.witnesses,
            command.sheet,
        )
    ]


def fail(case: Case | None, command: c.FailService, now: Moment) -> Sequence[Event]:
    """Came back: whatever was said of its arrival by post or by mail before, a person takes it up again."""
    case, one = _letter(case, command.letter, command.document)
    if command.reason not in FAILURES:
        raise Refusal("reason_missing")
    proven = one.state == "served" and one.way not in ("courier", ELECTRONIC)
    again = one.state == "failed" and command.reason != UNSERVED  # a courier may say no to every address that is tried
    if again or proven:
        raise Refusal("letter_failed" if again else "letter_served")
    back = (one.letter, one.document, one.way, now.day, command.reason, command.note.strip())
    return [e.ServiceFailed(*back, asks=command.asks)]


def _letter(case: Case | None, seq: int, document: str) -> tuple[Case, LetterState]:
    case = required(case)
    one = case.letters.get((seq, document))
    if one is None:
        raise Refusal("no_such_letter")
    return case, one


def _day(one: LetterState, command: c.ServeLetter, now: Moment) -> date:
    if command.way == "public_notice":
        last = counts_on(one) if one.state == "sent" and one.way == command.way else None
        if last is None:
            raise Refusal("notice_not_published")
        if now.day < last:
            raise Refusal("notice_running", due=last)
        return last
    first = one.sent_on if one.state == "sent" and one.sent_on else one.dated
    if not first <= command.served_on <= now.day:
        raise Refusal("service_day", first=first, last=now.day)
    return command.served_on


RULES: Rules = {
    c.ChooseService: choose,
    c.SendLetter: send,
    c.ServeLetter: serve,
    c.FailService: fail,
}
