"""A signed decision until it leaves: signed, taken back in time, released by the portal, or put back; one of them, once."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office
from portal.services import (
    casefile,
    credit_at_acts,
    former_licence,
    journal,
    numbering,
    signed_mail,
    silences,
    standing,
)
from portal.services.freshness import SIGNED_ANEW, UNSIGNED, known_seq
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal

log = logging.getLogger("onewindow.signed")


def minutes() -> int:
    """For how many minutes a signed decision can be taken back here; 0 where it leaves at once."""
    found: int = current_app.config["SETTINGS"].decision_undo_minutes
    return found


def sign(case_id: str, said: c.Grant | c.Refuse, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Sign a decision (article 38). It leaves after `decision_undo_minutes`; with 0 it leaves in this very act.

    Lists that were looked at too long ago are looked at again first. Raises Refusal `credit_changed` where they say something
    else now, `blocked` with everything that stands in the way, `decision_signed` where somebody signed already, `stale` where
    a signature was taken back or put back since the page was made, or of the rule that asks for more words.
    """
    expected_seq = credit_at_acts.before_signature(case_id, by=by, at=at, expected_seq=expected_seq)
    command = c.SignDecision(said, minutes()) if minutes() else said
    return _by_decider(case_id, command, by, at, expected_seq)


def take_back(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Take back what one has signed oneself, before it leaves; the case is under review as if nothing had been signed.

    Raises Refusal `undo_over` once its time has come, `signed_by_other` for everybody else, `stale` for another signature
    than that of the page.
    """
    return _by_decider(case_id, c.TakeBackDecision(reason), by, at, expected_seq)


def release_due(*, at: datetime) -> int:
    """Let every signed decision leave whose time has come; return how many cases that moved. A decision that cannot be
    released keeps no other from leaving, and is tried again by the next sweep."""
    due = select(CaseRow.id).where(CaseRow.releases_at <= at).order_by(CaseRow.releases_at, CaseRow.id)
    with reading() as session:
        numbers = list(session.scalars(due))
    moved = 0
    for number in numbers:
        try:
            moved += release(number, at=at) != ""
        except Exception:  # whatever it is, the outcome and its letter were undone together
            log.exception("the signed decision of case %s could not be released; left for the next sweep", number)
    return moved


def release(case_id: int, *, at: datetime) -> str:
    """Let the signed decision of a case leave: outcome, letter, mail and publication in one transaction. Safe to repeat.

    Returns `released`; `put_back` where it may not leave any more, with the cause in the journal and a word to whoever
    decides; or nothing where somebody was faster.
    """
    with transaction() as session:
        row = journal.lock(session, case_id)
        signed = journal.state_of(session, case_id).signed
        if signed is None or at < signed.releases_at:
            return ""
        signer = _signer(session, row, signed.by)
        try:
            standing.check(session, signer, Role.DECIDER)
            if isinstance(signed.decision, c.Grant):
                former_licence.before_decision(session, row, by=SYSTEM, at=at)
            journal.record(session, row, c.ReleaseDecision(), by=signer, at=at)
        except Refusal as refusal:
            journal.record(session, row, c.PutBackDecision(_causes(refusal)), by=SYSTEM, at=at)
            signed_mail.promise(session, row, signed.by, at=at)
            return "put_back"
        return "released"


def _by_decider(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    with silences.written_down(case_id, at=at), transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        old = SIGNED_ANEW if isinstance(command, c.TakeBackDecision) else UNSIGNED
        seq = known_seq(session, row, expected_seq, but=old)
        if isinstance(getattr(command, "decision", command), c.Grant):
            seq = former_licence.before_decision(session, row, by=by, at=at, expected_seq=seq)
        return journal.record(session, row, command, by=by, at=at, expected_seq=seq)


def _signer(session: Session, row: CaseRow, reference: str) -> Actor:
    """Who signed, as the person must still stand for the decision to leave: a decider of the office that leads."""
    office = session.scalars(select(Office.id).where(Office.code == row.lead_office)).one()
    kind, _, number = reference.partition(":")
    return Actor(
        kind=kind,
        id=int(number),
        roles=frozenset({Role.DECIDER}),
        office_id=office,
        office_code=row.lead_office,
        name=numbering.name_of(session, reference),
    )


def _causes(refusal: Refusal) -> tuple[str, ...]:
    """What came in the way, as codes: the blockers of a blocked decision, otherwise the rule."""
    found: Any = refusal.facts.get("blockers", ()) if refusal.rule == "blocked" else ()
    return tuple(dict.fromkeys(one.code for one in found)) or (refusal.rule,)
