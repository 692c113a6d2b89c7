"""What of an office's licences waits for a second signature: acts, refusals to cancel and new documents that somebody proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

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
"""Proposals that the list shows at most, the oldest first; the register shows all of them."""

WAITING = (
    ("act", Licence.act_proposed_on, (Licence.act_by, Licence.act_reviewed_by)),
    ("refusal", Licence.refusal_proposed_on, (Licence.refusal_by,)),
    ("reissue", Licence.reissue_proposed_on, (Licence.reissue_by,)),
)
"""What may wait, since when, and whose hand is in it: nobody signs the own proposal, or what one reviewed legally."""


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


@dataclass(frozen=True, slots=True)
class ToSign:
    """The oldest proposals, and how many `more` there are behind them."""

    rows: tuple[Unsigned, ...] = ()
    more: int = 0


def unsigned(*, by: Actor, on: date) -> ToSign:
    """What a head of the office may sign because somebody else proposed it, the oldest proposal first; nothing for anybody else.

    Who reviewed an act legally does not sign it either. One query, and one more for the journals where there is any.
    """
    if not by.holds(Role.DECIDER):
        return ToSign()
    w = union_all(*(_waiting(by, *one) for one in WAITING)).subquery()
    statement = (
        select(w.c.case_id, w.c.what, w.c.since, w.c.number, w.c.holder, CaseRow.public_id, func.count().over())
        .join(CaseRow, CaseRow.id == w.c.case_id)
        .order_by(w.c.since, w.c.number, w.c.what)
        .limit(MOST)
    )
    with reading() as session:
        found = session.execute(statement).all()
        cases = journal.states_of(session, [one.case_id for one in found]) if found else {}
    now = Moment(day_starts(on), by.reference, law.calendar())
    rows = tuple(filter(None, (_one(row, cases[row.case_id], now) for row in found)))
    return ToSign(rows, found[0][-1] - len(found) if found else 0)


def _waiting(by: Actor, what: str, since: Any, hands: tuple[Any, ...]) -> Select[Any]:
    columns = (Licence.case_id, literal(what).label("what"), since.label("since"), Licence.number)
    other = [hand != by.reference for hand in hands]
    statement = select(*columns, Licence.holder_name.label("holder"))
    return statement.where(Licence.office == by.office_code, since.is_not(None), *other)


def _one(row: Any, case: Case, now: Moment) -> Unsigned | None:
    """A line of the list; None where somebody signed it between the two questions."""
    what, act, before = row.what, "", None
    if what == "act":
        if case.proposal is None:
            return None
        act, before = case.proposal.act, next(iter(major_acts.blockers(case, case.proposal, now)), None)
    if what == "reissue":
        own = case.licence
        if own is None or own.reissue is None or own.reissue.proposed is None:
            return None
        what = own.reissue.proposed.outcome
    return Unsigned(row.public_id, row.number, row.holder, what, act, row.since, before)
