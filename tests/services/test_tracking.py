"""Tracking: whose turn it is at every stage, the clock that matters, and the history newest first."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from portal.access import Denied
from portal.db import transaction
from portal.services import (
    accounts,
    casefile,
    correction,
    journal,
    own_cases,
    supplement,
    tracking,
    uploads,
    users,
    withdrawal,
)
from portal.services.tracking import Tracking
from tests.at_window import Town, beijing, day, pdf, settle
from tests.web import people
from workflows import commands as c
from workflows.limits import Signal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def seen(town: Town, case_id: str, at: str) -> Tracking:
    return tracking.tracking(case_id, by=town.handler, at=beijing(at))


def do(town: Town, case_id: str, at: str, *commands: c.Command) -> None:
    """Record commands as the decider."""
    for command in commands:
        with transaction() as session:
            row = journal.lock(session, casefile.row_of(session, case_id).id)
            journal.record(session, row, command, by=town.decider, at=beijing(at))


def deferred(town: Town) -> str:
    """A case accepted on 30 September with training records to follow."""
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    return case_id


def test_at_first_it_is_the_windows_turn(town: Town):
    found = seen(town, town.hand_in("2026-09-29 15:42"), "2026-09-30 09:00")
    assert (found.turn.code, found.turn.parties, found.turn.applicant) == ("answer", ("window",), False)
    assert found.main == "notice_promised"
    assert found.clock is not None
    assert (found.clock.used, found.clock.left, found.clock.due.on) == (1, 0, day("2026-09-30"))
    assert found.statutory is not None
    assert (found.statutory.used, found.statutory.left, found.statutory.due.on) == (1, 4, day("2026-10-12"))
    assert [(step.code, step.kind) for step in found.steps] == [("answer", "next"), ("Submitted", "")]
    assert found.may_withdraw


def test_after_a_notice_it_is_the_applicants_turn(town: Town):
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 10:00", fix={"rules_list": "缺一项。"})
    town.conclude(case_id, "correction", "2026-09-30 10:00")
    found = seen(town, case_id, "2026-10-09 09:00")
    assert (found.turn.code, found.turn.materials, found.turn.applicant) == ("correct", ("rules_list",), True)
    assert found.main == "correction"
    assert [letter.kind for letter in found.letters] == ["correction", "receipt"]
    assert found.steps[0].facts["materials"] == ["rules_list"]
    town.correct(case_id, "2026-10-09 10:00", "rules_list")
    assert seen(town, case_id, "2026-10-09 11:00").turn.code == "answer"


def test_in_review_the_departments_are_named_with_their_days(town: Town):
    found = seen(town, town.accepted("2026-09-29 15:42"), "2026-10-08 09:00")
    assert (found.turn.code, set(found.turn.parties)) == ("opinions", {"emb", "market"})
    assert {clock.ref for clock in found.turn.opinions} == {"documents", "market"}
    expected = [(step.code, step.facts.get("track")) for step in found.steps if step.kind == "next"]
    assert expected[0] == ("decision", None)
    assert ("opinion", "premises_check") in expected
    assert found.offices["emb"].get("en") == "Linjiang Emergency Management Bureau"


def test_a_promised_material_makes_it_the_applicants_turn_with_the_shortest_clock(town: Town):
    case_id = deferred(town)
    found = seen(town, case_id, "2026-10-15 09:00")
    assert found.turn.code == "supply"
    assert found.turn.parties[0] == "applicant"
    assert found.turn.clock is not None
    assert (found.turn.clock.left, found.turn.clock.due.on) == (1, day("2026-10-16"))
    assert found.turn.clock.signal is Signal.YELLOW
    assert [one.key for one in found.deferred] == ["training_proof"]
    given = {"by": town.handler, "at": beijing("2026-10-15 10:00")}
    content = io.BytesIO(pdf())
    uploads.attach_to_case(case_id, "training_proof", "a.pdf", content, purpose="supplement", **given)
    assert len(seen(town, case_id, "2026-10-15 10:01").deferred[0].waiting) == 1
    supplement.supply(case_id, "training_proof", **given)
    after = seen(town, case_id, "2026-10-15 10:02")
    assert (len(after.deferred[0].waiting), len(after.deferred[0].handed)) == (0, 1)
    assert after.turn.code == "opinions"


def test_a_pause_is_said_and_moves_the_last_day(town: Town):
    case_id = town.accepted("2026-09-29 15:42")
    before = seen(town, case_id, "2026-10-08 09:00").clocks["promised"]
    do(town, case_id, "2026-10-09 17:00", c.PauseClock("hearing", 10, "利害关系人申请听证"))
    found = seen(town, case_id, "2026-10-20 09:00")
    assert found.turn.code == "paused"
    clock = found.clocks["promised"]
    assert clock.pausing
    assert clock.signal is Signal.GREY
    assert clock.first_due.on == before.due.on
    assert clock.due.on is not None
    assert clock.due.on > day("2026-10-20")
    assert (clock.paused_after, clock.paused) == (2, 8)
    assert found.steps[-1].code == "Submitted"
    assert "pause" in {step.kind for step in found.steps}


def test_a_decided_case_waits_for_its_licence_and_an_ended_one_for_nobody(town: Town):
    case_id = town.granted("2026-09-29 15:42")
    found = seen(town, case_id, "2026-10-17 09:00")
    assert (found.turn.code, found.main, found.may_withdraw) == ("issue", "delivery", False)
    do(town, case_id, "2026-10-17 10:00", c.IssueLicence("临危化经字〔2026〕0001", day("2026-10-17")))
    assert seen(town, case_id, "2026-10-17 11:00").turn.code == "deliver"
    do(town, case_id, "2026-10-18 10:00", c.Deliver("electronic", recipient="沈远航", proof="p"))
    assert seen(town, case_id, "2026-10-19 09:00").turn.parties == ()
    assert seen(town, case_id, "2026-10-19 09:00").turn.code == "granted"
    refused = town.refused("2026-09-29 16:00")
    assert seen(town, refused, "2026-10-17 09:00").turn.code == "deliver"
    gone = town.hand_in("2026-09-30 10:00")
    withdrawal.withdraw(gone, "不办了", by=town.handler, at=beijing("2026-09-30 11:00"))
    assert seen(town, gone, "2026-09-30 12:00").turn.code == "withdrawn"


def test_the_applicant_is_told_what_concerns_him_and_staff_everything(town: Town):
    case_id = town.granted("2026-09-29 15:42")
    codes = [step.code for step in seen(town, case_id, "2026-10-17 09:00").steps]
    assert "LegallyReviewed" not in codes
    assert codes.count("OpinionGiven") == 3
    file = casefile.casefile(case_id, by=town.supervisor)
    clocks = tracking.clock_views(file, day("2026-10-17"))
    assert "LegallyReviewed" in {step.code for step in tracking.timeline(file, clocks=clocks, internal=True)}


def test_the_history_names_officers_and_never_people_of_the_enterprise_to_others(town: Town):
    case_id = town.accepted("2026-09-29 15:42")
    steps = {step.code: step for step in seen(town, case_id, "2026-10-08 09:00").steps}
    assert steps["Accepted"].who.name == "周敏"
    assert steps["Submitted"].facts["shared"] == ["business_licence"]
    assert len(steps["Submitted"].facts["materials"]) == 6


def test_a_year_without_schedule_leaves_the_day_open_and_breaks_nothing(town: Town):
    case_id = town.hand_in("2034-12-29 10:00")
    found = seen(town, case_id, "2034-12-30 10:00")
    assert found.clock is not None
    assert found.clock.due.on is None
    assert found.clock.due.missing_year == 2035


def test_the_list_of_an_enterprise_shows_its_own_cases_newest_first(town: Town):
    first, second = town.accepted("2026-09-29 15:42"), town.hand_in("2026-10-08 10:00")
    page = own_cases.listed(by=town.handler, on=day("2026-10-08"))
    assert [line.public_id for line in page.rows] == [second, first]
    assert [line.due for line in page.rows] == [day("2026-10-09"), day("2026-10-20")]
    assert not any(line.ours for line in page.rows)
    deferred(town)
    first = own_cases.listed(by=town.handler, on=day("2026-10-08")).rows[0]
    assert first.ours
    assert (first.first.code, first.first.count) == ("supply", 1)


def test_another_enterprise_sees_no_case(town: Town):
    case_id = town.hand_in("2026-09-29 15:42")
    firm = {"uscc": "91990101MA2WH12346", "firm": "望山石化销售有限公司", "at": beijing("2026-09-01 10:00")}
    people.join("liu@example.cn", "刘一", "13900000077", **firm)
    person = accounts.person(users.find("liu@example.cn").rows[0].id)
    assert person is not None
    for read in (tracking.tracking, correction.view):
        with pytest.raises(Denied):
            read(case_id, by=person.actor, at=beijing("2026-09-30 10:00"))
    assert own_cases.listed(by=person.actor, on=day("2026-10-08")).total == 0
