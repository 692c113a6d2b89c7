"""The lot by which closed files are drawn for people to read: anybody draws the same again from its list and seed (R133)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import AuditDraw, AuditReview
from portal.models import Case as CaseRow
from portal.services import case_audits, standing
from portal.services.counters import next_value
from portal.services.wrong_input import WrongInput
from workflows.case import ENDED
from workflows.refusal import Refusal

MOST = 50
"""Files of one draw at most: more is not read by anybody with care."""


def draw(*, first: date, last: date, number: int, office: str = "", by: Actor, at: datetime) -> int:
    """Draw files that closed in the period by lot; returns the number of the draw.

    Files that were drawn before are not drawn again. Raises WrongInput for a period or a number that cannot be, and
    Refusal `nothing_to_draw` where no file is left.
    """
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    if first > last:
        raise WrongInput(last="before_first")
    if last >= business_day(at):
        raise WrongInput(last="not_over")
    if not 1 <= number <= MOST:
        raise WrongInput(number="range")
    with transaction() as session:
        standing.check(session, by, Role.SUPERVISOR)
        next_value(session, "audit_draw")  # held until the end, so that two draws at one moment take no file twice
        pool = _pool(session, first, last, office)
        if not pool:
            raise Refusal("nothing_to_draw")
        seed, numbers = secrets.token_hex(16), sorted(pool)
        made = AuditDraw(
            drawn_at=at, drawn_by=by.reference, first=first, last=last, office=office, seed=seed, pool=len(pool),
            pool_digest=digest_of(numbers), numbers="\n".join(numbers),
        )  # fmt: skip
        session.add(made)
        session.flush()
        for one in lot(numbers, number, seed):
            chosen = session.get_one(CaseRow, pool[one])
            case_audits.check(session, chosen, at=at)
            session.add(AuditReview(draw_id=made.id, case_id=chosen.id, office=chosen.lead_office))
        return made.id


def lot(numbers: Sequence[str], wanted: int, seed: str) -> list[str]:
    """The numbers that this seed draws of these: those of the smallest tickets, the same for everybody who draws again."""
    return sorted(numbers, key=lambda one: ticket(seed, one))[:wanted]


def ticket(seed: str, number: str) -> str:
    """The ticket of a file in the lot: SHA-256 of seed and number, which any tool computes."""
    return hashlib.sha256(f"{seed}{number}".encode()).hexdigest()


def digest_of(numbers: Sequence[str]) -> str:
    """What pins the pool of a draw: SHA-256 of the numbers, sorted, one a line."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def _pool(session: Session, first: date, last: date, office: str) -> dict[str, int]:
    """The files to draw from, by number: of a year that may be hundreds of thousands, so that no more of them is read."""
    c, r = CaseRow, AuditReview
    statement = (
        select(c.number, c.id)
        .outerjoin(r, r.case_id == c.id)
        .where(c.state.in_(ENDED), c.closed_on.between(first, last), r.id.is_(None))
    )
    found = session.execute(statement.where(c.lead_office == office) if office else statement)
    return {row.number: row.id for row in found}
