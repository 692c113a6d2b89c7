"""The calendar of an office: every last day that it answers for, each once, and of a paused case the one that holds today."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import User
from portal.services import feeds, hearings, publication
from portal.services.feed_days import Entry
from portal.web.calendar_file import as_feed
from tests import under_review
from tests.services.cases import Hall, at
from tests.services.test_hearings import set_day
from tests.under_review import Town, beijing
from workflows import commands as c


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


def fed(by: Actor, day: str) -> dict[str, Entry]:
    """What the calendar of a person holds on that day, by clock."""
    found = feeds.feed(feeds.open_feed(by=by, at=at(f"{day}T09:00")), on=date.fromisoformat(day))
    assert found is not None
    assert len({one.name for one in found.entries}) == len(found.entries)
    return {one.clock: one for one in found.entries}


def days(found: dict[str, Entry]) -> dict[str, str]:
    return {clock: one.due_on.isoformat() for clock, one in found.items()}


def test_a_calendar_lists_the_offices_days_and_nothing_about_anybody(town: Town):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    token = feeds.open_feed(by=town["qin.yue"], at=beijing("2026-11-10 12:00"))
    found = feeds.feed(token, on=date(2026, 11, 10))
    assert found is not None
    assert [(one.clock, one.due_on.isoformat()) for one in found.entries] == [("track:fire", "2026-11-17")]
    again = feeds.open_feed(by=town["han.weidong"], at=beijing("2026-11-10 12:00"))
    led = feeds.feed(again, on=date(2026, 11, 10))
    assert led is not None
    assert {one.clock for one in led.entries} == {"promised", "statutory", "track:documents"}
    assert "恒泰" not in repr(led)


def test_a_new_address_ends_the_old_one_and_a_closed_one_opens_nothing(town: Town):
    by, when = town["qin.yue"], beijing("2026-11-10 12:00")
    first, second = feeds.open_feed(by=by, at=when), feeds.open_feed(by=by, at=when)
    assert feeds.feed(first, on=when.date()) is None
    assert feeds.feed(second, on=when.date()) is not None
    feeds.close_feed(by=by)
    assert feeds.feed(second, on=when.date()) is None
    assert feeds.feed("", on=when.date()) is None


def test_the_calendar_of_somebody_who_left_opens_nothing(town: Town):
    token = feeds.open_feed(by=town["qin.yue"], at=beijing("2026-11-10 12:00"))
    with transaction() as session:
        session.get_one(User, town["qin.yue"].id).active = False
    assert feeds.feed(token, on=date(2026, 11, 10)) is None


def test_a_paused_case_stands_there_with_the_day_that_holds_if_it_is_answered_today(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    before = days(fed(hall.reviewer, "2026-03-05"))
    hall.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-05T10:00", hall.head)
    first, later = (fed(hall.reviewer, day) for day in ("2026-03-10", "2026-03-12"))
    assert before["promised"] == "2026-03-17"
    assert (days(first)["promised"], days(later)["promised"]) == ("2026-03-20", "2026-03-24")
    assert all(one.moves for clock, one in first.items() if clock != "procedure:hearing")
    assert days(first).keys() == {*before, "procedure:hearing"}
    hall.do(case_id, c.ResumeClock("hearing"), "2026-03-12T10:00", hall.head)
    assert days(fed(hall.reviewer, "2026-03-20")) == {
        clock: day for clock, day in days(later).items() if clock != "procedure:hearing"
    }


def test_a_special_procedure_stands_there_by_the_length_that_was_told(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    hall.do(case_id, c.PauseClock("expert_review", 20, "专家评审"), "2026-03-05T10:00", hall.head)
    procedure = fed(hall.reviewer, "2026-03-10")["procedure:expert_review"]
    assert (procedure.due_on, procedure.moves) == (date(2026, 4, 2), False)


def test_a_department_sees_its_own_opinion_on_a_paused_case_and_no_other_clock(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    hall.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-05T10:00", hall.head)
    found = fed(hall.fire, "2026-03-10")
    assert found.keys() == {"track:fire"}
    assert found["track:fire"].moves


def test_a_case_that_was_late_before_its_pause_keeps_its_day(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    hall.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-19T10:00", hall.head)
    late = fed(hall.reviewer, "2026-03-25")
    assert (days(late)["promised"], late["promised"].moves) == ("2026-03-17", False)
    assert late["statutory"].moves


def test_every_period_of_a_hearing_stands_in_the_calendar_of_the_office_that_leads(hall: Hall):
    case_id = hall.heard()
    with reading() as session:
        public_id = session.get_one(CaseRow, case_id).public_id
    hearings.tell(public_id, "拟不予许可：间距不足", by=hall.reviewer, at=at("2026-03-06T09:00"))
    assert days(fed(hall.reviewer, "2026-03-06"))["hearing_request"] == "2026-03-13"
    hearings.request(public_id, by=hall.handler, at=at("2026-03-09T09:00"))
    asked = days(fed(hall.reviewer, "2026-03-09"))
    assert asked["hearing"] == "2026-04-07"
    assert "hearing_request" not in asked
    set_day(hall, public_id)
    assert days(fed(hall.head, "2026-03-10"))["hearing_day"] == "2026-03-19"
    assert "hearing_day" not in fed(hall.fire, "2026-03-10")


def test_delivery_and_publication_stand_there_until_they_are_done(hall: Hall):
    case_id = hall.heard()
    hall.do(case_id, c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", hall.lawyer)
    hall.do(case_id, c.Refuse("储存间距 9 米", "不足 12 米", "《办法》第六条第一项"), "2026-03-06T10:00", hall.head)
    owed = days(fed(hall.reviewer, "2026-03-09"))
    assert owed == {"delivery": "2026-03-20", "publication": "2026-03-17"}
    assert days(fed(hall.clerk, "2026-03-09")) == {"delivery": "2026-03-20"}
    publication.publish(case_id, at=at("2026-03-10T10:00"))
    assert fed(hall.reviewer, "2026-03-10").keys() == {"delivery"}


def test_a_diary_says_of_a_paused_case_that_its_day_is_none_yet(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    hall.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-05T10:00", hall.head)
    found = [one for one in fed(hall.reviewer, "2026-03-10").values() if one.clock == "promised"]
    text = {}
    for language in ("zh_Hans_CN", "en"):
        with force_locale(language):
            text[language] = as_feed(found, at=at("2026-03-10T09:00")).replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260320" in text["en"]
    assert "（暂停中，按今天恢复算）" in text["zh_Hans_CN"]
    assert "如果今天恢复，到期日是这一天" in text["zh_Hans_CN"]
    assert r"(paused\; if it goes on today)" in text["en"]
