"""Guides written in the portal: kept, proposed by one person, published by another, withdrawn; every act recorded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import GuideAct, GuideVersion
from portal.services import guide_checks, guide_store, law
from portal.services.guide_checks import Written
from workflows.refusal import Refusal

AUTHORS = frozenset({Role.AUTHOR, Role.ADMINISTRATOR})
"""Who may write guides, and publish what somebody else proposed."""


def check_author(by: Actor) -> None:
    """Raise Denied unless the person writes guides or administers the portal."""
    require(bool(by.roles & AUTHORS), "role", roles=sorted(AUTHORS))


def upload(written: Written, *, by: Actor, at: datetime) -> int:
    """Keep a new version as a draft, found to be readable; returns its number. Raises WrongGuide with all faults at once."""
    check_author(by)
    guide = guide_checks.read(written, on=business_day(at))
    with transaction() as session:
        row = GuideVersion(
            item=guide.item,
            office=guide.office,
            effective_from=guide.effective_from,
            source=written.content.decode(),
            digest=guide.digest,
            state="draft",
            note=written.note[:400],
            uploaded_by=by.id,
            uploaded_at=at,
        )
        session.add(row)
        session.flush()
        _act(session, row, "uploaded", written.note, by, at)
        return row.id


def revise(version_id: int, written: Written, *, seen: str, by: Actor, at: datetime) -> None:
    """Replace a version that is not published, which makes it a draft again. Raises WrongGuide, and Refusal
    `guide_revised` when its text is no longer the one with the digest `seen`."""
    check_author(by)
    guide = guide_checks.read(written, on=business_day(at))
    with transaction() as session:
        row = _held(session, version_id, "draft", "proposed", "rejected", seen=seen)
        row.source, row.digest = written.content.decode(), guide.digest
        row.office, row.item, row.effective_from = guide.office, guide.item, guide.effective_from
        row.state, row.note, row.uploaded_by, row.uploaded_at = "draft", written.note[:400], by.id, at
        row.proposed_by = row.proposed_at = row.decided_by = row.decided_at = None
        row.reason = ""
        _act(session, row, "revised", written.note, by, at)


def propose(version_id: int, *, seen: str, by: Actor, at: datetime) -> None:
    """Ask for a draft to be published. Raises Refusal while something is wrong with it."""
    check_author(by)
    with transaction() as session:
        row = _held(session, version_id, "draft", seen=seen)
        _check(row, at)
        row.state, row.proposed_by, row.proposed_at = "proposed", by.id, at
        _act(session, row, "proposed", "", by, at)


def publish(version_id: int, *, seen: str, by: Actor, at: datetime) -> None:
    """Publish what somebody else proposed, after checking everything again.

    Raises Refusal `two_people` for the one who proposed it, `guide_faulty` when something is wrong with it by now.
    """
    check_author(by)
    guide_store.forget()
    with transaction() as session:
        guide_store.changed(session)
        row = _held(session, version_id, "proposed", seen=seen)
        if row.proposed_by == by.id:
            raise Refusal("two_people")
        _check(row, at)
        _check_day_free(session, row)
        row.state, row.decided_by, row.decided_at = "published", by.id, at
        _act(session, row, "published", "", by, at)


def reject(version_id: int, reason: str, *, seen: str, by: Actor, at: datetime) -> None:
    """Turn down a proposal, or give up a draft, with the reason. It can be revised afterwards."""
    check_author(by)
    with transaction() as session:
        row = _held(session, version_id, "draft", "proposed", seen=seen)
        row.state, row.decided_by, row.decided_at, row.reason = "rejected", by.id, at, _reason(reason)
        _act(session, row, "rejected", row.reason, by, at)


def withdraw(item: str, version: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Stop a version in force, or one that is announced: nothing new begins with it, its page stays, its cases go on.

    One person may do it, so that an error can be stopped at once. Raises Refusal for a version that is neither.
    """
    check_author(by)
    why, on = _reason(reason), business_day(at)
    guide_store.forget()
    with transaction() as session:
        guide_store.changed(session)
        guide = _stoppable(item, version, on)
        row = _published(session, item, version) or _of_file(session, guide, by, at)
        row.state, row.withdrawn_by, row.withdrawn_at, row.reason = "withdrawn", by.id, at, why
        session.add(row)
        session.flush()
        _act(session, row, "withdrawn", why, by, at)


def _held(session: Session, version_id: int, *states: str, seen: str) -> GuideVersion:
    """The row, held until the transaction ends, in one of these states and with the text that the person saw."""
    statement = select(GuideVersion).where(GuideVersion.id == version_id).with_for_update()
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise Refusal("no_such_version")
    if row.state not in states:
        raise Refusal("guide_moved_on")
    if row.digest != seen:
        raise Refusal("guide_revised")
    return row


def _check(row: GuideVersion, at: datetime) -> None:
    found = guide_checks.verdict(written_of(row), on=business_day(at))
    if found.grave:
        raise Refusal("guide_faulty", count=found.grave)


def written_of(row: GuideVersion) -> Written:
    """A stored version as it was handed over."""
    place = {"office": row.office, "item": row.item, "effective_from": row.effective_from}
    return Written(**place, content=row.source.encode(), note=row.note)  # type: ignore[arg-type]


def _check_day_free(session: Session, row: GuideVersion) -> None:
    if _published(session, row.item, row.effective_from):
        raise Refusal("guide_day_taken", day=row.effective_from.isoformat())


def _published(session: Session, item: str, version: date) -> GuideVersion | None:
    v = GuideVersion
    found = select(v).where(v.item == item, v.effective_from == version, v.state == "published")
    return session.scalars(found).one_or_none()


def _stoppable(item: str, version: date, on: date) -> Guide:
    catalogue = law.catalogue()
    guide = catalogue.version(item, version)
    if guide is None:
        raise Refusal("no_such_version")
    current = catalogue.in_force(item, on)
    if version <= on and (current is None or current.effective_from != version):
        raise Refusal("guide_not_in_force")
    return guide


def _of_file(session: Session, guide: Guide, by: Actor, at: datetime) -> GuideVersion:
    """A row for a version that came as a file: what is withdrawn of it must be readable when the file is gone."""
    return GuideVersion(
        item=guide.item,
        office=guide.office,
        effective_from=guide.effective_from,
        source=guide_store.source_of(session, guide),
        digest=guide.digest,
        origin="file",
        uploaded_by=by.id,
        uploaded_at=at,
    )


def _reason(typed: str) -> str:
    reason = typed.strip()[:2000]
    if not reason:
        raise Refusal("guide_reason_missing")
    return reason


def _act(session: Session, row: GuideVersion, act: str, note: str, by: Actor, at: datetime) -> None:
    session.add(
        GuideAct(
            version_id=row.id,
            item=row.item,
            effective_from=row.effective_from,
            act=act,
            digest=row.digest,
            note=note[:2000],
            by=by.reference,
            at=at,
        )
    )
