"""An officer says whether somebody on a list is the one in the application, where only the name is the same (R99, R103)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import transaction
from portal.models import CreditEntry
from portal.services import credit, credit_verdicts, journal, review
from portal.services.credit_verdicts import CONCERNED, NOT_CONCERNED
from portal.services.freshness import known_seq
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.refusal import Refusal

LONGEST = 2000


def settle(
    case_id: str, entry_id: int, verdict: str, words: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Record that the entry concerns the applicant or its people, or that it is somebody else of the same name, and look again.

    For the office that leads the case. `words` say how identity was checked. Raises WrongInput (verdict, words), Refusal
    `credit_name_settled` where the last look has no such open question.
    """
    wrong = {} if verdict in (CONCERNED, NOT_CONCERNED) else {"verdict": "missing"}
    if not words.strip():
        wrong["words"] = "missing"
    elif len(words) > LONGEST:
        wrong["words"] = "long"
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        row = review.led(session, case_id, by)
        seq = known_seq(session, row, expected_seq)
        entry, way = _open(session, journal.state_of(session, row.id), entry_id)
        credit_verdicts.write(session, entry.key, row.enterprise_id, verdict, way, words, by=by, at=at)
        return credit.look_up(session, row, stage="review", by=by, at=at, expected_seq=seq)


def _open(session: Session, case: Case, entry_id: int) -> tuple[CreditEntry, str]:
    """The entry whose name alone the last look saw, and as what."""
    look = case.last_look
    known = dict(zip(look.entries, look.matched, strict=True)) if look else {}
    for reference in look.unproven if look else ():
        if reference.rsplit(":", 1)[1] == str(entry_id):
            return session.get_one(CreditEntry, entry_id), known[reference].partition(":")[0]
    raise Refusal("credit_name_settled")
