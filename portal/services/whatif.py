"""What-if: past cases derived again under another calendar, promise or staffing, to see which would have been late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import journal, law
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.schedule import Year
from workflows.whatif import Judged, World, judged

BATCH = 200
_SILENT = ("Reminded", "VisitRecorded", "CreditLookedUp", "Published", "VoidDeclared", "LegallyReviewed", "Cosigned")
"""Kinds of entries that no clock, answer or decision depends on."""

SHOWN = 500
"""Cases that are listed at most; all are counted."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that is late in one of the two worlds: as it was, and as it would have been."""

    public_id: str
    number: str
    item: str
    item_zh: str
    item_en: str
    before: Judged
    after: Judged


@dataclass(slots=True)
class Tally:
    """One item: cases, and how many were late, past the law, or had a late step, before and after."""

    item: str
    item_zh: str
    item_en: str
    cases: int = 0
    late_before: int = 0
    late_after: int = 0
    past_law_before: int = 0
    past_law_after: int = 0
    steps_before: int = 0
    steps_after: int = 0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: the period, counts by item, the cases that are late in either world, and whether all cases were looked at."""

    first: date
    last: date
    items: tuple[Tally, ...]
    changed: tuple[Changed, ...]
    complete: bool

    @property
    def total(self) -> Tally:
        """The counts of all items together."""
        sums = Tally("", "", "")
        for one in self.items:
            for name in ("cases", "late_before", "late_after", "past_law_before", "past_law_after", "steps_before",
                         "steps_after"):  # fmt: skip
                setattr(sums, name, getattr(sums, name) + getattr(one, name))
        return sums


def last_quarter(today: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter before the one of `today`."""
    first_month = 3 * ((today.month - 1) // 3) + 1
    last = date.fromordinal(date(today.year, first_month, 1).toordinal() - 1)
    return date(last.year, last.month - 2, 1), last


def with_years(calendar: Calendar, years: list[Year]) -> Calendar:
    """The calendar with these years in the place of its own."""
    other = {year.year: year for year in years}
    return Calendar(tuple(year for year in calendar.years if year.year not in other) + tuple(years))


def asked_by(actor: Actor, first: date, last: date, world: World, *, today: date, at_most: int) -> WhatIf:
    """The same for a supervisor at a page, who waits: no more than `at_most` cases are looked at."""
    require(actor.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    return whatif(first, last, world, today=today, at_most=at_most)


def whatif(first: date, last: date, world: World, *, today: date, at_most: int | None = None) -> WhatIf:
    """Every case accepted or decided in the period, as it was and as it would have been in that world.

    Journals are read in batches and forgotten; what is kept grows with the items and the cases listed.
    """
    as_was = World(law.calendar())
    tallies: dict[str, Tally] = {}
    changed: list[Changed] = []
    seen = 0
    with reading() as session:
        for row, case in _cases(session, first, last):
            if at_most is not None and seen >= at_most:
                return _answer(first, last, tallies, changed, complete=False)
            seen += 1
            before, after = judged(case, as_was, today), judged(case, world, today)
            _count(tallies.setdefault(row.item, Tally(row.item, row.item_name_zh, row.item_name_en)), before, after)
            if (before.late or after.late) and len(changed) < SHOWN:
                names = (row.public_id, row.number, row.item, row.item_name_zh, row.item_name_en)
                changed.append(Changed(*names, before, after))
    return _answer(first, last, tallies, changed, complete=True)


def _answer(first: date, last: date, tallies: dict[str, Tally], changed: list[Changed], *, complete: bool) -> WhatIf:
    return WhatIf(first, last, tuple(tallies[item] for item in sorted(tallies)), tuple(changed), complete)


def _cases(session: Session, first: date, last: date) -> Iterator[tuple[CaseRow, Case]]:
    """Row and state of every case accepted or decided in the period, a batch at a time."""
    period = or_(CaseRow.accepted_on.between(first, last), CaseRow.decided_on.between(first, last))
    after = 0
    while True:
        statement = select(CaseRow).where(period, CaseRow.accepted_on.is_not(None), CaseRow.id > after)
        rows = list(session.scalars(statement.order_by(CaseRow.id).limit(BATCH)))
        if not rows:
            return
        states = journal.states_of(session, [row.id for row in rows], without=_SILENT)
        for row in rows:
            yield row, states[row.id]
        after = rows[-1].id
        session.expunge_all()


def _count(tally: Tally, before: Judged, after: Judged) -> None:
    tally.cases += 1
    tally.late_before += before.late
    tally.late_after += after.late
    tally.past_law_before += before.past_law
    tally.past_law_after += after.past_law
    tally.steps_before += bool(before.late_tracks)
    tally.steps_after += bool(after.late_tracks)
