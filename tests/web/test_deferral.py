"""The pages of deferral in both languages: the proposal, the parcel, the desk, the ledger and the record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from portal.services import casefile, deferral, sweep
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser
from tests.web import people
from workflows.case import Case, State

NOW = beijing("2026-10-09 09:05")
SETTLE = settle
OVER = "2026-10-17 00:30"


@pytest.fixture
def proposed(app: Flask, town: Town) -> str:
    """A case for which the window proposes a deferral."""
    with app.app_context():
        case_id = town.hand_in("2026-10-08 15:42")
        town.mark(case_id, "2026-10-09 08:30", later={"training_proof": "后补"})
        deferral.offer(case_id, by=town.clerk, at=beijing("2026-10-09 08:40"))
        return case_id


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    """A case that was accepted although a material is to follow."""
    with app.app_context():
        return town.deferred("2026-09-29 15:42", "2026-09-30 09:40")


def case_of(app: Flask, town: Town, case_id: str) -> Case:
    with app.app_context():
        return casefile.casefile(case_id, by=town.clerk).case


def in_both(browser: Browser, href: str, *words: str) -> None:
    """The page in Chinese with these words, and in English, where the page test of the browser finds what is not translated."""
    assert browser.get(href).status_code == 200
    for one in words:
        assert one in browser.page.words
    people.speak_english(browser)
    assert browser.get(href).status_code == 200
    browser.set_cookie("ow_language", "zh")


def test_the_applicant_reads_the_proposal_and_signs_it(app: Flask, town: Town, proposed: str, client: Browser) -> None:
    browser, href = people.sign_in(client, people.HANDLER), f"/my/cases/{proposed}/deferral"
    browser.get(f"/my/cases/{proposed}")
    assert "窗口建议容缺受理" in browser.page.words
    in_both(browser, href, "容缺受理承诺书", "受理后8个工作日内", "不容缺，按一般程序办理")
    browser.get(href)
    assert browser.fill_in({}, action=f"/{proposed}/deferral").status_code == 422
    assert "要再输入一次登录密码" in browser.page.words
    assert browser.fill_in({"password": "wrong"}, action=f"/{proposed}/deferral").status_code == 422
    assert "密码不对，承诺书没有签署" in browser.page.words
    assert browser.fill_in({"password": people.PASSWORD}, action=f"/{proposed}/deferral").status_code == 303
    signature = case_of(app, town, proposed).signature
    assert signature is not None
    assert signature.way == "password"
    assert browser.get(href).status_code == 409


def test_the_applicant_declines_and_the_window_sees_it(app: Flask, town: Town, proposed: str, client: Browser) -> None:
    browser = people.sign_in(client, people.HANDLER)
    browser.get(f"/my/cases/{proposed}/deferral")
    assert browser.fill_in({}, action="/deferral/decline").status_code == 303
    assert case_of(app, town, proposed).declined == {"training_proof"}
    clerk = people.sign_in(app.test_client(), "zhou.min")  # type: ignore[arg-type]
    clerk.get(f"/window/queue/{proposed}?m=training_proof")
    assert "申请人选择不容缺" in clerk.page.words


def test_a_parcel_is_announced_and_expected(app: Flask, town: Town, case_id: str, client: Browser) -> None:
    browser, href = people.sign_in(client, people.HANDLER), f"/my/cases/{case_id}/parcels/training_proof"
    in_both(browser, href, "邮戳在期限内的，算按期补交")
    browser.get(href)
    assert browser.fill_in({"courier": "邮政 EMS"}, action="").status_code == 422
    assert "邮件号码没有写" in browser.page.words
    sent = {"courier": "邮政 EMS", "number": "1034567890123", "posted_on": "2026-10-08"}
    assert browser.fill_in(sent, action="").status_code == 303
    in_both(browser, f"/my/cases/{case_id}", "1034567890123")
    clerk = people.sign_in(app.test_client(), "zhou.min")  # type: ignore[arg-type]
    in_both(clerk, f"/window/queue/{case_id}", "1034567890123", "登记收到")


def test_the_desk_takes_in_what_came_by_mail(app: Flask, town: Town, case_id: str, client: Browser) -> None:
    clerk = people.sign_in(client, "zhou.min")
    clerk.get(f"/window/queue/{case_id}")
    action = "/received/training_proof"
    assert clerk.fill_in({"way": "courier"}, action=action).status_code == 422
    assert "邮戳日期没有填" in clerk.page.words
    assert clerk.fill_in({"way": "window"}, action=action).status_code == 422
    scan: Any = (io.BytesIO(pdf("training")), "培训.pdf")
    came = {"way": "courier", "posted_on": "2026-10-08", "file": scan}
    assert clerk.fill_in(came, action=action).status_code == 303
    promise = case_of(app, town, case_id).promises["training_proof"]
    assert (promise.way, str(promise.posted_on)) == ("courier", "2026-10-08")
    in_both(clerk, f"/window/queue/{case_id}", "记下核对结果")


def test_the_scan_of_a_signed_commitment_is_taken_in(app: Flask, town: Town, client: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in("2026-10-08 15:42")
        town.mark(case_id, "2026-10-09 08:30", later={"training_proof": "后补"})
    clerk, href = people.sign_in(client, "zhou.min"), f"/window/queue/{case_id}/outcome/accepted_deferred"
    in_both(clerk, href, "当面签字，扫描传回", "请申请人网上签署")
    clerk.get(href)
    assert clerk.fill_in({}, action="/commitment").status_code == 422
    scan: Any = (io.BytesIO(pdf("signed")), "承诺书.pdf")
    assert clerk.fill_in({"file": scan}, action="/commitment").status_code == 303
    in_both(clerk, href, "签字的承诺书", "SHA-256")
    clerk.get(href)
    assert clerk.fill_in({"signed": "y"}, action="/accepted_deferred", button="sign").status_code == 303
    assert case_of(app, town, case_id).state is State.IN_REVIEW


def test_the_window_asks_the_applicant_to_sign_and_a_second_click_asks_no_twice(
    app: Flask, town: Town, proposed: str, client: Browser
) -> None:
    clerk, href = people.sign_in(client, "zhou.min"), f"/window/queue/{proposed}/outcome/accepted_deferred"
    in_both(clerk, href, "已请申请人在网上签署，还没有答复")
    clerk.get(href)
    assert clerk.fill_in({}, action="/offer").status_code == 409
    clerk.get(href)
    assert clerk.fill_in({}, action="/decline").status_code == 303
    assert case_of(app, town, proposed).offered == ()


@pytest.mark.parametrize("who", ["zhou.min", "han.weidong", "su.ming"])
def test_the_ledger_counts_what_was_kept(app: Flask, town: Town, case_id: str, client: Browser, who: str) -> None:
    browser = people.sign_in(client, who)
    in_both(browser, "/deferral", "容缺台账 1 项", "等补交", "10月16日")
    in_both(browser, "/deferral?state=broken", "没有这种结果的承诺")
    in_both(browser, f"/deferral/{case_id}/training_proof", "网上签署", "审查照常进行")
    with app.app_context():
        sweep.run(at=beijing(OVER))
    in_both(browser, "/deferral", "0.0%", "按期兑现 0 项 ÷ 已到结果 1 项", "没有兑现")
    in_both(browser, f"/deferral/{case_id}/training_proof", "期限届满")


def test_the_applicant_sees_the_record_and_the_way_back(app: Flask, town: Town, case_id: str, client: Browser) -> None:
    browser = people.sign_in(client, people.HANDLER)
    in_both(browser, "/my/promises", "承诺 1 项", "现在可以继续使用容缺", "从业人员安全培训合格证明")
    people.speak_english(browser)
    browser.get("/my/promises")
    assert "从业人员安全培训合格证明" not in browser.page.words, "a material has an English name"
    browser.set_cookie("ow_language", "zh")
    with app.app_context():
        sweep.run(at=beijing(OVER))
    in_both(browser, "/my/promises", "现在不能再承诺后补", "起可以再用")
    assert browser.get("/deferral").status_code == 403


def test_a_record_is_repaired_with_a_reason(app: Flask, town: Town, case_id: str, client: Browser) -> None:
    with app.app_context():
        sweep.run(at=beijing(OVER))
    href = f"/deferral/{case_id}/training_proof"
    head = people.sign_in(client, "han.weidong")
    head.get(href)
    assert head.fill_in({"finding": "repaired"}, action=href).status_code == 422
    assert "理由没有写" in head.page.words
    assert head.fill_in({"finding": "repaired", "reason": "已补齐并说明"}, action=href).status_code == 303
    assert case_of(app, town, case_id).promises["training_proof"].repaired_on is not None
    in_both(head, href, "修复")


def test_only_a_decider_of_the_lead_office_finds_anything(case_id: str, client: Browser) -> None:
    clerk = people.sign_in(client, "zhou.min")
    clerk.get(f"/deferral/{case_id}/training_proof")
    assert "记下认定" not in clerk.page.words
    assert clerk.get(f"/deferral/{case_id}/rules_list").status_code == 409
