"""The queue of the window as one statement: bounded walks along indexes, so that it stays quick among a million cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from portal.models import Case as CaseRow
from portal.models import Enterprise, Presence, User, UserRole
from portal.services import law
from portal.services.paging import ROWS
from portal.services.queue_filters import KINDS, QueueFilter
from portal.services.window_listing import LIGHTS, promise_lights
from portal.services.window_rows import COLUMNS
from portal.services.worklist_query import CAP
from workflows.limits import Signal

Condition = ColumnElement[bool]
SERVES = and_(User.active, exists().where(UserRole.user_id == User.id, UserRole.role == literal_column("'window'")))
WHOLE_DAY = 8
"""Digits of a number that are worth looking for: those of a day, as in 20261120; fewer stand in almost every number."""
_STATES = {"new": "submitted", "returned": "resubmitted", "supplement": "in_review"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks at the queue, when, narrowed to what; `served` are the items of the person's windows, None for all.

    `gone` are the officers who left and whose cases are nobody's.
    """

    by: int
    on: date
    at: datetime | None
    near: date
    filters: QueueFilter
    served: tuple[str, ...] | None
    words: str
    lasts: timedelta = timedelta(0)
    gone: tuple[int, ...] = ()


def queue(asked: Asked, skip: int) -> Select[Any]:
    """One row with the counts, joined to the cases of the page that begins after `skip`: a single statement."""
    every = _waiting(asked, "counted_cases")
    narrowed = bool(asked.filters.light or asked.filters.kind)
    wanted = _waiting(asked, "wanted_cases", asked.filters) if narrowed else every
    counted, shown = _counted(every, wanted), _shown(asked, wanted, skip)
    columns = [column for column in shown.c if column.key not in ("lane_rank",)]
    statement = select(*counted.c, *columns).select_from(counted).outerjoin(shown, true())
    return statement.order_by(shown.c.rank, shown.c.due.is_(None), shown.c.due, shown.c.lane_rank, shown.c.id)


def numbers(row: Any) -> dict[tuple[Signal, str], int]:
    """The counts of a row of `queue`: by light and kind, at most CAP + 1 of a kind."""
    return {(light, kind): int(getattr(row, _name(light, kind)) or 0) for light in LIGHTS for kind in KINDS}


def _waiting(asked: Asked, name: str, narrowed: QueueFilter | None = None) -> CTE:
    """The most urgent of every kind, one more than CAP at most, each a walk along one index."""
    parts = [
        select(pool.subquery())
        for kind in KINDS
        if narrowed is None or narrowed.kind in ("", kind)
        for owned in _owners(asked)
        if (pool := _pool(kind, asked, owned, narrowed.light if narrowed else "")) is not None
    ]
    nothing = select(*_columns("new", asked)).where(literal_column("1") == literal_column("0"))
    return (union_all(*parts) if parts else nothing).cte(name)


def _pool(kind: str, asked: Asked, owned: Sequence[Condition], light: str) -> Select[Any] | None:
    where: list[Condition] = [CaseRow.state == literal_column(f"'{_STATES[kind]}'"), *owned, *_narrowed(asked)]
    due: Any = CaseRow.notice_due
    if kind == "supplement":
        due = CaseRow.promised_due
        where.append(CaseRow.deferred_arrived > literal_column("0"))
    if light:
        if kind != "supplement" and light not in (Signal.DARK, Signal.YELLOW, Signal.GREEN):
            return None
        where.append(_lit(kind, asked, light))
    return select(*_columns(kind, asked)).where(*where).order_by(due, CaseRow.lane, CaseRow.id).limit(CAP + 1)


def _columns(kind: str, asked: Asked) -> tuple[Any, ...]:
    due = CaseRow.promised_due if kind == "supplement" else CaseRow.notice_due
    named: Any = literal_column(f"'{kind}'").label("kind")
    return CaseRow.id, named, due.label("due"), _light(kind, asked).label("light"), CaseRow.lane.label("lane_rank")


def _light(kind: str, asked: Asked) -> ColumnElement[str]:
    if kind == "supplement":
        return case(*((condition, _text(name)) for condition, name in promise_lights(asked.on)))
    past, soon = CaseRow.notice_due < asked.on, CaseRow.notice_due <= asked.near
    return case((past, _text(Signal.DARK)), (soon, _text(Signal.YELLOW)), else_=_text(Signal.GREEN))


def _lit(kind: str, asked: Asked, light: str) -> Condition:
    """The cases of a kind that show a light; a stretch of days for those that wait for an answer."""
    due = CaseRow.notice_due
    if kind == "supplement":
        return _light(kind, asked) == _text(Signal(light))
    if light == Signal.DARK:
        return due < asked.on
    return and_(due >= asked.on, due <= asked.near) if light == Signal.YELLOW else or_(due > asked.near, due.is_(None))


def _owners(asked: Asked) -> Iterator[Sequence[Condition]]:
    """Whose cases: one walk, and where nobody's are asked for one more for every officer who has left."""
    still = CaseRow.closed_on.is_(None)
    if asked.filters.owner == "mine":
        yield still, CaseRow.officer_id == asked.by
    elif asked.filters.owner == "unowned":
        yield still, CaseRow.officer_id.is_(None)
        yield from ((still, CaseRow.officer_id == one) for one in asked.gone)
    else:
        yield ()


def _narrowed(asked: Asked) -> Iterator[Condition]:
    filters = asked.filters
    if filters.item:
        yield CaseRow.item == filters.item
    if filters.served and asked.served is not None:
        yield CaseRow.item.in_(asked.served)
    if filters.channel:
        yield CaseRow.channel == filters.channel
    if filters.fast:
        yield CaseRow.lane == literal_column("0")
    yield from looked_for(asked.words, asked.on)


def looked_for(words: str, on: date) -> Iterator[Condition]:
    """Cases by number or code through an index; by other words, of which each names the applicant, the item or the number.

    Names are sought among the enterprises and items in the catalogue, so that no list of a million cases is read for a word.
    """
    tidy = words.replace("-", "").replace(" ", "").upper()
    if not tidy:
        return
    if tidy.isdigit() and len(tidy) == 12:
        yield CaseRow.number.in_(sorted(code + tidy for code in law.catalogue().task_codes))
    elif tidy.isascii() and tidy.isalnum() and len(tidy) > 18:
        yield CaseRow.number == tidy
    elif tidy.isascii() and tidy.isalnum() and len(tidy) == 18:
        yield CaseRow.enterprise_id == select(Enterprise.id).where(Enterprise.uscc == tidy).scalar_subquery()
    else:
        yield from (_mentions(word, on) for word in words.split())


def _mentions(word: str, on: date) -> Condition:
    named = or_(Enterprise.name.icontains(word, autoescape=True), Enterprise.uscc.istartswith(word, autoescape=True))
    found: list[Condition] = [CaseRow.enterprise_id.in_(select(Enterprise.id).where(named))]
    listed = law.catalogue().listings(on)
    if items := [one.item for one in listed if any(word.lower() in one.name.get(x).lower() for x in ("zh", "en"))]:
        found.append(CaseRow.item.in_(items))
    number = word.replace("-", "")
    if number.isdigit() and len(number) >= WHOLE_DAY:
        found.append(CaseRow.number.contains(number, autoescape=True))
    return or_(*found)


def _counted(every: CTE, wanted: CTE) -> Subquery:
    one: Any = literal_column("1")
    none: Any = literal_column("0")
    grid = (
        func.sum(case((and_(every.c.light == _text(light), every.c.kind == _text(kind)), one), else_=none)).label(
            _name(light, kind)
        )
        for light in LIGHTS
        for kind in KINDS
    )
    total = select(func.count()).select_from(wanted).scalar_subquery()
    return select(*grid, total.label("total")).select_from(every).subquery("counted")


def _shown(asked: Asked, wanted: CTE, skip: int) -> Subquery:
    """The cases of one page, with their officers and who has their desk open."""
    late = case((wanted.c.light == _text(Signal.GREY), 2), (wanted.c.light == _text(Signal.GREEN), 1), else_=0)
    order = (late, wanted.c.due.is_(None), wanted.c.due, wanted.c.lane_rank, wanted.c.id)
    columns = (wanted.c.id, wanted.c.kind, wanted.c.due, wanted.c.light, wanted.c.lane_rank, late.label("rank"))
    page = select(*columns).order_by(*order).limit(ROWS).offset(skip).subquery("page")
    own = (page.c.kind, page.c.due, page.c.light, page.c.lane_rank, page.c.rank)
    people = (User.name.label("officer"), SERVES.label("officer_serves"), *_busy(asked))
    return (
        select(*COLUMNS, *own, *people)
        .select_from(page)
        .join(CaseRow, CaseRow.id == page.c.id)
        .join(Enterprise, Enterprise.id == CaseRow.enterprise_id)
        .outerjoin(User, User.id == CaseRow.officer_id)
        .subquery("shown")
    )


def _busy(asked: Asked) -> Iterable[Any]:
    """Which colleague has the desk of the case open, and since when: the first one."""
    if asked.at is None:
        return literal_column("''").label("busy"), literal_column("NULL").label("busy_since")
    colleague = User.__table__.alias("colleague")
    alive = (
        Presence.case_id == CaseRow.id,
        Presence.user_id != asked.by,
        Presence.beats.is_(True),
        Presence.seen_at >= asked.at - asked.lasts,
    )
    first = select(colleague.c.name).join(Presence, Presence.user_id == colleague.c.id).where(*alive)
    named = first.order_by(Presence.since, Presence.user_id).limit(1).correlate(CaseRow).scalar_subquery()
    began = select(func.min(Presence.since)).where(*alive).correlate(CaseRow).scalar_subquery()
    return named.label("busy"), began.label("busy_since")


def _text(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'")


def _name(light: Signal, kind: str) -> str:
    return f"{kind}_{light}"
