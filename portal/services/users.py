"""Administration of accounts: finding, creating and changing users, their roles, and one-time passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.actors import STAFF, Actor, Role
from portal.db import reading, transaction
from portal.models.account import Enterprise, Office, User, UserRole
from portal.services import account_links, account_log, passwords
from portal.services.accounts import as_person, refuse_taken
from portal.services.paging import ROWS, Page, offset
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerFacts:
    """What the administration writes about a member of staff."""

    login: str
    name: str
    office_id: int | None
    roles: frozenset[Role]
    mobile: str = ""
    email: str = ""
    certificate_number: str = ""


@dataclass(frozen=True, slots=True)
class UserRow:
    """An account in the list, and on its own page."""

    id: int
    kind: str
    login: str
    name: str
    mobile: str
    email: str
    certificate_number: str
    roles: frozenset[Role]
    office_id: int | None
    office_name: str
    office_name_en: str
    enterprise_name: str
    active: bool
    must_change_password: bool
    last_seen_at: datetime | None
    second_factor: bool = False
    owner: bool = False


def find(
    words: str = "", *, kind: str = "", role: str = "", active: bool | None = None, page: int = 1
) -> Page[UserRow]:
    """Accounts whose name, login, mobile, office or enterprise contains the words; 50 a page, staff first."""
    query = _matching(words.strip(), kind, role, active)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        page, pages, skipped = offset(page, total)
        ids = query.order_by(User.kind.desc(), User.office_id, User.id).limit(ROWS).offset(skipped)
        order = {user_id: at for at, user_id in enumerate(session.scalars(ids))}
        users = session.scalars(select(User).where(User.id.in_(order)))
        rows = sorted((_row(user) for user in users), key=lambda row: order[row.id])
        return Page(tuple(rows), total, page, pages)


def user(user_id: int) -> UserRow | None:
    """The account with this number, also a closed one."""
    with reading() as session:
        found = session.get(User, user_id)
        return _row(found) if found else None


def create(facts: OfficerFacts, *, by: Actor, at: datetime, password: str | None = None) -> tuple[int, str]:
    """Make an account for a member of staff; returns its number and the password.

    Without `password` it is a one-time password, to be changed at the first sign-in. Raises WrongInput.
    """
    given = password or passwords.one_time()
    with transaction() as session:
        _check(session, facts, except_id=0)
        user = User(
            kind="officer",
            login=facts.login.lower(),
            password_hash=passwords.hashed(given),
            must_change_password=password is None,
            created_at=at,
        )
        _write(user, facts)
        session.add(user)
        session.flush()
        return user.id, given


def change(user_id: int, facts: OfficerFacts, *, by: Actor) -> None:
    """Change a member of staff. Losing a role ends the sessions of the account.

    Raises WrongInput (taken), Refusal own_role and last_administrator.
    """
    with transaction() as session:
        user = session.get_one(User, user_id, with_for_update={"of": User})
        _check(session, facts, except_id=user.id)
        before = as_person(user).roles
        if Role.ADMINISTRATOR in before - facts.roles:
            _keep_an_administrator(session, user, by)
        _write(user, facts)
        if before - facts.roles:
            user.session_version += 1


def set_active(user_id: int, active: bool, *, reason: str, by: Actor, at: datetime) -> None:
    """Close an account, which ends its sessions at once, or open it again; the log says who did it, when and why.

    A second click changes nothing. Raises WrongInput (reason: missing), Refusal own_role and last_administrator.
    """
    if not reason.strip():
        raise WrongInput(reason="missing")
    with transaction() as session:
        user = session.get_one(User, user_id, with_for_update={"of": User})
        if not active:
            if user.id == by.id:
                raise Refusal("own_role")
            if Role.ADMINISTRATOR in as_person(user).roles:
                _keep_an_administrator(session, user, by)
        if user.active == active:
            return
        user.active = active
        user.session_version += 1
        account_links.use_up(session, at=at, kind=account_links.PASSWORD, user_id=user.id)
        kind = "account_opened" if active else "account_closed"
        account_log.note(session, kind, by=by, at=at, user_id=user.id, reason=reason)


def reset_password(user_id: int, *, by: Actor, at: datetime) -> str:
    """Give the account a one-time password, returned once and kept as a hash only; its sessions and mailed links end."""
    given = passwords.one_time()
    with transaction() as session:
        user = session.get_one(User, user_id)
        user.password_hash = passwords.hashed(given)
        user.must_change_password = True
        user.session_version += 1
        account_links.use_up(session, at=at, kind=account_links.PASSWORD, user_id=user.id)
        account_log.note(session, "password_reset", by=by, at=at, user_id=user.id)
    return given


def _matching(words: str, kind: str, role: str, active: bool | None) -> Select[int]:
    query = select(User.id).outerjoin(Office, Office.id == User.office_id)
    query = query.outerjoin(Enterprise, Enterprise.id == User.enterprise_id)
    if words:
        like = f"%{words.replace('%', '').replace('_', '')}%"
        columns = (User.name, User.login, User.mobile, Office.name_zh, Office.name_en, Enterprise.name, Enterprise.uscc)
        query = query.where(or_(*(column.ilike(like) for column in columns)))
    if kind:
        query = query.where(User.kind == kind)
    if role:
        query = query.where(User.roles.any(UserRole.role == role) if role != Role.HANDLER else User.kind == "handler")
    return query if active is None else query.where(User.active.is_(active))


def _check(session: Session, facts: OfficerFacts, *, except_id: int) -> None:
    wrong: dict[str, str] = {}
    try:
        refuse_taken(session, mobile=facts.mobile, login=facts.login, except_id=except_id)
    except WrongInput as taken:
        wrong.update(taken.fields)
    if not facts.roles or not facts.roles <= set(STAFF):
        wrong["roles"] = "missing"
    if facts.office_id is None or session.get(Office, facts.office_id) is None:
        wrong["office_id"] = "missing"
    if wrong:
        raise WrongInput(**wrong)


def _write(user: User, facts: OfficerFacts) -> None:
    user.login, user.name, user.office_id = facts.login.lower(), facts.name, facts.office_id
    if (facts.mobile or None) != user.mobile:
        user.mobile, user.mobile_proven = facts.mobile or None, False
    user.email = facts.email.lower()
    user.certificate_number = facts.certificate_number
    held = {one.role: one for one in user.roles}
    user.roles[:] = [held.get(role) or UserRole(role=str(role)) for role in sorted(facts.roles)]


def _keep_an_administrator(session: Session, user: User, by: Actor) -> None:
    if user.id == by.id:
        raise Refusal("own_role")
    # The rows are locked first, so that two administrators cannot remove each other in the same moment.
    held = select(UserRole.user_id).where(UserRole.role == Role.ADMINISTRATOR).with_for_update()
    others = set(session.scalars(held)) - {user.id}
    if not session.scalar(select(func.count(User.id)).where(User.active, User.id.in_(others))):
        raise Refusal("last_administrator")


def _row(user: User) -> UserRow:
    person = as_person(user)
    return UserRow(
        id=user.id,
        kind=user.kind,
        login=user.login,
        name=user.name,
        mobile=person.mobile,
        email=user.email,
        certificate_number=user.certificate_number,
        roles=person.roles,
        office_id=user.office_id,
        office_name=person.office_name,
        office_name_en=person.office_name_en,
        enterprise_name=person.enterprise_name,
        active=user.active,
        must_change_password=user.must_change_password,
        last_seen_at=user.last_seen_at,
        second_factor=person.second_factor,
        owner=person.owner,
    )
