"""Deferral before acceptance: proposed by the window, signed online or on paper, or declined for the ordinary way (R69-R75)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.plan import Requirement, needs
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Upload
from portal.services import (
    casefile,
    commitment,
    credit,
    draftfiles,
    first_contact,
    journal,
    law,
    snapshots,
    standing,
    uploads,
)
from portal.services.answers import clean
from portal.services.casefile import CaseFile, FileFacts
from portal.services.marks import frozen, marks_of
from workflows import commands as c
from workflows.case import Case
from workflows.events import Signature

PAPER = "commitment"
"""The purpose of a scan of a commitment that was signed by hand, and the name under which it stands among the uploads."""


def offer(public_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Propose to the applicant that what was marked `later` follows later. Raises Refusal where it may not."""
    with transaction() as session:
        row = _at_window(session, public_id, by)
        case = journal.state_of(session, row.id)
        marks = frozen(case, marks_of(session, row.id, case.round))
        later = tuple(mark.material for mark in marks if mark.verdict == "later")
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        if case.terms.credit_required and all(look.result == "unavailable" for look in case.credit):
            credit.look_up(session, row, stage="intake", by=by, at=at, expected_seq=expected_seq)
            expected_seq = None
        broken = commitment.count(session, row.enterprise_id, on=business_day(at))
        return journal.record(session, row, c.OfferDeferral(later, broken), by=by, at=at, expected_seq=expected_seq)


def agree(public_id: str, password: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Sign what the window proposed, as the applicant. Raises WrongInput (password), Refusal where nothing is proposed."""
    with transaction() as session:
        row = _of_applicant(session, public_id, by)
        case = journal.state_of(session, row.id)
        asked = _requirements(session, row, case, {*case.offered, *case.later})
        guide = law.guide_of(row.item, row.guide_version)
        signature = commitment.sign(session, guide, asked, row.applicant_name, password, by=by, at=at)
        broken = commitment.count(session, row.enterprise_id, on=business_day(at))
        wanted = c.PromiseDeferral(signature, broken)
        return journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def decline(public_id: str, *, by: Actor, at: datetime, note: str = "", expected_seq: int | None = None) -> Case:
    """Choose the ordinary way instead, as the applicant, or at the window for one who says so there (R75)."""
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
        standing.check(session, by, Role.WINDOW)
        wanted = c.DeclineDeferral(clean(note).strip()[:300])
        return journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def scan(public_id: str, filename: str, stream: IO[bytes], *, by: Actor, at: datetime, size: int | None = None) -> str:
    """Take in the scan of a commitment that was signed by hand; the newest one counts. Raises UploadError, Refusal."""
    return uploads.attach_to_case(public_id, PAPER, filename, stream, purpose=PAPER, by=by, at=at, size=size)


def paper(session: Session, row: CaseRow, later: Collection[str], *, by: Actor) -> Signature | None:
    """The signature that the waiting scan is; None where nothing was scanned."""
    waiting = _waiting(session, row)
    if not waiting:
        return None
    newest = waiting[-1]
    return Signature(by.reference, "paper", newest.sha256, tuple(later), newest.public_id)


def hand_in(session: Session, row: CaseRow, *, at: datetime) -> None:
    """Tie the scans of the signed commitment to the case, once the acceptance that names one of them is recorded."""
    uploads.hand_in(session, row, _waiting(session, row), at=at)


def _waiting(session: Session, row: CaseRow) -> list[Upload]:
    return draftfiles.waiting(session, uploads.draft_of(session, row, held=True).id, purpose=PAPER)


def scanned(session: Session, case_id: int) -> FileFacts | None:
    """The newest scan of a signed commitment that waits for the acceptance."""
    wanted = select(Upload).join(Draft, Draft.id == Upload.draft_id).where(Draft.case_id == case_id)
    waits = wanted.where(Upload.purpose == PAPER, Upload.case_id.is_(None), Upload.removed_at.is_(None))
    row = session.scalars(waits.order_by(Upload.id.desc()).limit(1)).one_or_none()
    return draftfiles.facts_of(row) if row else None


def offered_text(file: CaseFile) -> tuple[str, ...]:
    """The commitment that a proposal asks for, as the applicant reads it before signing."""
    keys = {*file.case.offered, *file.case.later}
    asked = [one for one in file.needs.requirements if one.key in keys]
    return commitment.text(file.guide, asked, file.applicant_name)


def _requirements(session: Session, row: CaseRow, case: Case, keys: Collection[str]) -> list[Requirement]:
    content = snapshots.latest(session, row.id)
    found = needs(law.guide_of(row.item, row.guide_version), content["answers"], case.received_on)
    return [one for one in found.requirements if one.key in keys]


def _at_window(session: Session, public_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, public_id, by=by)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    standing.check(session, by, Role.WINDOW)
    return row


def _of_applicant(session: Session, public_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, public_id, by=by)
    require(may_act(by, row, Role.HANDLER), "enterprise")
    return row
