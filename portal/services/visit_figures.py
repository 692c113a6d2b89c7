"""How often people had to come, measured in the visits of delivered matters; each rate with its denominator (R63, R123).

A matter is one case: a bundle (一件事) counts once, whatever the number of its items.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, and_, case, extract, func, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseVisit
from portal.services.figures import Share
from portal.services.paging import Page, offset
from workflows.case import State
from workflows.visits import MADE, OPEN

ROWS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Delivered matters of one kind: those without any visit, and those with one at most, of all of them."""

    key: str
    whole: int
    none: int
    one: int
    visits: int = 0

    @property
    def zero(self) -> Share:
        """零跑腿: not one visit."""
        return Share(self.none, self.whole)

    @property
    def at_most_one(self) -> Share:
        """最多跑一次: one visit or none."""
        return Share(self.one, self.whole)


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """What the visits of the matters delivered in a period say.

    By window a line counts the matters that the window accepted, with every visit to any window; where no counter is on record
    (an acceptance by silence, or of before) the key is empty. So items, months and windows each add up to the whole.
    By cause a line counts only the visits of that cause, of all delivered matters: what the rate would be if there were none
    but those.
    """

    first: date
    last: date
    total: Line
    items: tuple[Line, ...]
    months: tuple[Line, ...]
    causes: tuple[Line, ...]
    windows: tuple[Line, ...]
    codes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BeyondRow:
    """One visit, or one request to come, beyond the promise."""

    case_id: str
    number: str
    item_zh: str
    item_en: str
    state: str
    purpose: str
    code: str
    office: str
    on: date


def measured(*, by: Actor, first: date, last: date) -> VisitFigures:
    """The figures of the matters delivered from `first` to `last`, both included, in three queries."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    with reading() as session:
        grouped = session.execute(_matters(first, last)).all()
        causes = session.execute(_by_cause(first, last)).all()
        codes = session.execute(_codes(first, last)).all()
    total = _sum("", grouped)
    return VisitFigures(
        first=first,
        last=last,
        total=total,
        items=_lines(grouped, lambda row: row.item),
        months=_lines(grouped, lambda row: f"{int(row.year):04d}-{int(row.month):02d}"),
        causes=tuple(_part(row, total.whole) for row in causes),
        windows=_lines(grouped, lambda row: row.accepted_window),
        codes=tuple((row.code, row.n) for row in codes),
    )


def beyond(*, by: Actor, first: date, last: date, page: int = 1) -> Page[BeyondRow]:
    """The visits and open requests beyond the promise of a period, the newest first."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    where = _beyond(first, last)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(CaseVisit).where(*where)) or 0
        page, pages, skip = offset(page, total, ROWS)
        rows = session.execute(_rows(where).limit(ROWS).offset(skip)).all()
    return Page(tuple(_row(row) for row in rows), total, page, pages)


def every_beyond(*, by: Actor, first: date, last: date) -> tuple[BeyondRow, ...]:
    """All of them, for a file."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    return beyond_between(first, last)


def beyond_between(first: date, last: date) -> tuple[BeyondRow, ...]:
    """The same for the portal's own weekly digest, which goes to supervisors alone."""
    with reading() as session:
        return tuple(_row(row) for row in session.execute(_rows(_beyond(first, last))))


def _beyond(first: date, last: date) -> tuple[Any, ...]:
    return (CaseVisit.beyond, CaseVisit.state.in_((OPEN, MADE)), CaseVisit.on_day.between(first, last))


def _rows(where: Iterable[Any]) -> Any:
    v, c = CaseVisit, CaseRow
    columns = (c.public_id, c.number, c.item_name_zh, c.item_name_en, v.state, v.purpose, v.code, v.office, v.on_day)
    return select(*columns).join(c, c.id == v.case_id).where(*where).order_by(v.on_day.desc(), v.case_id, v.seq)


def _row(row: Any) -> BeyondRow:
    return BeyondRow(*row)


def _delivered(first: date, last: date) -> Any:
    return and_(CaseRow.state == State.CLOSED.value, CaseRow.closed_on.between(first, last))


def _matters(first: date, last: date) -> Any:
    year, month = extract("year", CaseRow.closed_on), extract("month", CaseRow.closed_on)
    return (
        select(
            CaseRow.item,
            CaseRow.accepted_window,
            year.label("year"),
            month.label("month"),
            func.count().label("whole"),
            _number(CaseRow.visits == 0).label("none"),
            _number(CaseRow.visits <= 1).label("one"),
            func.sum(CaseRow.visits, type_=Integer).label("visits"),
        )
        .where(_delivered(first, last))
        .group_by(CaseRow.item, CaseRow.accepted_window, year, month)
    )


def _by_cause(first: date, last: date) -> Any:
    """By cause: the matters with such a visit, those with exactly one, and the visits."""
    each = (
        select(CaseVisit.case_id, CaseVisit.cause.label("key"), func.count().label("n"))
        .join(CaseRow, CaseRow.id == CaseVisit.case_id)
        .where(_delivered(first, last), CaseVisit.state == MADE)
        .group_by(CaseVisit.case_id, CaseVisit.cause)
        .subquery()
    )
    once = _number(each.c.n == 1).label("once")
    visits = func.sum(each.c.n, type_=Integer).label("visits")
    columns = (each.c.key, func.count().label("cases"), once, visits)
    return select(*columns).group_by(each.c.key).order_by(each.c.key)


def _codes(first: date, last: date) -> Any:
    """By cause code the visits beyond the promise of the period, and the requests that are still open."""
    n = func.count().label("n")
    return (
        select(CaseVisit.code, n)
        .where(*_beyond(first, last))
        .group_by(CaseVisit.code)
        .order_by(n.desc(), CaseVisit.code)
    )


def _lines(rows: Iterable[Any], key: Any) -> tuple[Line, ...]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(_sum(name, groups[name]) for name in sorted(groups, key=lambda name: (not name, name)))


def _sum(key: str, rows: Iterable[Any]) -> Line:
    found = list(rows)
    return Line(key, *(sum(int(getattr(row, name)) for row in found) for name in ("whole", "none", "one", "visits")))


def _part(row: Any, whole: int) -> Line:
    return Line(row.key, whole, whole - row.cases, whole - row.cases + row.once, row.visits)


def _number(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0), type_=Integer)
