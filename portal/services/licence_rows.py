"""How a licence stands, as copied columns of its row: derived from the journal by one function and written with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.models import Case as CaseRow
from portal.models import Licence
from workflows.case import Case
from workflows.rules.moment import Moment


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write the standing of a case's licence where an act changed it; the row itself is made when the licence is made out."""
    if before is None or before.licence is None:
        return
    new = of_licence(case)
    if new != of_licence(before):
        statement = update(Licence).where(Licence.case_id == row.id).values(**new)
        session.execute(statement, execution_options={"synchronize_session": False})


def of_licence(case: Case) -> dict[str, Any]:
    """The copied columns of the licence of a case; nothing where it has none."""
    own = case.licence
    if own is None:
        return {}
    return {
        "state": own.state,
        "state_before": own.before,
        "state_since": own.since,
        "state_until": own.until,
        "state_decided": own.decided,
        "successor": own.successor,
        "act": case.proposal.act if case.proposal else "",
        "asked_on": case.cancellation_asked_on,
        "identifier": own.identifier,
        "issue": own.issue,
        "reissued_on": own.reissued_on,
        "reissue_asked_on": own.reissue.asked_on if own.reissue else None,
        "refusal_proposed_on": own.cancellation_refusal.on if own.cancellation_refusal else None,
        "reissue_proposed_on": own.reissue.proposed.on if own.reissue and own.reissue.proposed else None,
    }
