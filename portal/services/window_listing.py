"""One list of the window as SQL: which cases, why each stands there, until when and in which light, counted and cut into pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services.paging import ROWS, offset
from portal.services.window_rows import COLUMNS, WaitingPage, row_of
from portal.services.worklist_query import search as mentions
from workflows.limits import Signal

LIGHTS = (Signal.DARK, Signal.RED, Signal.YELLOW, Signal.GREEN, Signal.GREY)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as SQL: which cases, why each stands there, until when, and its light."""

    where: ColumnElement[bool]
    kind: Any
    due: Any
    light: Any


def listed(
    listing: Listing, *, on: date, light: Signal | str | None = None, kind: str = "", words: str = "", page: int = 1
) -> WaitingPage:
    """A page of the list, the most urgent first, the red list's fast lane before others of one day (R104); two queries."""
    wanted, shown = (listing.where, *_mentioned(words)), str(light) if light else ""
    with reading() as session:
        counted = _counted(session, listing, wanted)
        total = sum(n for (one, why), n in counted.items() if shown in ("", one) and kind in ("", why))
        page, pages, skip = offset(page, total)
        rows = session.execute(_ordered(listing, (*wanted, *_narrowed(listing, shown, kind))).limit(ROWS).offset(skip))
        made = tuple(row_of(row, on) for row in rows)
    kinds: dict[str, int] = {}
    lights = dict.fromkeys(LIGHTS, 0)
    for (one, why), n in counted.items():
        kinds[why] = kinds.get(why, 0) + n
        lights[Signal(one)] += n
    return WaitingPage(made, total, page, pages, lights, kinds)


def _counted(session: Session, listing: Listing, wanted: Iterable[ColumnElement[bool]]) -> dict[tuple[str, str], int]:
    inner = select(listing.light.label("light"), listing.kind.label("kind")).where(*wanted).subquery()
    statement = select(inner.c.light, inner.c.kind, func.count()).group_by(inner.c.light, inner.c.kind)
    return {(light, kind): n for light, kind, n in session.execute(statement)}


def _narrowed(listing: Listing, light: str, kind: str) -> tuple[ColumnElement[bool], ...]:
    return (*((listing.light == light,) if light else ()), *((listing.kind == kind,) if kind else ()))


def _ordered(listing: Listing, wanted: Iterable[ColumnElement[bool]]) -> Select[Any]:
    shown = listing.light
    rank = case((shown == str(Signal.GREY), 2), (shown == str(Signal.GREEN), 1), else_=0)
    fast = case((CaseRow.credit == "red", 0), else_=1)
    statement = select(*COLUMNS, listing.kind.label("kind"), listing.due.label("due"), shown.label("light"))
    joined = statement.join(Enterprise, Enterprise.id == CaseRow.enterprise_id).where(*wanted)
    return cast("Select[Any]", joined.order_by(rank, listing.due, fast, CaseRow.id))


def promise_lights(on: date) -> tuple[tuple[ColumnElement[bool], Signal], ...]:
    """The lights of a case under review, as SQL (R120): being past a limit outshines a pause."""
    return (
        (CaseRow.dark_from <= on, Signal.DARK),
        (CaseRow.red_from <= on, Signal.RED),
        (CaseRow.paused.is_(True), Signal.GREY),
        (CaseRow.yellow_from <= on, Signal.YELLOW),
        (literal(True), Signal.GREEN),
    )


def _mentioned(words: str) -> tuple[ColumnElement[bool], ...]:
    """Cases of a short list that mention every word, or whose applicant has the code."""
    if not words.strip():
        return ()
    code = Enterprise.uscc.istartswith(words.strip(), autoescape=True)
    return (or_(and_(*mentions(words)), CaseRow.enterprise_id.in_(select(Enterprise.id).where(code))),)
