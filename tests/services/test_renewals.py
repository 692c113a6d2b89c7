"""Renewals and their licence: no day between them, and a window that opens again when the application came to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Licence, OutboxMessage
from portal.services import delivery, journal, licence_register, licence_view, licences, outbox, renewals, sweep
from portal.services.licence_register import Asked
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at
from tests.services.test_former_licence import heard, naming, number_of, state
from workflows import commands as c
from workflows.case import Case
from workflows.clocks import clocks
from workflows.terms import FormerTerm, RenewalTerm

LAST = date(2029, 3, 8)


@pytest.fixture
def hall(database: Flask) -> Hall:
    return Hall(database)


@pytest.fixture
def old(hall: Hall) -> str:
    """A licence that is valid until 8 March 2029."""
    return licensed(hall)


def carry(when: str) -> list[str]:
    """Deliver what the licences are told of their renewals."""
    with reading() as session:
        found = session.scalars(select(OutboxMessage.id).filter_by(kind="renewal", state="queued")).all()
    return [outbox.deliver(one, at=at(when)) for one in found]


def days(case_id: str) -> tuple[date, date | None]:
    licence = state(case_id).licence
    assert licence is not None
    return licence.valid_from, licence.valid_to


def standing(case_id: str, hall: Hall, on: date) -> str:
    return licence_view.view(case_id, by=hall.clerk, on=on).standing


def test_a_renewal_by_silence_leaves_no_day_between_the_two_licences(hall: Hall, old: str):
    case_id = heard(hall, naming("renewal", number_of(old, hall)))
    sweep.run(at=at("2029-03-09T00:10"))
    assert carry("2029-03-09T00:11") == ["sent"]
    waiting = date(2029, 3, 15)
    assert standing(old, hall, waiting) == "valid"
    seen = licences.verify(number=number_of(old, hall), on=waiting)
    assert seen is not None
    assert seen.standing == "valid"
    for asked, wanted in (("valid", 1), ("expired", 0)):
        assert len(licence_register.listed(Asked(state=asked), by=hall.head, on=waiting).rows) == wanted
    delivery.issue(case_id, by=hall.clerk, at=at("2029-03-20T10:00"))
    assert days(case_id) == (date(2029, 3, 9), date(2032, 3, 8))
    assert (standing(old, hall, date(2029, 3, 20)), standing(case_id, hall, date(2029, 3, 20))) == ("replaced", "valid")


@pytest.mark.parametrize("from_expiry", [True, False])
def test_what_was_granted_in_time_and_made_out_late_follows_the_last_day(hall: Hall, old: str, from_expiry: bool):
    case_id = granted(hall, replace(AFTER, former=FormerTerm("renewal", number_of(old, hall), from_expiry)))
    delivery.issue(case_id, by=hall.clerk, at=at("2029-03-20T10:00"))
    assert days(case_id) == (date(2029, 3, 9), date(2032, 3, 8))


def test_an_early_renewal_costs_no_day(hall: Hall, old: str):
    case_id = granted(hall, naming("renewal", number_of(old, hall)))
    delivery.issue(case_id, by=hall.clerk, at=at("2028-12-20T10:00"))
    assert days(case_id) == (date(2028, 12, 20), date(2032, 3, 8))


def test_a_licence_of_before_the_portal_is_renewed_from_the_day_of_the_form(hall: Hall):
    case_id = granted(hall, replace(AFTER, renewal=RenewalTerm(date(2026, 4, 30), 30)))
    delivery.issue(case_id, by=hall.clerk, at=at("2026-05-12T10:00"))
    assert days(case_id) == (date(2026, 5, 1), date(2029, 4, 30))


def filed(hall: Hall, old: str) -> tuple[int, Case]:
    """A renewal that was filed and is at the window; its case, and the case of the licence."""
    case_id = hall.submitted(terms=naming("renewal", number_of(old, hall)))
    with transaction() as session:
        number = session.get_one(CaseRow, case_id).number
        licence = session.scalars(select(Licence)).one()
        renewals.answer(session, licence, number, by=hall.handler, at=at("2026-03-10T09:00"))
    return case_id, state(old)


def test_the_window_opens_again_when_the_application_comes_to_nothing(hall: Hall, old: str):
    case_id, licence = filed(hall, old)
    assert clocks(licence)["renewal"].stopped == date(2026, 3, 10)
    hall.do(case_id, c.Withdraw("改变经营计划"), "2026-03-11T09:00", hall.handler)
    assert carry("2026-03-11T09:01") == ["sent"]
    again = state(old)
    assert (again.renewed_on, again.renewed_by, clocks(again)["renewal"].stopped) == (None, "", None)
    with reading() as session:
        kinds = [one.event.__class__.__name__ for one in journal.load(session, _row(old))]
    assert kinds.count("RenewalEnded") == 1


def test_an_older_application_that_ends_leaves_the_newer_one_alone(hall: Hall, old: str):
    first, _ = filed(hall, old)
    _second, licence = filed(hall, old)
    hall.do(first, c.Withdraw("重复提交"), "2026-03-11T09:00", hall.handler)
    assert carry("2026-03-11T09:01") == ["sent"]
    assert state(old).renewed_by == licence.renewed_by != ""


def _row(public_id: str) -> int:
    with reading() as session:
        return session.scalars(select(CaseRow.id).where(CaseRow.public_id == public_id)).one()
