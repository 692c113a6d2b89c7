"""Supplements: a material that was promised for later comes in (R70-R73)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Upload
from portal.services import casefile, draftfiles, journal, law, mending, snapshots, standing, uploads
from portal.services.answers import clean
from portal.services.freshness import known_seq
from portal.services.submission import SubmissionIncomplete, file_entry
from workflows.case import Case
from workflows.commands import AnnounceParcel, LapseDeferral, SupplyDeferred
from workflows.refusal import Refusal

PURPOSE = "supplement"


def supply(
    case_id: str,
    requirement: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    posted_on: date | None = None,
) -> None:
    """Hand in the files that wait for one promised requirement: online, or by the window for what was brought there.

    `posted_on` is the postmark of what came to the window by courier; it counts from that day (R31).
    Raises SubmissionIncomplete when no file waits, Refusal when it was not promised, came already or comes too late.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
        standing.check(session, by, Role.WINDOW)
        draft = uploads.draft_of(session, row, held=True)
        seq = known_seq(session, row, expected_seq)
        _supplied_one(session, row, draft, requirement, by=by, at=at, expected_seq=seq, posted_on=posted_on)
        if by.holds(Role.HANDLER):
            mending.end(draft, PURPOSE)


def hand_in(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> tuple[str, ...]:
    """Hand in, as the applicant, everything promised of which files wait, with the words to the window; the keys of it.

    Raises SubmissionIncomplete with what is owed when no file waits, Refusal when nothing is owed or it comes too late.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER), "enterprise")
        owed = sorted(uploads.asked(journal.state_of(session, row.id), PURPOSE))
        if not owed:
            raise Refusal("already_supplied")
        draft, seq = uploads.draft_of(session, row, held=True), known_seq(session, row, expected_seq)
        ready = tuple(key for key in owed if _waiting(session, row, draft, key))
        if not ready:
            raise SubmissionIncomplete({}, tuple(owed))
        for key in ready:
            seq = _supplied_one(session, row, draft, key, by=by, at=at, expected_seq=seq).seq
        mending.end(draft, PURPOSE)
        return ready


def _supplied_one(
    session: Session,
    row: CaseRow,
    draft: Draft,
    requirement: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
    posted_on: date | None = None,
) -> Case:
    """One promised requirement, with the files that wait for it."""
    case, before = journal.state_of(session, row.id), snapshots.latest(session, row.id)
    files, promise = _waiting(session, row, draft, requirement), case.promises.get(requirement)
    if not files and promise is not None and promise.open and promise.arrived_on is None:
        raise SubmissionIncomplete({}, (requirement,))
    serving = _serving(row, requirement)
    content = _content(before, files, requirement, replaced=_supplied(session, row.id, serving))
    words = mending.of(draft, PURPOSE).words if by.holds(Role.HANDLER) else ""
    content = mending.with_words(content, words)
    snapshots.keep(session, row.id, case.round + 1, content, at=at)
    way = "courier" if posted_on else "online" if by.holds(Role.HANDLER) else "window"
    command = SupplyDeferred(requirement, snapshots.digest_of(content), way, posted_on)
    after = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
    uploads.hand_in(session, row, files, at=at)
    return after


def announce(
    case_id: str,
    requirement: str,
    *,
    courier: str,
    number: str,
    posted_on: date,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> None:
    """Say, as the applicant, that a promised material was posted: the window expects the parcel (R31). Raises Refusal."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER), "enterprise")
        wanted = AnnounceParcel(requirement, clean(courier)[:30], clean(number)[:40], posted_on)
        journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def site_check_without(
    case_id: str, requirement: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> None:
    """Record, as an officer who checks the site, that the check has come and the material has not (R70, R73)."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        offices = {term.office for term in journal.state_of(session, row.id).terms.tracks if term.site_check}
        require(any(may_act(by, row, Role.REVIEWER, office) for office in offices), "role", roles=[str(Role.REVIEWER)])
        standing.check(session, by, Role.REVIEWER)
        wanted = LapseDeferral(requirement, at_site_check=True)
        journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def _serving(row: CaseRow, requirement: str) -> set[str]:
    materials = law.guide_of(row.item, row.guide_version).materials
    return {one.id for one in materials if requirement in (one.id, one.group)}


def _waiting(session: Session, row: CaseRow, draft: Draft, requirement: str) -> list[Upload]:
    serving = _serving(row, requirement)
    return [one for one in draftfiles.waiting(session, draft.id, purpose=PURPOSE) if one.material in serving]


def _supplied(session: Session, case_id: int, serving: set[str]) -> set[str]:
    """The files of earlier supplements of the same requirement, which were found wrong."""
    u = Upload
    return set(
        session.scalars(select(u.public_id).where(u.case_id == case_id, u.purpose == PURPOSE, u.material.in_(serving)))
    )


def _content(before: dict[str, Any], files: list[Upload], requirement: str, *, replaced: set[str]) -> dict[str, Any]:
    """The next snapshot: the supplement stands where the promise stood; one that was found wrong before is replaced."""
    kept = [old for old in before["files"] if old["public_id"] not in replaced]
    new = [file_entry(draftfiles.facts_of(upload)) for upload in files]
    later = [key for key in before["later"] if key != requirement]
    return {**before, "files": [*kept, *new], "later": later}
