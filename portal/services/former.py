"""What stood there before: the version before the last correction, and what the enterprise was accepted with formerly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.plan import Requirement
from portal.access import Denied
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Snapshot, Upload
from portal.services import casefile
from portal.services.casefile import CaseFile
from portal.services.desk_materials import DeskFile, files_of

CASES = 20
"""How many earlier cases of an enterprise are looked through, the newest first."""


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of files and answers: what it was handed in with, and when or in which case."""

    files: tuple[DeskFile, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """`last` is the version before the newest correction, `accepted` the newest one with which another case was accepted."""

    last: Version | None = None
    accepted: Version | None = None

    def version(self, name: str) -> Version | None:
        """The version of that name (last, accepted), or None."""
        return {"last": self.last, "accepted": self.accepted}.get(name)


def former(file: CaseFile, requirement: Requirement | None, *, by: Actor) -> Former:
    """The versions to compare a requirement with; with None those of the form. Only cases that `by` may see count."""
    with reading() as session:
        return Former(_last(session, file, requirement), _accepted(session, file, requirement, by))


def _last(session: Session, file: CaseFile, requirement: Requirement | None) -> Version | None:
    """The newest earlier round in which this was another than it is now."""
    s = Snapshot
    statement = select(s.content, s.at).where(s.case_id == file.id, s.round < file.case.round)
    now = _names(file.content, requirement)
    for content, at in session.execute(statement.order_by(s.round.desc())):
        if requirement is None:
            if content["answers"] != file.answers:
                return Version(answers=content["answers"], on=business_day(at))
        elif (names := _names(content, requirement)) and names != now:
            return Version(_files(session, content, requirement), number="", on=business_day(at))
    return None


def _accepted(session: Session, file: CaseFile, requirement: Requirement | None, by: Actor) -> Version | None:
    c, s = CaseRow, Snapshot
    statement = select(c).where(c.enterprise_id == file.enterprise_id, c.id != file.id, c.accepted_on.is_not(None))
    if requirement is None:
        statement = statement.where(c.item == file.guide.item)
    for row in session.scalars(statement.order_by(c.accepted_on.desc(), c.id.desc()).limit(CASES)):
        try:
            casefile.check_sight(session, row, by)
        except Denied:
            continue
        contents = select(s.content).where(s.case_id == row.id).order_by(s.round.desc()).limit(1)
        content = session.scalars(contents).one()
        if requirement is None:
            return Version(answers=content["answers"], number=row.number, on=row.accepted_on)
        if _names(content, requirement):
            return Version(_files(session, content, requirement), number=row.number, on=row.accepted_on)
    return None


def _names(content: Mapping[str, Any], requirement: Requirement | None) -> list[str]:
    return [one["public_id"] for one in files_of(content, requirement)] if requirement else []


def _files(session: Session, content: Mapping[str, Any], requirement: Requirement) -> tuple[DeskFile, ...]:
    entries = files_of(content, requirement)
    u = Upload
    known = select(u.public_id, u.pages).where(u.public_id.in_([one["public_id"] for one in entries]))
    pages = {row.public_id: row.pages for row in session.execute(known)}
    return tuple(
        DeskFile(
            one["public_id"], one["material"], one["filename"], one["media_type"], one["size"],
            pages.get(one["public_id"]) or 1,
        )
        for one in entries
    )  # fmt: skip
