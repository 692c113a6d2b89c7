"""Looks at the credit lists that acts make by themselves: the opinion of the office that leads, and the signature (R99)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import CreditEntry
from portal.services import casefile, credit, journal, standing
from portal.services.credit_match import current_lists
from portal.services.freshness import UNSIGNED, known_seq
from workflows.case import Case, State
from workflows.case_facts import CreditLook
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it: the number that the act is compared with from then on, and whether the lists say something else now."""

    seq: int | None
    changed: bool = False


def before_opinion(
    session: Session, row: CaseRow, track: str, *, by: Actor, at: datetime, expected_seq: int | None
) -> Looked:
    """Look once more before the office that leads answers for itself, on a locked case: where the last look is older than the
    guide allows, or another version of a list is in use since.

    Where something changed, the caller keeps the look and takes no opinion: the officer gives it with the look before him.
    A list that cannot be read keeps nobody from working; the portal tries it again by itself, and the decision waits for it.
    """
    case = journal.state_of(session, row.id)
    term, before = case.terms.track(track), _last(case)
    if before is None or term is None or term.office != row.lead_office or not _open(case):
        return Looked(expected_seq)
    if case.credit[-1] is not before:
        return Looked(expected_seq)
    if not _too_old(case, before, at) and not _replaced(session, before):
        return Looked(expected_seq)
    return _look(session, row, before, stage="review", by=by, at=at, expected_seq=expected_seq)


def before_signature(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None) -> int | None:
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
        if before is None or not _open(case) or not _too_old(case, before, at):
            return expected_seq
        seq = known_seq(session, row, expected_seq, but=UNSIGNED)
        looked = _look(session, row, before, stage="decision", by=by, at=at, expected_seq=seq)
    if looked.changed:
        raise Refusal("credit_changed")
    return looked.seq


def _look(
    session: Session, row: CaseRow, before: CreditLook, *, stage: str, by: Actor, at: datetime, expected_seq: int | None
) -> Looked:
    case = credit.look_up(session, row, stage=stage, by=by, at=at, expected_seq=expected_seq)
    now = _last(case)
    changed = now is not None and now != before and _said(session, now) != _said(session, before)
    return Looked(None if expected_seq is None else case.seq, changed)


def _last(case: Case) -> CreditLook | None:
    return next((look for look in reversed(case.credit) if look.result != "unavailable"), None)


def _open(case: Case) -> bool:
    return case.state is State.IN_REVIEW and case.signed is None and case.terms.credit_required


def _too_old(case: Case, look: CreditLook, at: datetime) -> bool:
    return (business_day(at) - look.on).days > case.terms.credit_days


def _replaced(session: Session, look: CreditLook) -> bool:
    """Whether other versions are in use than those that were looked at; a look that names none tells nothing about that."""
    return bool(look.lists) and {f"list:{one.id}" for one in current_lists(session)} != set(look.lists)


def _said(session: Session, look: CreditLook) -> tuple[str, list[str], list[str]]:
    """What a look came to. A newer version of a list numbers its entries anew, so that they are told apart by their keys."""
    return look.result, _keys(session, look.entries), _keys(session, look.unproven)


def _keys(session: Session, references: Sequence[str]) -> list[str]:
    numbers = [int(reference.rsplit(":", 1)[1]) for reference in references]
    if not numbers:
        return []
    return sorted(session.scalars(select(CreditEntry.key).where(CreditEntry.id.in_(numbers))))
