"""How people come to act for an enterprise: signing up, asking to join, being confirmed by a handler or by staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models.account import Enterprise, MembershipRequest, User
from portal.models.signin import Identity
from portal.services import (
    account_log,
    addresses,
    applicants,
    authority,
    invitations,
    mobiles,
    passwords,
    sign_up_proof,
)
from portal.services.accounts import refuse_taken
from portal.services.sign_up_proof import Proof
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What somebody writes who signs up for an enterprise; fields as checked by the form."""

    uscc: str
    enterprise_name: str
    legal_representative: str
    name: str
    mobile: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to act for an enterprise."""

    id: int
    enterprise: str
    uscc: str
    name: str
    mobile: str
    email: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody who acts for an enterprise."""

    id: int
    name: str
    mobile: str
    email: str
    last_seen_at: datetime | None
    owner: bool = False


def sign_up(asked: SignUp, *, at: datetime) -> str:
    """Make an account for a handler; returns `open` (may sign in), `waiting` (the register does not confirm what is said of the
    enterprise, so the window has to look at its papers) or `known` (mobile or e-mail is taken: nothing happens).

    An open account applies for the enterprise at once and sees what it wrote itself; whether it may act for the enterprise in
    everything is for the owner, the window or the provider to say (services/authority.py).

    Pages must say the same for the last two, so that nobody learns whose account exists; whoever gets in has shown by that
    alone that the account is new. Raises WrongInput (password).
    """
    told = (asked.uscc, asked.enterprise_name, asked.name, asked.mobile, asked.email, asked.email.split("@")[0])
    if code := passwords.fault(asked.password, told):
        raise WrongInput(password=code)
    password_hash, proof = passwords.hashed(asked.password), prove(asked, at=at)
    try:
        return _sign_up(asked, password_hash, proof, at)
    except IntegrityError:  # somebody signed up for the same enterprise, or with the same mobile, in this very moment
        return _sign_up(asked, password_hash, proof, at)


def prove(asked: SignUp, *, at: datetime) -> Proof:
    """What the business register says of the enterprise that somebody signs up for; asked before, and outside, a transaction."""
    return sign_up_proof.ask(asked.uscc, asked.enterprise_name, asked.legal_representative, at=at)


def requests(*, by: Actor) -> list[Request]:
    """The open requests that the person may answer: those of the enterprise that he owns, or all for an administrator."""
    query = select(MembershipRequest, User, Enterprise).where(MembershipRequest.state == "open")
    query = query.join(User, User.id == MembershipRequest.user_id)
    query = query.join(Enterprise, Enterprise.id == MembershipRequest.enterprise_id)
    if not by.holds(Role.ADMINISTRATOR):
        owned = by.enterprise_id if by.owner and not by.mandate_id else None
        query = query.where(MembershipRequest.enterprise_id == (owned or 0))
    with reading() as session:
        rows = session.execute(query.order_by(MembershipRequest.asked_at, MembershipRequest.id)).all()
        return [
            Request(ask.id, firm.name, firm.uscc, user.name, user.mobile or "", user.email or user.login, ask.asked_at)
            for ask, user, firm in rows
        ]


def answer(request_id: int, *, granted: bool, by: Actor, at: datetime) -> None:
    """Let somebody act for the enterprise, or not; a refused account is closed, and mobile, e-mail and identity are free again.

    Raises Denied for another enterprise's request, and Refusal answered_request when somebody was quicker.
    """
    with transaction() as session:
        ask = session.get_one(MembershipRequest, request_id, with_for_update=True)
        require(ask.enterprise_id is not None, "enterprise")
        assert ask.enterprise_id is not None
        own = by.holds(Role.HANDLER) and ask.enterprise_id == by.enterprise_id and not by.mandate_id
        require(own or by.holds(Role.ADMINISTRATOR), "enterprise")
        require(by.owner or by.holds(Role.ADMINISTRATOR), "owner")
        if ask.state != "open":
            raise Refusal("answered_request")
        ask.state, ask.answered_at, ask.answered_by = ("granted" if granted else "refused"), at, by.id
        user = session.get_one(User, ask.user_id)
        if granted:
            authority.admit(session, user, session.get_one(Enterprise, ask.enterprise_id), by=by, at=at)
        else:
            account_log.note(session, "join_refused", by=by, at=at, user_id=user.id, enterprise_id=ask.enterprise_id)
            close(session, user)


def close(session: Session, user: User) -> None:
    """Close the account of somebody who was not let in, in the caller's transaction."""
    user.active, user.login, user.email = False, f"refused-{user.id}", ""
    mobiles.close(session, user)
    session.execute(delete(Identity).where(Identity.user_id == user.id))


def handlers(*, by: Actor) -> list[Handler]:
    """Everybody of the person's own enterprise; its agents are listed by portal.services.mandates."""
    require(not by.mandate_id, "owner")
    query = select(User).where(User.enterprise_id == (by.enterprise_id or 0), User.active, User.kind == "handler")
    with reading() as session:
        users = session.scalars(query.order_by(User.id))
        return [
            Handler(one.id, one.name, one.mobile or "", one.email or one.login, one.last_seen_at, one.owner)
            for one in users
        ]


def remove(user_id: int, *, by: Actor, at: datetime) -> None:
    """Take somebody out of the own enterprise: the sessions end, what was begun stays with the enterprise.

    A second click changes nothing. Raises Denied for anybody but the owner, Refusal `own_removal` for the owner himself.
    """
    _require_owner(by)
    if user_id == by.id:
        raise Refusal("own_removal")
    with transaction() as session:
        _hold_as_owner(session, by)
        user = session.get(User, user_id, with_for_update={"of": User})
        require(user is not None and user.kind == "handler", "owner")
        assert user is not None
        if user.enterprise_id is None:
            return
        require(user.enterprise_id == by.enterprise_id, "owner")
        user.enterprise_id, user.owner = None, False
        user.session_version += 1
        account_log.note(session, "removed", by=by, at=at, user_id=user.id, enterprise_id=by.enterprise_id)


def hand_over(user_id: int, *, by: Actor, at: datetime) -> int:
    """Name another of the enterprise's people as its owner: done by the owner, or by an administrator who has checked papers.

    What the owner before offered and nobody has accepted yet ends with it; returns how many such invitations there were.

    Raises Denied for anybody else, Refusal `not_a_handler` for somebody who does not belong to the enterprise.
    """
    administrator = by.holds(Role.ADMINISTRATOR)
    if not administrator:
        _require_owner(by)
    with transaction() as session:
        if not administrator:
            _hold_as_owner(session, by)
        user = session.get(User, user_id, with_for_update={"of": User})
        if user is None or not user.active or user.enterprise is None or not user.enterprise.proven:
            raise Refusal("not_a_handler")
        require(administrator or user.enterprise_id == by.enterprise_id, "owner")
        firm = session.get_one(Enterprise, user.enterprise_id, with_for_update=True)
        session.execute(update(User).where(User.enterprise_id == user.enterprise_id, User.owner).values(owner=False))
        session.flush()
        user.owner = True
        account_log.note(session, "owner_named", by=by, at=at, user_id=user.id, enterprise_id=user.enterprise_id)
        return invitations.end_open(session, firm.id, by=by, at=at)


def enrol(
    session: Session, asked: SignUp, password_hash: str, proof: Proof, *, at: datetime, vouched: bool = False
) -> User:
    """The new account of a handler, in the caller's transaction: it applies under a record of its own until somebody lets it
    act for the enterprise; where the register says something else it waits for the window.

    `vouched` says that the provider names the enterprise's code: the first of it is let in by that. Raises WrongInput (mobile or
    email: taken).
    """
    sign_up_proof.hold(session)
    refuse_taken(session, mobile=asked.mobile, login=asked.email)
    known = applicants.survivor(session, asked.uscc)
    user = _handler(asked, password_hash, at)
    session.add(user)
    if proof.opens:
        user.enterprise = authority.apart(session, _enterprise(asked, proof, at))
    session.flush()
    addresses.ask(session, user, user.login, at=at)
    ask = MembershipRequest(user_id=user.id, asked_at=at, enterprise_id=known.id if known else None)
    if known is None:
        ask.claim = sign_up_proof.claim(proof, asked.uscc, asked.enterprise_name, asked.legal_representative)
    session.add(ask)
    account_log.note(session, "signed_up", by=user, at=at, user_id=user.id, enterprise_id=ask.enterprise_id)
    if vouched and proof.opens and not authority.owned(session, ask.enterprise_id):
        sign_up_proof.adopt(session, authority.admit(session, user, known, by=user, at=at))
    return user


def _require_owner(by: Actor) -> None:
    require(by.owner and not by.mandate_id and by.enterprise_id is not None, "owner")


def _hold_as_owner(session: Session, by: Actor) -> None:
    """Hold the enterprise for its owner: whoever handed it over in this very moment removes and names nobody any more, so that no
    enterprise is left without an owner. Raises Denied."""
    session.get_one(Enterprise, by.enterprise_id, with_for_update=True)
    owner = session.scalar(select(User.owner).where(User.id == by.id, User.enterprise_id == by.enterprise_id))
    require(bool(owner), "owner")


def _sign_up(asked: SignUp, password_hash: str, proof: Proof, at: datetime) -> str:
    with transaction() as session:
        try:
            user = enrol(session, asked, password_hash, proof, at=at)
        except WrongInput:
            return "known"
        return "open" if user.enterprise_id is not None else "waiting"


def _handler(asked: SignUp, password_hash: str, at: datetime) -> User:
    return User(
        kind="handler",
        login=asked.email.lower(),
        mobile=asked.mobile,
        name=asked.name,
        password_hash=password_hash,
        created_at=at,
    )


def _enterprise(asked: SignUp, proof: Proof, at: datetime) -> Enterprise:
    return Enterprise(
        uscc=asked.uscc,
        name=asked.enterprise_name,
        legal_representative=asked.legal_representative,
        address=proof.registered.get("address", ""),
        phone=asked.mobile,
        created_at=at,
    )
