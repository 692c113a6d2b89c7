"""What time brought about is dated to the day it came about, however many days the portal stood still (R5, R8, R73)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.documents.letter import words
from portal.models import Case as CaseRow
from portal.models import CaseTrack, Document
from portal.services import caseclocks, journal, letters, sweep, verification
from tests.core.play import TERMS, signed
from tests.services.cases import Hall, at, in_order
from workflows import commands as c

OUTAGE = timedelta(days=5)


def row_of(case_id: int) -> CaseRow:
    with reading() as session:
        return session.get_one(CaseRow, case_id)


def letter_of(hall: Hall, case_id: int) -> str:
    with reading() as session:
        names = select(Document.public_id).where(Document.case_id == case_id).order_by(Document.id.desc())
        return "".join(words(letters.letter(session.scalars(names).first() or "", by=hall.clerk).letter))


@pytest.mark.parametrize(("expiry", "state"), [("deemed_withdrawn", "withdrawn"), ("not_accepted", "not_accepted")])
def test_a_correction_that_never_came_ends_the_case_on_the_day_after_its_last(hall: Hall, expiry: str, state: str):
    terms = replace(TERMS, on_correction_expiry=expiry)
    in_time, noticed_late = hall.submitted(terms=terms), hall.submitted(terms=terms)
    for case_id in (in_time, noticed_late):
        hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    last = row_of(in_time).correction_due
    assert last is not None
    sweep.run(at=at(f"{last + OUTAGE}T09:00"))
    for case_id in (in_time, noticed_late):
        row = row_of(case_id)
        assert (row.state, row.closed_on) == (state, last + timedelta(days=1))
    with reading() as session:
        case = journal.state_of(session, noticed_late)
    assert case.ended_on == last + timedelta(days=1)
    assert caseclocks.views_of(case, last + OUTAGE)["correction"].stopped == last + timedelta(days=1)
    if state == "withdrawn":
        assert f"自2026年{case.ended_on.month}月{case.ended_on.day}日起视为" in letter_of(hall, noticed_late)
    assert verification.verify().broken == ()


@pytest.mark.parametrize(
    ("failure", "state"), [("acceptance_revoked", "acceptance_revoked"), ("deemed_withdrawn", "withdrawn")]
)
def test_a_material_that_never_came_ends_the_case_on_the_day_after_its_last(hall: Hall, failure: str, state: str):
    case_id = hall.submitted(terms=replace(TERMS, on_deferral_failure=failure))
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00")
    hall.do(case_id, c.AcceptWithDeferral(in_order(lease="later"), signed("lease")), "2026-03-03T10:00")
    sweep.run(at=at("2026-03-18T09:00"))
    row = row_of(case_id)
    assert (row.state, row.closed_on) == (state, date(2026, 3, 14))
    with reading() as session:
        case = journal.state_of(session, case_id)
        tracks = session.scalars(select(CaseTrack.state).where(CaseTrack.case_id == case_id)).all()
    assert set(tracks) == {"void"}
    assert {
        view.stopped for name, view in caseclocks.views_of(case, date(2026, 3, 18)).items() if name != "notice"
    } == {date(2026, 3, 14)}
    assert verification.verify().broken == ()
