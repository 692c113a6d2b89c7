"""The law as this process knows it: the catalogue of guides, the procedures and the calendar."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.load import Catalogue, load_catalogue
from portal.services import calendar_store, guide_store
from portal.services.calendar_store import Schedules
from workflows.calendar import Calendar, CalendarGap, load_calendar
from workflows.opening import Opening
from workflows.procedure import Procedure, load_procedures

_shelves: list[Path] = []


def keep_guides_in(folder: Path | None) -> None:
    """Say where this process keeps the guides that it has read and checked, so that the next start need not; or nowhere."""
    _shelves[:] = [folder] if folder else []


def catalogue() -> Catalogue:
    """The guides that the portal serves: those of files (its own, or those of ONEWINDOW_GUIDES), and those published in it."""
    return guide_store.merged(_files(guide_store.folder()))


@cache
def _files(folder: Path | None) -> Catalogue:
    return load_catalogue(folder, kept_in=_shelves[0] if _shelves else None)


def forget() -> None:
    """Read the guides again at the next question: a draft in a preview may have been written meanwhile."""
    _files.cache_clear()


@cache
def shipped_calendar() -> Calendar:
    """The working days of the schedules that came with the program."""
    return load_calendar()


def calendar() -> Calendar:
    """The working days in force: the shipped schedules, and instead of them those that were brought in since (R158)."""
    return calendar_store.current(shipped_calendar()).calendar


def held(session: Session) -> Schedules:
    """The days as they are committed now, held until the caller's transaction is over: what an act is decided by."""
    return calendar_store.held(session, shipped_calendar())


def unfinished_calendar() -> bool:
    """Whether a schedule was brought in under which not every clock was derived again yet: the sweep takes it up."""
    return calendar_store.current(shipped_calendar()).revision[1] > 0


def closed_days(office: str) -> frozenset[date]:
    """The days on which that office, or the whole service centre, takes nothing in although they are working days."""
    return calendar_store.current(shipped_calendar()).closed_days(office)


def opening(office: str) -> Opening | None:
    """The hours of that office's counter, or of the service centre; None where nobody said any."""
    return calendar_store.current(shipped_calendar()).opening(office)


def unsettled(day: date | None) -> bool:
    """Whether a last day lies in a year whose schedule is not published yet, so that it may still move (R158)."""
    try:
        return day is not None and calendar().provisional(day)
    except CalendarGap:
        return True


def procedure(name: str) -> Procedure:
    """The procedure of that id, such as `licence@1`. Raises KeyError when it does not exist."""
    return load_procedures()[name]


def guide_of(item: str, version: date) -> Guide:
    """The version of a guide that a case or a draft has pinned, as it was pinned, whatever became of its file.

    Raises LookupError when neither the database nor the files have it.
    """
    guide = catalogue().version(item, version)
    if guide is None:
        guide_store.forget()  # another process may have published it a moment ago
        guide = catalogue().version(item, version)
    if guide is None:
        raise LookupError(f"the catalogue holds no {item} of {version.isoformat()}, but a case has pinned it")
    return guide
