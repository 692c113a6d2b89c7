"""How a licence stands, as copied columns of its row: derived from the journal by one function and written with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.models import Case as CaseRow
from portal.models import Licence
from workflows.case import Case
from workflows.proposal import LicenceProposal
from workflows.rules.moment import Moment
from workflows.two_signatures import Proposed


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
        **_act(case.proposal),
        "asked_on": case.cancellation_asked_on,
        "identifier": own.identifier,
        "issue": own.issue,
        "reissued_on": own.reissued_on,
        "reissue_asked_on": own.reissue.asked_on if own.reissue else None,
        **_proposed("refusal", own.cancellation_refusal),
        **_proposed("reissue", own.reissue.proposed if own.reissue else None),
    }


def _act(at: LicenceProposal | None) -> dict[str, Any]:
    """What act waits for its decision since when, and who may not sign it: who proposed it, and who reviewed it legally."""
    if at is None:
        return {"act": "", "act_proposed_on": None, "act_by": "", "act_reviewed_by": ""}
    reviewer = at.review.by if at.review else ""
    return {"act": at.act, "act_proposed_on": at.proposed_on, "act_by": at.by, "act_reviewed_by": reviewer}


def _proposed(name: str, at: Proposed | None) -> dict[str, Any]:
    """Since when an answer waits for its signature, and who proposed it."""
    return {f"{name}_proposed_on": at.on if at else None, f"{name}_by": at.by if at else ""}
