"""The last days that an office answers for, for its calendar: by the copied columns, and where those say too little by ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, exists, or_, select, union
from sqlalchemy.orm import Session

from portal.actors import Role
from portal.models import Case as CaseRow
from portal.models import CaseDuty, CaseRating, CaseTrack, JournalEntry, Publication
from portal.services import journal, law
from portal.services.duty_columns import OWED
from workflows import hearing
from workflows.case import AT_WINDOW, Case, State
from workflows.clocks import ANSWER, DELIVERY, NOTICE, PROMISED, PUBLICATION, STATUTORY, clocks
from workflows.duties import CHECK, RECTIFY, RENEWAL
from workflows.ladder import stands_since
from workflows.limits import Clock, due
from workflows.rating import CONTACT, FIX

LONGEST = 1000
"""Entries of one kind at most, the next ones first."""

HEARING_DAY = hearing.DAY
"""The day that is set for a hearing: no limit, but a day on which the office has to be there."""

_UNDELIVERED = tuple(str(state) for state in (State.GRANTED, State.ISSUED, State.REFUSED))
_OWN_PERIODS = ("ClockPaused", "HearingTold", "HearingAnnounced", "HearingRequested", "HearingSet")
"""With these events a case has periods that no column holds: of special procedures and of a hearing (articles 45, 47 and 48)."""

_LED = frozenset({PROMISED, STATUTORY, PUBLICATION, "procedure", hearing.REQUEST, hearing.HOLD, hearing.NOTICE})
"""What the office that leads a case answers for, or waits for before it may decide; departments have their tracks besides."""

_TOLD_NOBODY = ("Reminded", "CreditLookedUp")
"""Entries that move no clock; most of a journal are such."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One last day: which case, by its number and item alone, and which of its clocks. `name` stays the same for ever.

    `moves` says that the clock is paused: `due_on` is then the last day that holds if the pause ends today (R165).
    """

    name: str
    clock: str
    number: str
    item_zh: str
    item_en: str
    due_on: date
    provisional: bool
    moves: bool = False


def entries(session: Session, roles: set[Role], office: str, on: date) -> tuple[Entry, ...]:
    """What the person's roles make the office's business on that day, each clock once: decisions, opinions, window, checks."""
    found: dict[str, Entry] = {}
    if roles & {Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR}:
        found |= {one.name: one for one in _of_office(session, office, on)}
    if Role.WINDOW in roles:
        found |= {one.name: one for one in _of_window(session)}
    return tuple(found.values())


def _of_office(session: Session, office: str, on: date) -> Iterator[Entry]:
    led = (CaseRow.lead_office == office, CaseRow.state == State.IN_REVIEW.value, CaseRow.paused.is_(False))
    yield from _of_cases(session, PROMISED, CaseRow.promised_due, *led)
    yield from _of_cases(session, STATUTORY, CaseRow.statutory_due, *led)
    yield from _of_tracks(session, office)
    yield from _by_ledger(session, office, on)
    to_be_held = (CaseRow.lead_office == office, CaseRow.closed_on.is_(None))  # what ended meanwhile is not heard
    yield from _of_cases(session, HEARING_DAY, CaseRow.hearing_on, *to_be_held)
    undelivered = (CaseRow.lead_office == office, CaseRow.state.in_(_UNDELIVERED))
    yield from _of_cases(session, DELIVERY, CaseRow.delivery_due, *undelivered)
    yield from _of_ratings(session, CaseRating.desk == "office", CaseRating.office == office)
    yield from _of_duties(session, office)


def _of_window(session: Session) -> Iterator[Entry]:
    waiting = CaseRow.state.in_([str(state) for state in AT_WINDOW])
    yield from _of_cases(session, ANSWER, CaseRow.answer_due, waiting)
    yield from _of_cases(session, NOTICE, CaseRow.notice_due, waiting)
    yield from _of_cases(session, DELIVERY, CaseRow.delivery_due, CaseRow.state.in_(_UNDELIVERED))
    yield from _of_ratings(session, CaseRating.desk == "window")


def _of_cases(session: Session, clock: str, last: Any, *where: Any) -> Iterator[Entry]:
    for row in session.execute(_asked(last, *where)):
        yield _entry(row, clock)


def _of_tracks(session: Session, office: str) -> Iterator[Entry]:
    owed = (CaseTrack.office == office, CaseTrack.state == "open", CaseRow.paused.is_(False))
    statement = _asked(CaseTrack.due_on, *owed).add_columns(CaseTrack.track)
    for row in session.execute(statement.join(CaseTrack, CaseTrack.case_id == CaseRow.id)):
        yield _entry(row, f"track:{row.track}")


def _of_ratings(session: Session, *where: Any) -> Iterator[Entry]:
    """The last days of bad ratings: to contact the applicant, then to put it right."""
    clock = case((CaseRating.stage == "contact", CONTACT), else_=FIX)
    statement = _asked(CaseRating.due_on, *where).add_columns((clock + ":" + CaseRating.act).label("clock"))
    for row in session.execute(statement.join(CaseRating, CaseRating.case_id == CaseRow.id)):
        yield _entry(row, row.clock)


def _of_duties(session: Session, office: str) -> Iterator[Entry]:
    """The last days of checks after the licence, and of checking again what had to be put right; a renewal is the enterprise's."""
    clock = case((CaseDuty.state == "correct", RECTIFY), else_=CHECK)
    owed = (CaseDuty.office == office, CaseDuty.state.in_(OWED), CaseDuty.kind != RENEWAL)
    statement = _asked(CaseDuty.due_on, *owed).add_columns((clock + ":" + CaseDuty.duty).label("clock"))
    for row in session.execute(statement.join(CaseDuty, CaseDuty.case_id == CaseRow.id)):
        yield _entry(row, row.clock)


def _by_ledger(session: Session, office: str, on: date) -> Iterator[Entry]:
    """Cases of which the columns do not say all: paused ones, those with periods of their own, and unpublished decisions.

    Their clocks are read from their journals as of today, for the last day of a paused one is another one every day.
    """
    rows = session.execute(_special(office)).all()
    states = journal.states_of(session, [row.id for row in rows], without=_TOLD_NOBODY)
    for row in rows:
        if row.id in states:
            yield from _of_case(row, states[row.id], office, on)


def _special(office: str) -> Select[Any]:
    """Three walks, each along an index: cases that the office leads, opinions that it owes on paused ones, and its decisions."""
    led = (CaseRow.lead_office == office, CaseRow.state == State.IN_REVIEW.value)
    of_journal = exists().where(JournalEntry.case_id == CaseRow.id, JournalEntry.kind.in_(_OWN_PERIODS))
    reviewed = select(CaseRow.id).where(*led, or_(CaseRow.paused, of_journal))
    owed = select(CaseTrack.case_id).join(CaseRow, CaseRow.id == CaseTrack.case_id)
    owed = owed.where(CaseTrack.office == office, CaseTrack.state == "open", CaseRow.paused.is_(True))
    published = exists().where(Publication.case_id == CaseRow.id)
    unpublished = select(CaseRow.id).where(CaseRow.lead_office == office, CaseRow.decided_on.is_not(None), ~published)
    named = (CaseRow.id, CaseRow.public_id, CaseRow.number, CaseRow.item_name_zh, CaseRow.item_name_en)
    columns: tuple[Any, ...] = (*named, CaseRow.lead_office, CaseRow.paused)
    wanted = select(*columns).where(CaseRow.id.in_(union(reviewed, owed, unpublished)))
    return wanted.order_by(CaseRow.promised_due, CaseRow.id).limit(LONGEST)


def _of_case(row: Any, found: Case, office: str, on: date) -> Iterator[Entry]:
    """The clocks of a case that the columns leave out: all of a paused one, else those without a column."""
    for name, clock in clocks(found).items():
        if clock.stopped is None and clock.started is not None and _answers(row, name, clock, found, office):
            last = due(clock, law.calendar(), on)
            if last.on is not None:
                facts = (row.number, row.item_name_zh, row.item_name_en, last.on, last.provisional)
                moves = stands_since(clock, last.on, on) is not None
                yield Entry(f"{row.public_id}-{name}", name, *facts, moves)


def _answers(row: Any, name: str, clock: Clock, found: Case, office: str) -> bool:
    if clock.kind == "track":
        term = found.terms.track(clock.ref)
        return bool(row.paused) and term is not None and term.office == office
    copied = name in (PROMISED, STATUTORY) and not row.paused
    return row.lead_office == office and clock.kind in _LED and not copied


def _asked(last: Any, *where: Any) -> Select[Any]:
    columns = (CaseRow.public_id, CaseRow.number, CaseRow.item_name_zh, CaseRow.item_name_en, CaseRow.provisional)
    statement = select(*columns, last.label("due_on")).select_from(CaseRow).where(last.is_not(None), *where)
    return statement.order_by(last, CaseRow.id).limit(LONGEST)


def _entry(row: Any, clock: str) -> Entry:
    facts = (row.number, row.item_name_zh, row.item_name_en, row.due_on)
    return Entry(f"{row.public_id}-{clock}", clock, *facts, row.provisional and law.unsettled(row.due_on))
