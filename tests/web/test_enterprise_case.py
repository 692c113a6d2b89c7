"""The case page, corrections, supplements and withdrawal as the applicant meets them, in both languages."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.actors import SYSTEM
from portal.db import transaction
from portal.services import casefile, correction, journal
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser
from tests.web import people
from workflows import commands as c

NOW = beijing("2026-10-12 16:05")
SETTLE = settle


@pytest.fixture
def noticed(app: Flask, town: Town) -> str:
    """A case whose applicant was told what to mend."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        words = {"application": "经营品种与申请书不一致。", "rules_list": "清单缺少隐患排查治理制度。"}
        town.mark(case_id, "2026-09-30 10:00", fix=words)
        town.conclude(case_id, "correction", "2026-09-30 10:00")
        return case_id


@pytest.fixture
def unlike(app: Flask, town: Town) -> str:
    """A case of which an answer of the form and a material were told."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        words = {"field:staff_total": "与人员名册不一致。", "rules_list": "清单缺少隐患排查治理制度。"}
        town.mark(case_id, "2026-09-30 10:00", fix=words)
        town.conclude(case_id, "correction", "2026-09-30 10:00")
        return case_id


@pytest.fixture
def deferred(app: Flask, town: Town) -> str:
    """A case accepted with training records to follow."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
        town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
        town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
        return case_id


def words_of(browser: Browser, *classes: str) -> str:
    found = [one for one in browser.page.tree.iter() if set(classes) & set(one.get("class", "").split())]
    return " ".join(" ".join("".join(one.itertext()).split()) for one in found)


def send(browser: Browser, address: str, *files: tuple[str, bytes], **data: Any) -> Any:
    given = {**data, "file": [(io.BytesIO(content), name) for name, content in files]}
    return browser.post(address, data=given, content_type="multipart/form-data")


def test_a_case_page_says_whose_turn_it_is_and_why_the_day_is_that_day(browser, deferred):
    browser.get(f"/my/cases/{deferred}")
    turn = words_of(browser, "ow-turn")
    assert "现在轮到 您 和 临江市应急管理局" in turn
    assert "请在 10月16日 24:00 前补交 1 份容缺材料" in turn
    assert "从业人员安全培训合格证明，还剩 4 个工作日" in turn
    assert words_of(browser, "ow-clock").startswith("还剩 6 个工作日")
    assert "10/10第3天调休" in words_of(browser, "ow-cal").replace(" ", "")
    history = words_of(browser, "ow-time")
    assert "受理，容缺 1 份" in history
    assert "收到 5 份材料；营业执照由共享取得" in history
    assert [link for link in browser.page.links if "受理通知书" in link]


@pytest.mark.parametrize("english", [False, True])
def test_every_stage_of_a_case_has_a_whole_page(app, town, browser, noticed, deferred, english):
    if english:
        people.speak_english(browser)
    with app.app_context():
        stages = [
            noticed, deferred, town.hand_in("2026-10-12 09:00"), town.accepted("2026-09-29 16:00"),
            town.granted("2026-09-29 16:10"), town.refused("2026-09-29 16:20"),
        ]  # fmt: skip
        with transaction() as session:
            row = journal.lock(session, casefile.row_of(session, stages[3]).id)
            pause = c.PauseClock("expert_review", 20, "储存设施间距需要专家评审")
            journal.record(session, row, pause, by=town.decider, at=beijing("2026-10-09 10:00"))
    for case_id in stages:
        for page in ("", "/content", "/receipt", "/withdrawal"):
            assert browser.get(f"/my/cases/{case_id}{page}").status_code == 200
    browser.get(f"/my/cases/{noticed}/correction")
    assert browser.get(f"/my/cases/{noticed}/correction/goods").status_code == 404
    assert browser.get("/my/cases").status_code == 200
    assert len(browser.page.all("ul", "ow-mine")[-1].findall("li")) == 6


def test_identity_numbers_are_masked_where_they_are_only_read(browser, noticed):
    browser.get(f"/my/cases/{noticed}/content")
    assert "9901**********3019" in browser.page.words
    assert "990101198003073019" not in browser.page.html


def test_due_days_go_into_ones_own_calendar(browser, deferred):
    response = browser.get(f"/my/cases/{deferred}/due.ics")
    text = response.get_data(as_text=True)
    assert response.mimetype == "text/calendar"
    assert "DTSTART;VALUE=DATE:20261016" in text
    assert "DTSTART;VALUE=DATE:20261020" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_day_of_a_paused_clock_is_named_as_what_it_is_in_the_calendar_and_in_the_course(app, town, browser):
    with app.app_context(), transaction() as session:
        case_id = town.accepted("2026-09-29 16:00")
        row = journal.lock(session, casefile.row_of(session, case_id).id)
        pause = c.PauseClock("expert_review", 20, "储存设施间距需要专家评审")
        journal.record(session, row, pause, by=town.decider, at=beijing("2026-10-09 10:00"))
    text = browser.get(f"/my/cases/{case_id}/due.ics").get_data(as_text=True).replace("\r\n ", "")
    (promised,) = [one for one in text.split("BEGIN:VEVENT") if "承诺到期" in one]
    assert "（暂停中，按今天恢复算）" in promised
    assert "还没有确定的到期日" in promised
    browser.get(f"/my/cases/{case_id}")
    assert "前（暂停中，按今天恢复算）" in browser.page.words


def test_a_correction_shows_the_officers_words_and_opens_nothing_else(browser, noticed):
    browser.get(f"/my/cases/{noticed}/correction")
    assert "请在 10月27日 24:00 前一次交回" in browser.page.words
    assert "清单缺少隐患排查治理制度。" in words_of(browser, "ow-words")
    assert {name for name in browser.page.ids if name.startswith("m-")} == {"m-application", "m-rules_list"}


def test_a_correction_goes_back_when_everything_is_mended(app, browser, unlike):
    page = f"/my/cases/{unlike}/correction"
    browser.get(page)
    assert browser.fill_in(action="/correction").status_code == 422
    assert "“安全生产规章制度和岗位操作规程目录清单”还没有上传新文件。" in browser.page.words
    bad = send(browser, f"{page}/files", ("a.pdf", b""), material="rules_list", key="rules_list")
    assert bad.status_code == 422
    assert "“a.pdf”是空文件" in browser.page.words
    assert send(browser, f"{page}/files", ("新.pdf", pdf()), material="rules_list", key="rules_list").status_code == 303
    browser.get(f"{page}/people")
    assert browser.fill_in({"f-staff_total": "很多"}, button="next").status_code == 422
    assert browser.page.ids["f-staff_total"].get("value") == "很多"
    browser.get(page)
    assert browser.fill_in(action="/correction").status_code == 422
    assert "“从业人员总数”要填数字。单位不用写" in browser.page.words
    browser.get(f"{page}/people")
    assert browser.fill_in({"f-staff_total": "13"}, button="next").status_code == 303
    browser.get(page)
    assert browser.fill_in(action="/correction").status_code == 303
    browser.get(f"/my/cases/{unlike}")
    assert "补正已经交回" in browser.page.words
    assert browser.get(page).status_code == 409
    with app.app_context():
        assert casefile.casefile(unlike, by=SYSTEM).answers["staff_total"] == "13"


def test_a_page_from_before_somebody_elses_answer_changes_nothing(app, town, browser, noticed):
    page = f"/my/cases/{noticed}/correction"
    browser.get(page)
    with app.app_context():
        for material in ("rules_list", "application"):
            town._upload(noticed, "2026-10-12 10:00", [material], "correction")
    stale = browser.page
    with app.app_context():
        correction.answer(noticed, by=town.handler, at=NOW)
    browser.page = stale
    assert browser.fill_in(action="/correction").status_code == 409


def test_withdrawing_asks_for_a_reason_and_happens_once(browser, deferred):
    page = f"/my/cases/{deferred}/withdrawal"
    browser.get(page)
    assert browser.fill_in().status_code == 422
    assert "撤回的原因没有写" in words_of(browser, "ow-errors")
    assert browser.fill_in({"reason": "经营计划有变"}).status_code == 303
    browser.get(f"/my/cases/{deferred}")
    assert "申请已经撤回" in words_of(browser, "ow-turn")
    assert "已撤回" in words_of(browser, "ow-clock")
    assert "已经答复" not in words_of(browser, "ow-clock")
    browser.get(page)
    assert "不能再撤回" in browser.page.words


def test_an_overdue_department_is_named_and_the_applicant_told_to_wait(browser, deferred, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    people.sign_in(browser, people.HANDLER)
    browser.get(f"/my/cases/{deferred}")
    assert "已经超期，我们在催办" in words_of(browser, "ow-turn")


def test_a_year_without_schedule_is_said_instead_of_a_day(app, town, browser, monkeypatch):
    later = beijing("2034-12-29 10:00")
    monkeypatch.setattr(clock, "now", lambda: later)
    with app.app_context():
        case_id = town.hand_in("2034-12-29 10:00")
    people.sign_in(browser, people.HANDLER)
    browser.get(f"/my/cases/{case_id}")
    assert "2035 年的放假安排还没有公布" in browser.page.words
    browser.get(f"/my/cases/{case_id}/receipt")
    assert "窗口在受理期限内告诉您是否受理" in browser.page.words


def test_a_case_of_another_enterprise_stays_closed(app, browsers, noticed, deferred):
    firm = {"uscc": "91990101MA2WH12346", "firm": "望山石化销售有限公司", "at": NOW}
    with app.app_context():
        people.join("liu@example.cn", "刘一", "13900000077", **firm)
    stranger = people.sign_in(browsers(), "liu@example.cn")
    for page in (
        "",
        "/content",
        "/receipt",
        "/due.ics",
        "/withdrawal",
        "/correction",
        "/correction/goods",
        "/supplement",
    ):
        assert stranger.get(f"/my/cases/{noticed}{page}").status_code == 403
    stranger.get("/apply/hazchem_business_licence")
    posts = {"/correction": {}, "/correction/files": {"material": "rules_list"}, "/withdrawal": {"reason": "x"}}
    for page, data in {
        **posts,
        "/supplement": {},
        "/supplement/files": {"material": "training_proof"},
        "/correction/goods": {},
    }.items():
        assert stranger.post(f"/my/cases/{noticed}{page}", data=data).status_code == 403
    assert stranger.get("/my/cases/no-such-case").status_code == 404
