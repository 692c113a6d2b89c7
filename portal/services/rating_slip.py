"""The rating slip (评价单): a code on paper for whoever applied at the window without telephone and account (R83, R86).

The code is made when the slip is printed and stands nowhere else; only its salted hash is kept. Whoever prints can read it, so a
slip is good for one rating, the one before it is dead, the journal says who printed it, what is rated with it is marked and stands
in no rate of others, and the applicant can disown it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import RatingSlip
from portal.services import casefile, journal, people, rating_proof, standing
from portal.services.people import Name
from portal.services.query_codes import ALPHABET
from portal.services.rating_proof import Proof
from workflows.commands import PrintRatingSlip
from workflows.refusal import Refusal

LENGTH = 10
"""Letters of a code: some 50 bits, which nobody guesses at the pace at which addresses may ask."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed: the case, the counter, and the code, which no later page shows again."""

    case_id: str
    number: str
    item: Text
    window: str
    code: str
    nth: int
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class SlipState:
    """What the window sees of slips: why none can be printed (`account`, `phone`, or empty), and the last one without its code."""

    why_not: str = ""
    nth: int = 0
    printed_by: Name | None = None
    printed_at: datetime | None = None
    used_at: datetime | None = None


def state(case_id: str, *, by: Actor) -> SlipState:
    """Whether a slip can be printed for a case, and what became of the last one."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    with reading() as session:
        row = casefile.row_of(session, case_id)
        kept, why = session.get(RatingSlip, row.id), _why_not(session, row)
        if kept is None:
            return SlipState(why)
        name = people.names_of(session, {kept.printed_by}).get(kept.printed_by)
    return SlipState(why, kept.nth, name, kept.printed_at, kept.used_at)


def print_slip(case_id: str, window: str = "", *, by: Actor, at: datetime) -> Slip:
    """Make the code of a new slip, at a counter; the slip before it dies. It can be used from the end of the case on.

    Raises Refusal where the applicant has an account or a telephone, which prove more, and where nothing is left to be said.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        standing.check(session, by, Role.WINDOW)
        if why := _why_not(session, row):
            raise Refusal("rating_slip_account" if why == "account" else "rating_slip_phone")
        kept = session.get(RatingSlip, row.id)
        nth = kept.nth + 1 if kept else 1
        journal.record(session, row, PrintRatingSlip(nth, window), by=by, at=at)
        if kept is None:
            session.add(kept := RatingSlip(case_id=row.id))
        kept.nth, kept.salt, kept.used_at = nth, secrets.token_hex(16), None
        kept.code_hash, kept.printed_by, kept.printed_at = _hash(kept.salt, code), by.reference, at
        item = Text(zh=row.item_name_zh, en=row.item_name_en)
        return Slip(row.public_id, row.number, item, window, f"{code[:5]}-{code[5:]}", nth, at)


def waiting(case_id: str) -> bool:
    """Whether a slip was printed that nobody has rated with."""
    with reading() as session:
        kept = session.get(RatingSlip, casefile.row_of(session, case_id).id)
        return kept is not None and kept.used_at is None


def prove(case_id: str, code: str) -> Proof | None:
    """The proof, where the code is that of the last slip and nobody has rated with it. Else None."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    with reading() as session:
        row = casefile.row_of(session, case_id)
        kept = session.get(RatingSlip, row.id)
        if kept is None or kept.used_at is not None:
            return None
        if not hmac.compare_digest(kept.code_hash, _hash(kept.salt, typed)):
            return None
        return Proof(row.public_id, "slip", nth=kept.nth)


def alive(session: Session, row: CaseRow, proof: Proof) -> bool:
    """Whether the slip of a proof is still the last one, and unused."""
    kept = session.get(RatingSlip, row.id)
    return kept is not None and kept.nth == proof.nth and kept.used_at is None


def use(session: Session, row: CaseRow, proof: Proof | None, *, at: datetime) -> str:
    """Use up the slip of a proof, in the transaction that records what was said with it; returns who printed it.

    Nothing for other proofs. Raises Refusal where the slip is dead.
    """
    if proof is None or proof.way != "slip":
        return ""
    if not alive(session, row, proof):
        raise Refusal("rating_slip_used")
    kept = session.get_one(RatingSlip, row.id)
    kept.used_at = at
    return kept.printed_by


def _why_not(session: Session, row: CaseRow) -> str:
    """An account is a stronger proof, and so is a telephone that a code can go to."""
    if row.channel == "online":
        return "account"
    return "phone" if rating_proof.reaches(session, row) else ""


def _hash(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()
