"""Dates, deadlines, units and numbers as both languages write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from portal import clock, formats
from portal.web import status_words
from workflows.limits import Signal

pytestmark = pytest.mark.engines("sqlite")
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # 16:30 in China
NBSP = "\u00a0"


@pytest.fixture
def speaking(app, monkeypatch):
    """`speaking("en")` is a request in that language, on Sunday 22 November 2026 at 16:30."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return lambda language: app.test_request_context("/", headers={"Cookie": f"ow_language={language}"})


def words(markup) -> str:
    return re.sub(r"<[^>]+>", "", str(markup))


CASES = [
    (formats.date_full, (date(2026, 11, 22),), "2026年11月22日", "22 November 2026"),
    (formats.day, (date(2026, 11, 25),), "11月25日", "25 November"),
    (formats.day, (date(2027, 1, 8),), "2027年1月8日", "8 January 2027"),
    (formats.stamp, (datetime(2026, 11, 20, 2, 12, tzinfo=UTC),), "11月20日 10:12", "20 November, 10:12"),
    (formats.stamp, (datetime(2026, 11, 22, 8, 5, tzinfo=UTC),), "今天 16:05", "today at 16:05"),
    (formats.moment, (datetime(2026, 9, 29, 7, 42, tzinfo=UTC),), "2026年9月29日 15:42", "29 September 2026, 15:42"),
    (formats.deadline, (date(2026, 11, 23),), f"11月23日 24:00{NBSP}前", "by 24:00 on 23 November"),
    (formats.deadline, (datetime(2026, 11, 22, 9, 0, tzinfo=UTC),), f"今天 17:00{NBSP}前", "by 17:00 today"),
    (formats.cell, (date(2026, 11, 25),), "11/25", "25 Nov"),
    (formats.weekday, (date(2026, 11, 22),), "星期日", "Sunday"),
    (
        formats.month_day_range,
        (date(2026, 11, 1), date(2026, 11, 22)),
        "11月1日至11月22日",
        "1 November to 22 November",
    ),
    (formats.unit, (1,), f"1{NBSP}个工作日", f"1{NBSP}working day"),
    (formats.unit, (113, "calendar_day"), f"113{NBSP}天", f"113{NBSP}days"),
    (formats.left, (3,), f"还剩 3{NBSP}个工作日", f"3{NBSP}working days left"),
    (formats.past_promise, (-1,), f"超承诺 1{NBSP}个工作日", f"1{NBSP}working day past the promise"),
    (formats.past_law, (2,), f"超法定 2{NBSP}个工作日", f"2{NBSP}working days past the statutory limit"),
    (formats.paused, (6,), f"暂停，剩 6{NBSP}个工作日", f"paused, 6{NBSP}working days left"),
    (formats.share, (1276, 1284), f"99.4%（1,276{NBSP}件 ÷ 1,284{NBSP}件）", "99.4% (1,276 of 1,284 cases)"),
    (formats.share, (0, 0), f"–（0{NBSP}件 ÷ 0{NBSP}件）", "– (0 of 0 cases)"),
    (formats.due_date, (date(2026, 11, 25),), "11月25日", "25 November"),
    (formats.due_date, (date(2027, 1, 8), True), "2027年1月8日（暂定）", "8 January 2027 (provisional)"),
    (
        formats.due_date,
        (date(2027, 1, 8), True, 2027),
        "2027年1月8日（暂定，2027 年放假安排未公布）",
        "8 January 2027 (provisional: the holidays of 2027 are not announced yet)",
    ),
    (formats.listed, (["甲", "乙"],), "甲、乙", "甲, 乙"),
]


@pytest.mark.parametrize(("function", "facts", "chinese", "english"), CASES)
def test_both_languages_write_it_as_the_handbook_says(speaking, function, facts, chinese, english):
    with speaking("zh"):
        assert words(function(*facts)) == chinese
    with speaking("en"):
        assert words(function(*facts)) == english


def test_every_date_is_a_time_element_with_a_machine_date(speaking):
    with speaking("zh"):
        assert formats.date_full(date(2026, 11, 22)) == '<time datetime="2026-11-22">2026年11月22日</time>'
        assert 'datetime="2026-11-20T10:12+08:00"' in formats.stamp(datetime(2026, 11, 20, 2, 12, tzinfo=UTC))
        assert 'datetime="2026-11-24T00:00:00+08:00"' in formats.deadline(date(2026, 11, 23)), (
            "24:00 is the next day's start"
        )


def test_nothing_is_written_for_a_date_that_is_not_there(speaking):
    with speaking("zh"):
        for function in (
            formats.date_full,
            formats.day,
            formats.stamp,
            formats.moment,
            formats.deadline,
            formats.due_date,
        ):
            assert function(None) == ""


@pytest.mark.parametrize(
    ("function", "value", "shown"),
    [
        (formats.mask_id, "990101199003073010", "9901**********3010"),
        (formats.mask_id, "", ""),
        (formats.mask_id, "123", "***"),
        (formats.mask_phone, "13900000117", "139****0117"),
        (formats.mask_phone, "5550117", "*******"),
        (formats.mask_name, "沈远航", "沈**"),
        (formats.short_number, "11990100MB2F56132U3000125990001202609290017", "20260929-0017"),
        (formats.file_size, 46 * 1024 * 1024, f"46{NBSP}MB"),
        (formats.file_size, 317_440, f"310{NBSP}KB"),
        (formats.file_size, 12, f"12{NBSP}B"),
    ],
)
def test_numbers_of_people_are_masked_and_others_are_short(function, value, shown):
    assert function(value) == shown


def test_the_last_twelve_digits_of_a_case_number_are_bold():
    number = formats.case_number("11990100MB2F56132U3000125990001202609290017")
    assert number == '<span class="ow-code">11990100MB2F56132U3000125990001<b>202609290017</b></span>'


def test_chinese_data_is_marked_in_english_pages_only_and_always_escaped(speaking):
    with speaking("zh"):
        assert formats.zh("<b>沈</b>") == "&lt;b&gt;沈&lt;/b&gt;"
    with speaking("en"):
        assert formats.zh("<b>沈</b>") == '<span lang="zh-CN">&lt;b&gt;沈&lt;/b&gt;</span>'
        assert formats.zh("Linjiang") == "Linjiang"
        assert formats.zh(None) == ""


def test_a_number_and_its_unit_stay_together_in_sentences(app, speaking):
    with speaking("zh"):
        line = app.jinja_env.from_string("{{ _('部门 %(n)s 个', n=3) }}").render()
    assert line == f"部门 3{NBSP}个"


@pytest.mark.parametrize(
    ("kind", "said"), [("promised", "超承诺"), ("notice_promised", "超承诺"), ("statutory", "超法定")]
)
def test_by_how_much_a_promise_is_past_it_says_itself_also_beyond_the_law(app, speaking, kind, said):
    late = SimpleNamespace(stopped=None, left=-29, unit="working_day", signal=Signal.DARK, kind=kind, pausing=False)
    with speaking("zh"):
        page = app.jinja_env.from_string(
            '{% from "application/clock.html" import left_words %}{{ left_words(clock) }}'
        ).render(clock=late)
        assert page == status_words.light_words(late) == f"{said} 29{NBSP}个工作日"
