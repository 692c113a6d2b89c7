"""What was found about an entry of a credit list reaches the cases that it stands in the way of: their lists are looked at anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CreditEntry, JournalEntry
from portal.services import credit, journal
from portal.services.outbox import Parcel
from workflows.case import AT_WINDOW, State
from workflows.events import CreditLookedUp

_OPEN = (*AT_WINDOW, State.IN_REVIEW)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry `credit_settled`: look anew in every open case in which the entry was seen, each in a transaction (R99, R102).

    What is signed already leaves as it was signed; a list that cannot be read is asked again as after every such look.
    """
    with reading() as session:
        cases = _seen_in(session, parcel.payload["key"])
    for case_id in cases:
        with transaction() as session:
            row = journal.lock(session, case_id)
            case = journal.state_of(session, row.id)
            if case.state in _OPEN and case.signed is None:
                stage = "review" if case.state is State.IN_REVIEW else "intake"
                credit.look_up(session, row, stage=stage, by=SYSTEM, at=at)


def _seen_in(session: Session, key: str) -> list[int]:
    """The open cases in which a look named the entry, in whichever version of its list."""
    rows = session.execute(select(CreditEntry.list_id, CreditEntry.id).where(CreditEntry.key == key))
    named = sorted(f"list:{list_id}:{number}" for list_id, number in rows)
    if not named:
        return []
    j = JournalEntry
    said = or_(*(cast(j.payload, String).contains(f'"{one}"', autoescape=True) for one in named))
    wanted = select(j.case_id).join(CaseRow, CaseRow.id == j.case_id).where(CaseRow.state.in_(_OPEN))
    return list(session.scalars(wanted.where(j.kind == CreditLookedUp.__name__, said).distinct().order_by(j.case_id)))
