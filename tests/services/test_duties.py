"""After the licence: checks have their day and are answered by two officers; the renewal window is told and answered once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from guides.guide import Guide
from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseDuty, Licence, Reminder, Upload, User
from portal.services import case_index, casefile, duties, feeds, findings, journal, law, renewals, sweep
from tests.after_licence import AFTER, granted, licensed, scan
from tests.core.play import TERMS
from tests.services.cases import Hall, at
from workflows.clocks import clocks
from workflows.refusal import Refusal
from workflows.terms import RenewalTerm, Terms

LAST = date(2026, 6, 3)
"""The last of the sixty working days after 6 March 2026."""


@pytest.fixture
def hall(database: Flask) -> Hall:
    town = Hall(database)
    with transaction() as session:
        for officer in session.scalars(select(User).where(User.kind == "officer")):
            officer.email = f"{officer.login}@linjiang.example"
    return town


@pytest.fixture
def supervisor() -> Actor:
    with reading() as session:
        number = session.scalars(select(User.id).where(User.login == "su.ming")).one()
    return Actor("officer", number, frozenset({Role.SUPERVISOR}), 1, "centre")


def check(hall: Hall, public_id: str, result: str, on: str, duty: str = "commitment", **more):  # type: ignore[no-untyped-def]
    asked = {"officers": (hall.head.id,), "by": hall.reviewer, "words": "现场核对承诺的内容"} | more
    day = date.fromisoformat(on)
    return duties.record_check(
        public_id, duty, checked_on=day, result=result, scan=scan(), at=at(f"{on}T16:00"), **asked
    )


def test_what_is_owed_is_listed_by_office_with_its_day(hall: Hall):
    licensed(hall)
    (own,) = duties.listed(by=hall.reviewer, on=date(2026, 4, 1)).rows
    assert (own.kind, own.due, own.late, own.mine) == ("commitment", LAST, False, True)
    (visit,) = duties.listed(by=hall.fire, on=date(2026, 4, 1)).rows
    assert (visit.duty, visit.due, visit.state) == ("fire_visit", date(2026, 4, 7), "open")
    with pytest.raises(Denied):
        duties.listed(by=hall.clerk, on=date(2026, 4, 1))


def test_the_calendar_feed_of_an_office_holds_the_checks_that_it_owes(hall: Hall):
    public_id = licensed(hall)
    (own,) = [one for one in fed(hall.reviewer) if one.clock.startswith("check")]
    assert (own.name, own.clock, own.due_on) == (f"{public_id}-check:commitment", "check:commitment", LAST)
    assert [one.clock for one in fed(hall.fire)] == ["check:fire_visit"]
    check(hall, public_id, "correct", "2026-04-01", correct_by=date(2026, 4, 15))
    assert [(one.clock, one.due_on) for one in fed(hall.reviewer)] == [("rectify:commitment", date(2026, 4, 15))]
    check(hall, public_id, "passed", "2026-04-14")
    assert fed(hall.reviewer) == ()


def fed(by: Actor) -> tuple[feeds.Entry, ...]:
    found = feeds.feed(feeds.open_feed(by=by, at=at("2026-04-01T09:00")), on=date(2026, 4, 1))
    assert found is not None
    return tuple(one for one in found.entries if one.clock != "publication")


def test_supervision_sees_what_is_past_its_day(hall: Hall, supervisor: Actor):
    licensed(hall)
    assert duties.late_count(by=supervisor, on=date(2026, 4, 7)) == 0
    late = duties.listed(by=supervisor, on=date(2026, 4, 8), late=True)
    assert [(one.office, one.duty, one.late) for one in late.rows] == [("fire", "fire_visit", True)]
    assert duties.late_count(by=supervisor, on=date(2026, 6, 8)) == 2


def test_a_check_by_two_officers_answers_its_clock(hall: Hall):
    public_id = licensed(hall)
    with pytest.raises(Refusal, match="officers_missing"):
        check(hall, public_id, "passed", "2026-05-11", officers=())
    with pytest.raises(Denied):
        check(hall, public_id, "passed", "2026-05-11", by=hall.fire, officers=())
    case = check(hall, public_id, "passed", "2026-05-11")
    assert clocks(case)["check:commitment"].stopped == date(2026, 5, 11)
    assert duties.listed(by=hall.reviewer, on=date(2026, 5, 12)).rows == ()
    with reading() as session:
        (kept,) = session.scalars(select(Upload).where(Upload.purpose == "check"))
        row = casefile.row_of(session, public_id)
        assert journal.load(session, row.id)[-1].event.scan == kept.sha256  # type: ignore[attr-defined]


def test_what_has_to_be_put_right_has_a_day_of_its_own_and_is_checked_again(hall: Hall):
    public_id = licensed(hall)
    with pytest.raises(Refusal, match="correct_by_missing"):
        check(hall, public_id, "correct", "2026-05-11")
    case = check(hall, public_id, "correct", "2026-05-11", correct_by=date(2026, 5, 30))
    assert clocks(case)["rectify:commitment"].fixed == date(2026, 5, 30)
    (owed,) = duties.listed(by=hall.reviewer, on=date(2026, 6, 1)).rows
    assert (owed.state, owed.due, owed.late) == ("correct", date(2026, 5, 30), True)
    case = check(hall, public_id, "passed", "2026-06-02")
    assert clocks(case)["rectify:commitment"].stopped == date(2026, 6, 2)
    assert clocks(case)["check:commitment"].stopped == date(2026, 5, 11)


def test_a_false_promise_is_proposed_for_revocation_and_goes_to_the_credit_records(hall: Hall):
    public_id = licensed(hall)
    case = check(hall, public_id, "failed", "2026-05-11")
    assert case.revocation_on == date(2026, 5, 11)
    with pytest.raises(Refusal, match="revocation_proposed"):
        check(hall, public_id, "passed", "2026-05-12")
    again = granted(hall, TERMS)
    (found,) = findings.findings(casefile.casefile(again, by=hall.reviewer))
    assert (found.kind, found.state, found.credit) == ("commitment", "failed", True)


def test_a_check_lies_between_the_decision_and_today(hall: Hall):
    public_id = licensed(hall)
    for day in ("2026-03-05", "2026-05-12"):
        with pytest.raises(Refusal, match="check_day_wrong"):
            duties.record_check(
                public_id, "commitment", checked_on=date.fromisoformat(day), result="passed", words="x",
                officers=(hall.head.id,), scan=scan(), by=hall.reviewer, at=at("2026-05-11T16:00"),
            )  # fmt: skip
    with pytest.raises(Refusal, match="no_such_duty"):
        duties.view(public_id, "renewal", by=hall.reviewer, on=LAST)


def test_overdue_checks_are_told_to_handler_head_and_supervision_once_each(hall: Hall, supervisor: Actor):
    licensed(hall)
    for day in ("2026-04-21", "2026-05-19", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05", "2026-06-08"):
        sweep.run(at=at(f"{day}T00:05"))
    told = _told(hall.reviewer.id)
    assert [rung for clock, rung in told if clock == "check:commitment"] == ["half", "most", "near", "full", "over"]
    assert ("check:commitment", "over") in _told(supervisor.id)
    assert ("check:fire_visit", "over") in _told(hall.fire.id)
    assert set(Counter(told).values()) == {1}


def test_the_window_for_renewal_opens_and_closes_once_each_for_the_enterprise_alone(hall: Hall, supervisor: Actor):
    public_id = licensed(hall)
    with reading() as session:
        row = casefile.row_of(session, public_id)
        clock = clocks(journal.state_of(session, row.id))["renewal"]
    assert (clock.started, clock.fixed) == (date(2028, 10, 9), date(2028, 12, 8))
    for day in ("2028-10-08", "2028-10-09", "2028-10-10", "2028-12-07", "2028-12-08", "2028-12-09", "2029-03-10"):
        sweep.run(at=at(f"{day}T00:05"))
    assert [rung for clock, rung in _told(hall.handler.id) if clock == "renewal"] == ["opens", "most", "near", "full"]
    assert not [clock for clock, _ in _told(supervisor.id) if clock == "renewal"]


def test_a_renewal_that_is_filed_answers_the_window_and_ties_the_cases(hall: Hall):
    public_id = licensed(hall)
    with reading() as session:
        (licence,) = session.scalars(select(Licence))
        number, expires = licence.number, licence.valid_to
    assert expires is not None
    terms = _renewing(expires)
    with transaction() as session:
        found = renewals.licence_renewed(session, 1, _renewing_guide(), {"old": number}, terms)
        named = renewals.naming(terms, found)
        assert named.renewal is not None
        assert named.renewal.licence == number
        renewals.answer(session, found, "X990001", by=hall.handler, at=at("2028-11-01T09:00"))
    with reading() as session:
        case = journal.state_of(session, casefile.row_of(session, public_id).id)
        (row,) = session.scalars(select(CaseDuty).where(CaseDuty.kind == "renewal"))
        assert (row.state, row.late_from) == ("filed", None)
    assert (case.renewed_by, clocks(case)["renewal"].stopped) == ("X990001", date(2028, 11, 1))
    sweep.run(at=at("2028-12-08T00:05"))
    assert "renewal" not in {clock for clock, _ in _told(hall.handler.id)}


def test_an_application_renews_its_own_licence_and_nobody_elses(hall: Hall):
    licensed(hall)
    licensed(hall)
    with reading() as session:
        first, second = session.scalars(select(Licence).order_by(Licence.id))
        assert first.valid_to is not None
        asked = (_renewing_guide(), {}, _renewing(first.valid_to))
        assert renewals.licence_renewed(session, 1, *asked) is None, "two licences of one day, and no number"
        assert renewals.licence_renewed(session, 2, *asked) is None, "another enterprise"
        guide, _, terms = asked
        assert renewals.licence_renewed(session, 1, guide, {"n": second.number}, terms) is second
        assert renewals.licence_renewed(session, 1, guide, {}, TERMS) is None, "nothing to renew"


def test_the_explanation_of_a_case_names_the_clocks_after_the_licence(hall: Hall):
    public_id = licensed(hall)
    with reading() as session:
        number = _number(session, public_id).rjust(12, "0")
        session.expunge_all()
    with transaction() as session:
        casefile.row_of(session, public_id).number = number
    reasons = case_index.explained(number, on=date(2026, 4, 1))
    assert {"check:commitment", "check:fire_visit", "renewal"} <= set(reasons)
    assert "2028年12月8日" in reasons["renewal"]
    assert "证后检查的期限" in reasons["check:commitment"]


def test_an_ended_case_without_duties_never_wakes_the_sweep(hall: Hall):
    public_id = licensed(hall, TERMS)
    with reading() as session:
        assert casefile.row_of(session, public_id).wake_on is None
        assert session.scalars(select(CaseDuty)).all() == []
    assert sweep.run(at=at("2026-06-08T00:05")).cases == 0


def test_a_licence_sleeps_until_its_next_rung(hall: Hall):
    public_id = licensed(hall)
    sweep.run(at=at("2026-06-08T00:05"))
    sweep.run(at=at("2026-06-09T00:05"))
    with reading() as session:
        assert casefile.row_of(session, public_id).wake_on == date(2028, 10, 9)
    assert sweep.run(at=at("2027-06-08T00:05")).cases == 0


def _renewing_guide() -> Guide:
    found = law.catalogue().in_force("hazchem_business_renewal", date(2026, 6, 1))
    assert found is not None
    return found


def _renewing(expires: date) -> Terms:
    return replace(AFTER, renewal=RenewalTerm(expires, 3, "month"))


def _number(session, public_id: str) -> str:  # type: ignore[no-untyped-def]
    return session.scalars(select(CaseRow.number).where(CaseRow.public_id == public_id)).one()


def _told(user: int) -> list[tuple[str, str]]:
    with reading() as session:
        found = select(Reminder.clock, Reminder.rung).where(Reminder.user_id == user).order_by(Reminder.id)
        return [(clock, rung) for clock, rung in session.execute(found)]
