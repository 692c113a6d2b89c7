"""Public figures, each with numerator and denominator: what the guides promise, and what was measured in the cases (R123)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select

from guides.listing import Listing
from guides.text import Text
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import law
from portal.services.guide_pages import Span, span_of
from workflows.calendar import CalendarGap
from workflows.case import State

PERIODS = (30, 90, 365)
"""Days over which cases are measured, today included."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; there is no rate while the whole is 0."""

    part: float
    whole: float

    @property
    def rate(self) -> Fraction | None:
        """The share as an exact fraction."""
        return Fraction(self.part) / Fraction(self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Performance:
    """What was measured in the cases of a period.

    `decided` counts cases with a decision or a filing in the period, `closed` those whose result was delivered in it. `days`
    counts cases by the working days from acceptance to decision, pauses included. `undated` cases have no last day, because
    the schedule of a year was missing; they stand in no rate of the promise. Answers on acceptance are counted in the decided
    cases that had one: an acceptance by silence is late against the law (R5).
    """

    decided: int = 0
    undated: int = 0
    on_time: int = 0
    early: int = 0
    uncorrected: int = 0
    answered: int = 0
    answers_by_law: int = 0
    promised_answers: int = 0
    answers_as_promised: int = 0
    closed: int = 0
    no_visit: int = 0
    one_visit: int = 0
    days: dict[int, int] = field(default_factory=dict)

    @property
    def in_time(self) -> Share:
        """按时办结率: decided within the promise."""
        return Share(self.on_time, self.decided - self.undated)

    @property
    def ahead(self) -> Share:
        """提前办结率: decided at least one working day before the promise ended."""
        return Share(self.early, self.decided - self.undated)

    @property
    def at_once(self) -> Share:
        """一次过率: decided without any correction notice."""
        return Share(self.uncorrected, self.decided)

    @property
    def answered_by_law(self) -> Share:
        """受理答复合法率: answered whether it is accepted within the law's period."""
        return Share(self.answers_by_law, self.answered)

    @property
    def answered_as_promised(self) -> Share:
        """受理答复守诺率: answered within the earlier period that the guide promises."""
        return Share(self.answers_as_promised, self.promised_answers)

    @property
    def without_visit(self) -> Share:
        """零跑率, measured: delivered without any visit in person."""
        return Share(self.no_visit, self.closed)

    @property
    def at_most_once(self) -> Share:
        """最多跑一次率, measured: delivered with one visit at most."""
        return Share(self.one_visit, self.closed)

    def within(self, percent: int) -> int | None:
        """The working days within which so many percent of the decisions came; None when nothing was decided."""
        wanted, reached = Fraction(percent * sum(self.days.values()), 100), 0
        for days in sorted(self.days):
            reached += self.days[days]
            if reached >= wanted:
                return days
        return None


@dataclass(frozen=True, slots=True)
class Measured:
    """The cases of a period, together and by item."""

    first: date
    last: date
    total: Performance
    items: dict[str, Performance]


@dataclass(frozen=True, slots=True)
class Declared:
    """What one guide promises. Where it depends on the answers, the longest promise stands against the longest limit of law."""

    guide: Listing
    promised: Span | None
    statutory: Span | None

    @property
    def visits(self) -> int:
        """How often one has to come in person, in the channel that asks least."""
        return self.guide.visits

    @property
    def online(self) -> bool:
        """Whether it can be applied for online."""
        return self.guide.online

    @property
    def comparable(self) -> bool:
        """Whether promise and law count in the same unit."""
        return bool(self.promised and self.statutory and self.promised.unit == self.statutory.unit)

    @property
    def saved(self) -> Share:
        """承诺时限压缩: the days that the promise is shorter than the law, of the days of the law."""
        if not (self.comparable and self.promised and self.statutory):
            return Share(0, 0)
        return Share(self.statutory.most - self.promised.most, self.statutory.most)


@dataclass(frozen=True, slots=True)
class Design:
    """What the guides in force promise, item by item; its rates count items, never cases."""

    items: tuple[Declared, ...]

    def share(self, holds: Callable[[Declared], bool]) -> Share:
        """How many items there are of which something holds."""
        return Share(sum(map(holds, self.items)), len(self.items))

    @property
    def online(self) -> Share:
        """网上可办率."""
        return self.share(lambda one: one.online)

    @property
    def without_visit(self) -> Share:
        """零跑率, declared."""
        return self.share(lambda one: one.visits == 0)

    @property
    def at_most_once(self) -> Share:
        """最多跑一次率, declared."""
        return self.share(lambda one: one.visits <= 1)

    @property
    def compression(self) -> Share:
        """承诺时限压缩率: Σ (law − promise) ÷ Σ law, over the items whose units agree."""
        found = [one.saved for one in self.items]
        return Share(sum(one.part for one in found), sum(one.whole for one in found))


def measured(*, last: date, days: int = 30) -> Measured:
    """What was measured in the `days` days up to `last`, that day included, in two queries."""
    first = last - timedelta(days=days - 1)
    items: dict[str, Performance] = {}
    with reading() as session:
        for row in session.execute(_decisions(first, last)):
            items[row.item] = _plus(items.get(row.item), _decided(row))
        for row in session.execute(_deliveries(first, last)):
            more = Performance(closed=row.n, no_visit=row.none, one_visit=row.one)
            items[row.item] = _plus(items.get(row.item), more)
    total = Performance()
    for one in items.values():
        total = _plus(total, one)
    return Measured(first, last, total, items)


def declared(on: date) -> Design:
    """What the guides in force on that day promise."""
    return Design(tuple(_declared(guide, on) for guide in law.catalogue().listings(on)))


def names(on: date) -> dict[str, Text]:
    """The names of the items by which cases are counted."""
    return {guide.item: guide.name for guide in law.catalogue().listings(on)}


def _declared(listing: Listing, on: date) -> Declared:
    promised, statutory = (span_of(listing.limits_on(kind, on)) for kind in ("promised", "statutory"))
    return Declared(listing, promised, statutory)


def _decisions(first: date, last: date):  # type: ignore[no-untyped-def]
    """Decisions of the period by item and by the days they took; closed cases are found by the day they closed on."""
    c = CaseRow
    open_ = c.state.in_((State.GRANTED, State.REFUSED, State.ISSUED))
    found = or_(and_(c.state == State.CLOSED, c.closed_on >= first), open_)
    return (
        select(
            c.item,
            c.accepted_on,
            c.decided_on,
            func.count().label("n"),
            _number(c.promised_due.is_(None)).label("undated"),
            _number(c.decided_on <= c.promised_due).label("on_time"),
            _number(c.decided_on < c.promised_due).label("early"),
            _number(c.correction_due.is_(None)).label("uncorrected"),
            _number(c.notice_due.is_not(None)).label("answered"),
            _number(and_(c.notice_due.is_not(None), c.answer_late != "law")).label("answers_by_law"),
            _number(c.answer_due.is_not(None)).label("promised_answers"),
            _number(and_(c.answer_due.is_not(None), c.answer_late == "")).label("answers_as_promised"),
        )
        .where(found, c.decided_on.between(first, last))
        .group_by(c.item, c.accepted_on, c.decided_on)
    )


def _deliveries(first: date, last: date):  # type: ignore[no-untyped-def]
    c = CaseRow
    columns = (func.count().label("n"), _number(c.visits == 0).label("none"), _number(c.visits <= 1).label("one"))
    where = (c.state == State.CLOSED, c.closed_on.between(first, last))
    return select(c.item, *columns).where(*where).group_by(c.item)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _decided(row) -> Performance:  # type: ignore[no-untyped-def]
    spent = _working_days(row.accepted_on, row.decided_on)
    return Performance(
        decided=row.n,
        undated=row.undated,
        on_time=row.on_time,
        early=row.early,
        uncorrected=row.uncorrected,
        answered=row.answered,
        answers_by_law=row.answers_by_law,
        promised_answers=row.promised_answers,
        answers_as_promised=row.answers_as_promised,
        days={} if spent is None else {spent: row.n},
    )


def _working_days(accepted_on: date | None, decided_on: date) -> int | None:
    if accepted_on is None:
        return None
    try:
        return law.calendar().count(accepted_on, decided_on)
    except CalendarGap:
        return None


def _plus(a: Performance | None, b: Performance) -> Performance:
    a = a or Performance()
    counted = tuple(one.name for one in fields(Performance) if one.name != "days")
    days = {spent: a.days.get(spent, 0) + b.days.get(spent, 0) for spent in (*a.days, *b.days)}
    return Performance(**{name: getattr(a, name) + getattr(b, name) for name in counted}, days=days)
