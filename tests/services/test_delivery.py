"""Delivery: the licence made out with a number without gaps, and served by a lawful way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.access import Denied
from portal.db import reading, transaction
from portal.documents.licence_identifier import is_licence_identifier
from portal.models import Counter, Licence
from portal.services import delivery, law, licence_numbers, visits
from tests.at_window import Town, beijing, day, settle
from workflows.case import State
from workflows.limits import Signal
from workflows.refusal import Refusal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def licences() -> list[Licence]:
    with reading() as session:
        found = list(session.scalars(select(Licence).order_by(Licence.id)))
        session.expunge_all()
    return found


def test_a_granted_licence_is_made_out_by_the_rule_of_its_guide(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    made = delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"))
    (licence,) = licences()
    assert made.state is State.ISSUED
    assert licence.number == "临危化经字〔2026〕0001"
    assert (licence.valid_from, licence.valid_to) == (day("2026-10-19"), day("2029-10-18"))
    assert licence.holder_name == "临江恒泰化工贸易有限公司"
    assert len(licence.token) >= 24


def test_the_licence_carries_an_identifier_where_the_office_has_a_code(town: Town) -> None:
    town.give_code("emb", "11990100MB2F56132U")
    delivery.issue(town.granted("2026-09-29 15:42"), by=town.clerk, at=beijing("2026-10-19 10:00"))
    (licence,) = licences()
    assert is_licence_identifier(licence.identifier)


def test_licences_of_one_kind_share_a_series_of_identifiers_whatever_their_numbers_are(town: Town) -> None:
    issuer = "11990100MB2F56132U"
    town.give_code("emb", issuer)
    delivery.issue(town.granted("2026-09-29 15:42"), by=town.clerk, at=beijing("2026-10-19 10:00"))
    first = licences()[0].identifier
    kind = first.split(".")[5].removeprefix(issuer)
    with transaction() as session:
        following = [licence_numbers.next_identifier(session, issuer, kind, year) for year in (2026, 2026, 2027)]
        session.execute(delete(Counter).where(Counter.name.startswith("identifier:")))
        again = licence_numbers.next_identifier(session, issuer, kind, 2026)
    assert [one.split(".")[7] for one in (first, *following)] == [
        "2026000001",
        "2026000002",
        "2026000003",
        "2027000001",
    ]
    assert again == following[0], "a series that was never counted goes on above what was given"
    assert all(map(is_licence_identifier, following))


def test_numbers_of_a_year_have_no_gap_when_an_issue_is_refused(town: Town) -> None:
    first, second = (town.granted(f"2026-09-29 15:4{n}") for n in (2, 3))
    undecided = town.accepted("2026-09-29 15:44")
    delivery.issue(first, by=town.clerk, at=beijing("2026-10-19 10:00"))
    with pytest.raises(Refusal) as refused:
        delivery.issue(undecided, by=town.clerk, at=beijing("2026-10-19 10:01"))
    delivery.issue(second, by=town.clerk, at=beijing("2026-10-19 10:02"))
    assert refused.value.rule == "not_granted"
    assert [one.number[-4:] for one in licences()] == ["0001", "0002"]


def test_a_second_click_makes_no_second_licence(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    seq = delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00")).seq
    with pytest.raises(Refusal) as refused:
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"), expected_seq=seq - 1)
    assert refused.value.rule == "stale"
    assert len(licences()) == 1


def test_the_electronic_licence_is_made_out_and_delivered_in_one_act(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    made = delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
    assert (made.state, made.delivered_by_way, made.visits) == (State.CLOSED, "electronic", 0)


def test_collecting_at_the_counter_is_a_visit_and_needs_a_name(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"))
    with pytest.raises(Refusal) as refused:
        delivery.deliver(case_id, "counter", by=town.clerk, at=beijing("2026-10-20 10:00"))
    assert refused.value.rule == "proof_missing"
    made = delivery.deliver(case_id, "counter", recipient="handler", by=town.clerk, at=beijing("2026-10-20 10:00"))
    assert (made.state, made.visits) == (State.CLOSED, 1)


def test_a_courier_needs_the_number_of_the_mail(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"))
    with pytest.raises(Refusal):
        delivery.deliver(case_id, "courier", by=town.clerk, at=beijing("2026-10-20 10:00"))
    made = delivery.deliver(case_id, "courier", proof="EMS1234567890", by=town.clerk, at=beijing("2026-10-20 10:00"))
    assert made.delivered_by_way == "courier"


def test_a_refusal_is_served_too(town: Town) -> None:
    case_id = town.refused("2026-09-29 15:42")
    assert delivery.deliver(case_id, "electronic", by=town.clerk, at=beijing("2026-10-20 10:00")).state is State.CLOSED


def test_what_is_ready_is_listed_by_the_time_left_to_deliver(town: Town) -> None:
    granted, refused = town.granted("2026-09-29 15:42"), town.refused("2026-09-29 15:43")
    town.accepted("2026-09-29 15:44")
    page = delivery.ready(by=town.clerk, on=day("2026-10-30"))
    assert [(row.public_id, row.kind) for row in page.rows] == [(granted, "granted"), (refused, "refused")]
    assert page.rows[0].light is Signal.YELLOW
    assert (page.kinds, page.rows[0].left) == ({"granted": 1, "refused": 1}, 0)
    assert [row.public_id for row in delivery.ready(by=town.clerk, on=day("2026-10-30"), kind="refused").rows] == [
        refused
    ]


def test_what_is_late_to_go_out_is_late_by_the_days_since_its_own_last_day(town: Town) -> None:
    town.granted("2026-09-29 15:42")
    for on, left in (("2026-10-31", -1), ("2026-11-02", -1), ("2026-11-03", -2), ("2026-12-01", -22)):
        [row] = delivery.ready(by=town.clerk, on=day(on)).rows
        assert (row.due, row.light, row.left) == (day("2026-10-30"), Signal.DARK, left), (
            "not by the limit of the decision"
        )


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-10-19", 36, "2029-10-18"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-14"),
        ("2026-12-15", None, None),
    ],
)
def test_a_term_ends_on_the_day_before_the_same_day(start: str, months: int | None, last: str | None) -> None:
    assert delivery.valid_until(day(start), months) == (day(last) if last else None)


def test_a_term_does_not_outlast_the_day_that_the_form_asked_for() -> None:
    guide = law.catalogue().in_force("fireworks_retail_licence", day("2026-10-19"))
    assert guide
    start = day("2026-12-01")
    assert delivery.term_of(guide.result, {"period_to": "2027-02-20"}, start) == day("2027-02-20")
    assert delivery.term_of(guide.result, {"period_to": "2030-01-01"}, start) == day("2028-11-30")
    assert delivery.term_of(guide.result, {}, start) == day("2028-11-30")


def test_a_visit_is_counted_with_its_cause(town: Town) -> None:
    case_id = town.accepted("2026-09-29 15:42")
    case = visits.record(case_id, "window", "original", "incomplete", by=town.clerk, at=beijing("2026-10-09 10:00"))
    assert (case.visits, case.extra_visits) == (1, 1)
    with pytest.raises(Refusal) as refused:
        visits.record(case_id, "window", "chat", "ours", by=town.clerk, at=beijing("2026-10-09 10:01"))
    assert refused.value.rule == "visit_incomplete"


def test_only_the_window_issues_and_delivers(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    for somebody in (town.supervisor, town.decider, town.handler):
        with pytest.raises(Denied):
            delivery.issue(case_id, by=somebody, at=beijing("2026-10-19 10:00"))
