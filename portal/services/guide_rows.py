"""The versions of guides as their authors read them: the work in hand, the versions of an item, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.load import GuideError
from portal.actors import Actor
from portal.db import reading
from portal.models import GuideAct, GuideText, GuideVersion, User
from portal.services import guide_merge, guide_store, law
from portal.services.guide_checks import Verdict, Written, verdict
from portal.services.guide_versions import check_author, written_of
from workflows.refusal import Refusal

OPEN = ("proposed", "draft", "rejected")
ROWS = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """One person's act and its moment; `by` is empty when nobody did it yet."""

    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version that the database holds, with the people who moved it on."""

    id: int
    item: str
    office: str
    effective_from: date
    digest: str
    state: str
    origin: str
    note: str
    reason: str
    uploaded: Deed
    proposed: Deed
    decided: Deed
    withdrawn: Deed
    proposed_by: int | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version with its text and what the checks say of it today."""

    row: VersionRow
    written: Written
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line of the record of a guide: what was done with which version, by whom, when; `note` holds a reason."""

    version_id: int
    item: str
    effective_from: date
    act: str
    digest: str
    note: str
    by: str
    at: datetime


def in_hand(*, by: Actor) -> tuple[VersionRow, ...]:
    """The versions that still move: proposals first, then drafts, then what was turned down; the newest first."""
    check_author(by)
    with reading() as session:
        statement = (
            select(GuideVersion).where(GuideVersion.state.in_(OPEN)).order_by(GuideVersion.id.desc()).limit(ROWS)
        )
        found = _rows(session, session.scalars(statement).all())
    return tuple(sorted(found, key=lambda one: OPEN.index(one.state)))


def of_item(item: str, *, by: Actor) -> tuple[VersionRow, ...]:
    """Every version of an item that the database holds, the newest first."""
    check_author(by)
    with reading() as session:
        statement = select(GuideVersion).where(GuideVersion.item == item)
        return _rows(session, session.scalars(statement.order_by(GuideVersion.id.desc())).all())


def version_page(version_id: int, *, by: Actor, on: date) -> VersionPage:
    """One version, checked under the law of the day `on`. Raises Refusal when there is none."""
    check_author(by)
    with reading() as session:
        row = session.get(GuideVersion, version_id)
        if row is None:
            raise Refusal("no_such_version")
        [shown], written = _rows(session, [row]), written_of(row)
    return VersionPage(shown, written, verdict(written, on=on))


def history(item: str | None = None) -> tuple[ActLine, ...]:
    """The record of one item, or of all: every act in the order in which it was done."""
    a = GuideAct
    statement = select(a).order_by(a.id)
    with reading() as session:
        acts = session.scalars(statement if item is None else statement.where(a.item == item)).all()
        names = _names(session, {int(act.by.partition(":")[2]) for act in acts})
        return tuple(
            ActLine(
                act.version_id,
                act.item,
                act.effective_from,
                act.act,
                act.digest,
                act.note,
                names.get(int(act.by.partition(":")[2]), ""),
                act.at,
            )
            for act in acts
        )


def locked(item: str) -> dict[date, int]:
    """The days of an item whose text is locked, with the number of cases and open drafts that rest on each."""
    with reading() as session:
        days = session.scalars(select(GuideText.effective_from).where(GuideText.item == item)).all()
        return {day: guide_merge.uses(session, item, day) for day in days}


def conflicts() -> tuple[GuideError, ...]:
    """What is wrong with the catalogue now: files that cannot be read, and files that disagree with what is locked."""
    return law.catalogue().errors


def source_of(item: str, version: date, *, by: Actor) -> str:
    """The text of a version in the catalogue, to begin a new one from. Raises Refusal when there is none."""
    check_author(by)
    guide = law.catalogue().version(item, version)
    if guide is None:
        raise Refusal("no_such_version")
    with reading() as session:
        return guide_store.source_of(session, guide)


def _rows(session: Session, rows: Sequence[GuideVersion]) -> tuple[VersionRow, ...]:
    numbers = {n for one in rows for n in (one.uploaded_by, one.proposed_by, one.decided_by, one.withdrawn_by) if n}
    names = _names(session, numbers)
    return tuple(_row(one, names) for one in rows)


def _row(one: GuideVersion, names: dict[int, str]) -> VersionRow:
    def deed(number: int | None, at: datetime | None) -> Deed:
        return Deed(names.get(number or 0, ""), at)

    return VersionRow(
        id=one.id,
        item=one.item,
        office=one.office,
        effective_from=one.effective_from,
        digest=one.digest,
        state=one.state,
        origin=one.origin,
        note=one.note,
        reason=one.reason,
        uploaded=deed(one.uploaded_by, one.uploaded_at),
        proposed=deed(one.proposed_by, one.proposed_at),
        decided=deed(one.decided_by, one.decided_at),
        withdrawn=deed(one.withdrawn_by, one.withdrawn_at),
        proposed_by=one.proposed_by,
    )


def _names(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    return {number: name for number, name in session.execute(select(User.id, User.name).where(User.id.in_([*numbers])))}
