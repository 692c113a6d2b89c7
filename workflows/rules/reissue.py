"""A lost or damaged licence issued anew: applied for once, proposed by one and signed by another, only while it is good."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import LicenceFacts
from workflows.events import Event
from workflows.licence import NOT_YET, REPLACED, VALID, state_words
from workflows.refusal import Refusal
from workflows.reissue import ISSUE, OUTCOMES, Reissue, policy
from workflows.rules.licence import standing
from workflows.rules.moment import Moment, Rules, required
from workflows.rules.two_signatures import given_back, none_yet, refusal_words, signed
from workflows.two_signatures import REFUSE


def ask(case: Case | None, command: c.AskReissue, now: Moment) -> Sequence[Event]:
    """The holder states the loss and applies, one application at a time."""
    licence = _licensed(case)
    if licence.reissue is not None:
        raise Refusal("reissue_asked", on=licence.reissue.asked_on)
    if command.ground not in policy().grounds:
        raise Refusal("reissue_ground_unknown")
    _good(licence, now)
    signatures = policy().signed_by(command.ground)
    return [e.ReissueAsked(now.day, command.ground, policy().days, command.way, command.paper, signatures)]


def propose(case: Case | None, command: c.ProposeReissue, now: Moment) -> Sequence[Event]:
    """One proposal at a time; a refusal already has the words that are signed."""
    licence = _licensed(case)
    asked = _asked(licence)
    none_yet(asked.proposed)
    if command.outcome not in OUTCOMES:
        raise Refusal("reissue_outcome_missing")
    if command.outcome == ISSUE:
        _good(licence, now)
        return [e.ReissueProposed(now.day, ISSUE)]
    words = refusal_words(command.reason, command.basis, policy().basis)
    return [e.ReissueProposed(now.day, REFUSE, *words)]


def give_back(case: Case | None, command: c.ReturnReissue, now: Moment) -> Sequence[Event]:
    """Who does not sign says why; who proposed may think again."""
    return [e.ReissueReturned(now.day, given_back(_asked(_licensed(case)).proposed, command.reason))]


def issue(case: Case | None, command: c.ReissueLicence, now: Moment) -> Sequence[Event]:
    """The new document keeps number and term; nobody escapes by it what was decided on the licence meanwhile."""
    licence = _licensed(case)
    asked = _asked(licence)
    proposed = signed(asked.proposed, ISSUE, asked.signatures, now)
    _good(licence, now)
    by = proposed.by if proposed else ""
    made = (now.day, asked.ground, licence.issue + 1, command.identifier)
    return [e.LicenceReissued(*made, declares=command.declares, proposed_by=by)]


def declare(case: Case | None, command: c.DeclareVoid, now: Moment) -> Sequence[Event]:
    """Said once for each new document, on a line that stands on the public list."""
    case = required(case)
    if case.licence is None or not case.licence.void_owed:
        raise Refusal("void_declared")
    if case.published_on is None:
        raise Refusal("not_published")
    if case.publication_withdrawn_on is not None:
        raise Refusal("publication_withdrawn", on=case.publication_withdrawn_on)
    return [e.VoidDeclared(now.day, case.licence.issue)]


def refuse(case: Case | None, command: c.RefuseReissue, now: Moment) -> Sequence[Event]:
    """A refusal is signed as it was proposed; alone where one signature is enough, with the words of who signs."""
    asked = _asked(_licensed(case))
    proposed = signed(asked.proposed, REFUSE, asked.signatures, now)
    usual = policy().basis
    words = (proposed.reason, proposed.basis) if proposed else refusal_words(command.reason, command.basis, usual)
    by = proposed.by if proposed else ""
    return [e.ReissueRefused(now.day, asked.ground, asked.asked_on, *words, proposed_by=by)]


def _licensed(case: Case | None) -> LicenceFacts:
    case = required(case)
    if case.licence is None:
        raise Refusal("no_licence")
    if case.licence.state == REPLACED:
        raise Refusal("licence_replaced", on=case.licence.since)
    return case.licence


def _asked(licence: LicenceFacts) -> Reissue:
    if licence.reissue is None:
        raise Refusal("reissue_not_asked")
    return licence.reissue


def _good(licence: LicenceFacts, now: Moment) -> None:
    stands = standing(licence, now)
    if stands not in (VALID, NOT_YET):
        words = state_words(stands)
        raise Refusal("reissue_not_good", state=words["en"], state_zh=words["zh"])


RULES: Rules = {
    c.AskReissue: ask,
    c.ProposeReissue: propose,
    c.ReturnReissue: give_back,
    c.ReissueLicence: issue,
    c.DeclareVoid: declare,
    c.RefuseReissue: refuse,
}
