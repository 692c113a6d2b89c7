"""Remote intake (R68): a point takes in and forwards, the agency's clock starts where it arrives, and nobody else accepts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import SYSTEM
from portal.documents.letter import words
from portal.services import (
    case_status,
    casefile,
    desk,
    forwarding,
    intake,
    letters,
    offices,
    open_drafts,
    receipts,
    submission,
    sweep,
    tracking,
    walkin,
)
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, day, settle
from tests.web.people import POINT, USCC
from workflows.case import State
from workflows.refusal import Refusal

TAKEN = beijing("2026-09-24 15:00")
ARRIVED = beijing("2026-09-28 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def begun(town: Town) -> str:
    draft = walkin.start(HAZCHEM, USCC, by=town.point, at=TAKEN, typed=ANSWERS)
    town.bring(draft, [], TAKEN, by=town.point)
    return draft


def taken(town: Town, way: str) -> str:
    return submission.submit(begun(town), by=town.point, at=TAKEN, forwarding=way).case_id


def receipt_words(town: Town, case_id: str) -> str:
    file = casefile.casefile(case_id, by=town.point)
    letter = next(one for one in file.letters if one.kind == "receipt")
    return "".join(words(letters.letter(letter.public_id, by=town.point).letter))


def test_by_wire_it_is_received_in_the_same_instant(town: Town) -> None:
    file = casefile.casefile(taken(town, "electronic"), by=town.clerk)
    assert (file.case.state, file.case.received_on, file.case.arrived_on) == (
        State.SUBMITTED,
        day("2026-09-24"),
        day("2026-09-24"),
    )
    assert (file.case.channel, file.case.intake_office, file.case.visits) == ("remote", POINT, 1)
    found = intake.queue(by=town.clerk, on=day("2026-09-24"))
    assert [row.channel for row in found.rows] == ["remote"]
    said = receipt_words(town, file.public_id)
    assert "沿江县便民服务点已经代收" in said
    assert "进入本机关的系统即为收到" in said


def test_by_courier_nothing_runs_before_it_arrives(town: Town) -> None:
    case_id = taken(town, "courier")
    seen = tracking.tracking(case_id, by=town.clerk, at=TAKEN)
    assert (seen.file.case.state, seen.turn.code, dict(seen.clocks)) == (State.FORWARDED, "forwarded", {})
    assert receipts.receipt(case_id, by=town.point).notice_due is None
    assert intake.queue(by=town.clerk, on=day("2026-09-24")).rows == ()
    said = receipt_words(town, case_id)
    assert "受理期限自临江市应急管理局收到材料之日起计算，不自今日起算" in said
    assert "最迟于" not in said
    public = case_status.status(case_id, on=day("2026-09-25"))
    assert public is not None
    assert public.turn.code == "forwarded"


def test_the_clock_starts_on_the_day_of_arrival_at_the_accepting_agency(town: Town) -> None:
    case_id = taken(town, "courier")
    seq = casefile.casefile(case_id, by=town.clerk).case.seq
    case = forwarding.arrive(case_id, "EMS 1234567890123", by=town.clerk, at=ARRIVED, expected_seq=seq)
    assert (case.state, case.received_on, case.arrived_on) == (State.SUBMITTED, day("2026-09-28"), day("2026-09-28"))
    rows = intake.queue(by=town.clerk, on=day("2026-09-28")).rows
    direct = town.hand_in("2026-09-28 10:00")
    by_hand = {row.public_id: row.due for row in intake.queue(by=town.clerk, on=day("2026-09-28")).rows}
    assert [row.public_id for row in rows] == [case_id]
    assert by_hand[case_id] == by_hand[direct]
    town.mark(case_id, "2026-09-28 11:00")
    assert town.conclude(case_id, "accepted", "2026-09-28 11:10").accepted_on == day("2026-09-28")


def test_an_arrival_in_the_evening_or_on_a_holiday_counts_on_the_next_working_day(town: Town) -> None:
    case = forwarding.arrive(taken(town, "courier"), "", by=town.clerk, at=beijing("2026-10-01 09:00"))
    assert case.received_on == day("2026-10-08")


def test_a_silence_while_it_is_on_the_way_accepts_nothing(town: Town) -> None:
    case_id = taken(town, "courier")
    sweep.run(at=beijing("2026-11-20 09:00"))
    assert casefile.casefile(case_id, by=town.clerk).case.state is State.FORWARDED


def test_an_arrival_is_confirmed_once(town: Town) -> None:
    case_id = taken(town, "courier")
    seq = casefile.casefile(case_id, by=town.clerk).case.seq
    forwarding.arrive(case_id, "", by=town.clerk, at=ARRIVED, expected_seq=seq)
    with pytest.raises(Refusal) as refused:
        forwarding.arrive(case_id, "", by=town.colleague, at=ARRIVED, expected_seq=seq)
    assert refused.value.rule == "stale"
    with pytest.raises(Refusal) as refused:
        forwarding.arrive(case_id, "", by=town.colleague, at=ARRIVED)
    assert refused.value.rule == "not_forwarded"


def test_the_point_neither_accepts_nor_sees_what_is_not_its_own(town: Town) -> None:
    own, others = taken(town, "electronic"), town.hand_in("2026-09-24 10:00")
    with pytest.raises(Denied):
        desk.mark(own, "rules_list", "ok", by=town.point, at=TAKEN)
    with pytest.raises(Denied):
        intake.conclude(own, "accepted", by=town.point, at=TAKEN)
    with pytest.raises(Denied):
        forwarding.arrive(own, "", by=town.point, at=TAKEN)
    with pytest.raises(Denied):
        intake.queue(by=town.point, on=day("2026-09-24"))
    with pytest.raises(Denied):
        casefile.casefile(others, by=town.point)
    assert casefile.casefile(own, by=town.point)
    assert [one.public_id for one in forwarding.listed(by=town.point, at=TAKEN)] == [own]


def test_how_it_is_sent_must_be_said_by_the_point_and_by_nobody_else(town: Town) -> None:
    with pytest.raises(Refusal) as refused:
        submission.submit(begun(town), by=town.point, at=TAKEN)
    assert refused.value.rule == "forwarding_missing"
    draft = walkin.start(HAZCHEM, USCC, by=town.clerk, at=TAKEN, typed=ANSWERS)
    town.bring(draft, [], TAKEN, by=town.clerk)
    with pytest.raises(Refusal):
        submission.submit(draft, by=town.clerk, at=TAKEN, forwarding="electronic")


@pytest.mark.parametrize(
    ("items", "regions", "taken_in"),
    [((), (), True), ((HAZCHEM,), ("9901",), True), (("fireworks_retail_licence",), (), False), ((), ("1101",), False)],
)
def test_a_point_takes_in_only_what_was_agreed(
    town: Town, items: tuple[str, ...], regions: tuple[str, ...], taken_in: bool
) -> None:
    row = next(one for one in offices.every() if one.facts.code == POINT)
    offices.change(row.id, replace(row.facts, intake_items=items, intake_regions=regions), by=SYSTEM)
    if taken_in:
        assert walkin.start(HAZCHEM, USCC, by=town.point, at=TAKEN)
        return
    with pytest.raises(Refusal) as refused:
        walkin.start(HAZCHEM, USCC, by=town.point, at=TAKEN)
    assert refused.value.rule == "not_taken_here"


def test_the_applicant_may_withdraw_what_is_on_the_way(town: Town) -> None:
    from portal.services import withdrawal

    case_id = taken(town, "courier")
    withdrawal.withdraw(case_id, "不办了", by=town.handler, at=ARRIVED)
    assert forwarding.listed(by=town.clerk, at=ARRIVED) == ()
    assert open_drafts.mine(by=town.point) == ()
