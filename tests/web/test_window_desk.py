"""The acceptance desk in a browser: marks by saving, refusals beside the field, nothing typed is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.actors import SYSTEM
from portal.clock import now
from portal.services import desk, intake, service_windows, uploads
from portal.services.service_windows import WindowFacts
from tests.at_window import Town, settle
from tests.pages import Browser, said
from tests.web.people import sign_in
from tests.web.test_window import ago
from workflows.case import State


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return town.hand_in(ago(1))


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def state(app: Flask, town: Town, case_id: str) -> desk.Desk:
    with app.app_context():
        return desk.desk(case_id, by=town.clerk, at=now())


def test_a_mark_is_saved_and_the_next_material_opens(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}")
    assert clerk.page.all("img", "ow-page")
    answer = clerk.fill_in({"verdict": "ok"}, button="next")
    assert answer.status_code == 303
    assert answer.location == f"/window/queue/{case_id}?m=rules_list"
    seen = state(app, town, case_id)
    assert seen.materials[0].verdict == "ok"
    assert [look.result for look in seen.file.case.credit] == ["none"]


def test_to_be_corrected_without_words_is_refused_beside_the_field(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    points = {"p:premises_lease.3": "no"}
    assert clerk.fill_in({"verdict": "fix", **points}, button="stay").status_code == 422
    (area,) = [one for one in clerk.page.tree.iter("textarea") if one.get("name") == "reason"]
    assert area.get("aria-invalid") == "true"
    assert "标“需补正”要写明哪里不对" in said(clerk.page.ids["why-error"])
    chosen = [one.get("value") for one in clerk.page.tree.iter("input") if one.get("checked") is not None]
    assert set(chosen) == {"no", "fix"}


def test_in_order_with_a_point_unmet_is_refused_with_what_to_do(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    words = {"verdict": "ok", "p:premises_lease.3": "no", "reason": "租期已过"}
    assert clerk.fill_in(words, button="stay").status_code == 422
    assert "不能标“合格”" in said(clerk.page.ids["marks-error"])
    assert said(clerk.page.ids["why"]) == "租期已过"


def test_ready_made_words_are_added_to_what_was_typed(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    ready = next(one.get("value", "") for one in clerk.page.tree.iter("input") if one.get("name") == "ready")
    clerk.fill_in({"verdict": "fix", "reason": "另外：", "ready": ready}, button="stay")
    material = state(app, town, case_id).material("premises")
    assert material is not None
    assert material.reason == f"另外：\n{ready}"


def test_unmarked_materials_are_named_with_links(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"), without=["plan_filing"])
    clerk.get(f"/window/queue/{case_id}?m=application")
    named = clerk.page.ids["what-follows"]
    assert [link.get("href") for link in named.iter("a")] == [f"/window/queue/{case_id}?m=plan_filing"]
    button = next(one for one in clerk.page.tree.iter("button") if one.get("name") == "outcome")
    assert button.get("disabled") is not None
    assert button.get("aria-describedby") == "what-follows"


def test_the_button_of_the_outcome_saves_and_leads_to_the_letter(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"))
    clerk.get(f"/window/queue/{case_id}?m=application")
    assert clerk.fill_in({}, button="accepted").location == f"/window/queue/{case_id}/outcome/accepted"
    clerk.get(f"/window/queue/{case_id}/outcome/accepted")
    assert "行政许可受理通知书" in clerk.page.words
    assert "预览稿，签发时编号" in clerk.page.words
    clerk.fill_in({}, button="sign", follow_redirects=True)
    assert clerk.page.h1.startswith("临江恒泰化工贸易有限公司")
    assert "已受理，《受理通知书》已经生成" in clerk.page.words
    assert state(app, town, case_id).file.case.state is State.IN_REVIEW


def test_the_counter_at_which_the_clerk_sat_down_is_the_one_that_accepts(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"))
        for code in ("4", "5"):
            made = service_windows.create(WindowFacts(name_zh=f"{code} 号", code=code), by=SYSTEM)
    clerk.get(f"/window/counters/{made}")
    clerk.get(f"/window/queue/{case_id}/outcome/accepted")
    clerk.fill_in({}, button="sign", follow_redirects=True)
    assert state(app, town, case_id).file.case.accepted_window == "5"


def test_a_double_click_accepts_once_and_says_so(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"))
    clerk.get(f"/window/queue/{case_id}/outcome/accepted")
    page = clerk.page
    clerk.fill_in({}, button="sign")
    clerk.page = page
    assert clerk.fill_in({}, button="sign", follow_redirects=True).status_code == 200
    assert "刚才已经办好，没有重复办理" in clerk.page.words
    assert len([one for one in state(app, town, case_id).file.letters if one.kind == "acceptance"]) == 1


def test_two_clerks_at_once_end_with_one_outcome_and_a_clear_sentence(
    app: Flask, town: Town, case_id: str, clerk: Browser, browsers: type[FlaskClient]
) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"))
    clerk.get(f"/window/queue/{case_id}/outcome/not_required")
    other: Browser = sign_in(browsers(), "wu.tao")  # type: ignore[arg-type, call-arg]
    other.get(f"/window/queue/{case_id}/outcome/accepted")
    other.fill_in({}, button="sign")
    assert clerk.fill_in({"reason": "不需要许可，因为只卖样品。"}, button="sign").status_code == 409
    assert "吴涛" in clerk.page.words
    assert "受理了申请" in clerk.page.words
    assert "不需要许可，因为只卖样品。" in clerk.page.words
    assert state(app, town, case_id).file.case.state is State.IN_REVIEW


def test_a_mark_from_a_stale_page_keeps_the_words(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    with app.app_context():
        words = {"by": town.colleague, "at": now(), "reason": "办理储存许可即可"}
        intake.conclude(case_id, "not_required", **words)
    assert clerk.fill_in({"verdict": "fix", "reason": "租赁合同到期"}, button="stay").status_code == 409
    assert "吴涛" in clerk.page.words
    assert "租赁合同到期" in clerk.page.words


def test_a_colleagues_mark_is_shown_before_it_is_written_over(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    with app.app_context():
        desk.mark(case_id, "premises", "fix", reason="缺页", by=town.colleague, at=now())
    assert clerk.fill_in({"verdict": "later", "reason": "可以后补"}, button="stay").status_code == 409
    assert "这份材料刚刚有人标过" in clerk.page.words
    assert said(clerk.page.ids["why"]) == "可以后补"
    assert clerk.fill_in({}, button="stay").status_code == 303
    material = state(app, town, case_id).material("premises")
    assert material is not None
    assert (material.verdict, material.reason) == ("later", "可以后补")


def test_an_ended_session_keeps_the_words(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m=premises")
    clerk.delete_cookie("ow_session")
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert clerk.fill_in({"verdict": "fix", "reason": "租赁合同到期"}, button="stay", headers=headers).status_code in (
        400,
        401,
    )
    assert "租赁合同到期" in clerk.page.html


def test_a_file_that_cannot_be_shown_is_told_and_marking_goes_on(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    file = state(app, town, case_id).materials[0].files[0]
    with app.app_context():
        _facts, path = uploads.open(file.public_id, by=town.clerk)
        path.write_bytes(b"%PDF-1.7 broken")
    clerk.get(f"/window/queue/{case_id}?m=application")
    assert "这个文件打不开，可能已经损坏" in clerk.page.words
    assert clerk.fill_in({"verdict": "fix", "reason": "文件打不开，请重新上传。"}, button="stay").status_code == 303


def test_what_was_in_order_stays_locked_after_a_correction(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"), fix={"rules_list": "没有施行日期"})
        town.conclude(case_id, "correction", ago(1, "10:05"))
        town.correct(case_id, ago(1, "11:00"), "rules_list")
    clerk.get(f"/window/queue/{case_id}")
    assert "上次告知：没有施行日期" in clerk.page.words
    clerk.get(f"/window/queue/{case_id}?m=application")
    assert "不能再要求补正" in clerk.page.words
    disabled = {one.get("value") for one in clerk.page.tree.iter("input") if one.get("disabled") is not None}
    assert {"fix", "later"} <= disabled


def test_a_deferral_that_was_not_promised_asks_for_the_signature(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"), later={"training_proof": "8 个工作日内补齐"})
    clerk.get(f"/window/queue/{case_id}/outcome/accepted_deferred")
    assert "当面签字，扫描传回" in clerk.page.words
    assert not [one for one in clerk.page.tree.iter("button") if one.get("value") == "sign"]
    with app.app_context():
        town.scan(case_id, ago(0, "09:00"))
    clerk.get(f"/window/queue/{case_id}/outcome/accepted_deferred")
    assert clerk.fill_in({}, action="/outcome/accepted_deferred", button="sign").status_code == 422
    assert "没有承诺不能容缺" in clerk.page.words
    clerk.fill_in({"signed": "y"}, action="/outcome/accepted_deferred", button="sign", follow_redirects=True)
    assert "容缺受理通知书" in clerk.page.words
    assert state(app, town, case_id).file.case.state is State.IN_REVIEW


def test_an_outcome_that_does_not_follow_has_no_button(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    with app.app_context():
        town.mark(case_id, ago(1, "10:00"))
    clerk.get(f"/window/queue/{case_id}/outcome/correction")
    assert "无需补正" in clerk.page.words
    assert not [one for one in clerk.page.tree.iter("button") if one.get("value") == "sign"]
    assert clerk.get(f"/window/queue/{case_id}/outcome/astrology").status_code == 404


def test_not_competent_needs_body_and_reason_and_keeps_them(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}/outcome/not_competent")
    assert clerk.fill_in({"reason": "储存场所不在本市。"}, button="sign").status_code == 422
    assert "主管机关没有写" in clerk.page.words
    assert "储存场所不在本市。" in clerk.page.html
    clerk.fill_in({"competent_body": "南津市应急管理局"}, button="check")
    assert "有权办理的机关" in clerk.page.words
    clerk.fill_in({}, button="sign", follow_redirects=True)
    assert "不予受理决定书" in clerk.page.words


def test_credit_is_looked_up_from_the_desk(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}")
    clerk.post(f"/window/queue/{case_id}/credit", data={"material": "application"}, follow_redirects=True)
    assert "信用名单已查" in clerk.page.words


def test_a_supplement_is_checked_with_its_document(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(3), later=["training_proof"])
        town.mark(case_id, ago(2), later={"training_proof": ""})
        town.conclude(case_id, "accepted_deferred", ago(2))
        town.supply(case_id, ago(1), "training_proof")
    clerk.get(f"/window/queue/{case_id}")
    assert clerk.page.all("img", "ow-page")
    assert clerk.fill_in({"verdict": "fix"}, action="training_proof").status_code == 422
    assert "退回要写明" in clerk.page.words
    clerk.fill_in({"verdict": "ok"}, action="training_proof", follow_redirects=True)
    assert "核对合格" in clerk.page.words
