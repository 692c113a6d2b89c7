"""Accounts: who somebody is, signing in, the own profile and password."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models.account import MembershipRequest, User
from portal.services import account_links, account_log, passwords, ports
from portal.services.wrong_input import WrongInput

DEMO_FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the pages need it."""

    id: int
    kind: str
    login: str
    name: str
    roles: frozenset[Role]
    office_id: int | None
    office_code: str
    office_name: str
    office_name_en: str
    enterprise_id: int | None
    enterprise_name: str
    uscc: str
    mobile: str
    email: str
    locale: str
    must_change_password: bool
    session_version: int
    owner: bool = False
    proven: bool = True  # false until somebody has let the account act for its enterprise (services/authority.py)
    second_factor: bool = False
    has_password: bool = True
    proven_at: datetime | None = None  # when the provider last made the person sign in there, in this session
    # An agent who acts for another enterprise: under which authority, for which items, until when; `lapsed` when it is over.
    own_enterprise: str = ""
    mandate_id: int = 0
    items: frozenset[str] | None = None
    mandate_until: date | None = None
    lapsed: bool = False

    @property
    def actor(self) -> Actor:
        """The person as services want it."""
        return Actor(
            kind=self.kind,
            id=self.id,
            roles=self.roles,
            office_id=self.office_id,
            office_code=self.office_code,
            enterprise_id=self.enterprise_id,
            owner=self.owner,
            proven=self.proven,
            mandate_id=self.mandate_id,
            items=self.items,
            proven_at=self.proven_at,
        )

    def house(self, language: str = "zh") -> str:
        """The office in that language, or the enterprise, whose name is Chinese."""
        return (self.office_name_en if language == "en" else self.office_name) or self.enterprise_name

    @property
    def short_name(self) -> str:
        """What stands in the head of a page: the enterprise, or the person."""
        name = self.enterprise_name or self.name
        return name if len(name) <= 12 else f"{name[:11]}…"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo town that the sign-in page shows in demo mode."""

    role: str
    account: str
    password: str
    name: str
    house: str


class SignInRefused(Exception):
    """No session. `code` is wrong (name or password, never which), waiting (not yet confirmed), closed, or kind (the
    provider is not for this kind of account); only `wrong` is told to somebody who has proven nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def person(user_id: int) -> Person | None:
    """The account, or None when it is gone or closed."""
    with reading() as session:
        user = session.get(User, user_id)
        return as_person(user) if user is not None and user.active else None


def authenticate(account: str, password: str, *, at: datetime) -> Person:
    """The person with this name (staff login, e-mail or mobile) and password. Raises SignInRefused."""
    with reading() as session:
        user = find(session, account)
        right = passwords.matches(user.password_hash if user else None, password)
        known = (user.id, user.active, waits(session, user)) if user is not None and right else None
    if known is None:
        raise SignInRefused("wrong")
    user_id, active, waiting = known
    if waiting and active:
        raise SignInRefused("waiting")
    if not active:
        raise SignInRefused("closed")
    return _seen(user_id, password, at=at)


def change_password(old: str, new: str, *, by: Actor, at: datetime) -> Person:
    """Set a new password; every other session of the account ends, and a link to a new one that was mailed before opens nothing
    more. Raises WrongInput (old: wrong; new: short, long, plain, known or same)."""
    with transaction() as session:
        user = session.get_one(User, by.id)
        if not passwords.matches(user.password_hash, old):
            raise WrongInput(old="wrong")
        if old == new:
            raise WrongInput(new="same")
        if code := passwords.fault(new, known_words(user)):
            raise WrongInput(new=code)
        user.password_hash = passwords.hashed(new)
        user.must_change_password = False
        user.session_version += 1
        account_links.use_up(session, at=at, kind=account_links.PASSWORD, user_id=user.id)
        account_log.note(session, "password_changed", by=user, at=at, user_id=user.id)
        session.flush()
        return as_person(user)


def remember_language(locale: str, *, by: Actor) -> None:
    """Keep the language the person chose, for letters by mail and for the next sign-in."""
    with transaction() as session:
        session.get_one(User, by.id).locale = locale


def end_sessions(*, by: Actor, at: datetime) -> None:
    """End every session of the account, on all devices; a link to a new password that was mailed before opens nothing more."""
    with transaction() as session:
        session.get_one(User, by.id).session_version += 1
        account_links.use_up(session, at=at, kind=account_links.PASSWORD, user_id=by.id)
        account_log.note(session, "sessions_ended", by=by, at=at, user_id=by.id)


def demo_accounts(data: Path) -> list[DemoAccount]:
    """The accounts that the demo town's loader wrote down in the data folder; none when there is no demo."""
    try:
        listed = json.loads((data / DEMO_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [DemoAccount(**{name: str(one.get(name, "")) for name in DemoAccount.__slots__}) for one in listed]


def find(session: Session, account: str) -> User | None:
    """The account with this staff login, e-mail or mobile; names are compared without regard to case.

    A mobile number that was not confirmed signs in where one account alone has given it.
    """
    name = account.strip().lower()
    if not name:
        return None
    named = select(User).where(or_(User.login == name, User.mobile == name)).limit(3)
    found = session.scalars(named.order_by(User.mobile_proven.desc(), User.id)).all()
    first = [one for one in found if one.login == name or one.mobile_proven]
    return first[0] if first else found[0] if len(found) == 1 else None


def refuse_taken(session: Session, *, mobile: str = "", login: str = "", except_id: int = 0) -> None:
    """Raise WrongInput when another account has this mobile or login name.

    A number that somebody gave and has not confirmed keeps nobody out, where codes can be sent: it may be anybody's.
    """
    wrong = {}
    if login and session.scalar(select(func.count()).where(User.login == login.lower(), User.id != except_id)):
        wrong["email" if "@" in login else "login"] = "taken"
    if mobile and session.scalar(select(func.count()).where(_held(mobile), User.id != except_id)):
        wrong["mobile"] = "taken"
    if wrong:
        raise WrongInput(**wrong)


def _held(mobile: str) -> ColumnElement[bool]:
    given = User.mobile == mobile
    return given & (User.mobile_proven | (User.kind == "officer")) if ports.configured("sms") else given


def known_words(user: User) -> list[str]:
    """What a password must not be."""
    own = [user.login, user.login.split("@")[0], user.name, user.mobile or "", user.email]
    return own + ([user.enterprise.uscc, user.enterprise.name] if user.enterprise else [])


def as_person(user: User) -> Person:
    """The account as plain data."""
    office, enterprise = user.office, user.enterprise
    roles = frozenset({Role.HANDLER}) if user.kind == "handler" else frozenset(Role(one.role) for one in user.roles)
    if user.office is not None and user.office.intake_only and Role.WINDOW in roles:
        roles = roles - {Role.WINDOW} | {Role.INTAKE}
    return Person(
        id=user.id,
        kind=user.kind,
        login=user.login,
        name=user.name,
        roles=roles,
        office_id=user.office_id,
        office_code=office.code if office else "",
        office_name=office.name_zh if office else "",
        office_name_en=office.name_en if office else "",
        enterprise_id=user.enterprise_id,
        enterprise_name=enterprise.name if enterprise else "",
        uscc=enterprise.uscc if enterprise else "",
        mobile=user.mobile or "",
        email=user.email,
        locale=user.locale,
        must_change_password=user.must_change_password,
        session_version=user.session_version,
        own_enterprise=enterprise.name if enterprise else "",
        owner=user.owner and user.kind == "handler",
        proven=enterprise.proven if enterprise else True,
        second_factor=bool(user.totp_secret),
        has_password=bool(user.password_hash),
    )


def waits(session: Session, user: User) -> bool:
    """True for somebody who has asked to join an enterprise and has no answer; who was removed from one may sign in."""
    if user.kind != "handler" or user.enterprise_id is not None:
        return False
    asked = select(MembershipRequest.id).where(MembershipRequest.user_id == user.id, MembershipRequest.state == "open")
    return session.scalar(asked.limit(1)) is not None


def _seen(user_id: int, password: str, *, at: datetime) -> Person:
    """Note the sign-in, and renew a hash that was made with weaker parameters."""
    with transaction() as session:
        user = session.get_one(User, user_id)
        user.last_seen_at = at
        if passwords.outdated(user.password_hash):
            user.password_hash = passwords.hashed(password)
        session.flush()
        return as_person(user)
