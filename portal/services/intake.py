"""Intake: the window's lists, and the outcome of looking at an application, frozen with all its marks (R4-R8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, credit, first_contact, hand_over, journal
from portal.services.answers import clean
from portal.services.marks import frozen, marks_of
from portal.services.on_spot import correct as correct_on_spot
from portal.services.outcomes import DEFERRED, NOT_ACCEPTED, NOT_COMPETENT, NOT_REQUIRED, command
from portal.services.window_lists import corrections, queue
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.commands import Command

__all__ = ["WORDS_OF", "conclude", "conclusion", "correct_on_spot", "corrections", "promised_online", "queue"]

WORDS_OF = {NOT_ACCEPTED: ("reason",), NOT_REQUIRED: ("reason",), NOT_COMPETENT: ("competent_body", "reason")}
"""The outcomes that the clerk has to give words for."""


def conclude(
    public_id: str,
    outcome: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    reason: str = "",
    competent_body: str = "",
    commitment: str = "",
    target: str = "",
) -> Case:
    """Record the outcome of intake with every mark of the round; `outcome` is one of services.outcomes.OUTCOMES.

    `target` (`office/item`) is where the file may go inside the portal when another body is competent.
    `commitment` names the signed promise behind deferred materials; where the applicant promised them in the application
    itself it may be left out. A case whose credit was never looked up is looked up first, and a list that cannot be read
    stops nothing but a deferral (R99). Raises Refusal by the rule that forbids the outcome, or `stale`; WrongInput names
    the words that are missing.
    """
    words = {"reason": clean(reason).strip(), "competent_body": clean(competent_body).strip(), "target": target}
    if target:
        words["competent_body"] = _named(public_id, target, by=by, at=at)
    if missing := [name for name in WORDS_OF.get(outcome, ()) if not words[name]]:
        raise WrongInput(**dict.fromkeys(missing, "missing"))
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        case = journal.state_of(session, row.id)
        wanted = _command(session, row, case, outcome, words, commitment, by)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        if case.terms.credit_required and all(look.result == "unavailable" for look in case.credit):
            credit.look_up(session, row, stage="intake", by=by, at=at, expected_seq=expected_seq)
            expected_seq = None
        after = journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)
        hand_over.offer(session, row, after, by=by, at=at)
        return after


def conclusion(
    public_id: str,
    outcome: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    competent_body: str = "",
    commitment: str = "",
    target: str = "",
) -> Command:
    """The command that `conclude` would record now, for the preview of its letters."""
    named = _named(public_id, target, by=by, at=at) if target else ""
    words = {"reason": reason or "……", "competent_body": competent_body or named or "……", "target": target}
    with reading() as session:
        row = casefile.row_of(session, public_id)
        casefile.check_sight(session, row, by)
        case = journal.state_of(session, row.id)
        return _command(session, row, case, outcome, words, commitment or "-", by)


def promised_online(case: Case, later: set[str]) -> str:
    """The applicant's own promise in the application, as a reference; nothing when it does not cover all of `later`."""
    return f"snapshot:{case.snapshot}" if later and later <= case.later else ""


def _command(
    session: Session, row: CaseRow, case: Case, outcome: str, words: dict[str, str], commitment: str, by: Actor
) -> Command:
    marks = frozen(case, marks_of(session, row.id, case.round), by_id=by.id)
    if outcome == DEFERRED:
        later = {mark.material for mark in marks if mark.verdict == "later"}
        commitment = promised_online(case, later) or commitment
    office, _, item = words["target"].partition("/")
    body = words["competent_body"]
    return command(outcome, marks, reason=words["reason"], body=body, commitment=commitment, office=office, item=item)


def _named(public_id: str, target: str, *, by: Actor, at: datetime) -> str:
    """The Chinese name of the office that a target of a hand-over names. Raises Refusal for one that is none."""
    file = casefile.casefile(public_id, by=by)
    found = hand_over.target_of(file, target, on=business_day(at))
    return found.office_name.zh if found else ""
