"""The rating code: whoever rates without an account shows the telephone that was given with the application (R83, R86).

Number and query code are not enough, since staff print them on receipts. The rating code is derived when it is sent, goes to the
applicant's own telephone and stands on no page, in no table and in no log.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import RatingProof, User
from portal.services import casefile, journal, outbox, ports, snapshots
from workflows.refusal import Refusal

KIND = "rating_sms"
DIGITS = 6
VALID = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
MOST_A_DAY = 5
MOST_TRIES = 5
"""Six digits stand against guessing because a code dies after five wrong ones; five codes a day keep a telephone from a flood."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody without an account is the applicant of a case: `phone`, `device` at a counter where an officer called it up,
    or `slip`, the `nth` that an officer printed.
    """

    case_id: str
    way: str
    invited_by: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Telephone:
    """Where a code can go: the last digits of the number, or why there is none (`unknown`, `staff`, `unproven`, `no_gateway`)."""

    ending: str = ""
    why_not: str = ""


def telephone(case_id: str) -> Telephone:
    """The telephone of a case, as far as whoever knows number and query code may know it."""
    with reading() as session:
        number, why = _number(session, casefile.row_of(session, case_id))
    return Telephone(number[-4:] if not why else "", why)


def send(case_id: str, *, at: datetime) -> None:
    """Send a code to the applicant's telephone; the one before it dies. Raises Refusal where none can go, or too soon."""
    with transaction() as session:
        row = journal.lock(session, casefile.row_of(session, case_id).id)
        _, why = _number(session, row)
        if why:
            raise Refusal("rating_code_nowhere")
        kept = session.get(RatingProof, row.id)
        if kept is None:
            session.add(kept := RatingProof(case_id=row.id, round=0, sent_at=at, today=0, tries=0))
        elif at < kept.sent_at + PAUSE:
            raise Refusal("rating_code_just_sent")
        if business_day(kept.sent_at) != business_day(at):
            kept.today = 0
        if kept.today >= MOST_A_DAY:
            raise Refusal("rating_codes_enough")
        kept.round, kept.sent_at, kept.today, kept.tries = kept.round + 1, at, kept.today + 1, 0
        key = f"{row.public_id}-rating-code-{kept.round}"
        outbox.post(session, key, KIND, case_id=row.id, payload={"code": kept.round}, at=at)


def prove(case_id: str, code: str, *, at: datetime) -> Proof | None:
    """The proof, where the code is the one that was sent last, within ten minutes and five tries; it is good once. Else None."""
    with transaction() as session:
        row = journal.lock(session, casefile.row_of(session, case_id).id)
        kept = session.get(RatingProof, row.id)
        if kept is None or at >= kept.sent_at + VALID or kept.tries >= MOST_TRIES:
            return None
        typed = "".join(letter for letter in code if letter.isdigit())
        if not hmac.compare_digest(typed, code_of(row.public_id, kept.round)):
            kept.tries += 1
            return None
        kept.tries = MOST_TRIES
        return Proof(row.public_id, "phone")


def code_of(public_id: str, round_: int) -> str:
    """The code of a round: for the message that carries it, and to compare."""
    key = str(current_app.config["SETTINGS"].secret_key).encode()
    digest = hmac.digest(key, f"rating-code:{public_id}:{round_}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def number_of(session: Session, row: CaseRow) -> str:
    """The mobile number that was given with the application; empty where none was, or where it is an officer's own."""
    number, why = _number(session, row)
    return "" if why else number


def reaches(session: Session, row: CaseRow) -> bool:
    """Whether a rating code can go to the applicant's telephone."""
    return not _number(session, row)[1]


def _number(session: Session, row: CaseRow) -> tuple[str, str]:
    """The number, and why no code can go there. Whoever typed an officer's number into a form sends nobody a code."""
    handler = snapshots.latest(session, row.id)["handler"]
    number = str(handler.get("mobile") or "").strip()
    if not number:
        return "", "unknown"
    if session.scalar(select(User.id).where(User.kind == "officer", User.mobile == number).limit(1)) is not None:
        return number, "staff"
    proven = select(User.id).where(User.mobile == number, User.mobile_proven).limit(1)
    if handler.get("mobile_proven") == "no" and session.scalar(proven) is None:
        return number, "unproven"
    return number, "" if ports.configured("sms") else "no_gateway"
