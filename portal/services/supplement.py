"""Supplements: a material that was promised for later comes in (R70-R73)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Upload
from portal.services import casefile, draftfiles, journal, law, snapshots, standing, uploads
from portal.services.answers import clean
from portal.services.freshness import known_seq
from portal.services.submission import SubmissionIncomplete, file_entry
from workflows.commands import AnnounceParcel, LapseDeferral, SupplyDeferred


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
        case = journal.state_of(session, row.id)
        before = snapshots.latest(session, row.id)
        serving = _materials(law.guide_of(row.item, row.guide_version).materials, requirement)
        waiting = draftfiles.waiting(session, uploads.draft_of(session, row, held=True).id, purpose="supplement")
        files = [upload for upload in waiting if upload.material in serving]
        promise = case.promises.get(requirement)
        if not files and promise is not None and promise.open and promise.arrived_on is None:
            raise SubmissionIncomplete({}, (requirement,))
        content = _content(before, files, requirement, replaced=_supplied(session, row.id, serving))
        snapshots.keep(session, row.id, case.round + 1, content, at=at)
        way = "courier" if posted_on else "online" if by.holds(Role.HANDLER) else "window"
        command = SupplyDeferred(requirement, snapshots.digest_of(content), way, posted_on)
        seq = known_seq(session, row, expected_seq)
        journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        uploads.hand_in(session, row, files, at=at)


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


def _materials(materials: Collection[Any], requirement: str) -> set[str]:
    return {one.id for one in materials if requirement in (one.id, one.group)}


def _supplied(session: Session, case_id: int, serving: set[str]) -> set[str]:
    """The files of earlier supplements of the same requirement, which were found wrong."""
    u = Upload
    return set(
        session.scalars(
            select(u.public_id).where(u.case_id == case_id, u.purpose == "supplement", u.material.in_(serving))
        )
    )


def _content(before: dict[str, Any], files: list[Upload], requirement: str, *, replaced: set[str]) -> dict[str, Any]:
    """The next snapshot: the supplement stands where the promise stood; one that was found wrong before is replaced."""
    kept = [old for old in before["files"] if old["public_id"] not in replaced]
    new = [file_entry(draftfiles.facts_of(upload)) for upload in files]
    later = [key for key in before["later"] if key != requirement]
    return {**before, "files": [*kept, *new], "later": later}
