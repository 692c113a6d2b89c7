"""Opening hours brought in: paper counts until the counter closes, nothing electronic does, and no period gets longer (R31)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.access import Denied
from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import calendar_import, journal, law, opening_hours
from tests.services.cases import Hall, at, in_order
from tests.services.test_calendar_import import notice
from workflows import commands as c
from workflows.refusal import Refusal

NOW = at("2026-02-20T10:00")
CENTRE = 'since: 2026-01-01\nsource: 公告一号\nweek: {mon-fri: ["09:00-12:00", "13:30-17:00"]}\n'
EMB = 'since: 2026-02-01\nsource: 公告二号\nweek: {mon-fri: ["08:30-16:00"]}\n'


def bring_in(told: str = CENTRE, **more: object) -> opening_hours.Brought:
    return opening_hours.bring_in(told, file="x.yaml", at=NOW, by=SYSTEM, **more)  # type: ignore[arg-type]


def received(case_id: int) -> date:
    with reading() as session:
        found = session.get_one(CaseRow, case_id).received_on
    assert found is not None
    return found


def test_an_electronic_application_after_closing_time_is_received_that_day(hall: Hall):
    bring_in()
    assert received(hall.submitted("2026-03-02T20:00")) == date(2026, 3, 2)


@pytest.mark.parametrize(("hour", "day"), [("16:59", 12), ("17:00", 12), ("17:01", 13)])
def test_corrections_on_paper_count_until_the_counter_closes_and_are_in_time_all_day(hall: Hall, hour: str, day: int):
    bring_in()
    case_id = hall.submitted("2026-03-02T09:00")
    asked = hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    case = hall.do(case_id, c.Correct(asked.snapshot, ("form",)), f"2026-03-12T{hour}")
    assert (case.corrected_on, case.corrected_in) == (date(2026, 3, day), date(2026, 3, 12))


def test_the_same_corrections_online_know_no_closing_time(hall: Hall):
    bring_in()
    case_id = hall.submitted("2026-03-02T09:00")
    asked = hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    case = hall.do(case_id, c.Correct(asked.snapshot, ("form",)), "2026-03-12T21:00", hall.handler)
    assert case.corrected_on == date(2026, 3, 12)


def test_on_the_last_evening_paper_is_still_in_time(hall: Hall):
    bring_in()
    case_id = hall.submitted("2026-03-02T09:00")
    asked = hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    with reading() as session:
        last = session.get_one(CaseRow, case_id).correction_due
    case = hall.do(case_id, c.Correct(asked.snapshot, ("form",)), f"{last}T18:30")
    assert case.state == "resubmitted"


def test_hours_move_no_day_of_any_case(hall: Hall):
    case_id = hall.accepted()
    with reading() as session:
        before = session.get_one(CaseRow, case_id).statutory_due
    bring_in()
    with transaction() as session:
        assert journal.settle(session, journal.lock(session, case_id), by=SYSTEM, at=NOW) == 0
    with reading() as session:
        assert session.get_one(CaseRow, case_id).statutory_due == before


def test_an_office_has_its_own_hours_or_those_of_the_centre(hall: Hall):
    bring_in()
    bring_in(EMB, scope="emb")
    days = {"then": date(2026, 3, 2)}
    assert opening_hours.closing_hours("emb", days) == {"then": "16:00"}
    assert opening_hours.closing_hours("fire", days) == {"then": "17:00"}


def test_a_closing_day_has_no_hours_and_the_page_says_when_it_opens_again(hall: Hall):
    bring_in()
    closed = notice(["2026-03-03"], year=2026)
    calendar_import.bring_in(closed, file="x.json", at=NOW, by=SYSTEM, scope="centre")
    desk = opening_hours.today("emb", on=date(2026, 3, 3))
    assert desk == opening_hours.Today((), "", date(2026, 3, 4))
    weekend = opening_hours.today("emb", on=date(2026, 3, 7))
    assert weekend is not None
    assert weekend.next_day == date(2026, 3, 9)


def test_versions_are_listed_and_only_ever_added(hall: Hall):
    assert bring_in().new
    assert not bring_in().new
    assert bring_in(CENTRE.replace("17:00", "17:30")).new
    found = opening_hours.every(on=date(2026, 3, 2))
    assert [(one.version, one.holds) for one in found] == [(2, True), (1, False)]
    for statement in ("UPDATE opening_hours SET text = ''", "DELETE FROM opening_hours"):
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(text(statement))


@pytest.mark.engines("sqlite")
def test_what_cannot_be_used_is_refused_and_a_stranger_may_not(hall: Hall):
    with pytest.raises(Refusal, match="hours_unusable"):
        bring_in("week: []")
    with pytest.raises(Refusal, match="hours_scope"):
        bring_in(scope="nobody")
    with pytest.raises(Denied):
        opening_hours.bring_in(CENTRE, file="x.yaml", at=NOW, by=hall.clerk)
    assert law.opening("emb") is None
