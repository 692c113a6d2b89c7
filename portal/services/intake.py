"""Intake: the window's lists, and the outcome of looking at an application, frozen with all its marks (R4-R8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import (
    casefile,
    commitment,
    credit,
    deferral,
    first_contact,
    hand_over,
    journal,
    service_windows,
    standing,
)
from portal.services.answers import clean
from portal.services.marks import frozen, marks_of
from portal.services.on_spot import correct as correct_on_spot
from portal.services.outcomes import DEFERRED, NOT_ACCEPTED, NOT_COMPETENT, NOT_REQUIRED, command
from portal.services.window_lists import corrections, queue
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.commands import Command
from workflows.events import Signature

__all__ = ["WORDS_OF", "conclude", "conclusion", "correct_on_spot", "corrections", "queue"]

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
    target: str = "",
    window: str = "",
) -> Case:
    """Record the outcome of intake with every mark of the round; `outcome` is one of services.outcomes.OUTCOMES.

    `target` (`office/item`) is where the file may go inside the portal when another body is competent; `window` is the code of
    the counter, by which rates of windows are counted: where none was chosen, that of the only window where the officer works.
    Deferred materials need the applicant's signed promise: made online, or on paper and scanned back before (`deferral.scan`).
    A case whose credit was never looked up, or too long ago for a deferral, is looked up first, and a list that cannot be
    read stops nothing but a deferral (R99). Raises Refusal by the rule that forbids the outcome, or `stale`; WrongInput names
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
        standing.check(session, by, Role.WINDOW)
        case = journal.state_of(session, row.id)
        words["window"] = window or service_windows.only_code(session, by.id)
        wanted = _command(session, row, case, outcome, words, by=by, at=at)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        if case.terms.credit_required and _to_look_up(case, outcome, at):
            credit.look_up(session, row, stage="intake", by=by, at=at, expected_seq=expected_seq)
            expected_seq = None
        after = journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)
        if outcome == DEFERRED:
            deferral.hand_in(session, row, at=at)
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
    target: str = "",
) -> Command:
    """The command that `conclude` would record now, for the preview of its letters."""
    named = _named(public_id, target, by=by, at=at) if target else ""
    words = {"reason": reason or "……", "competent_body": competent_body or named or "……", "target": target}
    with reading() as session:
        row = casefile.row_of(session, public_id)
        casefile.check_sight(session, row, by)
        case = journal.state_of(session, row.id)
        return _command(session, row, case, outcome, words, by=by, at=at, preview=True)


def _to_look_up(case: Case, outcome: str, at: datetime) -> bool:
    """Never looked up, or for a deferral longer ago than the guide lets a look hold."""
    seen = [look for look in case.credit if look.result != "unavailable"]
    stale = bool(seen) and (business_day(at) - seen[-1].on).days > case.terms.credit_days
    return not seen or (outcome == DEFERRED and stale)


def _command(
    session: Session,
    row: CaseRow,
    case: Case,
    outcome: str,
    words: dict[str, str],
    *,
    by: Actor,
    at: datetime,
    preview: bool = False,
) -> Command:
    marks = frozen(case, marks_of(session, row.id, case.round), by_id=by.id)
    window = words.get("window", "")
    if outcome != DEFERRED:
        office, _, item = words["target"].partition("/")
        body = words["competent_body"]
        return command(outcome, marks, reason=words["reason"], body=body, office=office, item=item, window=window)
    later = tuple(mark.material for mark in marks if mark.verdict == "later")
    signature = None
    if not (case.signature and set(later) <= set(case.signature.materials)):
        unsigned = Signature("", "paper", "-", later)
        signature = unsigned if preview else deferral.paper(session, row, later, by=by)
    broken = commitment.count(session, row.enterprise_id, on=business_day(at))
    return command(outcome, marks, signature=signature, broken=broken, window=window)


def _named(public_id: str, target: str, *, by: Actor, at: datetime) -> str:
    """The Chinese name of the office that a target of a hand-over names. Raises Refusal for one that is none."""
    file = casefile.casefile(public_id, by=by)
    found = hand_over.target_of(file, target, on=business_day(at))
    return found.office_name.zh if found else ""
