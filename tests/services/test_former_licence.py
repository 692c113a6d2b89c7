"""The licence whose place a result takes: looked at before anything is decided, and a grant that lost it never stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from portal.services import (
    casefile,
    decision,
    delivery,
    former_licence,
    journal,
    letters,
    licence_acts,
    licence_view,
    reconsideration,
    signed,
    sweep,
)
from portal.services.publication_fields import fields_of
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.case import Case, State
from workflows.clocks import DELIVERY, clocks
from workflows.duties import duties
from workflows.refusal import Refusal
from workflows.terms import FormerTerm, RenewalTerm, Terms

LAST = date(2029, 3, 8)
GRANT = c.Grant("符合法定条件")


@pytest.fixture
def old(hall: Hall) -> str:
    """A licence made out on 9 March 2026."""
    return licensed(hall)


def number_of(case_id: str, hall: Hall) -> str:
    return licence_view.view(case_id, by=hall.clerk, on=LAST).number


def naming(kind: str, number: str) -> Terms:
    if kind == "renewal":
        return replace(AFTER, renewal=RenewalTerm(LAST, 3, "month", licence=number))
    return replace(AFTER, former=FormerTerm(kind, number))


def act(hall: Hall, old: str, name: str, ground: str, on: str) -> None:
    """An act that needs no hearing, proposed and decided on one day."""
    facts = {"facts": "见案卷", "reason": "依法", "document": "临应急罚〔2026〕3号", "by": hall.reviewer}
    licence_acts.propose(old, name, ground, at=at(f"{on}T09:00"), **facts)
    licence_acts.decide(old, by=hall.head, at=at(f"{on}T09:30"))


def heard(hall: Hall, terms: Terms, **more: Any) -> str:
    """A case that may be decided from 5 March 2026 on."""
    case_id = hall.submitted(terms=terms, **more)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        hall.do(case_id, c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",)), "2026-03-05T10:00", by)
    hall.do(case_id, c.LookUpCredit("review", "none"), "2026-03-09T08:00")
    return public(case_id)


def public(case_id: int) -> str:
    with reading() as session:
        return session.get_one(CaseRow, case_id).public_id


def state(case_id: str) -> Case:
    with reading() as session:
        row = session.query(CaseRow).filter_by(public_id=case_id).one()
        return journal.state_of(session, row.id)


def refused(do) -> Refusal:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as found:
        do()
    return found.value


@pytest.mark.parametrize("kind", ["change", "reissue", "renewal"])
def test_nothing_is_granted_in_the_place_of_a_licence_that_was_ended(hall: Hall, old: str, kind: str):
    case_id = heard(hall, naming(kind, number_of(old, hall)))
    act(hall, old, "cancel", "applied", "2026-03-09")
    seen = decision.view(case_id, by=hall.head, at=at("2026-03-09T10:00"))
    assert "former_not_good" in [one.code for one in seen.blockers["grant"]]
    assert "former_not_good" not in [one.code for one in seen.blockers["refuse"]]
    said = refused(lambda: signed.sign(case_id, GRANT, by=hall.head, at=at("2026-03-09T10:00")))
    assert (said.rule, next(one.code for one in said.facts["blockers"])) == ("blocked", "former_not_good")


def test_a_change_waits_for_what_is_proposed_and_a_renewal_does_not(hall: Hall, old: str):
    cases = [heard(hall, naming(kind, number_of(old, hall))) for kind in ("change", "renewal")]
    facts = {"facts": "见案卷", "reason": "依法", "document": "临应急罚〔2026〕3号", "by": hall.reviewer}
    licence_acts.propose(old, "suspend", "penalty", at=at("2026-03-09T10:30"), **facts)
    found = [decision.view(one, by=hall.head, at=at("2026-03-09T11:00")).blockers["grant"] for one in cases]
    assert ["former_act_open" in [one.code for one in blockers] for blockers in found] == [True, False]


def test_what_was_seen_of_a_good_licence_stands_in_the_journal_once(hall: Hall, old: str):
    case_id = heard(hall, naming("change", number_of(old, hall)))
    made = signed.sign(case_id, GRANT, by=hall.head, at=at("2026-03-09T11:00"), expected_seq=state(case_id).seq)
    assert made.former is not None
    assert (made.former.licence, made.former.stands, made.former.on) == (
        number_of(old, hall),
        "valid",
        date(2026, 3, 9),
    )
    assert made.signed is not None or made.outcome == "grant"


def test_silence_renews_no_licence_that_was_ended_and_a_person_refuses_it(hall: Hall, old: str):
    case_id = heard(hall, naming("renewal", number_of(old, hall)))
    act(hall, old, "cancel", "applied", "2029-03-08")
    for _twice in range(2):
        sweep.run(at=at("2029-03-09T00:10"))
    case = state(case_id)
    assert (case.state, case.former and case.former.stands) == (State.IN_REVIEW, "cancelled")


def test_silence_renews_a_licence_that_was_good_on_its_last_day(hall: Hall, old: str):
    case_id = heard(hall, naming("renewal", number_of(old, hall)))
    sweep.run(at=at("2029-03-09T00:10"))
    case = state(case_id)
    assert (case.state, case.decided_on) == (State.GRANTED, LAST)
    assert case.former is not None
    assert case.former.stands == "valid"


def test_a_change_that_was_granted_on_time_is_made_out_after_the_last_day(hall: Hall, old: str):
    case_id = granted(hall, naming("change", number_of(old, hall)))
    made = delivery.issue(case_id, by=hall.clerk, at=at("2029-03-10T10:00"))
    assert made.licence is not None
    assert made.licence.valid_to == LAST
    assert licence_view.view(old, by=hall.clerk, on=date(2029, 3, 10)).standing == "replaced"


def test_a_renewal_follows_a_change_that_was_made_out_meanwhile(hall: Hall, old: str):
    renewal = granted(hall, naming("renewal", number_of(old, hall)))
    change = granted(hall, naming("change", number_of(old, hall)))
    delivery.issue(change, by=hall.clerk, at=at("2026-03-10T10:00"))
    delivery.issue(renewal, by=hall.clerk, at=at("2026-03-11T10:00"))
    chain = [licence_view.view(one, by=hall.clerk, on=date(2026, 3, 11)) for one in (old, change, renewal)]
    assert [one.standing for one in chain] == ["replaced", "replaced", "valid"]
    assert chain[2].former is not None
    assert chain[2].former.case_id == change


@pytest.mark.parametrize("kind", ["change", "renewal"])
def test_a_grant_whose_licence_was_ended_meanwhile_is_ended_by_a_person(hall: Hall, old: str, kind: str):
    case_id = granted(hall, naming(kind, number_of(old, hall)))
    act(hall, old, "cancel", "applied", "2026-03-09")
    when = at("2026-03-10T10:00")
    assert refused(lambda: delivery.issue(case_id, by=hall.clerk, at=when)).rule == "former_not_good"
    assert "end_grant" in decision.view(case_id, by=hall.head, at=when).acts
    with pytest.raises(Denied):
        former_licence.end_grant(case_id, "原证已注销", "临应急注〔2026〕1号", by=hall.clerk, at=when)
    for reason, document, rule in (("", "文号", "reason_missing"), ("理由", " ", "licence_document_missing")):
        said = refused(lambda: former_licence.end_grant(case_id, reason, document, by=hall.head, at=when))  # noqa: B023
        assert said.rule == rule
    case = former_licence.end_grant(case_id, "原证已注销", "临应急注〔2026〕1号", by=hall.head, at=when)
    assert (case.state, case.licence, case.ended_on) == (State.CLOSED, None, date(2026, 3, 10))
    assert clocks(case)[DELIVERY].stopped == date(2026, 3, 10)
    assert duties(case) == ()
    again = refused(lambda: former_licence.end_grant(case_id, "再来", "文号", by=hall.head, at=when))
    assert again.rule == "not_granted"


def test_the_end_of_a_grant_is_a_numbered_letter_that_is_served_and_can_be_contested(hall: Hall, old: str):
    case_id = granted(hall, naming("change", number_of(old, hall)))
    act(hall, old, "cancel", "applied", "2026-03-09")
    when = at("2026-03-10T10:00")
    former_licence.end_grant(case_id, "申请人要求停业", "临应急许注〔2026〕1号", by=hall.head, at=when)
    file = casefile.casefile(case_id, by=hall.handler)
    (one,) = [letter for letter in file.letters if letter.kind == "grant_ended"]
    assert (one.number[-10:], one.dated) == ("准终〔2026〕1号", date(2026, 3, 10))
    assert file.case.letters[one.seq, "grant_ended"].state == "served"
    words = str(letters.letter(one.public_id, by=hall.handler).letter)
    for said in (
        "原证（编号",
        "已注销",
        "临应急许注〔2026〕1号",
        "第四十九条",
        "申请人要求停业",
        "60日",
        "6个月",
        "人民法院",
    ):
        assert said in words
    found = reconsideration.remedies(case_id, by=hall.handler, at=when)
    assert one.public_id in [each.name for each in found.acts]
    with reading() as session:
        row = casefile.row_of(session, case_id)
        assert fields_of(session, row, file.case, date(2026, 3, 10))["XK_ZT"] == "2"
        posted = select(OutboxMessage.case_id).where(OutboxMessage.kind == "publication")
        assert list(session.scalars(posted)).count(row.id) == 2, "the grant, and that it ended"
    assert letters.pdf(one.public_id, by=hall.handler, at=when)[1].startswith(b"%PDF")


def test_a_grant_that_came_in_time_is_made_out_and_not_ended_when_its_licence_has_expired(hall: Hall, old: str):
    case_id = granted(hall, naming("change", number_of(old, hall)))
    when = at("2029-03-09T10:00")
    assert "end_grant" not in decision.view(case_id, by=hall.head, at=when).acts
    said = refused(lambda: former_licence.end_grant(case_id, "到期", "", by=hall.head, at=when))
    assert said.rule == "former_still_good"


def test_a_grant_whose_licence_is_good_is_not_ended(hall: Hall, old: str):
    case_id = granted(hall, naming("change", number_of(old, hall)))
    when = at("2026-03-10T10:00")
    assert "end_grant" not in decision.view(case_id, by=hall.head, at=when).acts
    said = refused(lambda: former_licence.end_grant(case_id, "不想办", "文号", by=hall.head, at=when))
    assert said.rule == "former_still_good"
