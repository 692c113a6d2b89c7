"""What was most often sent back: counted from the correction notices of an item in the last ninety days, never made up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import literal_column, select

from guides.guide import Guide
from guides.text import Text
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from workflows.calendar import SHANGHAI

DAYS = 90
SAMPLE = 2_000
"""The newest notices that are counted at most; more would change the shares, not the advice."""

_IS_NOTICE = JournalEntry.kind == literal_column("'CorrectionRequested'")
"""Written out and not bound, so that the database sees that its index of notices serves."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How many notices named a requirement, and the guide's own ready-made reasons among them, the most frequent first."""

    notices: int
    reasons: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class Faults:
    """The notices of an item in the period, and what they named, by the key of the requirement."""

    notices: int
    by_requirement: dict[str, Fault]

    def of(self, key: str) -> Fault | None:
        """What was wrong with a requirement; None where nothing was."""
        return self.by_requirement.get(key)


def faults(guide: Guide, *, on: date) -> Faults:
    """What applicants of this item were asked to correct in the ninety days up to that day, that day included.

    Only reasons that the guide itself publishes are quoted: what an officer wrote to one applicant stays between the two.
    """
    since = datetime.combine(on - timedelta(days=DAYS - 1), time(), SHANGHAI)
    until = datetime.combine(on + timedelta(days=1), time(), SHANGHAI)
    newest = _newest()
    return _counted(guide, _noticed(guide.item, since, until, newest) if newest else ())


def _newest() -> str:
    """The newest notice of any item, by the opaque name of its case: while it is the same, nothing has to be read again."""
    statement = select(CaseRow.public_id, JournalEntry.seq).join(CaseRow, CaseRow.id == JournalEntry.case_id)
    with reading() as session:
        row = session.execute(statement.where(_IS_NOTICE).order_by(JournalEntry.at.desc()).limit(1)).first()
    return f"{row.public_id}-{row.seq}" if row else ""


@lru_cache(256)
def _noticed(item: str, since: datetime, until: datetime, newest: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The newest notices of an item, each with the requirements it named and its reasons; kept until there is a newer one."""
    statement = (
        select(JournalEntry.payload)
        .join(CaseRow, CaseRow.id == JournalEntry.case_id)
        .where(_IS_NOTICE, CaseRow.item == item)
        .where(JournalEntry.at >= since, JournalEntry.at < until)
        .order_by(JournalEntry.at.desc())
        .limit(SAMPLE)
    )
    with reading() as session:
        return tuple(tuple(_fixed(payload)) for payload in session.scalars(statement))


def _fixed(payload: dict[str, Any]) -> list[tuple[str, str]]:
    marks = payload.get("marks", ())
    return [(mark["material"], mark.get("reason", "")) for mark in marks if mark.get("verdict") == "fix"]


def _counted(guide: Guide, noticed: tuple[tuple[tuple[str, str], ...], ...]) -> Faults:
    named = Counter(key for notice in noticed for key in {key for key, _ in notice})
    said = Counter(pair for notice in noticed for pair in set(notice))
    found = {key: Fault(number, tuple(_reasons(guide, key, said))) for key, number in named.items()}
    return Faults(len(noticed), found)


def _reasons(guide: Guide, key: str, said: Counter[tuple[str, str]]) -> list[tuple[Text, int]]:
    own = [reason for one in guide.materials if key in (one.id, one.group) for reason in one.reasons]
    counted = [(reason, said[key, reason.zh] + (said[key, reason.en] if reason.en else 0)) for reason in own]
    return sorted((one for one in counted if one[1]), key=lambda one: -one[1])
