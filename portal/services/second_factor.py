"""The second factor: codes that change every half minute (TOTP, RFC 6238), and recovery codes that are each good once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import RecoveryCode, User
from portal.services import account_log, proofs, sealing
from portal.services.accounts import Person, as_person
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

STEP = 30  # seconds for which a code is shown
DRIFT = 1  # steps by which a telephone's clock may be wrong
OFFERED_FOR = 30 * 60  # seconds in which an offered key has to be confirmed
RECOVERY_CODES = 10
_LETTERS, _READABLE = "abcdefghjkmnpqrstuvwxyz", "abcdefghjkmnpqrstuvwxyz23456789"
_KEY, _OFFER, _CODES = "second factor", "second factor offered", "recovery codes"


@dataclass(frozen=True, slots=True)
class Offer:
    """A new key before it is confirmed: sealed for the way back, to be typed (in fours), and as an address for a QR code."""

    sealed: str
    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the account has a second factor, and how many recovery codes are left."""

    on: bool
    codes_left: int


def standing(*, by: Actor) -> Standing:
    """The person's own second factor."""
    with reading() as session:
        on = bool(session.scalar(select(User.totp_secret).where(User.id == by.id)))
        left = select(func.count()).where(RecoveryCode.user_id == by.id, RecoveryCode.used_at.is_(None))
        return Standing(on, session.scalar(left) or 0)


def offer(sealed: str = "", *, by: Actor) -> Offer:
    """A new key, or the one that was offered before. Nothing is kept until it is confirmed."""
    try:
        secret = _offered(sealed, by)
    except sealing.Unreadable:
        secret = pyotp.random_base32()
        sealed = sealing.seal(f"{by.id}:{secret}", _OFFER)
    with reading() as session:
        login = session.scalar(select(User.login).where(User.id == by.id)) or ""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=current_app.config["SETTINGS"].centre_name_en)
    return Offer(sealed, " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)), address)


def confirm(sealed: str, password: str, code: str, *, by: Actor, at: datetime) -> tuple[Person, tuple[str, ...]]:
    """Switch the second factor on with the offered key; returns the person, whose other sessions end, and ten recovery codes,
    which are shown this once. Raises WrongInput (password as in `proofs.check`; one_time_code: wrong or late)."""
    try:
        secret = _offered(sealed, by)
    except sealing.Unreadable as late:
        raise WrongInput(one_time_code="late") from late
    with transaction() as session:
        user = _held(session, by.id)
        proofs.check(user, password, by=by, at=at)
        step = _step_of(secret, code, after=0, at=at)
        if step is None:
            raise WrongInput(one_time_code="wrong")
        user.totp_secret, user.totp_step = sealing.seal(f"{user.id}:{secret}", _KEY), step
        user.session_version += 1
        codes = _new_codes(session, user)
        account_log.note(session, "factor_on", by=user, at=at, user_id=user.id)
        session.flush()
        return as_person(user), codes


def answer(user_id: int, version: int, code: str, *, at: datetime) -> Person | None:
    """The person who has given the password already and now the code, or a recovery code. None when the account was closed,
    or its sessions ended, in between. Raises WrongInput (one_time_code: wrong)."""
    with transaction() as session:
        user = session.get(User, user_id, with_for_update={"of": User})
        if user is None or not user.active or user.session_version != version:
            return None
        if not _right(session, user, code, at):
            raise WrongInput(one_time_code="wrong")
        return as_person(user)


def switch_off(password: str, code: str, *, by: Actor, at: datetime) -> None:
    """Switch the second factor off. Raises WrongInput (password or one_time_code: wrong), and Refusal `factor_required` where
    the person's role must have one."""
    with transaction() as session:
        user = _proven(session, password, code, by=by, at=at)
        if required(as_person(user).roles):
            raise Refusal("factor_required")
        _clear(session, user)
        account_log.note(session, "factor_off", by=user, at=at, user_id=user.id)


def renew_codes(password: str, code: str, *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Ten new recovery codes, shown this once; the old ones open nothing any more. Raises WrongInput as above."""
    with transaction() as session:
        user = _proven(session, password, code, by=by, at=at)
        account_log.note(session, "factor_codes", by=user, at=at, user_id=user.id)
        return _new_codes(session, user)


def reset(user_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Take the second factor from somebody who has lost it; the sessions end, and the reason stands in the log.

    Raises WrongInput (reason: missing), Denied for anybody but an administrator, Refusal `own_factor` for the own account.
    """
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    if user_id == by.id:
        raise Refusal("own_factor")
    if not reason.strip():
        raise WrongInput(reason="missing")
    with transaction() as session:
        user = _held(session, user_id)
        _clear(session, user)
        user.session_version += 1
        account_log.note(session, "factor_reset", by=by, at=at, user_id=user.id, reason=reason)


def prove(session: Session, password: str, code: str, *, by: Actor, at: datetime) -> User:
    """The person's own account, held, when the proof is right and, where there is a second factor, the code too.

    Raises WrongInput (password as in `proofs.check`, one_time_code: wrong).
    """
    user = _held(session, by.id)
    proofs.check(user, password, by=by, at=at)
    if user.totp_secret and not _right(session, user, code, at):
        raise WrongInput(one_time_code="wrong")
    return user


def required(roles: frozenset[Role]) -> bool:
    """True where one of these roles must have a second factor, as the house has set it."""
    wanted: frozenset[str] = current_app.config["SETTINGS"].factor_roles
    return bool(wanted & {str(role) for role in roles})


def _proven(session: Session, password: str, code: str, *, by: Actor, at: datetime) -> User:
    if not _held(session, by.id).totp_secret:
        raise Refusal("factor_off")
    return prove(session, password, code, by=by, at=at)


def _right(session: Session, user: User, code: str, at: datetime) -> bool:
    """Whether the code is the one of this half minute and was not given before, or a recovery code that was not used."""
    typed = sealing.plain(code)
    if typed.isdigit():
        try:
            secret = sealing.unseal(user.totp_secret, _KEY).partition(":")[2]
        except sealing.Unreadable:  # the portal's secret was changed: an administrator resets the factor
            return False
        step = _step_of(secret, typed, after=user.totp_step, at=at)
        user.totp_step = step or user.totp_step
        return step is not None
    wanted = RecoveryCode.code_hash == sealing.keyed(f"{user.id}:{typed}", _CODES)
    kept = select(RecoveryCode).where(RecoveryCode.user_id == user.id, wanted, RecoveryCode.used_at.is_(None))
    found = session.scalars(kept.limit(1)).one_or_none()
    if found is None:
        return False
    found.used_at = at
    account_log.note(session, "recovery_code", by=user, at=at, user_id=user.id)
    return True


def _step_of(secret: str, code: str, *, after: int, at: datetime) -> int | None:
    """The step whose code this is, later than the last one that was taken; a clock may be one step ahead or behind."""
    typed, now = sealing.plain(code), int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    steps = sorted(range(now - DRIFT, now + DRIFT + 1), key=lambda step: abs(step - now))
    right = (step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()))
    return next((step for step in right if step > after), None)


def _new_codes(session: Session, user: User) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
    session.add_all(
        RecoveryCode(user_id=user.id, code_hash=sealing.keyed(f"{user.id}:{code}", _CODES)) for code in codes
    )
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def _new_code() -> str:
    """Ten characters that nobody misreads, the first a letter, so that it is never taken for the code of an app."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_READABLE) for _ in range(9))


def _clear(session: Session, user: User) -> None:
    user.totp_secret, user.totp_step = "", 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _held(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id, with_for_update={"of": User})


def _offered(sealed: str, by: Actor) -> str:
    whose, _, secret = sealing.unseal(sealed, _OFFER, seconds=OFFERED_FOR).partition(":")
    if whose != str(by.id):
        raise sealing.Unreadable
    return secret
