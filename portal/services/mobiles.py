"""Mobile numbers: one counts once its person, signed in, has typed the code sent there; until then nothing else goes there.

`User.mobile` is the number as it was given, a name to sign in with and where the desk calls; `User.mobile_proven` says whether
it counts. While a number counts, another one waits beside it until its own code was typed. Without a gateway for SMS nothing
can be sent or confirmed: a number then stands as it was given, and is confirmed when there is one.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.clock import business_day, day_starts
from portal.db import reading, transaction
from portal.models import MobileCode, User
from portal.services import account_log, addresses, outbox, ports, sealing
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

KIND = "mobile_code"
DIGITS = 6
VALID = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
MOST_A_DAY, MOST_TO_ONE_NUMBER = 5, 10
MOST_TRIES = 5
"""Six digits stand against guessing because a code dies after five wrong ones; the codes of a day keep a telephone from a flood."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The number that somebody still has to confirm (empty: none waits), and until when the last code is good, if one is."""

    mobile: str = ""
    until: datetime | None = None


def reached(user: User) -> str:
    """Where messages of an account go by SMS; empty while its number has not been confirmed."""
    return (user.mobile or "") if user.mobile_proven else ""


def changed(session: Session, user: User, mobile: str, *, at: datetime) -> None:
    """Write down another number of an account, in the caller's transaction, and tell the address in force.

    Where one counts already and codes can be sent, the other waits beside it; else it is written down as one that does not
    count yet. A code goes there at once, unless it is too soon for another one.
    """
    waits = user.mobile_proven and ports.configured("sms")
    account_log.note(session, "mobile_asked" if waits else "mobile_changed", by=user, at=at, user_id=user.id)
    addresses.tell(session, user, "mobile_asked" if waits else "mobile", f"{user.id}-{at.timestamp():.0f}", at=at)
    if not waits:
        user.mobile, user.mobile_proven = mobile, False
        session.flush()
    try:
        if ports.configured("sms"):
            _send(session, user, mobile, at=at)
    except Refusal:  # the number waits all the same, and a code can be asked for later
        kept = session.get_one(MobileCode, user.id)
        kept.mobile, kept.code_hash = mobile, ""


def forget(session: Session, user: User) -> None:
    """Ask no more for a number that waits, in the caller's transaction; how many codes went out today stays."""
    if (kept := session.get(MobileCode, user.id)) is not None:
        kept.mobile, kept.code_hash = user.mobile or "", ""


def close(session: Session, user: User) -> None:
    """Let go of the numbers of an account that is closed, in the caller's transaction."""
    user.mobile, user.mobile_proven = None, False
    session.execute(delete(MobileCode).where(MobileCode.user_id == user.id))


def asked_for(session: Session, user: User) -> str:
    """The number that an account has still to confirm, empty where there is none."""
    return _asked_for(user, session.get(MobileCode, user.id))


def _asked_for(user: User, kept: MobileCode | None) -> str:
    if kept is not None and kept.mobile and kept.mobile != user.mobile:
        return kept.mobile
    return (user.mobile or "") if not user.mobile_proven else ""


def waiting(*, by: Actor, at: datetime) -> Waiting:
    """What the person still has to confirm."""
    with reading() as session:
        user, kept = session.get_one(User, by.id), session.get(MobileCode, by.id)
        mobile = _asked_for(user, kept)
        good = kept is not None and kept.mobile == mobile and _good(kept, at)
        return Waiting(mobile, kept.sent_at + VALID if good and kept is not None else None)


def send(*, by: Actor, at: datetime) -> None:
    """Send a code to the number that waits; the one before it dies. Raises Refusal where none waits or can go, or too soon."""
    with transaction() as session:
        user = session.get_one(User, by.id, with_for_update={"of": User})
        mobile = asked_for(session, user)
        if not mobile or not ports.configured("sms"):
            raise Refusal("mobile_code_nowhere")
        _send(session, user, mobile, at=at)


def confirm(code: str, *, by: Actor, at: datetime) -> None:
    """Let the number count from now on to which the code went. Whoever gave the same number without a code loses it.

    Raises WrongInput (one_time_code: sms, also for one that is over or was tried too often), Refusal `mobile_taken` where another
    account has confirmed it meanwhile.
    """
    try:
        with transaction() as session:
            right = _confirm(session, code, by, at)
    except IntegrityError as taken:  # somebody confirmed the same number in this very moment
        raise Refusal("mobile_taken") from taken
    if not right:
        raise WrongInput(one_time_code="sms")


def code_of(user_id: int, nonce: str) -> str:
    """The code of a nonce: for the message that carries it."""
    said = sealing.keyed(f"{user_id}:{nonce}", "mobile codes")
    return f"{int(said[:16], 16) % 10**DIGITS:0{DIGITS}d}"


def _send(session: Session, user: User, mobile: str, *, at: datetime) -> None:
    kept = session.get(MobileCode, user.id, with_for_update=True)
    if kept is None:
        session.add(kept := MobileCode(user_id=user.id, mobile="", nonce="", code_hash="", sent_at=at - PAUSE))
        kept.today = kept.tries = 0
    if at < kept.sent_at + PAUSE:
        raise Refusal("mobile_code_just_sent")
    if business_day(kept.sent_at) != business_day(at):
        kept.today = 0
    if kept.today >= MOST_A_DAY or _to_number(session, mobile, at) >= MOST_TO_ONE_NUMBER:
        raise Refusal("mobile_codes_enough")
    nonce = secrets.token_hex(16)
    kept.mobile, kept.nonce, kept.sent_at, kept.tries, kept.today = mobile, nonce, at, 0, kept.today + 1
    kept.code_hash = _hash(user.id, code_of(user.id, nonce))
    payload = {"user": user.id, "nonce": nonce}
    outbox.post(session, f"mobile-code-{user.id}-{nonce}", KIND, case_id=None, payload=payload, at=at)


def _to_number(session: Session, mobile: str, at: datetime) -> int:
    """How many codes went to one number today, whoever asked for them."""
    today = MobileCode.sent_at >= day_starts(business_day(at))
    return session.scalar(select(func.sum(MobileCode.today)).where(MobileCode.mobile == mobile, today)) or 0


def _confirm(session: Session, code: str, by: Actor, at: datetime) -> bool:
    """Whether the code was right; a wrong one is counted."""
    user = session.get_one(User, by.id, with_for_update={"of": User})
    kept = session.get(MobileCode, by.id, with_for_update=True)
    if kept is None or not _good(kept, at):
        return False
    if not hmac.compare_digest(_hash(user.id, sealing.plain(code)), kept.code_hash):
        kept.tries += 1
        return False
    others = select(User).where(User.mobile == kept.mobile, User.id != user.id)
    for other in session.scalars(others):
        if other.mobile_proven or other.kind == "officer":
            raise Refusal("mobile_taken")
        other.mobile = None
        account_log.note(session, "mobile_lost", by=user, at=at, user_id=other.id)
    said = "mobile_changed" if user.mobile_proven else "mobile_confirmed"
    user.mobile, user.mobile_proven, kept.code_hash = kept.mobile, True, ""
    account_log.note(session, said, by=user, at=at, user_id=user.id)
    session.flush()
    return True


def _good(kept: MobileCode, at: datetime) -> bool:
    return bool(kept.code_hash) and at < kept.sent_at + VALID and kept.tries < MOST_TRIES


def _hash(user_id: int, code: str) -> str:
    return sealing.keyed(f"{user_id}:{code}", "mobile code digests")
