"""Materials, the check and the receipt in a browser without scripts: bad files said clearly, one case for many clicks."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Upload
from portal.services import drafts, uploads
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.pages import Browser, Page
from tests.web import people

NOW = beijing("2026-09-29 15:42")
SETTLE = settle


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    """A draft with all answers and no file."""
    with app.app_context():
        draft = drafts.start(HAZCHEM, by=town.handler, at=NOW)
        drafts.save(draft, ANSWERS, by=town.handler, at=NOW)
        return draft


@pytest.fixture
def ready(app: Flask, town: Town, draft: str) -> str:
    """A draft that lacks nothing."""
    with app.app_context():
        town.bring(draft, (), NOW, by=town.handler)
    return draft


def upload(browser: Browser, draft: str, *files: tuple[str, bytes], material: str = "application", **asked: Any) -> Any:
    """Send files for a material as the form on the page does."""
    data = {"material": material, "file": [(io.BytesIO(content), name) for name, content in files]}
    return browser.post(f"/my/drafts/{draft}/files", data=data, content_type="multipart/form-data", **asked)


@contextmanager
def reading_in(app: Flask) -> Iterator[Session]:
    """A look at the database in the application's context."""
    with app.app_context(), reading() as session:
        yield session


def requirement(page: Page, key: str) -> str:
    return " ".join("".join(page.ids[f"m-{key}"].itertext()).split())


def test_the_list_names_exactly_what_is_asked_and_what_is_fetched(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    assert len(browser.page.all("li", "")) > 6
    assert "免提交" in requirement(browser.page, "business_licence")
    assert "不可容缺" in requirement(browser.page, "application")
    assert "可容缺" in requirement(browser.page, "training_proof")
    assert "file-business_licence" not in browser.page.ids
    assert "m-storage_lease" not in browser.page.ids


def test_a_material_shows_its_sample_and_says_whether_paper_has_to_follow(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    said = requirement(browser.page, "application")
    assert "窗口看什么、样本" in said
    assert "以批发（带储存）方式经营甲苯" in said
    assert "原件 1 份" in said
    assert "传照片或者扫描件，纸质的不用再交。" in browser.page.words, "what holds for all is said once"
    assert "纸质" not in said
    assert "纸质" not in requirement(browser.page, "business_licence")


def test_files_are_taken_one_by_one_and_listed_with_size_and_pages(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    response = upload(browser, draft, ("申请书.pdf", pdf("a", 2)), ("附件.pdf", pdf("b")))
    assert response.status_code == 303
    assert response.location.endswith("/materials#m-application")
    browser.get(f"/my/drafts/{draft}/materials")
    said = requirement(browser.page, "application")
    assert "已上传" in said
    assert "申请书.pdf" in said
    assert "2 页" in said
    assert "附件.pdf" in said


def test_a_bad_file_is_named_beside_its_material_and_the_good_ones_stay(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    response = upload(browser, draft, ("好.pdf", pdf()), ("空.pdf", b""), ("程序.pdf", b"MZ\x90"))
    assert response.status_code == 422
    said = requirement(browser.page, "application")
    assert "“空.pdf”是空文件" in said
    assert "“程序.pdf”是程序" in said
    assert "好.pdf" in said
    [box] = browser.page.all("div", "ow-errors")
    assert [link.get("href") for link in box.iter("a")] == ["#file-application", "#file-application"]
    assert browser.page.all("title")[0].text.startswith("错误：")


def test_nothing_chosen_is_said_kindly(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    assert upload(browser, draft).status_code == 422
    assert "还没有选文件" in requirement(browser.page, "application")


def test_a_script_hears_of_every_fault_as_a_sentence(browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    asked = {"headers": {"Accept": "application/json"}}
    assert upload(browser, draft, ("a.pdf", pdf()), **asked).get_json() == {"errors": []}
    answer = upload(browser, draft, ("a.png", pdf()), **asked)
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        "“a.png”的内容其实是 pdf，和文件名对不上。请把扩展名改成 .pdf，或者重新选择文件。"
    ]
    data = {"material": "application", "size": "9999", "file": (io.BytesIO(pdf()), "a.pdf")}
    cut = browser.post(f"/my/drafts/{draft}/files", data=data, content_type="multipart/form-data", **asked)
    assert "没有传完整" in cut.get_json()["errors"][0]


def test_a_request_larger_than_any_file_may_be_is_refused_as_a_whole(app, browser, draft, monkeypatch):
    browser.get(f"/my/drafts/{draft}/materials")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    response = upload(browser, draft, ("a.pdf", bytes(200_000)))
    assert response.status_code == 413
    assert "文件太大" in browser.page.h1


def test_a_file_is_taken_back_and_downloaded_only_as_an_attachment(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    upload(browser, draft, ("申请书.pdf", pdf("a")))
    with app.app_context():
        [file] = drafts.view(draft, by=town.handler).files
    response = browser.get(f"/my/files/{file.public_id}")
    assert response.data == pdf("a")
    response.close()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    browser.get(f"/my/drafts/{draft}/materials")
    assert browser.fill_in(action=f"/files/{file.public_id}/remove").status_code == 303
    assert browser.get(f"/my/files/{file.public_id}").status_code == 404


def test_files_of_another_enterprise_stay_closed(app, town, browsers, ready):
    firm = {"uscc": "91990101MA2WH12346", "firm": "望山石化销售有限公司", "at": NOW}
    with app.app_context():
        people.join("liu@example.cn", "刘一", "13900000077", **firm)
        file = drafts.view(ready, by=town.handler).files[0].public_id
    stranger = people.sign_in(browsers(), "liu@example.cn")
    stranger.get(f"/apply/{HAZCHEM}")
    assert stranger.get(f"/my/files/{file}").status_code == 403
    assert stranger.post(f"/my/files/{file}/remove", data={"draft_id": ready}).status_code == 403
    assert people.sign_in(browsers(), "zhou.min").get(f"/my/files/{file}").status_code == 403


def test_a_deferrable_material_is_promised_and_the_promise_taken_back(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/materials")
    data = {"key": "training_proof", "on": "1"}
    assert browser.post(f"/my/drafts/{draft}/later", data=data).status_code == 303
    browser.get(f"/my/drafts/{draft}/materials")
    said = requirement(browser.page, "training_proof")
    assert "受理后 8 个工作日内，最迟在作出决定前补齐" in said
    assert "书面撤销受理" in said
    browser.get(f"/my/drafts/{draft}/check")
    assert "容缺承诺 1 份" in browser.page.words
    browser.post(f"/my/drafts/{draft}/later", data={"key": "training_proof"})
    with app.app_context():
        assert drafts.view(draft, by=town.handler).later == ()
    wrong = browser.post(f"/my/drafts/{draft}/later", data={"key": "rules_list", "on": "1"})
    assert wrong.status_code == 409


def test_the_check_lists_everything_that_is_missing_with_the_way_there(app, town, browser, draft):
    with app.app_context():
        drafts.save(draft, {"staff_total": "", "legal_rep_id": "1"}, by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{draft}/check")
    [box] = browser.page.all("div", "ow-errors")
    targets = [link.get("href") for link in box.iter("a")]
    assert f"/my/drafts/{draft}/sections/people?check=1#f-staff_total" in targets
    assert f"/my/drafts/{draft}/materials#m-rules_list" in targets
    [button] = browser.page.all("button", "btn-primary")
    assert button.get("disabled") is not None
    assert button.get("aria-describedby") == "faults"
    response = browser.fill_in({"true": "y"}, action="/check")
    assert response.status_code == 422
    browser.get(targets[0].partition("#")[0])
    assert "f-staff_total" in browser.page.ids or "f-legal_rep_id" in browser.page.ids


def test_the_check_tells_what_was_often_sent_back_in_both_languages(app, town, browser, ready):
    with app.app_context():
        reason = drafts.view(ready, by=town.handler).guide.material("application").reasons[0]
        for n in (1, 2):
            case_id = town.hand_in(f"2026-09-2{n} 10:00")
            town.mark(case_id, f"2026-09-2{n} 11:00", fix={"application": reason.zh})
            town.conclude(case_id, "correction", f"2026-09-2{n} 11:10")
    browser.get(f"/my/drafts/{ready}/check")
    assert "近 90 天有 2 份申请被要求补正" in browser.page.words
    assert reason.zh.rstrip("。") in browser.page.words
    people.speak_english(browser).get(f"/my/drafts/{ready}/check")
    assert reason.en.rstrip(".") in browser.page.words


def test_nothing_goes_in_without_the_declaration_and_the_promise(app, town, browser, draft):
    with app.app_context():
        town.bring(draft, ("premises",), NOW, by=town.handler)
        drafts.promise(draft, ["premises"], by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{draft}/check")
    assert browser.fill_in(action="/check").status_code == 422
    assert "声明还没有勾选" in browser.page.words
    assert "容缺承诺还没有勾选" in browser.page.words
    assert browser.fill_in({"true": "y"}, action="/check").status_code == 422
    assert browser.fill_in({"true": "y", "later": "y", "password": "wrong"}, action="/check").status_code == 422
    assert "承诺书没有签署，申请没有提交" in browser.page.words
    signed = {"true": "y", "later": "y", "password": people.PASSWORD}
    assert browser.fill_in(signed, action="/check").status_code == 303


def test_a_complete_application_ends_in_a_receipt_with_number_and_code(browser, ready):
    browser.get(f"/my/drafts/{ready}/check")
    response = browser.fill_in({"true": "y"}, action="/check")
    assert response.status_code == 303
    browser.get(response.location)
    words = browser.page.words
    assert browser.page.h1 == "已收到"
    assert "202609290001" in words
    assert "窗口承诺在 9月30日 24:00 前告诉您是否受理" in words
    assert "法定期限是 2026年10月12日" in words
    assert "自收到之日起即为受理" in words
    people.speak_english(browser)
    assert browser.get(response.location).status_code == 200


def test_a_second_click_and_the_back_button_lead_to_the_same_case(app, town, browser, ready):
    browser.get(f"/my/drafts/{ready}/check")
    form = {"true": "y", "version": browser.page.form("/check").find(".//input[@name='version']").get("value")}
    first = browser.post(f"/my/drafts/{ready}/check", data=form)
    assert browser.post(f"/my/drafts/{ready}/check", data=form).location == first.location
    with reading_in(app) as session:
        assert session.query(CaseRow).count() == 1
    for page in ("", "/sections/goods", "/materials", "/check"):
        response = browser.get(f"/my/drafts/{ready}{page}")
        assert response.status_code == 303
        assert "/my/cases/" in response.location
    browser.get(response.location)
    assert "这份申请已经提交" in browser.page.words


def test_two_clicks_at_the_same_moment_lead_to_one_receipt(app, town, browsers, ready):
    hands = [people.sign_in(browsers(), people.HANDLER) for _ in range(2)]
    for hand in hands:
        hand.get(f"/my/drafts/{ready}/check")
    start = threading.Barrier(len(hands))

    def click(hand: Browser) -> tuple[int, str]:
        start.wait()
        answer = hand.fill_in({"true": "y"}, action="/check")
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(len(hands)) as pool:
        [one, two] = pool.map(click, hands)
    assert one == two
    assert one[0] == 303
    assert one[1].endswith("/receipt")


def test_what_is_typed_into_a_page_from_before_the_submission_is_shown_and_not_lost(browser, ready):
    browser.get(f"/my/drafts/{ready}/sections/people")
    page, address = browser.page, browser.address
    browser.get(f"/my/drafts/{ready}/check")
    browser.fill_in({"true": "y"}, action="/check")
    browser.page, browser.address = page, address
    response = browser.fill_in({"f-staff_total": "4711"}, button="save")
    assert response.status_code == 409
    assert "这份申请已经提交" in browser.page.h1
    assert "4711" in browser.page.words


def test_a_draft_that_changed_after_the_check_is_shown_again(app, town, browser, ready):
    browser.get(f"/my/drafts/{ready}/check")
    with app.app_context():
        drafts.save(ready, {"staff_total": "13"}, by=town.handler, at=NOW)
    response = browser.fill_in({"true": "y"}, action="/check")
    assert response.status_code == 409
    assert "核对之后草稿又改过" in browser.page.words
    assert "13 人" in browser.page.words
    assert browser.fill_in({"true": "y"}, action="/check").status_code == 303


def test_a_file_that_the_store_has_lost_is_said_to_be_lost(app, town, browser, ready):
    with app.app_context():
        file = drafts.view(ready, by=town.handler).files[0].public_id
        uploads.open(file, by=town.handler)[1].unlink()
    assert browser.get(f"/my/files/{file}").status_code == 409
    assert "暂时取不出来" in browser.page.h1


def test_no_file_is_left_without_its_case(app, browser, ready):
    browser.get(f"/my/drafts/{ready}/check")
    browser.fill_in({"true": "y"}, action="/check")
    with reading_in(app) as session:
        assert session.query(Upload).filter(Upload.case_id.is_(None)).count() == 0


def test_the_clerks_questions_are_ticked_without_scripts_and_a_hand_in_keeps_the_ticks_too(browser, ready):
    browser.get(f"/my/drafts/{ready}/check")
    assert "look-application.1-f" in browser.page.ids
    kept = browser.post(f"/my/drafts/{ready}/looked", data={"look:application.1": "again", "look:nothing.1": "fine"})
    assert (kept.status_code, kept.location.rpartition("#")[2]) == (303, "s-files")
    refused = browser.post(f"/my/drafts/{ready}/check", data={"look:application.2": "fine"})
    assert refused.status_code == 422
    ticked = [browser.page.ids[f"look-application.{n}"].get("checked") is not None for n in ("1-a", "1-f", "2-f")]
    assert ticked == [True, False, True]
