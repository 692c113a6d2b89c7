"""Invitations by mail: somebody becomes a handler of an enterprise, or its agent, with a link that works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import AccountLink, Enterprise, Mandate, User
from portal.services import account_links, account_log, addresses, authority, mandates, passwords
from portal.services.account_links import AGENT, HANDLER
from portal.services.accounts import known_words, refuse_taken
from portal.services.mandates import require_owner
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the link of an invitation shows; `known` when its address has an account, which then signs in to accept."""

    kind: str
    enterprise: str
    email: str
    known: bool
    expires_at: datetime
    valid_from: date | None = None
    valid_until: date | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that was not accepted yet."""

    id: int
    email: str
    expires_at: datetime


def invite(email: str, *, by: Actor, at: datetime) -> None:
    """Invite somebody to handle the own enterprise's applications; an earlier invitation of the same address is over.

    Raises WrongInput (email: member), Refusal `invitations_enough`, Denied for anybody but the owner.
    """
    require_owner(by)
    address = email.lower()
    with transaction() as session:
        own = select(User.id).where(User.email == address, User.enterprise_id == by.enterprise_id, User.active)
        if session.scalar(own.limit(1)):
            raise WrongInput(email="member")
        of = {"kind": HANDLER, "enterprise_id": by.enterprise_id}
        account_links.use_up(session, at=at, email=address, **of)
        if len(_open(session, by.enterprise_id, at)) >= MOST_OPEN:
            raise Refusal("invitations_enough", limit=MOST_OPEN)
        account_links.make(session, HANDLER, email=address, at=at, enterprise_id=by.enterprise_id)
        account_log.note(session, "invited", by=by, at=at, enterprise_id=by.enterprise_id)


def waiting(*, by: Actor, at: datetime) -> tuple[Waiting, ...]:
    """The invitations of the own enterprise that still work."""
    if by.mandate_id or by.enterprise_id is None:
        return ()
    with reading() as session:
        return tuple(Waiting(one.id, one.email, one.expires_at) for one in _open(session, by.enterprise_id, at))


def take_back(link_id: int, *, by: Actor, at: datetime) -> None:
    """Let an invitation open nothing more. Raises Denied for anybody but the owner of the enterprise that invited."""
    require_owner(by)
    with transaction() as session:
        link = session.get(AccountLink, link_id, with_for_update=True)
        require(link is not None and link.kind == HANDLER and link.enterprise_id == by.enterprise_id, "owner")
        assert link is not None
        if link.used_at is None:
            link.used_at = at
            account_log.note(session, "invitation_ended", by=by, at=at, enterprise_id=by.enterprise_id)


def end_open(session: Session, enterprise_id: int, *, by: Actor, at: datetime) -> int:
    """Let every invitation and every authority that nobody has accepted yet open nothing more, in the caller's transaction, because
    the enterprise has another owner; returns how many. What was accepted stays in force, for the new owner to take back."""
    links = _open(session, enterprise_id, at)
    for link in links:
        link.used_at = at
        account_log.note(session, "invitation_ended", by=by, at=at, enterprise_id=enterprise_id)
    wanted = (Mandate.enterprise_id == enterprise_id, Mandate.accepted_at.is_(None), Mandate.ended_at.is_(None))
    offers = session.scalars(select(Mandate).where(*wanted, Mandate.valid_until >= business_day(at)).with_for_update())
    ended = list(offers)
    for one in ended:
        one.ended_at = at
        account_links.use_up(session, at=at, mandate_id=one.id)
        mandates.note(session, "mandate_ended", one, by=by, at=at)
    return len(links) + len(ended)


def opened(token: str, *, at: datetime) -> Invitation:
    """What a link invites to. Raises Refusal `link_over`."""
    with reading() as session:
        link = account_links.usable(session, token, HANDLER, AGENT, at=at)
        if link is None:
            raise Refusal("link_over")
        firm = session.get_one(Enterprise, link.enterprise_id)
        mandate = session.get(Mandate, link.mandate_id) if link.mandate_id else None
        known = session.scalar(select(User.id).where(User.login == link.email)) is not None
        dates = (mandate.valid_from, mandate.valid_until, tuple(mandate.items)) if mandate else (None, None, ())
        return Invitation(link.kind, firm.name, link.email, known, link.expires_at, *dates)


def accept(token: str, *, by: Actor, at: datetime) -> str:
    """Accept with the account that is signed in, whose e-mail must be the one that was invited; returns the kind.

    Raises Refusal `link_over`, `invited_another`, `has_enterprise` (an account belongs to one enterprise; for others it is an
    agent), and what accepting an authority refuses.
    """
    with transaction() as session:
        link = _held(session, token, at)
        user = session.get_one(User, by.id, with_for_update={"of": User})
        if not by.holds(Role.HANDLER) or link.email not in (user.email, user.login):
            raise Refusal("invited_another")
        if user.email != link.email:  # the link was sent there, and who signed up with the address has used it
            addresses.counts(session, user, link.email, at=at)
        _enter(session, link, user, at)
        return link.kind


def sign_up(token: str, *, name: str, mobile: str, password: str, at: datetime) -> str:
    """Make an account for the invited address and accept with it; returns the kind. The link has proven the address.

    Raises Refusal `link_over`, `invited_known`; WrongInput (mobile: taken; password).
    """
    with transaction() as session:
        link = _held(session, token, at)
        if session.scalar(select(User.id).where(User.login == link.email)):
            raise Refusal("invited_known")
        refuse_taken(session, mobile=mobile)
        user = User(kind="handler", login=link.email, email=link.email, mobile=mobile, name=name, created_at=at)
        if code := passwords.fault(password, known_words(user)):
            raise WrongInput(password=code)
        user.password_hash = passwords.hashed(password)
        session.add(user)
        session.flush()
        _enter(session, link, user, at)
        return link.kind


def _enter(session: Session, link: AccountLink, user: User, at: datetime) -> None:
    link.used_at = at
    if link.kind == AGENT:
        mandate = session.get_one(Mandate, link.mandate_id, with_for_update=True)
        return mandates.accept(session, mandate, user, at=at)
    if user.enterprise_id == link.enterprise_id:
        raise Refusal("own_enterprise")
    firm = session.get_one(Enterprise, link.enterprise_id)
    if user.enterprise is not None and (user.enterprise.proven or user.enterprise.uscc != firm.uscc):
        raise Refusal("has_enterprise")
    authority.admit(session, user, firm, by=user, at=at)
    return None


def _held(session: Session, token: str, at: datetime) -> AccountLink:
    link = account_links.usable(session, token, HANDLER, AGENT, at=at, held=True)
    if link is None:
        raise Refusal("link_over")
    return link


def _open(session: Session, enterprise_id: int | None, at: datetime) -> list[AccountLink]:
    link = AccountLink
    wanted = (link.kind == HANDLER, link.enterprise_id == enterprise_id, link.used_at.is_(None), link.expires_at > at)
    return list(session.scalars(select(link).where(*wanted).order_by(link.id)))
