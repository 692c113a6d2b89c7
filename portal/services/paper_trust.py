"""What vouches for the files of an enterprise: the portal's own signature, the counter where the paper lay, or nothing (R58)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.trust import Origin, Reuse, TrustLevel, level_of, reuse_of
from portal.models import Case as CaseRow
from portal.models import Document, Draft, Upload

_AT_COUNTER = ("draft", "desk", "scan", "supplement")
"""The purposes of files that an officer takes in from paper; what he writes himself is none of them."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The level of a file; `number` and `on` name the case with which its paper was checked at a window."""

    level: TrustLevel
    origin: Origin
    number: str = ""
    on: date | None = None

    @property
    def reuse(self) -> Reuse:
        """On which terms it may be used again."""
        return reuse_of(self.level)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What vouches for files, by their digests."""

    issued: frozenset[str]
    seen: Mapping[str, tuple[str, date | None]]

    def trust(self, sha256: str, grade: str) -> Trust:
        """The trust in a file of that digest that stands for a material of that grade."""
        if sha256 in self.issued:
            return Trust(level_of(grade, Origin.ISSUED), Origin.ISSUED)
        if sha256 in self.seen:
            return Trust(level_of(grade, Origin.SEEN), Origin.SEEN, *self.seen[sha256])
        return Trust(level_of(grade, Origin.UPLOADED), Origin.UPLOADED)


class Handed(Protocol):
    """A file that was handed in: the material it stands for, and its digest."""

    @property
    def public_id(self) -> str: ...
    @property
    def material(self) -> str: ...
    @property
    def sha256(self) -> str: ...


FETCHED = Trust(TrustLevel.A, Origin.FETCHED)
"""The trust in what a register answered."""


def vouched(session: Session, digests: Collection[str], enterprise_id: int, *, case_id: int | None = None) -> Vouched:
    """What vouches for files with these digests of an enterprise; two queries whatever their number.

    A paper counts as seen when an officer scanned it for a case that was accepted, or for the case at hand. A file that was
    taken from the library again was on no counter, whoever took it.
    """
    if not digests:
        return Vouched(frozenset(), {})
    issued = session.scalars(select(Document.sealed_digest).where(Document.sealed_digest.in_(digests)))
    u, c = Upload, CaseRow
    checked = or_(c.accepted_on.is_not(None), c.id == case_id) if case_id else c.accepted_on.is_not(None)
    scanned = (u.uploaded_by.like("officer:%"), u.reused_from == "", u.purpose.in_(_AT_COUNTER), u.removed_at.is_(None))
    statement = select(u.sha256, c.number, c.accepted_on).join(Draft, Draft.id == u.draft_id).join(c, c.id == u.case_id)
    own = (Draft.enterprise_id == enterprise_id, u.sha256.in_(digests))
    rows = session.execute(statement.where(*own, *scanned, checked).order_by(c.id))
    return Vouched(frozenset(issued), {digest: (number, on) for digest, number, on in rows})


def of_files(
    session: Session, files: Iterable[Handed], grades: Mapping[str, str], enterprise_id: int, case_id: int | None = None
) -> dict[str, Trust]:
    """The trust in each of these files by its opaque name; `grades` are what the guide says of its materials."""
    found = tuple(one for one in files if one.material in grades)
    known = vouched(session, {one.sha256 for one in found}, enterprise_id, case_id=case_id)
    return {one.public_id: known.trust(one.sha256, grades[one.material]) for one in found}
