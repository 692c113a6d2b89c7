"""Absences: who is away from when until when, who stands in, and for whom somebody may act today (R87)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Absence, User, UserRole
from portal.services import colleagues
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

LONGEST = 366
"""Calendar days of one absence: whoever is away for longer gives the work to somebody else for good."""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence as lists show it; `own` when it is the person's own, `running` when it covers the day asked for."""

    id: int
    user_id: int
    name: str
    stand_in_id: int
    stand_in: str
    from_on: date
    until_on: date
    ended: bool
    running: bool


def enter(user_id: int, stand_in_id: int, from_on: date, until_on: date, *, by: Actor, at: datetime) -> int:
    """Say that somebody is away and who stands in, both days included; one's own, or as head of the department a colleague's.

    The stand-in is a colleague who reviews or decides and is not away himself: he acts in his own name, for the absent one,
    and with no right that he does not hold. Raises WrongInput (user, stand_in, from_on, until_on), Refusal `absence_overlaps`.
    """
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER), "role", roles=["reviewer", "decider"])
    with transaction() as session:
        _own_or_head(session, user_id, by)
        wrong = _wrong_days(from_on, until_on, business_day(at))
        allowed = {one.id for one in colleagues.of_office(session, by.office_id)} - {user_id}
        if stand_in_id not in allowed:
            wrong["stand_in"] = "stranger"
        if wrong:
            raise WrongInput(**wrong)
        # Both rows are held, the lower number first, so that two entries cannot make a circle in the same moment.
        held = select(User.id).where(User.id.in_((user_id, stand_in_id))).order_by(User.id).with_for_update()
        session.execute(held).all()
        _free(session, user_id, stand_in_id, from_on, until_on)
        absence = Absence(
            user_id=user_id,
            stand_in_id=stand_in_id,
            from_on=from_on,
            until_on=until_on,
            made_by=by.reference,
            made_at=at,
        )
        session.add(absence)
        session.flush()
        return absence.id


def end(absence_id: int, *, by: Actor, at: datetime) -> None:
    """Take an absence back, or end it early; what was done for the absent one stays as it was recorded."""
    with transaction() as session:
        absence = session.get(Absence, absence_id, with_for_update=True)
        if absence is None:
            raise Refusal("no_such_absence")
        _own_or_head(session, absence.user_id, by)
        if absence.ended_at is None:
            absence.ended_by, absence.ended_at = by.reference, at


def absences(*, by: Actor, on: date) -> tuple[AbsenceRow, ...]:
    """The absences of the person's office that are not over, the next first."""
    away, stands = aliased(User), aliased(User)
    statement = (
        select(Absence, away.name, stands.name)
        .join(away, away.id == Absence.user_id)
        .join(stands, stands.id == Absence.stand_in_id)
        .where(away.office_id == by.office_id, Absence.until_on >= on)
        .order_by(Absence.from_on, Absence.id)
    )
    with reading() as session:
        return tuple(_row(absence, name, stand_in, on) for absence, name, stand_in in session.execute(statement))


def standing_in(session: Session, by: Actor, on: date) -> tuple[int, ...]:
    """The accounts for which the person stands in on that day."""
    statement = select(Absence.user_id).where(Absence.stand_in_id == by.id, *_covers(on))
    return tuple(session.scalars(statement.order_by(Absence.user_id)))


def stand_ins_of(session: Session, users: Iterable[int], on: date) -> dict[int, int]:
    """Who stands in on that day for those of these people who are away."""
    statement = select(Absence.user_id, Absence.stand_in_id).where(Absence.user_id.in_(tuple(users)), *_covers(on))
    return {row[0]: row[1] for row in session.execute(statement)}


def acting_for(session: Session, by: Actor, owner: str, on: date) -> str:
    """The reference of the absent officer for whom the person acts on what is his; empty when it is nobody's or their own."""
    number = int(owner.partition(":")[2] or 0)
    return owner if owner and owner != by.reference and number in standing_in(session, by, on) else ""


def serves(session: Session, reference: str, office: str) -> bool:
    """True while that officer may still answer for the office: an open account there with the reviewer's role."""
    number = int(reference.partition(":")[2] or 0)
    reviewing = exists().where(UserRole.user_id == User.id, UserRole.role == str(Role.REVIEWER))
    statement = select(User.id).where(User.id == number, User.active, User.office.has(code=office), reviewing)
    return session.scalar(statement) is not None


def _covers(on: date) -> tuple[ColumnElement[bool], ...]:
    return Absence.from_on <= on, Absence.until_on >= on, Absence.ended_at.is_(None)


def _own_or_head(session: Session, user_id: int, by: Actor) -> None:
    """Raise Denied unless it is the person's own absence, or that of a colleague whose department the person heads."""
    office = session.scalar(select(User.office_id).where(User.id == user_id))
    head = by.holds(Role.DECIDER) and office is not None and office == by.office_id
    require(user_id == by.id or head, "absence")


def _wrong_days(from_on: date, until_on: date, today: date) -> dict[str, str]:
    wrong = {}
    if from_on < today:
        wrong["from_on"] = "past"
    if until_on < from_on:
        wrong["until_on"] = "before"
    elif (until_on - from_on).days >= LONGEST:
        wrong["until_on"] = "long"
    return wrong


def _free(session: Session, user_id: int, stand_in_id: int, from_on: date, until_on: date) -> None:
    """Raise Refusal where the person has an absence in these days, or the stand-in is away or is stood in for."""
    meets = and_(Absence.from_on <= until_on, Absence.until_on >= from_on, Absence.ended_at.is_(None))
    mine = or_(Absence.user_id == user_id, Absence.user_id == stand_in_id, Absence.stand_in_id == user_id)
    found = session.scalars(select(Absence).where(meets, mine).order_by(Absence.from_on).limit(1)).first()
    if found is None:
        return
    rule = "absence_overlaps" if found.user_id == user_id else "stand_in_away"
    raise Refusal(rule, from_on=found.from_on, until_on=found.until_on)


def _row(absence: Absence, name: str, stand_in: str, on: date) -> AbsenceRow:
    return AbsenceRow(
        id=absence.id,
        user_id=absence.user_id,
        name=name,
        stand_in_id=absence.stand_in_id,
        stand_in=stand_in,
        from_on=absence.from_on,
        until_on=absence.until_on,
        ended=absence.ended_at is not None,
        running=absence.ended_at is None and absence.from_on <= on <= absence.until_on,
    )
