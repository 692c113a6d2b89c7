"""A small town for tests of pages: three offices, one person for every role, one enterprise; made by the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from flask import Flask
from sqlalchemy import select, update

from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import AccountLink, OutboxMessage, User
from portal.services import account_links, accounts, addresses, enterprise_claims, membership, offices, users
from portal.services.membership import SignUp
from portal.services.offices import OfficeFacts
from portal.services.users import OfficerFacts
from tests.backends import made_once
from tests.pages import Browser

PASSWORD = "seven quiet harbours"
USCC = "91990101MA2HT5K72T"
FIRM = "临江恒泰化工贸易有限公司"
HANDLER = "shen@example.cn"
OFFICES = (
    ("centre", "临江市政务服务中心", "Linjiang Government Service Centre"),
    ("emb", "临江市应急管理局", "Linjiang Emergency Management Bureau"),
    ("fire", "临江市消防救援支队", "Linjiang Fire and Rescue Detachment"),
)
POINT = "riverside"
STAFF = (
    ("zhou.min", "周敏", "centre", Role.WINDOW),
    ("chen.li", "陈立", "emb", Role.REVIEWER),
    ("qin.yue", "秦岳", "fire", Role.REVIEWER),
    ("han.weidong", "韩卫东", "emb", Role.DECIDER),
    ("su.ming", "苏明", "centre", Role.SUPERVISOR),
    ("admin", "林静", "centre", Role.ADMINISTRATOR),
    ("ye.qing", "叶青", "centre", Role.AUTHOR),
    ("ji.wen", "纪文", "centre", Role.AUTHOR),
    ("li.he", "李禾", "riverside", Role.WINDOW),  # a window officer of a point that only takes in for others
)
BY_ROLE = {role: login for login, _name, _office, role in reversed(STAFF)} | {
    Role.HANDLER: HANDLER,
    Role.INTAKE: "li.he",
}


def settle(app: Flask, *, at: datetime | None = None) -> dict[str, int]:
    """Make the town; returns the account number of each login. Everybody has the same password, PASSWORD."""
    return made_once(app, ("people", at), partial(_settled, app, at or datetime.now(UTC)))


def _settled(app: Flask, at: datetime) -> dict[str, int]:
    with app.app_context():
        rooms = {
            code: offices.create(OfficeFacts(code=code, name_zh=zh, name_en=en, document_prefix="临应急许"), by=SYSTEM)
            for code, zh, en in OFFICES
        }
        rooms[POINT] = offices.create(
            OfficeFacts(code=POINT, name_zh="沿江县便民服务点", name_en="Riverside service point", intake_only=True),
            by=SYSTEM,
        )
        numbers = {login: _officer(login, name, rooms[office], role, at) for login, name, office, role in STAFF}
        join(HANDLER, "沈远航", "13900000001", at=at)
        admit(HANDLER, at=at)
        found = users.find(HANDLER).rows
    return numbers | {HANDLER: found[0].id}


def join(email: str, name: str, mobile: str, *, uscc: str = USCC, firm: str = FIRM, at: datetime | None = None) -> str:
    """Sign somebody up for an enterprise; returns what came of it."""
    asked = SignUp(
        uscc=uscc,
        enterprise_name=firm,
        legal_representative="沈远航",
        name=name,
        mobile=mobile,
        email=email,
        password=PASSWORD,
    )
    when = at or datetime.now(UTC)
    said = membership.sign_up(asked, at=when)
    confirm_address(email, at=when)
    confirm_mobile(email)
    return said


def confirm_mobile(email: str) -> None:
    """The number of an account was in use before codes were sent, so that it counts (migration 0054)."""
    with transaction() as session:
        session.execute(update(User).where(User.login == email).values(mobile_proven=True))


def confirm_address(email: str, *, at: datetime) -> None:
    """Somebody opens the link of the mail that went to the own address, which is out of the way with it."""
    with reading() as session:
        newest = select(AccountLink).where(AccountLink.email == email, AccountLink.kind == "email")
        newest = newest.where(AccountLink.used_at.is_(None))
        link = session.scalars(newest.order_by(AccountLink.id.desc()).limit(1)).one_or_none()
        by = accounts.person(link.user_id) if link else None
        token = account_links.token_of(link) if link else ""
    if by is not None:
        addresses.confirm(token, by=by.actor, at=at)
        with transaction() as session:
            for message in session.scalars(select(OutboxMessage).filter_by(kind="account", state="queued")):
                if message.payload.get("link") == link.id:
                    message.state = "sent"


def admit(email: str, *, at: datetime | None = None) -> None:
    """The window has seen the papers of somebody who signed up, and lets the account act for its enterprise."""
    clerk = Actor("officer", users.find("zhou.min").rows[0].id, frozenset({Role.WINDOW}))
    (one,) = [one for one in enterprise_claims.waiting(by=clerk) if one.email == email]
    said = {"name": one.name, "legal_representative": one.legal_representative, "paper": "营业执照、身份证"}
    enterprise_claims.confirm(one.id, **said, by=clerk, at=at or datetime.now(UTC))


def sign_in(browser: Browser, who: str | Role, password: str = PASSWORD) -> Browser:
    """Sign in as a login name, or as somebody with a role."""
    browser.get("/sign-in")
    browser.fill_in({"account": BY_ROLE.get(who, who), "password": password}, action="/sign-in")  # type: ignore[call-overload]
    return browser


def speak_english(browser: Browser) -> Browser:
    """Switch the browser to English."""
    browser.set_cookie("ow_language", "en")
    return browser


def _officer(login: str, name: str, office: int, role: Role, at: datetime) -> int:
    told = {"login": login, "name": name, "office_id": office, "certificate_number": f"99-{login}"}
    facts = OfficerFacts(roles=frozenset({role}), **told)
    return users.create(facts, by=SYSTEM, at=at, password=PASSWORD)[0]


def second_of(first: Actor) -> Actor:
    """A second person of somebody's enterprise, who does not own its account."""
    with transaction() as session:
        one = session.get_one(User, first.id)
        user = User(kind="handler", login="li@example.cn", email="li@example.cn", mobile="13900000009", name="李岸")
        user.password_hash, user.enterprise_id, user.created_at = "x", one.enterprise_id, one.created_at
        session.add(user)
        session.flush()
        return replace(first, id=user.id, name="李岸", owner=False)
