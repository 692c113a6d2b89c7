"""Renewals and their licence: no day between them, and a window that opens again when the application came to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Licence, OutboxMessage
from portal.services import (
    decision,
    delivery,
    former_licence,
    journal,
    licence_register,
    licence_view,
    licences,
    outbox,
    renewals,
    sweep,
)
from portal.services.licence_register import Asked
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at, in_order
from tests.services.test_former_licence import heard, naming, number_of, public, state
from workflows import commands as c
from workflows.case import Case
from workflows.clocks import clocks
from workflows.refusal import Refusal
from workflows.terms import FormerTerm, RenewalTerm

LAST = date(2029, 3, 8)


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


def test_one_licence_is_renewed_by_one_application_at_a_time(hall: Hall, old: str):
    first, licence = filed(hall, old)
    with pytest.raises(Refusal, match="renewal_filed") as said:
        filed(hall, old)
    assert said.value.facts == {"number": licence.renewed_by, "on": date(2026, 3, 10)}
    hall.do(first, c.Withdraw("重新申请"), "2026-03-11T09:00", hall.handler)
    _, again = filed(hall, old)
    assert again.renewed_by not in ("", licence.renewed_by), (
        "who withdrew one files another before the licence hears of it"
    )
    assert carry("2026-03-11T09:01") == ["sent"]
    assert state(old).renewed_by == again.renewed_by


def test_a_licence_that_another_case_renewed_is_renewed_no_more(hall: Hall, old: str):
    duplicate = heard(hall, naming("renewal", number_of(old, hall)))
    case_id, _ = filed(hall, old)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-11T09:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-11T09:10")
    name = public(case_id)
    hall.do(case_id, c.DeemRenewed(), "2029-03-09T00:05")
    sweep.run(at=at("2029-03-09T00:10"))
    assert (state(name).outcome, state(duplicate).outcome) == ("grant", "")
    for made_out in (False, True):
        seen = decision.view(duplicate, by=hall.head, at=at("2029-03-20T11:00"))
        assert "former_not_good" in [one.code for one in seen.blockers["grant"]]
        if not made_out:
            delivery.issue(name, by=hall.clerk, at=at("2029-03-20T12:00"))
    assert days(name) == (date(2029, 3, 9), date(2032, 3, 8))


def test_two_grants_of_before_give_one_newer_licence(hall: Hall, old: str):
    first, second = (granted(hall, naming("renewal", number_of(old, hall))) for _ in range(2))
    delivery.issue(first, by=hall.clerk, at=at("2028-12-20T10:00"))
    with pytest.raises(Refusal, match="licence_replaced"):
        delivery.issue(second, by=hall.clerk, at=at("2028-12-21T10:00"))
    former_licence.end_grant(second, "同一张证照已由另一件延续", "新证", by=hall.head, at=at("2028-12-22T10:00"))
    with reading() as session:
        assert len(session.scalars(select(Licence)).all()) == 2


def test_a_change_leaves_the_window_of_a_renewal_that_was_filed_answered(hall: Hall, old: str):
    case_id, licence = filed(hall, old)
    change = granted(hall, naming("change", number_of(old, hall)))
    delivery.issue(change, by=hall.clerk, at=at("2026-03-12T10:00"))
    newer = state(change)
    assert (newer.renewed_by, newer.renewed_on) == (licence.renewed_by, date(2026, 3, 10))
    assert clocks(newer)["renewal"].stopped == date(2026, 3, 10)
    hall.do(case_id, c.Withdraw("改变经营计划"), "2026-03-13T09:00", hall.handler)
    assert carry("2026-03-13T09:01") == ["sent"]
    assert (state(change).renewed_by, clocks(state(change))["renewal"].stopped) == ("", None)


def _row(public_id: str) -> int:
    with reading() as session:
        return session.scalars(select(CaseRow.id).where(CaseRow.public_id == public_id)).one()
