"""Refusing to cancel a licence as its holder asked: proposed by an officer, signed by a head who did not propose it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.services import head_mail, journal
from portal.services.freshness import known_seq
from portal.services.licence_acts import led, tidy
from portal.services.two_signatures import OFFICERS, head, may_give_back
from workflows import commands as c
from workflows.case import Case
from workflows.two_signatures import Proposed


def propose(
    case_id: str, reason: str, basis: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Propose the refusal with its reason and provision to whoever signs; the heads of the office are told.

    Raises Refusal `answer_proposed` for a second proposal, `cancellation_not_asked`, `licence_act_open`, `stale`.
    """
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        case = _record(session, row, c.ProposeCancellationRefusal(tidy(reason), tidy(basis)), by, at, expected_seq)
        head_mail.promise(session, row, case, head_mail.CANCELLATION, at=at)
        return case


def give_back(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Send the proposed refusal back as a head, or take back what one proposed oneself, with the reason.

    Raises Refusal `answer_not_proposed`; Denied for another officer.
    """
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        may_give_back(session, row, _proposed(session, row), by)
        return _record(session, row, c.ReturnCancellationRefusal(tidy(reason)), by, at, expected_seq)


def refuse(
    case_id: str, reason: str = "", basis: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Sign the refusal in a letter that can be contested, with the words that were proposed, or alone where one signature is
    enough; it may be asked for again. Raises Refusal `answer_not_proposed`, `answer_second_person`, `cancellation_not_asked`,
    `licence_act_open` while an act is proposed."""
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        head(session, row, by)
        return _record(session, row, c.RefuseCancellation(tidy(reason), tidy(basis)), by, at, expected_seq)


def _proposed(session: Session, row: CaseRow) -> Proposed | None:
    own = journal.state_of(session, row.id).licence
    return own.cancellation_refusal if own else None


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
