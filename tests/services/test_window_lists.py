"""The window's lists: by time left, with their lights and filters, in a fixed number of queries."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import case_search, intake
from portal.services.credit_lists import Entry
from portal.services.queue_filters import QueueFilter
from tests.at_window import Town, day, settle
from tests.under_review import queries
from workflows.limits import Signal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def test_the_queue_is_sorted_by_the_time_left_to_answer(town: Town) -> None:
    late, early = town.hand_in("2026-10-10 10:00"), town.hand_in("2026-10-08 10:00")
    page = intake.queue(by=town.clerk, on=day("2026-10-14"))
    assert [row.public_id for row in page.rows] == [early, late]
    assert [(row.light, row.left) for row in page.rows] == [(Signal.RED, -4), (Signal.RED, -2)]  # of the promised day
    assert (page.total, page.lights[Signal.RED], page.kinds) == (2, 2, {"new": 2})


def test_past_the_notice_limit_the_light_is_dark(town: Town) -> None:
    town.hand_in("2026-10-08 10:00")
    (row,) = intake.queue(by=town.clerk, on=day("2026-10-16")).rows
    assert (row.light, row.left, row.group) == (Signal.DARK, -2, "first")


def test_returned_corrections_and_supplements_come_to_the_queue(town: Town) -> None:
    returned, supplied, waiting = (town.hand_in(f"2026-09-29 15:4{n}", later=["training_proof"]) for n in range(3))
    town.mark(returned, "2026-09-30 09:00", fix={"rules_list": "没有施行日期"}, later={"training_proof": ""})
    town.conclude(returned, "correction", "2026-09-30 09:10")
    for case_id in (supplied, waiting):
        town.mark(case_id, "2026-09-30 09:20", later={"training_proof": ""})
        town.conclude(case_id, "accepted_deferred", "2026-09-30 09:30")
    assert {row.public_id for row in intake.corrections(by=town.clerk, on=day("2026-10-09")).rows} == {
        returned,
        supplied,
        waiting,
    }
    town.correct(returned, "2026-10-09 10:00", "rules_list")
    town.supply(supplied, "2026-10-09 11:00", "training_proof")
    page = intake.queue(by=town.clerk, on=day("2026-10-09"))
    assert {row.public_id: row.kind for row in page.rows} == {returned: "returned", supplied: "supplement"}
    (only,) = intake.queue(QueueFilter(kind="supplement"), by=town.clerk, on=day("2026-10-09")).rows
    assert only.deferred_arrived == 1
    assert only.due == day("2026-10-20")


def test_what_waits_for_the_applicant_names_what_is_missing_and_by_when(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:20", later={"training_proof": ""})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:30")
    (row,) = intake.corrections(by=town.clerk, on=day("2026-10-15")).rows
    assert (row.kind, row.missing, row.due) == ("deferral", ("training_proof",), day("2026-10-16"))
    assert (row.light, row.left) == (Signal.YELLOW, 1)


def test_the_red_list_goes_first_on_the_same_day(town: Town) -> None:
    listed = {"grounds": "标准化一级", "body": "临江市应急管理局", "listed_on": day("2026-01-05")}
    first, second = town.hand_in("2026-10-10 10:00"), town.hand_in("2026-10-10 11:00")
    town.list_black(Entry(uscc="91990101MA2HT5K72T", unit_name="临江恒泰化工贸易有限公司", **listed), kind="red")
    town.mark(second, "2026-10-10 12:00", without=["plan_filing"])
    assert [row.public_id for row in intake.queue(by=town.clerk, on=day("2026-10-12")).rows] == [second, first]


def test_the_queue_is_searched_by_name_code_and_number(town: Town) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    (row,) = intake.queue(by=town.clerk, on=day("2026-10-09")).rows
    short = f"{row.number[-12:-4]}-{row.number[-4:]}"
    for words in ("恒泰", "91990101MA2HT5K72T", "91990101ma2h", short, "危险化学品 恒泰"):
        assert [one.public_id for one in intake.queue(by=town.clerk, on=day("2026-10-09"), search=words).rows] == [
            case_id
        ]
    for words in ("没有这家", "%", "_"):
        assert intake.queue(by=town.clerk, on=day("2026-10-09"), search=words).total == 0


def test_a_case_is_found_in_any_state_by_its_number(town: Town) -> None:
    case_id = town.accepted("2026-09-29 15:42")
    on = day("2026-10-09")
    (row,) = case_search.find_cases("20260929-0001", by=town.clerk, on=on).rows
    assert (row.public_id, row.state) == (case_id, "in_review")
    for words in (row.number, "恒泰化工", "91990101MA2HT5K72T", ""):
        assert case_search.find_cases(words, by=town.clerk, on=on).total == 1
    for words in ("20260929-0002", "不存在的公司", "0" * 43):
        assert case_search.find_cases(words, by=town.clerk, on=on).total == 0


def test_lists_take_a_fixed_number_of_queries(town: Town) -> None:
    on, seen = day("2026-10-09"), []
    for n in range(3):
        town.hand_in(f"2026-10-08 10:0{n}")
        with queries() as sent:
            intake.queue(by=town.clerk, on=on)
            intake.corrections(by=town.clerk, on=on)
            case_search.find_cases("恒泰", by=town.clerk, on=on)
        seen.append(sum(one.startswith("SELECT") for one in sent))
    assert len(set(seen)) == 1
    assert seen[0] <= 6


def test_lists_are_for_the_window(town: Town) -> None:
    for somebody in (town.handler, town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            intake.queue(by=somebody, on=day("2026-10-09"))
