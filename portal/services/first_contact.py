"""First-contact responsibility (首问负责): taking a case, handing it over with a reason, and whom the applicant may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import and_, exists, not_, select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office, User, UserRole
from portal.services import casefile, journal, service_windows, standing
from portal.services.answers import clean
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.commands import HandOverCase, TakeCase

LONGEST = 300
"""Characters of a reason: it stands in the record of the case, so that a sentence or two is what is wanted."""

MOST_GONE = 20
AT_WINDOW = exists().where(UserRole.user_id == User.id, UserRole.role == str(Role.WINDOW))
SERVES = and_(User.active, AT_WINDOW)
"""An account that can answer for a case: open, and with the role of the window."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of the window to whom a case may be handed over."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The first-contact officer as the applicant is told: name and telephone may be empty, as the setting has it.

    `serves` is false when the officer no longer works at the window.
    """

    name: str = ""
    phone: str = ""
    office_zh: str = ""
    office_en: str = ""
    serves: bool = True


def take(public_id: str, *, by: Actor, at: datetime) -> Case:
    """Take a case that nobody has, or whose officer has left. Raises Refusal `taken_already` with who has it since when."""
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, Role.WINDOW)
        vacant = _left(session, journal.state_of(session, row.id).officer)
        return journal.record(session, row, TakeCase(vacant=vacant), by=by, at=at)


def hand_over(
    public_id: str, colleague: int | None, *, reason: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Hand a case over to a colleague at the window, with a reason; the head of the window and the supervisor may order it.

    Raises WrongInput (colleague, reason) and Refusal `not_first_contact`, `handed_to_owner`, `case_ended` or `stale`.
    """
    words = clean(reason).strip()
    wrong = {} if words else {"reason": "missing"}
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        orders = may_order(session, row, by)
        require(orders or may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW), str(Role.SUPERVISOR)])
        standing.check(session, by, Role.WINDOW, Role.SUPERVISOR)
        if colleague is None or _left(session, f"officer:{colleague}"):
            wrong["colleague"] = "missing"
        if wrong or len(words) > LONGEST:
            raise WrongInput(**(wrong or {"reason": "long"}))
        case = journal.state_of(session, row.id)
        ordered = orders and case.officer != by.reference
        command = HandOverCase(f"officer:{colleague}", words, ordered or _left(session, case.officer))
        return journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)


def first_act(
    session: Session, row: CaseRow, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> int | None:
    """Whoever acts first on a case at the window takes it with that act; a case that a colleague has stays with him.

    Returns the number that the act itself is to expect. Raises Refusal `stale` like the act would.
    """
    case = journal.state_of(session, row.id)
    if case.ended or not by.holds(Role.WINDOW) or case.officer == by.reference:
        return expected_seq
    vacant = _left(session, case.officer)
    if case.officer and not vacant:
        return expected_seq
    taken = journal.record(session, row, TakeCase(True, vacant), by=by, at=at, expected_seq=expected_seq)
    return taken.seq if expected_seq is not None else None


def may_order(session: Session, row: CaseRow, by: Actor) -> bool:
    """True when the person may give anybody's case to somebody else: the supervisor, and the head of a window for the item."""
    if by.holds(Role.SUPERVISOR):
        return True
    return by.holds(Role.WINDOW) and service_windows.leads(session, by.id, row.item)


def may_hand_over(public_id: str, *, by: Actor) -> bool:
    """True when the person may hand this case over now: it is theirs, nobody's, or theirs to order."""
    with reading() as session:
        row = casefile.row_of(session, public_id)
        if row.closed_on is not None:
            return False
        own = by.holds(Role.WINDOW) and row.officer_id in (None, by.id)
        return (
            own
            or may_order(session, row, by)
            or (by.holds(Role.WINDOW) and _left(session, f"officer:{row.officer_id}"))
        )


def colleagues(*, besides: int | None = None) -> tuple[Colleague, ...]:
    """Everybody who works at the window, by name, but the one named."""
    statement = select(User.id, User.name).where(SERVES, User.kind == "officer", User.id != (besides or 0))
    with reading() as session:
        return tuple(Colleague(*row) for row in session.execute(statement.order_by(User.name, User.id)))


def contact(officer_id: int | None) -> Contact | None:
    """Whom the applicant may ask, as far as the setting ONEWINDOW_FIRST_CONTACT lets it be told; None while nobody has it."""
    told = current_app.config["SETTINGS"].first_contact
    found = officer(officer_id)
    if found is None or not found.serves:
        return None
    name = found.name if names_told() else ""
    phone = found.phone if told in ("phone", "name_and_phone") else ""
    return Contact(name, phone, found.office_zh, found.office_en) if name or phone else None


def names_told() -> bool:
    """True when applicants are told the officer's name."""
    return current_app.config["SETTINGS"].first_contact in ("name", "name_and_phone")


def officer(officer_id: int | None) -> Contact | None:
    """The first-contact officer as colleagues see him: also one who has left."""
    if officer_id is None:
        return None
    statement = (
        select(User.name, Office.phone, Office.name_zh, Office.name_en, SERVES)
        .outerjoin(Office, Office.id == User.office_id)
        .where(User.id == officer_id)
    )
    with reading() as session:
        row = session.execute(statement).one_or_none()
    return Contact(row[0], row[1] or "", row[2] or "", row[3] or "", bool(row[4])) if row else None


def gone(session: Session) -> tuple[int, ...]:
    """The officers who no longer work at the window and still have open cases; at most as many as one list can name."""
    keeps = exists().where(CaseRow.officer_id == User.id, CaseRow.closed_on.is_(None))
    statement = select(User.id).where(User.kind == "officer", not_(SERVES), keeps)
    return tuple(session.scalars(statement.order_by(User.id).limit(MOST_GONE)))


def _left(session: Session, reference: str) -> bool:
    """True when there is an officer of that reference no more, or he no longer works at the window."""
    if not reference:
        return False
    number = int(reference.partition(":")[2])
    return session.scalar(select(User.id).where(User.id == number, SERVES)) is None
