"""Colleagues: the officers of the same office, one of whom signs a site check too (R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.db import reading
from portal.models import User, UserRole
from portal.services.wrong_input import WrongInput

REVIEWING = (Role.REVIEWER, Role.DECIDER)


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of the same office who may sign with the person."""

    id: int
    name: str
    certificate: str


def of_own_office(*, by: Actor) -> tuple[Colleague, ...]:
    """Every officer of the person's office who reviews or decides, also the person."""
    with reading() as session:
        return of_office(session, by.office_id)


def reviewers(*, by: Actor) -> tuple[Colleague, ...]:
    """The officers of the person's office who may answer for it, by name."""
    reviewing = select(UserRole.user_id).where(UserRole.role == str(Role.REVIEWER))
    with reading() as session:
        own = set(session.scalars(reviewing))
        return tuple(one for one in of_office(session, by.office_id) if one.id in own)


def colleagues(*, by: Actor) -> tuple[Colleague, ...]:
    """The other officers of the person's office who review or decide, by name."""
    with reading() as session:
        return _colleagues(session, by)


def of_office(session: Session, office_id: int | None) -> tuple[Colleague, ...]:
    """Every officer of an office who reviews or decides, by name."""
    reviewing = select(UserRole.user_id).where(UserRole.role.in_(REVIEWING))
    statement = select(User.id, User.name, User.certificate_number).where(
        User.office_id == office_id, User.active, User.kind == "officer", User.id.in_(reviewing)
    )
    return tuple(Colleague(*row) for row in session.execute(statement.order_by(User.name, User.id)))


def signing_with(session: Session, officers: Iterable[int | str], *, by: Actor) -> tuple[str, ...]:
    """The references of the officers who sign with the person. Raises WrongInput when one is not of the same office."""
    allowed = {one.id for one in _colleagues(session, by)}
    chosen = [int(str(one).rpartition(":")[2] or 0) for one in officers]
    if any(one not in allowed and one != by.id for one in chosen):
        raise WrongInput(officers="stranger")
    return tuple(f"officer:{one}" for one in dict.fromkeys(chosen) if one != by.id)


def _colleagues(session: Session, by: Actor) -> tuple[Colleague, ...]:
    return tuple(one for one in of_office(session, by.office_id) if one.id != by.id)
