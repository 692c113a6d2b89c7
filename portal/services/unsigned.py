"""What of an office's licences waits for a second signature: acts, refusals to cancel and new documents that somebody proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from portal.actors import Actor, Role
from portal.clock import day_starts
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import journal, law
from workflows.case import Case
from workflows.rules import Moment, major_acts
from workflows.rules.decision import Blocker

MOST = 20
"""Licences that the list shows at most, the oldest first; the register shows all of them."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One thing to sign: of which licence, what it is (`act`, `refusal`, `issue`, `refuse`), the act, and since when.

    `before` is what still comes before the signature, the first of it; None where it can be signed now.
    """

    case_id: str
    number: str
    holder: str
    what: str
    act: str
    since: date
    before: Blocker | None = None


def unsigned(*, by: Actor, on: date) -> tuple[Unsigned, ...]:
    """What a head of the office may sign because somebody else proposed it, the oldest proposal first; nothing for anybody else.

    Who reviewed an act legally does not sign it either. One query, and one more for the journals where there is any.
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
    now = Moment(day_starts(on), by.reference, law.calendar())
    found = [
        Unsigned(row.public_id, row.number, row.holder_name, what, act, since, before)
        for row in rows
        for what, act, since, before in _waiting(cases[row.case_id], now)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.number)))


def _waiting(case: Case, now: Moment) -> Iterator[tuple[str, str, date, Blocker | None]]:
    proposal, own = case.proposal, case.licence
    reviewed = proposal.review.by if proposal and proposal.review else ""
    if proposal is not None and now.by not in (proposal.by, reviewed):
        yield "act", proposal.act, proposal.proposed_on, next(iter(major_acts.blockers(case, proposal, now)), None)
    refusal = own.cancellation_refusal if own is not None else None
    if refusal is not None and refusal.by != now.by:
        yield "refusal", "", refusal.on, None
    proposed = own.reissue.proposed if own is not None and own.reissue is not None else None
    if proposed is not None and proposed.by != now.by:
        yield proposed.outcome, "", proposed.on, None
