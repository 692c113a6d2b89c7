"""The receipt of an application (R5): the case, how to ask for it, and until when the window answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import casefile, law, query_codes, snapshots
from workflows.clocks import ANSWER, NOTICE, clocks
from workflows.events import Submitted
from workflows.limits import Due, due


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant holds in hand: the case, how to ask for it, and until when the window answers (R5).

    Nothing is due while it is on the way to the agency that answers (`notice_due` is None, R68).
    """

    case_id: str
    number: str
    query_code: str
    item: Text
    applicant_name: str
    submitted_at: datetime
    received_on: date
    notice_due: Due | None
    files: int
    later: tuple[str, ...]
    item_code: str = ""
    intake_office: str = ""
    forwarding: str = ""
    answer_due: Due | None = None
    """Until when the window promises to answer, where that is earlier."""


def receipt(case_id: str, *, by: Actor) -> Receipt:
    """The receipt of a case again."""
    with reading() as session:
        return of(session, casefile.row_of(session, case_id), by)


def of(session: Session, row: CaseRow, by: Actor) -> Receipt:
    """The same in the caller's transaction."""
    file = casefile.gather(session, row, by=by)
    submitted = file.recorded[0].event
    assert isinstance(submitted, Submitted)
    first = snapshots.content_of(session, row.id, submitted.snapshot)
    running = clocks(file.case)
    clock, promised = running.get(NOTICE), running.get(ANSWER)
    return Receipt(
        case_id=row.public_id,
        number=row.number,
        query_code=query_codes.code_of(row.public_id),
        item=file.guide.name,
        applicant_name=row.applicant_name,
        submitted_at=file.case.submitted_at,
        received_on=file.case.received_on,
        notice_due=due(clock, law.calendar(), file.case.received_on) if clock else None,
        files=len(first["files"]),
        later=tuple(first["later"]),
        item_code=row.item,
        intake_office=file.case.intake_office,
        forwarding=file.case.forwarding,
        answer_due=due(promised, law.calendar(), file.case.received_on) if promised else None,
    )
