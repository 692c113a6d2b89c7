"""The objections that mark an entry of a credit list, as whoever reads the entry sees them (R102)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CreditObjection, Upload

MOST = 50


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection as pages show it; `answer` is empty while it is open, `filename` where no file came with it."""

    id: int
    key: str
    words: str
    document: str
    filename: str
    filed_at: datetime
    due_on: date | None
    answer: str
    answer_words: str
    answer_document: str
    answered_at: datetime | None
    applicant: str = ""
    filed_by: str = ""
    answered_by: str = ""
    extended_at: datetime | None = None
    extended_words: str = ""
    extended_by: str = ""
    enterprise_id: int | None = None

    @property
    def open(self) -> bool:
        """True while it waits for an answer: the entry is marked."""
        return not self.answer


def of_keys(session: Session, keys: Collection[str]) -> dict[str, tuple[Objection, ...]]:
    """The objections to these entries, by key, in the order in which they came."""
    wanted = select(CreditObjection).where(CreditObjection.key.in_(set(keys) - {""})).order_by(CreditObjection.id)
    rows = list(session.scalars(wanted))
    names = filenames(session, [one.file for one in rows])
    found: dict[str, tuple[Objection, ...]] = {}
    for one in rows:
        found[one.key] = (*found.get(one.key, ()), objection_of(one, names))
    return found


def of_enterprise(session: Session, enterprise_id: int | None) -> tuple[Objection, ...]:
    """The objections that an enterprise filed, the newest first."""
    wanted = select(CreditObjection).where(CreditObjection.enterprise_id == enterprise_id)
    rows = list(session.scalars(wanted.order_by(CreditObjection.id.desc()).limit(MOST)))
    names = filenames(session, [one.file for one in rows])
    return tuple(objection_of(one, names) for one in rows)


def filenames(session: Session, names: Collection[str]) -> dict[str, str]:
    """What the kept files are called, by their opaque names."""
    wanted = select(Upload.public_id, Upload.filename).where(Upload.public_id.in_(set(names) - {""}))
    return {row.public_id: row.filename for row in session.execute(wanted)}


def objection_of(one: CreditObjection, names: dict[str, str], applicant: str = "") -> Objection:
    """An objection as pages show it; `names` are those of its file."""
    return Objection(
        one.id, one.key, one.words, one.document, names.get(one.file, ""), one.filed_at, one.due_on, one.answer,
        one.answer_words, one.answer_document, one.answered_at, applicant,
        one.filed_by, one.answered_by, one.extended_at, one.extended_words, one.extended_by,
        one.enterprise_id,
    )  # fmt: skip
