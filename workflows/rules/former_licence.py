"""The licence whose place a result takes: good when it is decided, or the case ends without one (articles 49, 50, 70, R37, R40)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case, State
from workflows.events import Event
from workflows.former_licence import RENEWAL, bases, former_term, lost
from workflows.licence import EXPIRED, RENEWED, state_words
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.stage import in_review


def see(case: Case | None, command: c.SeeFormer, now: Moment) -> Sequence[Event]:
    """What was seen goes into the journal before it is decided on."""
    case = required(case)
    if case.decided_on is not None or case.ended or former_term(case.terms) is None:
        raise Refusal("no_former_licence")
    return [e.FormerSeen(now.day, command.licence, command.stands, command.proposed_on, command.changed)]


def tie(case: Case | None, command: c.TieFormer, now: Moment) -> Sequence[Event]:
    """An application that was handed in by an account that nobody had let in takes the place of the licence that it names, as if
    it had been tied on its first day; once, and before its result is made out (articles 49 and 50, R37)."""
    case = required(case)
    if (term := former_term(case.terms)) is not None:
        raise Refusal("former_tied", number=term.licence)
    if not tieable(case):
        raise Refusal("former_tie_late")
    return [e.FormerTied(now.day, command.kind, command.licence, command.from_expiry, command.checked)]


def tieable(case: Case) -> bool:
    """Whether a former licence may still be tied: none is, and nothing was refused, ended or made out."""
    undecided = case.decided_on is None and not case.ended
    return former_term(case.terms) is None and (undecided or case.state is State.GRANTED)


def take(case: Case | None, command: c.TakeFormer, now: Moment) -> Sequence[Event]:
    """A renewal continues the licence as it stands: what a change altered meanwhile is taken over before anything is granted,
    or, where silence granted it, before the licence is made out (article 49, R50)."""
    case = required(case)
    term = former_term(case.terms)
    if term is None or term.kind != RENEWAL:
        raise Refusal("no_former_licence")
    if case.state is not State.GRANTED:
        in_review(case)
    if not command.fields:
        raise Refusal("former_unchanged", number=command.licence)
    return [e.FormerTaken(now.day, command.licence, command.snapshot, command.fields)]


def end(case: Case | None, command: c.EndGrant, now: Moment) -> Sequence[Event]:
    """A grant whose former licence was ended before the new one was made out has nothing left to renew, change or re-issue:
    a person ends the case by a decision that can be contested, and no licence is made out. What ended the former licence is named
    by its document; one that expired or was renewed by another case has none."""
    case = required(case)
    if case.state is not State.GRANTED:
        raise Refusal("not_granted", state=str(case.state))
    term = former_term(case.terms)
    if term is None or not lost(term.kind, command.stands):
        words = state_words(command.stands)
        raise Refusal("former_still_good", number=command.licence, state=words["en"], state_zh=words["zh"])
    reason = filled(command.reason, "reason_missing")
    given = command.document.strip()
    document = given if command.stands in (EXPIRED, RENEWED) else filled(given, "licence_document_missing")
    return [e.GrantEnded(now.day, command.licence, command.stands, reason, document, bases().get(term.kind, ""))]


RULES: Rules = {c.SeeFormer: see, c.TakeFormer: take, c.TieFormer: tie, c.EndGrant: end}
