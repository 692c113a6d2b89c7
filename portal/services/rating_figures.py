"""Figures of ratings with numerator and denominator, by item, office and counter; and what the public reads (R83, R123)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select

from guides.text import Text
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseRating
from portal.services.figures import Share
from portal.services.paging import Page, offset
from workflows.rating_policy import LEVELS, load_policy

DAYS = 365
ROWS = 20
WINDOW = "window"
COUNTED = ("bad", "excluded", "due", "fixed", "answered", "called", "late", "device", "slips", "slips_good")


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """What was rated in a period. Excluded ratings stand in no rate, only in their own count.

    `due` counts bad ratings that were put right or whose last day for it is over: those still in time are no denominator.
    `device` counts those given at a counter, where an officer had called the case up. What came by a slip, whose code an officer
    printed, stands in no level but in `slips` and `slips_good`; a bad one is followed up and counted there like any other.
    """

    levels: tuple[int, ...] = (0, 0, 0, 0, 0)
    bad: int = 0
    excluded: int = 0
    due: int = 0
    fixed: int = 0
    answered: int = 0
    called: int = 0
    late: int = 0
    device: int = 0
    slips: int = 0
    slips_good: int = 0

    @property
    def rated(self) -> int:
        """Ratings that count, without those by slip."""
        return sum(self.levels)

    @property
    def good(self) -> Share:
        """好评率: levels 5, 4 and 3 of all that count."""
        bad_from = load_policy().bad_from
        return Share(sum(n for level, n in zip(LEVELS, self.levels, strict=True) if level > bad_from), self.rated)

    @property
    def by_slip(self) -> Share:
        """Levels 5, 4 and 3 of those that came by slip: apart, since whoever printed a slip could have rated with it."""
        return Share(self.slips_good, self.slips)

    @property
    def put_right(self) -> Share:
        """差评整改率: put right within the period, of the valid bad ratings whose period is over or that were answered."""
        return Share(self.fixed, self.due)

    @property
    def called_back(self) -> Share:
        """回访率: called back, of those put right."""
        return Share(self.called, self.answered)


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings of a period: all, by item, by desk (an office's code, or WINDOW for what was rated of the window), and by the
    code of the counter where the applicant came or that accepted the application.
    """

    first: date
    last: date
    total: RatingFigures
    items: dict[str, RatingFigures]
    desks: dict[str, RatingFigures]
    counters: dict[str, RatingFigures]

    @property
    def told(self) -> dict[str, RatingFigures]:
        """The counters that the public reads of: those with so few ratings that they speak of one clerk are left out."""
        least = load_policy().least
        return {code: one for code, one in self.counters.items() if one.rated >= least}


@dataclass(frozen=True, slots=True)
class PublicRating:
    """One rating as everybody may read it: `name` is empty for an anonymous one; free words are never public."""

    item: Text
    item_code: str
    office: str
    desk: str
    channel: str
    level: int
    tags: tuple[str, ...]
    name: str
    rated_on: date
    stage: str
    reply: str
    answered_on: date | None
    again: int
    window: str = ""
    way: str = ""


def figures(*, on: date, item: str = "") -> Rated:
    """The ratings of the DAYS days up to that day, of all items or of one."""
    first = on - timedelta(days=DAYS - 1)
    desk = case((CaseRating.desk == WINDOW, WINDOW), else_=CaseRating.office).label("desk")
    by_item = _counted(CaseRating.item.label("key"), first, on, item)
    by_desk = _counted(desk.label("key"), first, on, item)
    by_counter = _counted(CaseRating.window.label("key"), first, on, item)
    with reading() as session:
        items = {row.key: _figures(row) for row in session.execute(by_item)}
        desks = {row.key: _figures(row) for row in session.execute(by_desk)}
        counters = {row.key: _figures(row) for row in session.execute(by_counter) if row.key}
    return Rated(first, on, _sum(list(items.values())), items, desks, counters)


def of_item(item: str, *, on: date) -> RatingFigures:
    """The ratings of one item, for its guide."""
    first = on - timedelta(days=DAYS - 1)
    with reading() as session:
        row = session.execute(_counted(CaseRating.item.label("key"), first, on, item)).one_or_none()
    return _figures(row) if row else RatingFigures()


def public(
    *, on: date, item: str = "", desk: str = "", bad: bool = False, counter: str = "", page: int = 1
) -> Page[PublicRating]:
    """The ratings that count, the newest first; of one item, one desk, one counter or the bad ones alone."""
    r = CaseRating
    where: list[ColumnElement[bool]] = [
        r.rated_on >= on - timedelta(days=DAYS - 1),
        r.rated_on <= on,
        r.counted.is_(True),
    ]
    where += [r.item == item] if item else []
    where += [r.bad.is_(True)] if bad else []
    where += [r.window == counter] if counter else []
    if desk:
        where.append(r.desk == WINDOW if desk == WINDOW else and_(r.desk == "office", r.office == desk))
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(r).where(*where)) or 0
        page, pages, skip = offset(page, total, ROWS)
        statement = select(r, CaseRow.item_name_zh, CaseRow.item_name_en, CaseRow.applicant_name).join(
            CaseRow, CaseRow.id == r.case_id
        )
        ordered = statement.where(*where).order_by(r.rated_on.desc(), r.case_id.desc(), r.act)
        rows = tuple(_public(*row) for row in session.execute(ordered.limit(ROWS).offset(skip)))
    return Page(rows, total, page, pages)


def _public(one: CaseRating, zh: str, en: str, applicant: str) -> PublicRating:
    return PublicRating(
        item=Text(zh=zh, en=en),
        item_code=one.item,
        office=one.office,
        desk=one.desk,
        channel=one.channel,
        level=one.level,
        tags=tuple(one.tags),
        name=applicant if one.named else "",
        rated_on=one.rated_on,
        stage=one.stage,
        reply=one.reply,
        answered_on=one.answered_on,
        again=one.again,
        window=one.window,
        way=one.way,
    )


def _counted(key: ColumnElement[Any], first: date, on: date, item: str) -> Any:
    r = CaseRating
    counts = r.counted.is_(True)
    valid, slip = and_(r.bad, counts), r.way == "slip"
    over = or_(r.answered_on.is_not(None), r.fix_due < on)
    columns = [
        *(_number(and_(counts, r.level == level, ~slip)).label(f"level_{level}") for level in LEVELS),
        _number(valid).label("bad"),
        (_number(r.stage == "excluded") + func.coalesce(func.sum(r.disowned), 0)).label("excluded"),
        _number(and_(valid, over)).label("due"),
        _number(and_(valid, r.answered_on <= r.fix_due)).label("fixed"),
        _number(and_(valid, r.answered_on.is_not(None))).label("answered"),
        _number(and_(valid, r.called_on.is_not(None))).label("called"),
        _number(and_(valid, r.due_on < on)).label("late"),
        _number(and_(counts, r.way == "device")).label("device"),
        _number(and_(counts, slip)).label("slips"),
        _number(and_(counts, slip, r.bad.is_(False))).label("slips_good"),
    ]
    where = [r.rated_on.between(first, on), *([r.item == item] if item else [])]
    return select(key, *columns).where(*where).group_by(key)


def _figures(row: Any) -> RatingFigures:
    levels = tuple(getattr(row, f"level_{level}") for level in LEVELS)
    return RatingFigures(levels, **{name: getattr(row, name) for name in COUNTED})


def _sum(several: list[RatingFigures]) -> RatingFigures:
    levels = tuple(sum(one.levels[at] for one in several) for at in range(len(LEVELS)))
    return RatingFigures(levels, **{name: sum(getattr(one, name) for one in several) for name in COUNTED})


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)
