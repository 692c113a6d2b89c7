"""The last look at the credit lists: made by the signature itself where the look before is older than the guide allows (R99)."""

from __future__ import annotations

from datetime import datetime

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.services import casefile, credit, journal, standing
from portal.services.freshness import known_seq
from workflows.case import Case, State
from workflows.case_facts import CreditLook
from workflows.refusal import Refusal


def look_again(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None) -> int | None:
    """Look once more where the last look is too old; the number that the signature is compared with from then on.

    Raises Refusal `credit_changed`, the look recorded, where the lists say something else than what the decider had before
    him: he decides with it in front of him. A list that cannot be read leaves the decision to its blocker.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        case = journal.state_of(session, row.id)
        before = _last(case)
        if before is None or not _too_old(case, before, at):
            return expected_seq
        seq = known_seq(session, row, expected_seq)
        after = credit.look_up(session, row, stage="decision", by=by, at=at, expected_seq=seq)
    if (now := _last(after)) is not None and _said(now) != _said(before):
        raise Refusal("credit_changed")
    return None if expected_seq is None else after.seq


def _last(case: Case) -> CreditLook | None:
    return next((look for look in reversed(case.credit) if look.result != "unavailable"), None)


def _too_old(case: Case, look: CreditLook, at: datetime) -> bool:
    decidable = case.state is State.IN_REVIEW and case.signed is None and case.terms.credit_required
    return decidable and (business_day(at) - look.on).days > case.terms.credit_days


def _said(look: CreditLook) -> tuple[str, int, int]:
    """What a look came to. A newer version of a list numbers its entries anew, so that they are counted."""
    return look.result, len(look.entries), len(look.unproven)
