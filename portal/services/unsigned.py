"""What of an office's licences waits for a second signature: acts, refusals to cancel and new documents that somebody proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import journal
from workflows.case import Case

MOST = 20
"""Licences that the list shows at most, the oldest first; the register shows all of them."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One thing to sign: of which licence, what it is (`act`, `refusal`, `issue`, `refuse`), the act, and since when."""

    case_id: str
    number: str
    holder: str
    what: str
    act: str
    since: date


def unsigned(*, by: Actor) -> tuple[Unsigned, ...]:
    """What a head of the office may sign because somebody else proposed it, the oldest proposal first; nothing for anybody else.

    One query, and one more for the journals where there is any.
    """
    if not by.holds(Role.DECIDER):
        return ()
    waits = or_(Licence.act != "", Licence.reissue_proposed_on.is_not(None), Licence.refusal_proposed_on.is_not(None))
    statement = (
        select(Licence.case_id, Licence.number, Licence.holder_name, CaseRow.public_id)
        .join(CaseRow, CaseRow.id == Licence.case_id)
        .where(Licence.office == by.office_code, waits)
        .order_by(Licence.id)
        .limit(MOST)
    )
    with reading() as session:
        rows = session.execute(statement).all()
        cases = journal.states_of(session, [row.case_id for row in rows]) if rows else {}
    found = [
        Unsigned(row.public_id, row.number, row.holder_name, what, act, since)
        for row in rows
        for what, act, since, proposer in _waiting(cases[row.case_id])
        if proposer != by.reference
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.number)))


def _waiting(case: Case) -> Iterator[tuple[str, str, date, str]]:
    proposal, own = case.proposal, case.licence
    if proposal is not None:
        yield "act", proposal.act, proposal.proposed_on, proposal.by
    if own is not None and own.cancellation_refusal is not None:
        yield "refusal", "", own.cancellation_refusal.on, own.cancellation_refusal.by
    if own is not None and own.reissue is not None and own.reissue.proposed is not None:
        proposed = own.reissue.proposed
        yield proposed.outcome, "", proposed.on, proposed.by
