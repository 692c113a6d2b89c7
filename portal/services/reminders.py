"""Reminders: who is told of a rung of a clock, kept for one digest a person and day (R121)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.actors import Role
from portal.clock import BUSINESS_ZONE, business_day
from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import Office, OutboxMessage, Reminder, User, UserRole
from portal.services import absences, law, messages
from portal.services.correspondents import told_people
from workflows.case import Case
from workflows.clocks import clocks
from workflows.duties import CHECK, RECTIFY
from workflows.events import DeferredArrived, Recorded, Reminded, TracksReminded
from workflows.ladder import HANDLER, HEAD, PARTIES, SUPERVISION, load_ladder
from workflows.limits import due
from workflows.sweep import NEAR, OVER

MORNING = time(8)
"""When the digest of a day goes out, in the business time zone; what comes later that day follows soon after."""

ARRIVED = "arrived"
"""A supplement that came in: no clock of its own, but a line in the digest of the desk."""

SETTLE = timedelta(minutes=5)
"""How long a digest waits for what the same sweep still finds."""


def promise(session: Session, changed: Iterable[tuple[CaseRow, Case, Sequence[Recorded]]]) -> None:
    """Keep what new events of cases tell to whom, and promise every person concerned a digest, in the same transaction."""
    told: list[dict[str, Any]] = []
    applicants: list[tuple[CaseRow, Recorded, Iterable[int]]] = []
    at = None
    for row, case, recorded in changed:
        for entry in recorded:
            if isinstance(entry.event, Reminded):
                told += _told(session, row, case, entry.event)
                if load_ladder().handler(entry.event.clock) == "applicant":
                    applicants.append((row, entry, _applicants(session, row)))
                at = entry.at
            elif isinstance(entry.event, TracksReminded):
                told += _hurried(session, row, case, entry)
                at = entry.at
            elif isinstance(entry.event, DeferredArrived):
                told += _came_in(session, row, case, entry.event)
                at = entry.at
    messages.remind(session, applicants)
    if not told or at is None:
        return
    days = _digests(session, sorted({one["user_id"] for one in told}), at)
    add_rows(session, Reminder, [{**one, "day": days[one["user_id"]]} for one in told])


def _told(session: Session, row: CaseRow, case: Case, event: Reminded) -> list[dict[str, Any]]:
    said = {"case_id": row.id, "clock": event.clock, "rung": event.rung, "due_on": event.due_on}
    parties = load_ladder().told(event.clock, event.rung)
    people = audience(session, row, case, event.clock, parties, event.reached_on or event.due_on)
    return [{"user_id": user, "party": party, **said} for user, party in people.items()]


def _hurried(session: Session, row: CaseRow, case: Case, entry: Recorded) -> list[dict[str, Any]]:
    """Whoever owes an opinion hears that the lead waits for it, with its last day, in the digest of the day (R87)."""
    assert isinstance(entry.event, TracksReminded)
    told, today = [], business_day(entry.at)
    for track in entry.event.tracks:
        clock = clocks(case).get(f"track:{track}")
        last = (due(clock, law.calendar(), today).on if clock else None) or today
        said = {"case_id": row.id, "clock": f"track:{track}", "rung": OVER if today > last else NEAR, "due_on": last}
        people = audience(session, row, case, f"track:{track}", (HANDLER,), today)
        told += [{"user_id": user, "party": party, **said} for user, party in people.items()]
    return told


def _came_in(session: Session, row: CaseRow, case: Case, event: DeferredArrived) -> list[dict[str, Any]]:
    """The desk hears once of every supplement that came in and has to be looked at; who took it in himself needs no word."""
    if event.way != "online":
        return []
    people = _members(session, row, case, ARRIVED)[HANDLER]
    said = {"case_id": row.id, "clock": f"{ARRIVED}:{event.material}", "rung": ARRIVED, "due_on": event.arrived_on}
    return [{"user_id": user, "party": HANDLER, **said} for user in people]


def audience(
    session: Session, row: CaseRow, case: Case, clock: str, parties: Collection[str], on: date | None = None
) -> dict[int, str]:
    """The accounts to be told, with the party they belong to: only such as are active and have an address.

    Where a party has nobody, the next one up is told in its place: a limit is never reported to nobody.
    """
    if load_ladder().handler(clock) == "applicant":
        return {user: HANDLER for user, email in _applicants(session, row).items() if email}
    members = _members(session, row, case, clock, on)
    found: dict[int, str] = {}
    owed = False
    for party in PARTIES:
        owed = owed or party in parties
        if owed and members[party]:
            found |= {user: party for user in members[party] if user not in found}
            owed = False
    return found


def _applicants(session: Session, row: CaseRow) -> dict[int, str]:
    """Who is told on the applicant's side, asked once a case and transaction."""
    known: dict[int, dict[int, str]] = session.info.setdefault("applicants to remind", {})
    if row.id not in known:
        known[row.id] = told_people(session, row)
    return known[row.id]


def _members(session: Session, row: CaseRow, case: Case, clock: str, on: date | None = None) -> dict[str, list[int]]:
    """The people of each party: the window or the office's reviewers, the office's deciders, the supervisors."""
    kind, _, ref = clock.partition(":")
    term = case.terms.track(ref) if kind == "track" else None
    duty = case.terms.duty(ref) if kind in (CHECK, RECTIFY) else None
    office = term.office if term else duty.office if duty else row.lead_office
    first = Role.WINDOW if load_ladder().handler(clock) == "window" else Role.REVIEWER
    at_office = and_(UserRole.role.in_((Role.REVIEWER, Role.DECIDER)), Office.code == office)
    statement = (
        select(User.id, UserRole.role)
        .join(UserRole, UserRole.user_id == User.id)
        .outerjoin(Office, Office.id == User.office_id)
        .where(User.active, User.email != "", or_(at_office, UserRole.role.in_((Role.WINDOW, Role.SUPERVISOR))))
        .order_by(User.id)
    )
    known = session.info.setdefault("people to remind", {})
    if office not in known:
        known[office] = session.execute(statement).all()
    people: dict[Role, list[int]] = {role: [user for user, held in known[office] if held == role] for role in Role}
    own = [user for user in people[first] if user == row.officer_id]
    if term is not None:
        own = _who_has_it(session, case.assigned.get(term.id, ""), people[first], on)
    return {HANDLER: own or people[first], HEAD: people[Role.DECIDER], SUPERVISION: people[Role.SUPERVISOR]}


def _who_has_it(session: Session, officer: str, reviewers: list[int], on: date | None) -> list[int]:
    """The officer who has a share, and whoever stands in for him on that day; nobody where it is the department's."""
    number = int(officer.partition(":")[2] or 0)
    if number not in reviewers:
        return []
    stand_in = absences.stand_ins_of(session, [number], on).get(number) if on else None
    return [number, *([stand_in] if stand_in in reviewers else [])]


def _digests(session: Session, users: list[int], at: datetime) -> dict[int, date]:
    """The day of the digest that takes a reminder up, for each person: today's unless it has gone already, else tomorrow's.

    The messages are held until the transaction ends, so that no digest leaves while something is being added to it.
    """
    today = business_day(at)
    _promise(session, users, today, at)
    keys = {_key(user, today): user for user in users}
    statement = select(OutboxMessage.key, OutboxMessage.state).where(OutboxMessage.key.in_(keys))
    states = session.execute(statement.order_by(OutboxMessage.key).with_for_update())
    gone = [keys[key] for key, state in states if state != "queued"]
    _promise(session, gone, today + timedelta(days=1), at)
    return {user: today + timedelta(days=user in gone) for user in users}


def call(session: Session, users: list[int], *, at: datetime) -> None:
    """Promise today's digest to these people, once; whoever had today's already hears of it tomorrow."""
    reachable = select(User.id).where(User.id.in_(users), User.active, User.email != "").order_by(User.id)
    _promise(session, list(session.scalars(reachable)), business_day(at), at)


def _promise(session: Session, users: list[int], day: date, at: datetime) -> None:
    if not users:
        return
    morning = datetime.combine(day, MORNING, BUSINESS_ZONE)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    rows = [
        {"key": _key(user, day), "kind": "digest", "payload": {"user": user, "day": day.isoformat()}, "state": "queued"}
        | {"attempts": 0, "due_at": max(morning, at + SETTLE), "created_at": at, "error": ""}
        for user in users
    ]
    statement = dialect.insert(table_of(OutboxMessage)).on_conflict_do_nothing(index_elements=["key"])
    session.connection().execute(statement, rows)


def _key(user: int, day: date) -> str:
    return f"digest-{user}-{day.isoformat()}"
