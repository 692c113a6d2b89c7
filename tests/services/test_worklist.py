"""The work list: what waits for an office, the most urgent first, in two queries whatever the number of cases."""

from __future__ import annotations

from datetime import date

import pytest

from portal.access import Denied
from portal.services import supervision, worklist, worklist_rows
from portal.services.forecast import forecast
from portal.services.law import calendar
from tests import under_review
from tests.under_review import Town, queries
from workflows import commands as c
from workflows.limits import Signal

SUNDAY = date(2026, 11, 22)
NO_STORAGE = {"has_storage": "none", "business_mode": ["wholesale"]}


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def accepted(town: Town, submitted: str, taken: str, **applied) -> str:
    case_id = town.apply(f"{submitted} 09:00", **applied)
    town.accept(case_id, f"{taken} 09:00")
    return case_id


def rows(page):
    return [(row.group, row.light, row.left, row.public_id) for row in page.rows]


def test_cases_stand_in_the_order_in_which_their_time_runs_out(town):
    green = accepted(town, "2026-11-16", "2026-11-17")
    dark = accepted(town, "2026-09-15", "2026-09-16", firm=1)
    red = accepted(town, "2026-10-20", "2026-10-21", firm=2)
    yellow = accepted(town, "2026-11-09", "2026-11-10", answers=NO_STORAGE)
    paused = accepted(town, "2026-11-02", "2026-11-03", firm=1)
    town.do(paused, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-11-10 09:00", by="han.weidong")
    page = worklist.worklist(by=town["han.weidong"], on=SUNDAY)
    assert rows(page) == [
        ("first", Signal.DARK, -13, dark),
        ("first", Signal.RED, -2, red),
        ("first", Signal.YELLOW, 2, yellow),
        ("within", Signal.GREEN, 17, green),
        ("paused", Signal.GREY, 15, paused),
    ]
    assert page.lights == {
        Signal.DARK: 1,
        Signal.RED: 1,
        Signal.YELLOW: 1,
        Signal.GREEN: 1,
        Signal.GREY: 1,
    }
    assert page.rows[-1].pause == worklist_rows.Pause("hearing", date(2026, 11, 10), 20)


def test_a_reviewer_sees_the_opinions_of_the_own_office_by_their_own_days(town):
    late = accepted(town, "2026-11-09", "2026-11-10")
    near = accepted(town, "2026-11-13", "2026-11-16", firm=1)
    page = worklist.worklist(by=town["qin.yue"], on=SUNDAY)
    assert page.desk == "opinions"
    assert rows(page) == [("first", Signal.RED, -3, late), ("first", Signal.YELLOW, 1, near)]
    assert {row.mine.track for row in page.rows} == {"fire"}
    assert page.desks == {"lead": 0, "opinions": 2}


def test_only_a_last_day_that_may_still_move_is_called_provisional(town):
    accepted(town, "2026-11-19", "2026-11-20")
    opinion = worklist.worklist(by=town["qin.yue"], on=SUNDAY).rows[0]
    assert (opinion.due.year, opinion.provisional) == (2026, False)
    accepted(town, "2026-12-10", "2026-12-11", firm=1)
    last = worklist.worklist(by=town["han.weidong"], on=date(2026, 12, 14)).rows[-1]
    assert (last.due.year, last.provisional) == (2027, True)


def test_an_opinion_that_waits_for_another_one_stands_last_without_a_clock(town):
    case_id = accepted(town, "2026-11-19", "2026-11-20")
    page = worklist.worklist(by=town["chen.li"], on=SUNDAY)
    assert [(row.group, row.mine.track, row.left) for row in page.rows] == [
        ("within", "documents", 3),
        ("waiting", "site", None),
    ]
    assert page.rows[1].mine.waits_for == ("documents", "fire")
    town.answer(case_id, "documents", "2026-11-20 10:00", by="chen.li")
    assert worklist.worklist(by=town["chen.li"], on=SUNDAY).rows[0].mine.waits_for == ("fire",)


def test_an_answered_opinion_and_a_decided_case_leave_the_list(town):
    case_id = accepted(town, "2026-11-02", "2026-11-03")
    town.heard(case_id, "2026-11-04")
    assert worklist.worklist(by=town["qin.yue"], on=SUNDAY).rows == ()
    assert worklist.worklist(by=town["han.weidong"], on=SUNDAY).rows[0].ready
    town.do(case_id, c.Grant("符合条件"), "2026-11-05 09:00", by="han.weidong")
    assert worklist.worklist(by=town["han.weidong"], on=SUNDAY).rows == ()


def test_a_reviewer_of_the_leading_office_finds_its_cases_on_the_other_desk(town):
    case_id = accepted(town, "2026-11-02", "2026-11-03")
    town.heard(case_id, "2026-11-04")
    page = worklist.worklist(by=town["chen.li"], on=SUNDAY, desk="lead")
    assert [row.public_id for row in page.rows] == [case_id]
    assert worklist.worklist(by=town["han.weidong"], on=SUNDAY, desk="opinions").desk == "lead"


def test_a_row_says_who_is_silent_what_is_deferred_and_what_the_lists_showed(town):
    case_id = town.apply("2026-11-16 09:00", later=("premises",))
    town.accept(case_id, "2026-11-17 09:00", later=("premises",))
    town.answer(case_id, "fire", "2026-11-18 09:00", by="qin.yue")
    (row,) = worklist.worklist(by=town["han.weidong"], on=SUNDAY).rows
    assert (row.answered, row.total, row.deferred_open, row.credit, row.ready) == (1, 4, 1, "none", False)
    assert [(one.track, one.state) for one in row.tracks] == [
        ("documents", "open"),
        ("fire", "answered"),
        ("eco", "open"),
        ("site", "waiting"),
    ]


def test_filters_by_light_and_by_words_leave_what_they_say(town):
    accepted(town, "2026-11-16", "2026-11-17")
    red = accepted(town, "2026-10-20", "2026-10-21", firm=2)
    han = {"by": town["han.weidong"], "on": SUNDAY}
    assert [row.public_id for row in worklist.worklist(**han, light=Signal.RED).rows] == [red]
    assert worklist.worklist(**han, light=Signal.YELLOW).rows == ()
    assert [row.applicant for row in worklist.worklist(**han, search="港联").rows] == ["临江港联仓储有限公司"]
    assert len(worklist.worklist(**han, search="20261020-0001").rows) == 1
    assert len(worklist.worklist(**han, search="港联 hazardous").rows) == 1
    assert worklist.worklist(**han, search="100%_").rows == ()


def test_opinions_on_a_paused_case_stand_last_with_and_without_words(town):
    running = accepted(town, "2026-11-17", "2026-11-18")
    paused = accepted(town, "2026-11-16", "2026-11-17", firm=2)
    town.do(paused, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-11-18 09:00", by="han.weidong")
    qin = {"by": town["qin.yue"], "on": SUNDAY}
    page = worklist.worklist(**qin)
    assert [row.public_id for row in page.rows] == [running, paused]
    assert page.rows[-1].group == "paused"
    assert page.lights[Signal.GREY] == 1
    found = worklist.worklist(**qin, search="港联")
    assert [row.public_id for row in found.rows] == [paused]
    assert found.lights[Signal.GREY] == found.total == 1


@pytest.mark.parametrize("words", ["", "港联", "没有这个"])
def test_both_desks_count_one_another_rightly(town, words):
    for firm in range(3):
        accepted(town, "2026-11-16", "2026-11-17", firm=firm)
    chen = {"by": town["chen.li"], "on": SUNDAY, "search": words}
    lead, opinions = (worklist.worklist(**chen, desk=desk) for desk in worklist.DESKS)
    assert lead.desks == opinions.desks == {"lead": lead.total, "opinions": opinions.total}


def test_words_looked_for_do_not_change_the_forecast(town):
    decided = accepted(town, "2026-11-09", "2026-11-10")
    town.heard(decided, "2026-11-12")
    town.do(decided, c.Grant("符合条件"), "2026-11-13 09:00", by="han.weidong")
    for day in ("2026-11-10", "2026-11-11", "2026-11-12"):
        accepted(town, day, day, answers=NO_STORAGE)
    han = {"by": town["han.weidong"], "on": SUNDAY}
    foretold = worklist.worklist(**han).forecast
    assert foretold is not None
    assert foretold.late
    assert worklist.worklist(**han, search="没有这个").forecast == foretold


def test_pages_follow_one_another_without_gap_or_double(town, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 2)
    for day, taken in (("2026-10-20", "2026-10-21"), ("2026-10-21", "2026-10-22"), ("2026-11-16", "2026-11-17")):
        accepted(town, day, taken)
        accepted(town, day, taken, firm=1)
    paused = accepted(town, "2026-11-17", "2026-11-18")
    town.do(paused, c.PauseClock("testing", 20, "送检"), "2026-11-19 09:00", by="han.weidong")
    pages = [worklist.worklist(by=town["han.weidong"], on=SUNDAY, page=n) for n in (1, 2, 3, 4)]
    found = [row.public_id for page in pages for row in page.rows]
    assert len(found) == len(set(found)) == 7
    assert [row.group for page in pages for row in page.rows] == ["first"] * 4 + ["within"] * 2 + ["paused"]
    assert pages[0].pages == 4
    assert worklist.worklist(by=town["han.weidong"], on=SUNDAY, page=99).page == 4


def test_a_page_takes_two_queries_whatever_the_number_of_cases(town):
    for n in range(3):
        accepted(town, "2026-11-16", "2026-11-17", firm=n)
    for who in ("han.weidong", "chen.li"):
        with queries() as sent:
            worklist.worklist(by=town[who], on=SUNDAY)
        assert len([one for one in sent if "SELECT" in one]) == 2, who


def test_a_day_off_names_the_next_working_day(town):
    assert worklist.worklist(by=town["chen.li"], on=SUNDAY).next_day == date(2026, 11, 23)
    assert worklist.worklist(by=town["chen.li"], on=date(2026, 11, 23)).next_day is None


def test_others_have_no_work_list(town):
    for login in ("zhou.min", "su.ming", "lin.jing"):
        with pytest.raises(Denied):
            worklist.worklist(by=town[login], on=SUNDAY)


def test_the_forecast_names_the_first_day_on_which_the_pace_is_not_enough():
    monday = date(2026, 11, 23)
    listed = "2026-11-24:1,2026-11-25:4,2026-11-26:1"
    found = forecast(20, listed, monday, calendar())
    assert (found.pace, found.on, found.late) == (1.0, date(2026, 11, 25), 2)


def test_the_forecast_works_off_what_is_late_already_before_anything_else():
    found = forecast(20, "2026-11-20:3,2026-11-24:1", date(2026, 11, 23), calendar())
    assert (found.on, found.late) == (date(2026, 11, 24), 1)


def test_a_pace_that_is_enough_foretells_nothing_and_no_pace_foretells_nothing():
    monday = date(2026, 11, 23)
    assert forecast(40, "2026-11-24:2", monday, calendar()).on is None
    assert forecast(0, "2026-11-24:2", monday, calendar()).on is None
    assert forecast(20, None, monday, calendar()).on is None


def test_a_paused_case_shows_exactly_what_it_was_late_with_before_the_pause(town):
    """Past the promise only, past the law too, or in time: a pause hides neither, and makes nothing late (R120)."""
    dark = accepted(town, "2026-09-01", "2026-09-02")
    red = accepted(town, "2026-10-12", "2026-10-13", firm=1)
    grey = accepted(town, "2026-11-09", "2026-11-10", firm=2)
    for case_id in (dark, red, grey):
        town.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-11-18 09:00", by="han.weidong")
    for later in ("2026-11-20", "2027-01-20"):
        on = date.fromisoformat(later)
        shown = {row.public_id: row.light for row in worklist.worklist(by=town["han.weidong"], on=on, desk="lead").rows}
        assert shown == {dark: Signal.DARK, red: Signal.RED, grey: Signal.GREY}
        seen = {row.public_id: row.light for row in supervision.cases(by=town["su.ming"], on=on).rows}
        assert seen == shown
    owed = worklist.worklist(by=town["qin.yue"], on=date(2026, 11, 20), desk="opinions").rows
    assert {row.public_id: row.light for row in owed} == {dark: Signal.RED, red: Signal.RED, grey: Signal.RED}


def test_a_step_past_its_day_counts_and_shows_though_the_case_is_in_time(town):
    case_id = accepted(town, "2026-11-09", "2026-11-10")
    on = date(2026, 11, 19)
    (row,) = supervision.cases(by=town["su.ming"], on=on, late_step=True).rows
    assert (row.public_id, row.late_steps) == (case_id, 3)
    assert row.light in (Signal.GREEN, Signal.YELLOW)
    seen = supervision.overview(by=town["su.ming"], on=on)
    assert seen.late_step_cases == 1
    assert {one.office: one.late_steps for one in seen.offices if one.late_steps} == {"emb": 1, "fire": 1, "eco": 1}
    assert supervision.cases(by=town["su.ming"], on=date(2026, 11, 12), late_step=True).rows == ()
