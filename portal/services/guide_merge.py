"""How the guides of the database and of the files become one catalogue: what is locked stands, then what was published here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.load import Catalogue, Entry, GuideError, GuideRefused, entry_of, read_guide
from guides.wording import say
from portal.clock import business_day
from portal.models import Case as CaseRow
from portal.models import Draft, GuideText, GuideVersion

Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Stored:
    """One version that the database holds: its place and its digest, and whether it is locked."""

    office: str
    item: str
    effective_from: date
    digest: str
    locked: bool

    @property
    def key(self) -> Key:
        """Item and day."""
        return self.item, self.effective_from

    @property
    def name(self) -> str:
        """The name that the file of this version has, or would have."""
        return f"{self.office}/{self.item}/{self.effective_from.isoformat()}.yaml"


class Merged(NamedTuple):
    """The catalogue of files and database, the locked versions, and the guides that were read for it, to be used again."""

    catalogue: Catalogue
    locked: Mapping[Key, Stored]
    read: Mapping[Stored, Guide]


def merge(session: Session, files: Catalogue, read: Mapping[Stored, Guide]) -> Merged:
    """Marry the guides of the files with those of the database; `read` holds what was read of it before.

    The catalogue of the files itself comes back where the database adds nothing to it.
    """
    locked = {one.key: one for one in _locked(session)}
    shown = {one.key: one for one in _shown(session)}
    work = _Work(session, files, dict(read), _withdrawals(session) if shown else {})
    work.drop({key for key, on in work.withdrawn.items() if on < key[1]})
    for one in shown.values():
        if work.withdrawn.get(one.key, date.max) >= one.effective_from:
            work.take(one)
    for one in locked.values():
        work.take(one)
    return Merged(work.catalogue(), locked, work.kept)


def uses(session: Session, item: str, version: date) -> int:
    """How many cases and open drafts rest on a version."""
    cases = select(func.count()).where(CaseRow.item == item, CaseRow.guide_version == version)
    drafts = select(func.count()).where(Draft.item == item, Draft.guide_version == version, Draft.case_id.is_(None))
    return (session.scalar(cases) or 0) + (session.scalar(drafts) or 0)


class _Work:
    """The catalogue while it is put together."""

    def __init__(
        self, session: Session, files: Catalogue, read: Mapping[Stored, Guide], withdrawn: Mapping[Key, date]
    ) -> None:
        self.session, self.files, self.read, self.withdrawn = session, files, read, withdrawn
        self.entries: dict[Key, Entry] = {(one.listing.item, one.listing.effective_from): one for one in files.entries}
        self.filed = {key: one.listing.digest for key, one in self.entries.items()}
        self.broken = {error.file for error in files.errors}
        self.errors: list[GuideError] = []
        self.kept: dict[Stored, Guide] = {}

    def drop(self, keys: Iterable[Key]) -> None:
        """Leave out versions that were withdrawn before their day."""
        for key in keys:
            self.entries.pop(key, None)

    def take(self, one: Stored) -> None:
        """Serve a version as the database holds it, and report a file that says something else."""
        mine = self.entries.get(one.key)
        if mine is None or mine.listing.digest != one.digest:
            try:
                self.entries[one.key] = entry_of(self._guide(one))
            except GuideRefused as refused:
                first = refused.errors[0]
                self._report(one, "version_unreadable", line=first.line, key=first.key)
                return
        self._compare(one)

    def _compare(self, one: Stored) -> None:
        filed = self.filed.get(one.key)
        if filed == one.digest:
            return
        if filed is not None:
            self._report(one, "version_locked" if one.locked else "version_twice")
        elif one.locked and one.name not in self.broken and not self._written_here(one):
            self._report(one, "version_lost")

    def catalogue(self) -> Catalogue:
        """The whole; the very catalogue of the files where nothing was added or taken away."""
        stopped = {key: on for key, on in self.withdrawn.items() if key in self.entries}
        entries = tuple(self.entries.values())
        if not stopped and not self.errors and entries == self.files.entries:
            return self.files
        return Catalogue(entries, (*self.files.errors, *self.errors), stopped)

    def _guide(self, one: Stored) -> Guide:
        guide = self.read.get(one)
        if guide is None:
            place = {"office": one.office, "item": one.item, "effective_from": one.effective_from}
            guide = read_guide(self._source(one).encode(), name=one.name, **place)  # type: ignore[arg-type]
        self.kept[one] = guide
        return guide

    def _source(self, one: Stored) -> str:
        table = GuideText if one.locked else GuideVersion
        found = select(table.source).where(table.item == one.item, table.effective_from == one.effective_from)
        return self.session.scalars(found.where(table.digest == one.digest).limit(1)).one()

    def _written_here(self, one: Stored) -> bool:
        v = GuideVersion
        found = select(v.id).where(v.item == one.item, v.effective_from == one.effective_from, v.digest == one.digest)
        return self.session.scalar(found.limit(1)) is not None

    def _report(self, one: Stored, code: str, **facts: object) -> None:
        if code in ("version_locked", "version_lost"):
            facts["uses"] = uses(self.session, one.item, one.effective_from)
        self.errors.append(GuideError(one.name, 1, "", code, say(code, **facts)))


def _locked(session: Session) -> list[Stored]:
    t = GuideText
    rows = session.execute(select(t.office, t.item, t.effective_from, t.digest))
    return [Stored(*row, locked=True) for row in rows]


def _shown(session: Session) -> list[Stored]:
    """What was published here, and what was withdrawn and not published again: oldest first, the published last."""
    v = GuideVersion
    columns = select(v.office, v.item, v.effective_from, v.digest).where(v.state.in_(("withdrawn", "published")))
    rows = session.execute(columns.order_by(v.state == "published", v.id))
    return [Stored(*row, locked=False) for row in rows]


def _withdrawals(session: Session) -> dict[Key, date]:
    """Since which day a version is withdrawn, unless it was published again."""
    v = GuideVersion
    rows = session.execute(
        select(v.item, v.effective_from, v.state, v.withdrawn_at)
        .where(v.state.in_(("withdrawn", "published")))
        .order_by(v.state == "published", v.id)
    )
    newest = {(item, day): (state, at) for item, day, state, at in rows}
    return {key: business_day(at) for key, (state, at) in newest.items() if state == "withdrawn" and at is not None}
