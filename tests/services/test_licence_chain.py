"""A change, a re-issue and a renewal take the place of their former licence: days, links both ways, and nothing escaped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from guides.load import load_catalogue
from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.documents.letter import words
from portal.models import Document, Licence
from portal.services import (
    casefile,
    delivery,
    journal,
    letters,
    licence_acts,
    licence_chain,
    licence_register,
    licence_view,
    licences,
    sweep,
)
from portal.services.licence_register import Asked
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at
from workflows.commands import DeemRenewal
from workflows.refusal import Refusal
from workflows.terms import FormerTerm, RenewalTerm

CHANGE = load_catalogue().versions("hazchem_business_change")[-1]
FIRST, LAST = date(2026, 3, 9), date(2029, 3, 8)


def number_of(case_id: str, hall: Hall) -> str:
    return licence_view.view(case_id, by=hall.clerk, on=FIRST).number


def newer(hall: Hall, kind: str, former: str, when: str = "2026-06-01T10:00", *, from_expiry: bool = False) -> str:
    """A case that replaces the licence of that number, granted in March and made out at a moment; returns its name."""
    case_id = granted(hall, replace(AFTER, former=FormerTerm(kind, former, from_expiry)))
    delivery.issue(case_id, by=hall.clerk, at=at(when), electronic=True)
    return case_id


def both(hall: Hall, old: str, new: str, on: str = "2026-06-01"):  # type: ignore[no-untyped-def]
    day = date.fromisoformat(on)
    return [licence_view.view(one, by=hall.handler, on=day) for one in (old, new)]


@pytest.mark.parametrize("kind", ["change", "reissue"])
def test_a_change_and_a_reissue_keep_the_days_and_tie_both_licences(hall: Hall, kind: str):
    old = licensed(hall)
    new = newer(hall, kind, number_of(old, hall))
    before, after = both(hall, old, new)
    assert (before.standing, after.standing) == ("replaced", "valid")
    assert (after.valid_from, after.valid_to) == (FIRST, LAST)
    assert before.successor is not None
    assert after.former is not None
    assert (before.successor.case_id, after.former.case_id, after.kind) == (new, old, kind)
    assert before.successor.number == after.number != before.number
    assert before.history[0].kind == "LicenceReplaced"


@pytest.mark.parametrize(("from_expiry", "end"), [(True, date(2032, 3, 8)), (False, date(2031, 12, 31))])
def test_a_renewal_counts_from_the_end_of_the_former_where_the_guide_says_so(hall: Hall, from_expiry: bool, end: date):
    old = licensed(hall)
    new = newer(hall, "renewal", number_of(old, hall), "2029-01-01T10:00", from_expiry=from_expiry)
    before, after = both(hall, old, new, "2029-01-01")
    assert (before.standing, after.valid_from, after.valid_to) == ("replaced", date(2029, 1, 1), end)


def test_a_renewal_that_is_tied_by_its_day_alone_replaces_its_licence_too(hall: Hall):
    old = licensed(hall)
    terms = replace(AFTER, renewal=RenewalTerm(LAST, 3, "month", licence=number_of(old, hall)))
    new = granted(hall, terms)
    delivery.issue(new, by=hall.clerk, at=at("2029-03-20T10:00"))
    before, after = both(hall, old, new, "2029-03-20")
    assert (before.standing, after.standing, after.kind) == ("replaced", "valid", "renewal")


def test_nobody_escapes_a_suspension_by_a_change_and_no_number_is_lost(hall: Hall):
    old = licensed(hall)
    former = number_of(old, hall)
    facts = {"facts": "围堰破损", "reason": "不再符合条件", "document": "临应急罚〔2026〕3号", "by": hall.reviewer}
    licence_acts.propose(old, "suspend", "penalty", at=at("2026-05-11T09:00"), **facts)
    with pytest.raises(Refusal, match="former_act_open"):
        newer(hall, "change", former)
    licence_acts.decide(old, by=hall.head, at=at("2026-05-11T10:00"))
    with pytest.raises(Refusal, match="former_not_good"):
        newer(hall, "change", former)
    with reading() as session:
        assert session.scalars(select(Licence.number)).all() == [former]
    licence_acts.propose(
        old, "restore", "mended", facts="已经整改", reason="符合条件", by=hall.reviewer, at=at("2026-05-20T09:00")
    )
    licence_acts.decide(old, by=hall.head, at=at("2026-05-20T10:00"))
    new = newer(hall, "change", former)
    assert number_of(new, hall).endswith("0002")


def test_the_renewal_of_a_suspended_licence_is_made_out_and_is_suspended_too(hall: Hall):
    old = licensed(hall)
    new = granted(hall, replace(AFTER, former=FormerTerm("renewal", number_of(old, hall), from_expiry=True)))
    facts = {"facts": "围堰破损", "reason": "不再符合条件", "document": "临应急罚〔2029〕3号", "by": hall.reviewer}
    licence_acts.propose(old, "suspend", "penalty", at=at("2029-02-12T09:00"), until=date(2029, 4, 10), **facts)
    licence_acts.decide(old, by=hall.head, at=at("2029-02-12T10:00"))
    delivery.issue(new, by=hall.clerk, at=at("2029-02-20T10:00"), electronic=True)
    before, after = both(hall, old, new, "2029-02-20")
    assert (before.standing, after.standing, after.state_until) == ("replaced", "suspended", date(2029, 4, 10))
    for day, asked, found in (("2029-02-20", "suspended", 1), ("2029-04-11", "valid", 1), ("2029-02-20", "expired", 0)):
        listed = licence_register.listed(Asked(state=asked), by=hall.head, on=date.fromisoformat(day)).rows
        assert len(listed) == found, (day, asked)
    sweep.run(at=at("2029-04-11T00:05"))
    with reading() as session:
        name = session.scalars(select(Document.public_id).where(Document.kind == "licence_restored")).one()
    assert "2029年4月10日" in "".join(words(letters.letter(name, by=hall.handler).letter))


def test_the_register_knows_how_a_suspension_ends_with_the_licence_or_outlives_it(hall: Hall):
    for renewed in (False, True):
        old = licensed(hall)
        facts = {"facts": "围堰破损", "reason": "不再符合条件", "document": "临应急罚〔2029〕3号", "by": hall.reviewer}
        licence_acts.propose(old, "suspend", "penalty", at=at("2029-02-12T09:00"), **facts)
        licence_acts.decide(old, by=hall.head, at=at("2029-02-12T10:00"))
        if renewed:
            with transaction() as session:
                journal.record(
                    session,
                    casefile.locked(session, old, by=hall.clerk),
                    DeemRenewal("X2"),
                    by=SYSTEM,
                    at=at("2029-03-09T00:05"),
                )
        number = number_of(old, hall)
        for asked in ("expired", "suspended", "valid"):
            rows = licence_register.listed(Asked(state=asked, words=number), by=hall.head, on=date(2029, 3, 20)).rows
            assert [one.standing for one in rows] == [asked] * (asked == ("suspended" if renewed else "expired"))


def test_two_changes_of_one_licence_give_one_newer_licence(hall: Hall):
    old = licensed(hall)
    former = number_of(old, hall)
    newer(hall, "change", former)
    with pytest.raises(Refusal, match="licence_replaced"):
        newer(hall, "change", former)


def test_the_register_and_the_public_page_lead_to_the_newer_licence(hall: Hall):
    old = licensed(hall)
    former = number_of(old, hall)
    new = newer(hall, "change", former)
    found = licence_register.listed(Asked(words=former), by=hall.head, on=date(2026, 6, 2)).rows
    assert [(one.case_id, one.standing) for one in found] == [(new, "valid"), (old, "replaced")]
    seen = licences.verify(number=former, on=date(2026, 6, 2))
    assert seen is not None
    assert seen.state is not None
    assert (seen.standing, seen.state.successor) == ("replaced", number_of(new, hall))
    assert [one.standing for one in licence_register.own(by=hall.handler, on=date(2026, 6, 2)).rows] == [
        "valid",
        "replaced",
    ]


def test_an_application_names_the_own_good_licence_of_its_items_and_nobody_elses(hall: Hall):
    old = licensed(hall)
    former = number_of(old, hall)

    def named(number: str, enterprise: int = 1) -> FormerTerm | None:
        with transaction() as session:
            return licence_chain.naming(session, enterprise, CHANGE, {"licence_no": number}, (), AFTER).former

    assert named(former.replace("〔", "[").replace("〕", "]")) == FormerTerm("change", former)
    assert named(former, 2) is None
    assert named("临危化经字〔2026〕9999") is None
    assert named("") is None
    newer(hall, "change", former)
    assert named(former) is None


def test_a_licence_knows_by_which_items_it_is_changed():
    own = licence_chain.ways("hazchem_business_licence", date(2026, 6, 1))
    assert [(one.kind, one.item) for one in own] == [("change", "hazchem_business_change")]
    certificate = licence_chain.ways("special_operator_certificate", date(2026, 6, 1))
    assert {one.kind for one in certificate} == {"reissue", "change"}
