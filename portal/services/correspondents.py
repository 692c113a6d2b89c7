"""Who hears of a case for the applicant: the handler who filed it while still in charge, otherwise the enterprise's owner; and
whoever follows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select, union
from sqlalchemy.orm import Session, aliased

from portal.clock import business_day
from portal.models import Case as CaseRow
from portal.models import CaseFollow, Draft, Mandate, MessageChoice, User


def handler_of(session: Session, row: CaseRow, *, on: date | None = None) -> User | None:
    """The account that mails about a case go to; a removed handler, or an agent whose authority was taken back, gets none.

    Whoever filed at a window has no account, and gets none here either. An authority counts on the day `on`, by default that of
    the last act.
    """
    if row.handler_id is None:
        return None
    filed = session.get(User, row.handler_id)
    if filed is not None and concerned(session, filed, row, on=on):
        return filed
    owner = select(User).where(User.enterprise_id == row.enterprise_id, User.owner, User.active)
    return session.scalars(owner).one_or_none()


def concerned(session: Session, user: User, row: CaseRow | Draft, *, on: date | None = None) -> bool:
    """Whether somebody still acts for the enterprise of a case: as one of its people, or under an authority."""
    return user.active and (user.enterprise_id == row.enterprise_id or _agent(session, user, row, on))


def followers(cases: Select[Any], *, on: date) -> tuple[Select[int, int], ...]:
    """Who is told of these cases, as queries of (case_id, user_id): the handler, or else the owner; an owner who follows every
    case; and whoever follows one of them and still acts for the enterprise on that day."""
    found = select(CaseRow.id.label("case_id"), User.id.label("user_id")).where(CaseRow.id.in_(cases), User.active)
    in_charge = or_(User.enterprise_id == CaseRow.enterprise_id, _authority(User.id, on))
    filed = aliased(User)
    handled = exists(
        select(filed.id).where(
            filed.id == CaseRow.handler_id,
            filed.active,
            or_(filed.enterprise_id == CaseRow.enterprise_id, _authority(filed.id, on)),
        )
    )
    left = and_(CaseRow.handler_id.is_not(None), ~handled)
    owned = and_(User.enterprise_id == CaseRow.enterprise_id, User.owner)
    return (
        found.join(User, User.id == CaseRow.handler_id).where(in_charge),
        found.join(User, owned)
        .outerjoin(MessageChoice, MessageChoice.user_id == User.id)
        .where(or_(MessageChoice.follows_all, left)),
        found.join(CaseFollow, CaseFollow.case_id == CaseRow.id)
        .join(User, User.id == CaseFollow.user_id)
        .where(in_charge),
    )


def told_people(session: Session, row: CaseRow, *, on: date | None = None) -> dict[int, str]:
    """Everybody of the applicant's side who is told of a case, by account number, with the address for mails."""
    found = union(*followers(select(CaseRow.id).where(CaseRow.id == row.id), on=on or business_day(row.changed_at)))
    people = select(User.id, User.email).where(User.id.in_(select(found.subquery().c.user_id))).order_by(User.id)
    return {row.id: row.email for row in session.execute(people)}


def keeper_of(session: Session, draft: Draft, *, on: date) -> User | None:
    """Who is told of a draft: whoever began it while still in charge, otherwise the owner; nobody where the enterprise has none."""
    author = session.get(User, draft.user_id)
    if author is not None and concerned(session, author, draft, on=on):
        return author
    return owner_of(session, draft.enterprise_id)


def spoken_to(session: Session, user: User | None, enterprise_id: int, *, on: date) -> User | None:
    """Who hears what somebody asked for an enterprise: he himself while he acts for it, otherwise its owner."""
    if user is not None and user.active:
        authority = select(Mandate.id).where(
            Mandate.user_id == user.id, Mandate.enterprise_id == enterprise_id, *_in_force(on)
        )
        if user.enterprise_id == enterprise_id or session.scalar(authority.limit(1)) is not None:
            return user
    return owner_of(session, enterprise_id)


def owner_of(session: Session, enterprise_id: int) -> User | None:
    """The owner of an enterprise's account; None where it has none."""
    owner = select(User).where(User.enterprise_id == enterprise_id, User.owner, User.active)
    return session.scalars(owner.order_by(User.id)).first()


def _authority(user_id: Any, on: date) -> ColumnElement[bool]:
    """Whether somebody has an authority for the enterprise of a case, and for its item, on a day."""
    named = cast(Mandate.items, String)
    item = or_(named.in_(("[]", "null")), named.contains(literal('"').concat(CaseRow.item).concat('"')))
    return exists(
        select(Mandate.id).where(
            Mandate.user_id == user_id, Mandate.enterprise_id == CaseRow.enterprise_id, item, *_in_force(on)
        )
    )


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Mandate.accepted_at.is_not(None),
        Mandate.ended_at.is_(None),
        Mandate.valid_from <= on,
        Mandate.valid_until >= on,
    )


def _agent(session: Session, user: User, row: CaseRow | Draft, on: date | None) -> bool:
    day = on or business_day(row.changed_at)
    wanted = select(Mandate.items).where(
        Mandate.user_id == user.id, Mandate.enterprise_id == row.enterprise_id, *_in_force(day)
    )
    return any(not items or row.item in items for items in session.scalars(wanted))
