"""The queue of the window as one statement: bounded walks along indexes, so that it stays quick among a million cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
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
    union,
    union_all,
)

from portal.models import Case as CaseRow
from portal.models import Enterprise, Presence, User, UserRole
from portal.services.paging import ROWS
from portal.services.queue_filters import CHANNELS, KINDS, QueueFilter
from portal.services.queue_words import ANY, Way, ways
from portal.services.window_listing import LIGHTS, promise_lights
from portal.services.window_rows import COLUMNS
from portal.services.worklist_query import CAP
from workflows.limits import Signal

Condition = ColumnElement[bool]
Ways = Sequence[Way]
SERVES = and_(User.active, exists().where(UserRole.user_id == User.id, UserRole.role == literal_column("'window'")))
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
    found = ways(asked.words, asked.on)
    every = _waiting(asked, found, "counted_cases")
    narrowed = bool(asked.filters.light or asked.filters.kind)
    wanted = _waiting(asked, found, "wanted_cases", asked.filters) if narrowed else every
    counted, shown = _counted(every, wanted), _shown(asked, wanted, skip)
    columns = [column for column in shown.c if column.key not in ("lane_rank",)]
    statement = select(*counted.c, *columns).select_from(counted).outerjoin(shown, true())
    return statement.order_by(shown.c.rank, shown.c.due.is_(None), shown.c.due, shown.c.lane_rank, shown.c.id)


def numbers(row: Any) -> dict[tuple[Signal, str], int]:
    """The counts of a row of `queue`: by light and kind, at most CAP + 1 of a kind."""
    return {(light, kind): int(getattr(row, _name(light, kind)) or 0) for light in LIGHTS for kind in KINDS}


def _waiting(asked: Asked, found: Ways, name: str, narrowed: QueueFilter | None = None) -> CTE:
    """The most urgent of every kind, one more than CAP at most, each a walk along one index."""
    light = narrowed.light if narrowed else ""
    parts = [
        select(_pool(kind, asked, found, light).subquery())
        for kind in KINDS
        if (narrowed is None or narrowed.kind in ("", kind)) and _may_show(kind, light)
    ]
    nothing = select(*_columns("new", asked)).where(literal_column("1") == literal_column("0"))
    return (union_all(*parts) if parts else nothing).cte(name)


def _pool(kind: str, asked: Asked, found: Ways, light: str) -> Select[Any]:
    """The most urgent cases of a kind: of several walks, each in that order, the first of them all, and each case once."""
    walks = [_walk(kind, asked, light, where) for where in _walks(kind, asked, found)]
    if len(walks) == 1:
        return walks[0]
    every = union(*(select(walk.subquery()) for walk in walks)).subquery()
    return select(every).order_by(every.c.due, every.c.lane_rank, every.c.id).limit(CAP + 1)


def _walk(kind: str, asked: Asked, light: str, where: Iterable[Condition]) -> Select[Any]:
    narrow: list[Condition] = [CaseRow.state == literal_column(f"'{_STATES[kind]}'"), *where]
    due: Any = CaseRow.notice_due
    if kind == "supplement":
        due = CaseRow.promised_due
        narrow.append(CaseRow.deferred_arrived > literal_column("0"))
    if light:
        narrow.append(_lit(kind, asked, light))
    return select(*_columns(kind, asked)).where(*narrow).order_by(due, CaseRow.lane, CaseRow.id).limit(CAP + 1)


def _may_show(kind: str, light: str) -> bool:
    """Whether cases of a kind ever show a light."""
    return not light or kind == "supplement" or light != Signal.GREY


def _columns(kind: str, asked: Asked) -> tuple[Any, ...]:
    due = CaseRow.promised_due if kind == "supplement" else _answer_by(asked.on)
    named: Any = literal_column(f"'{kind}'").label("kind")
    return CaseRow.id, named, due.label("due"), _light(kind, asked).label("light"), CaseRow.lane.label("lane_rank")


def _light(kind: str, asked: Asked) -> ColumnElement[str]:
    if kind == "supplement":
        return case(*((condition, _text(name)) for condition, name in promise_lights(asked.on)))
    past, soon = CaseRow.notice_due < asked.on, CaseRow.notice_due <= asked.near
    broken, today = CaseRow.answer_due < asked.on, CaseRow.answer_due <= asked.on
    lights = ((past, Signal.DARK), (broken, Signal.RED), (or_(soon, today), Signal.YELLOW))
    return case(*((condition, _text(name)) for condition, name in lights), else_=_text(Signal.GREEN))


def _answer_by(on: date) -> ColumnElement[Any]:
    """The day by which an answer is owed: the promised one, and once the law's is past that one (R34)."""
    earlier = func.coalesce(CaseRow.answer_due, CaseRow.notice_due)
    return case((CaseRow.notice_due < on, CaseRow.notice_due), else_=earlier)


def _lit(kind: str, asked: Asked, light: str) -> Condition:
    """The cases of a kind that show a light; a stretch of days for those that wait for an answer."""
    due, promised = CaseRow.notice_due, CaseRow.answer_due
    if kind == "supplement":
        return _light(kind, asked) == _text(Signal(light))
    if light == Signal.DARK:
        return due < asked.on
    if light == Signal.RED:
        return and_(due >= asked.on, promised < asked.on)
    if light == Signal.YELLOW:
        ends_today = promised == asked.on
        return and_(
            due >= asked.on, or_(ends_today, and_(due <= asked.near, or_(promised.is_(None), promised > asked.on)))
        )
    return and_(or_(due > asked.near, due.is_(None)), or_(promised.is_(None), promised > asked.on))


def _walks(kind: str, asked: Asked, found: Ways) -> Iterator[Sequence[Condition]]:
    """What the walks of a kind are narrowed to: whose cases, found in which way, of which items and channel.

    Items have an index for every channel, in which their cases stand in order: without a channel each is walked along.
    """
    filters = asked.filters
    for owned, way in product(_owners(asked), found):
        where = (*owned, *way.where, *_narrowed(asked))
        some_items = way.by_item or (bool(_items(asked)) and way is ANY)
        if some_items and not owned and not filters.channel and not filters.fast and kind != "supplement":
            yield from ((*where, CaseRow.channel == _text(channel)) for channel in CHANNELS)
        else:
            yield where


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


def _items(asked: Asked) -> Sequence[str] | None:
    """The items that are asked for; None for all."""
    if asked.filters.item:
        return (asked.filters.item,)
    return asked.served if asked.filters.served else None


def _narrowed(asked: Asked) -> Iterator[Condition]:
    filters = asked.filters
    if (items := _items(asked)) is not None:
        yield CaseRow.item.in_(items)
    if filters.channel:
        yield CaseRow.channel == _text(filters.channel)
    if filters.fast:
        yield CaseRow.lane == literal_column("0")


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


def _text(name: str) -> Any:
    return literal_column(f"'{name}'")


def _name(light: Signal, kind: str) -> str:
    return f"{kind}_{light}"
