"""What checks of earlier licences found about an applicant: those who license and those who supervise tell each other (R131)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from guides.text import Text
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty, Licence
from portal.services import law
from portal.services.casefile import CaseFile
from portal.services.duties import name_of

MOST = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One check in which something had to be put right or was wrong; `credit` ones went on to the credit records."""

    licence: str
    kind: str
    name: Text | None
    state: str
    checked_on: date | None
    credit: bool


def findings(file: CaseFile) -> tuple[Finding, ...]:
    """The newest findings about the applicant of a case, from all of its earlier licences."""
    statement = (
        select(CaseDuty, CaseRow.item, CaseRow.guide_version, Licence.number)
        .join(CaseRow, CaseRow.id == CaseDuty.case_id)
        .outerjoin(Licence, Licence.case_id == CaseDuty.case_id)
        .where(CaseRow.enterprise_id == file.enterprise_id, CaseDuty.state.in_(("correct", "failed")))
        .order_by(CaseDuty.checked_on.desc(), CaseDuty.case_id, CaseDuty.duty)
        .limit(MOST)
    )
    with reading() as session:
        return tuple(
            Finding(
                number or "",
                one.kind,
                name_of(law.guide_of(item, version), one.duty),
                one.state,
                one.checked_on,
                one.credit,
            )
            for one, item, version, number in session.execute(statement)
        )
