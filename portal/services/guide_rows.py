"""The versions of guides as their authors read them: the work in hand, the versions of an item, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.listing import Listing
from guides.load import Catalogue, GuideError
from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import GuideAct, GuideText, GuideVersion, User
from portal.services import guide_merge, guide_store, law
from portal.services.guide_checks import Verdict, Written, verdict
from portal.services.guide_versions import check_author, written_of
from portal.services.paging import ROWS as PAGE
from portal.services.paging import Page, offset
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
class ItemLine:
    """An item of the catalogue as its authors list it: the version in force and the next one, where there are any."""

    item: str
    office: str
    name: Text
    current: date | None
    coming: date | None
    stopped: bool


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A version that the catalogue serves: how it looks from today, whether it came as a file, and how many rest on it."""

    effective_from: date
    state: str
    from_file: bool
    uses: int | None
    stoppable: bool


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


def items(words: str = "", *, by: Actor, on: date, page: int = 1) -> Page[ItemLine]:
    """The items of the catalogue whose name, code or office contains the words, by office; 50 a page."""
    check_author(by)
    catalogue, asked = law.catalogue(), words.strip().lower()
    newest = {entry.listing.item: entry.listing for entry in catalogue.entries}
    found = [one for one in newest.values() if not asked or asked in _searched(one)]
    page, pages, skipped = offset(page, len(found))
    return Page(tuple(_line(catalogue, one, on) for one in found[skipped : skipped + PAGE]), len(found), page, pages)


def item_line(item: str, *, by: Actor, on: date) -> ItemLine:
    """One item of the catalogue. Raises Refusal when there is none of that code."""
    check_author(by)
    catalogue = law.catalogue()
    newest = [entry.listing for entry in catalogue.entries if entry.listing.item == item]
    if not newest:
        raise Refusal("no_such_version")
    return _line(catalogue, newest[-1], on)


def versions(item: str, *, by: Actor, on: date) -> tuple[CatalogueRow, ...]:
    """The versions of an item that the catalogue serves, the newest first. Raises Refusal when it has none."""
    check_author(by)
    catalogue = law.catalogue()
    guides = catalogue.versions(item)
    if not guides:
        raise Refusal("no_such_version")
    v = GuideVersion
    here = select(v.effective_from).where(v.item == item, v.state.in_(("published", "withdrawn")), v.origin == "upload")
    with reading() as session:
        written = set(session.scalars(here))
    used, current = locked(item), catalogue.in_force(item, on)

    def row(guide: Guide) -> CatalogueRow:
        day = guide.effective_from
        ahead, in_force = day > on, current is not None and current.effective_from == day
        stopped = catalogue.withdrawn(guide, on)
        state = "future" if ahead else "current" if in_force else "stopped" if stopped else "past"
        return CatalogueRow(day, state, day not in written, used.get(day), ahead or in_force)

    return tuple(row(guide) for guide in reversed(guides))


def locked(item: str) -> dict[date, int]:
    """The days of an item whose text is locked, with the number of cases and open drafts that rest on each."""
    with reading() as session:
        days = session.scalars(select(GuideText.effective_from).where(GuideText.item == item)).all()
        return {day: guide_merge.uses(session, item, day) for day in days}


def conflicts() -> tuple[GuideError, ...]:
    """What is wrong with the catalogue now: files that cannot be read, and files that disagree with what is locked."""
    return law.catalogue().errors


def served(item: str, version: date, *, by: Actor) -> Written:
    """A version of the catalogue as its author wrote it, to begin a new one from. Raises Refusal when there is none."""
    check_author(by)
    guide = law.catalogue().version(item, version)
    if guide is None:
        raise Refusal("no_such_version")
    with reading() as session:
        content = guide_store.source_of(session, guide).encode()
    return Written(office=guide.office, item=item, effective_from=version, content=content)


def _searched(guide: Listing) -> str:
    names = (guide.name.zh, guide.name.en, guide.authority.zh, guide.item, guide.office)
    return " ".join((*names, *guide.aliases, *guide.codes)).lower()


def _line(catalogue: Catalogue, newest: Listing, on: date) -> ItemLine:
    current = catalogue.listing(newest.item, on)
    ahead = [day for day in catalogue.days(newest.item) if day > on]
    ended = (catalogue.stopped.get((newest.item, day), date.max) for day in catalogue.days(newest.item))
    stopped = current is None and any(day <= on for day in ended)
    shown = current or newest
    day = current.effective_from if current else None
    return ItemLine(newest.item, newest.office, shown.name, day, min(ahead, default=None), stopped)


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
    rows = session.execute(select(User.id, User.name).where(User.id.in_([*numbers])))
    return {row.id: row.name for row in rows}
