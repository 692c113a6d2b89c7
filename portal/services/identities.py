"""Identities: who somebody is at the provider, linked to an account by a person or by an administrator, and by nothing else.

An account is never found by name, e-mail, mobile or credit code: those can be somebody else's tomorrow, and at the provider they
may be unproven today (docs/decisions/0010).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Identity, User
from portal.services import (
    account_log,
    accounts,
    applicants,
    authority,
    membership,
    openid,
    second_factor,
    sign_up_proof,
)
from portal.services.accounts import Person, SignInRefused, as_person
from portal.services.membership import SignUp
from portal.services.openid import Proven
from portal.services.sign_up_proof import Proof
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

LONGEST = 255


@dataclass(frozen=True, slots=True)
class Listed:
    """One identity as pages show it: the subject with its middle hidden, when it was linked and used last."""

    id: int
    subject: str
    linked_at: datetime
    used_at: datetime | None
    in_use: bool


def whose(proven: Proven, *, at: datetime) -> Person | None:
    """The person whose identity it is, or None for one that nobody has linked. Raises SignInRefused (closed, waiting, kind)."""
    with transaction() as session:
        identity = _of(session, proven)
        if identity is None:
            return None
        user = session.get_one(User, identity.user_id)
        if not user.active:
            raise SignInRefused("closed")
        if accounts.waits(session, user):
            raise SignInRefused("waiting")
        if not openid.for_kind(user.kind):
            raise SignInRefused("kind")
        identity.used_at = user.last_seen_at = at
        _vouch(session, user, proven, at)
        session.flush()
        return as_person(user)


def belongs_to(proven: Proven, *, by: Actor) -> bool:
    """True when the person has linked this identity already."""
    with reading() as session:
        found = _of(session, proven)
        return found is not None and found.user_id == by.id


def sign_up(proven: Proven, asked: SignUp, *, at: datetime) -> Person | None:
    """Make an account for an identity that has none; None when it waits to be confirmed by the enterprise's owner or the window.

    The second of two clicks finds the account of the first. Raises WrongInput (mobile or email: taken), SignInRefused (kind)
    where the provider is for staff alone: a member of staff never makes the own account.
    """
    if not openid.for_kind("handler"):
        raise SignInRefused("kind")
    proof = membership.prove(asked, at=at)
    try:
        return _sign_up(proven, asked, proof, at)
    except IntegrityError:  # both clicks arrived in the same moment
        return _sign_up(proven, asked, proof, at)


def link(proven: Proven, password: str, code: str, *, by: Actor, at: datetime) -> None:
    """Link an identity to the own account, after password and, where there is one, second factor.

    Raises WrongInput (password or one_time_code: wrong), Refusal `identity_taken` (somebody else has linked it) and
    `identity_there` (the account has another one already), Denied where the provider is not for this kind of account.
    """
    require(openid.for_kind(by.kind), "role", roles=[])
    with transaction() as session:
        user = second_factor.prove(session, password, code, by=by, at=at)
        found = _of(session, proven)
        if found is not None and found.user_id == user.id:
            return
        if found is not None:
            raise Refusal("identity_taken")
        _refuse_second(session, user, proven.issuer)
        _add(session, user, proven.issuer, proven.subject, by=by, at=at)
        _note(session, "identity_linked", user, by, at)
        _vouch(session, user, proven, at)


def unlink(identity_id: int, password: str, code: str, *, by: Actor, at: datetime) -> None:
    """Take an identity from the own account; a second click changes nothing.

    Raises Denied for anybody else's, Refusal `last_way_in` for an account without a password, WrongInput as above.
    """
    with transaction() as session:
        found = session.get(Identity, identity_id)
        if found is None:
            return
        require(found.user_id == by.id, "session")
        if not session.get_one(User, by.id).password_hash:
            raise Refusal("last_way_in")
        user = second_factor.prove(session, password, code, by=by, at=at)
        session.delete(found)
        _note(session, "identity_unlinked", user, by, at)


def enter(user_id: int, subject: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Enter beforehand which subject at the provider a member of staff is; done by an administrator, with a reason.

    Raises Denied for anybody else, WrongInput (subject: missing, long, taken or there; reason: missing).
    """
    _require_administrator(by)
    issuer, subject = openid.issuer(), subject.strip()
    wrong = {"subject": "missing"} if not subject else {"subject": "long"} if len(subject) > LONGEST else {}
    if not reason.strip():
        wrong["reason"] = "missing"
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        user = session.get_one(User, user_id, with_for_update={"of": User})
        require(user.kind == "officer" and openid.for_kind(user.kind), "role", roles=[str(Role.ADMINISTRATOR)])
        if session.scalar(_count(Identity.issuer == issuer, Identity.subject == subject)):
            raise WrongInput(subject="taken")
        if session.scalar(_count(Identity.issuer == issuer, Identity.user_id == user.id)):
            raise WrongInput(subject="there")
        _add(session, user, issuer, subject, by=by, at=at)
        _note(session, "identity_entered", user, by, at, reason=reason)


def remove(user_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Take every identity from somebody's account, which ends its sessions; done by an administrator, with a reason.

    A second click changes nothing. Raises Denied, WrongInput (reason: missing), Refusal `last_way_in`.
    """
    _require_administrator(by)
    if not reason.strip():
        raise WrongInput(reason="missing")
    with transaction() as session:
        user = session.get_one(User, user_id, with_for_update={"of": User})
        found = session.scalars(select(Identity).where(Identity.user_id == user.id)).all()
        if not found:
            return
        if not user.password_hash:
            raise Refusal("last_way_in")
        for one in found:
            session.delete(one)
        user.session_version += 1
        _note(session, "identity_removed", user, by, at, reason=reason)


def own(*, by: Actor) -> tuple[Listed, ...]:
    """The person's own identities."""
    return _listed(by.id)


def of_user(user_id: int, *, by: Actor) -> tuple[Listed, ...]:
    """The identities of an account, for the administration."""
    _require_administrator(by)
    return _listed(user_id)


def _sign_up(proven: Proven, asked: SignUp, proof: Proof, at: datetime) -> Person | None:
    with transaction() as session:
        found = _of(session, proven)
        if found is None:
            vouched = openid.vouches(proven, asked.uscc)
            user = membership.enrol(session, asked, "", proof, at=at, vouched=vouched)
            _add(session, user, proven.issuer, proven.subject, by=user, at=at)
            account_log.note(session, "identity_linked", by=user, at=at, user_id=user.id)
            session.flush()
        else:
            user = session.get_one(User, found.user_id)
        return None if accounts.waits(session, user) or not user.active else as_person(user)


def _vouch(session: Session, user: User, proven: Proven, at: datetime) -> None:
    """Let an account act for the enterprise whose code the provider names; one that has an owner is his to answer."""
    own = user.enterprise
    if own is None or own.proven or not openid.vouches(proven, own.uscc):
        return
    sign_up_proof.hold(session)
    firm = applicants.survivor(session, own.uscc)
    if firm is None or not authority.owned(session, firm.id):
        sign_up_proof.adopt(session, authority.admit(session, user, firm, by=user, at=at))


def _add(session: Session, user: User, issuer: str, subject: str, *, by: Actor | User, at: datetime) -> None:
    who = by.reference if isinstance(by, Actor) else f"{by.kind}:{by.id}"
    session.add(Identity(user_id=user.id, issuer=issuer, subject=subject, linked_at=at, linked_by=who))
    try:
        session.flush()
    except IntegrityError as taken:  # somebody else was quicker
        if isinstance(by, User):
            raise
        raise Refusal("identity_taken") from taken


def _refuse_second(session: Session, user: User, issuer: str) -> None:
    if session.scalar(_count(Identity.issuer == issuer, Identity.user_id == user.id)):
        raise Refusal("identity_there")


def _note(session: Session, kind: str, user: User, by: Actor, at: datetime, reason: str = "") -> None:
    account_log.note(session, kind, by=by, at=at, user_id=user.id, reason=reason)


def _of(session: Session, proven: Proven) -> Identity | None:
    known = select(Identity).where(Identity.issuer == proven.issuer, Identity.subject == proven.subject)
    return session.scalars(known).one_or_none()


def _count(*wanted: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Identity.id)).where(*wanted)


def _listed(user_id: int) -> tuple[Listed, ...]:
    issuer = openid.issuer()
    with reading() as session:
        rows = session.scalars(select(Identity).where(Identity.user_id == user_id).order_by(Identity.id))
        return tuple(
            Listed(one.id, shown(one.subject), one.linked_at, one.used_at, one.issuer == issuer) for one in rows
        )


def shown(subject: str) -> str:
    """Enough to tell one from another; some providers use the number of an identity card."""
    return subject if len(subject) <= 4 else f"{subject[:2]}{'*' * 6}{subject[-2:]}"


def _require_administrator(by: Actor) -> None:
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
