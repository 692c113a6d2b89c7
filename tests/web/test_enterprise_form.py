"""The form in a browser without scripts: everything typed is kept, what is wrong is said beside it and in a linked summary."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.services import accounts, drafts, users
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.pages import Browser
from tests.web import people
from workflows.refusal import Refusal

NOW = beijing("2026-09-28 16:05")
SETTLE = settle


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    with app.app_context():
        return drafts.start(HAZCHEM, by=town.handler, at=NOW)


def raw(app: Flask, town: Town, draft: str) -> dict[str, object]:
    with app.app_context():
        return drafts.view(draft, by=town.handler).raw


def summary(browser: Browser) -> list[str]:
    boxes = browser.page.all("div", "ow-errors")
    return [said for box in boxes for said in ("".join(one.itertext()) for one in box.iter("li"))]


@pytest.mark.parametrize("english", [False, True])
def test_every_step_of_every_guide_can_be_looked_at_in_both_languages(app, town, browser, english):
    if english:
        people.speak_english(browser)
    with app.app_context():
        ids = [drafts.start(item, by=town.handler, at=NOW) for item in (HAZCHEM, "fireworks_retail_licence")]
        ids.append(drafts.start("emergency_plan_filing", by=town.handler, at=NOW))
        sections = {one: [s.section.id for s in drafts.view(one, by=town.handler).sections] for one in ids}
    for draft in ids:
        steps = [f"sections/{name}" for name in sections[draft]] + ["materials", "check"]
        for step in steps:
            assert browser.get(f"/my/drafts/{draft}/{step}").status_code == 200
        assert browser.get(f"/my/drafts/{draft}").status_code == 200
        assert browser.get(f"/my/drafts/{draft}/discard").status_code == 200
    assert browser.get("/my/cases").status_code == 200


def test_an_application_begins_from_its_guide_with_the_answers_given_there(app, town, browser):
    assert browser.get(f"/apply/{HAZCHEM}?has_storage=leased&business_mode=retail&x=1").status_code == 200
    response = browser.fill_in()
    assert response.status_code == 303
    assert response.location.endswith("/sections/enterprise")
    draft = response.location.split("/")[3]
    typed = raw(app, town, draft)
    assert (typed["has_storage"], typed["business_mode"]) == ("leased", ["retail"])
    browser.get(f"/apply/{HAZCHEM}")
    assert "您单位已经有 1 份这个事项的草稿" in browser.page.words.replace("\xa0", " ")


def test_the_registered_address_is_taken_over_with_one_tap(app, town, browser, draft):
    registered = {"region": "临江市澄江区", "detail": "望江路218号"}
    with app.app_context():
        drafts.save(draft, {"reg_address": registered}, section="enterprise", by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{draft}/sections/premises")
    response = browser.fill_in({"f-premises_area": "120", "same": "business_address"})
    assert response.location.endswith("/sections/premises#f-business_address-set")
    typed = raw(app, town, draft)
    assert (typed["business_address"], typed["premises_area"]) == (registered, "120"), "and nothing typed is lost"
    browser.get(f"/my/drafts/{draft}/sections/premises")
    assert "与注册地址相同" not in browser.page.words
    assert browser.fill_in({"same": "premises_area"}).status_code == 400


def test_a_guide_that_is_not_there_says_so(browser):
    assert browser.get("/apply/moon_licence").status_code == 409
    assert "暂时不能用" in browser.page.h1


def test_what_is_wrong_is_said_beside_the_field_and_everything_is_kept(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/premises")
    response = browser.fill_in({"f-premises_area": "一百二十", "f-premises_right": "own"}, button="next")
    assert response.status_code == 422
    assert browser.page.all("title")[0].text.startswith("错误：")
    lines = summary(browser)
    assert "“经营场所建筑面积”要填数字。单位不用写，例如 1200.5。" in lines
    assert "“经营方式”没有选。请选一项。" in lines
    field = browser.page.ids["f-premises_area"]
    assert field.get("value") == "一百二十"
    assert field.get("aria-invalid") == "true"
    assert "f-premises_area-error" in field.get("aria-describedby")
    assert raw(app, town, draft)["premises_area"] == "一百二十"
    browser.get(f"/my/drafts/{draft}/sections/premises")
    assert summary(browser) == ["“经营场所建筑面积”要填数字。单位不用写，例如 1200.5。"]


def test_a_section_that_is_right_leads_to_the_next_step(browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/premises")
    answers = {
        "f-business_mode": ["retail"], "f-premises_right": "own", "f-premises_area": "12",
        "f-business_address-region": "临江市澄江区", "f-business_address-detail": "滨江大道 18 号",
    }  # fmt: skip
    response = browser.fill_in(answers, button="next")
    assert response.status_code == 303
    assert response.location.endswith("/sections/storage")
    browser.get(f"/my/drafts/{draft}")
    assert "2. 经营场所已填好" in browser.page.words


def test_saving_alone_checks_nothing(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/premises")
    assert browser.fill_in({"f-premises_area": "x"}, button="save").status_code == 303
    assert raw(app, town, draft)["premises_area"] == "x"


def test_questions_that_an_answer_brings_up_are_shown_before_they_are_missed(browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/storage")
    assert browser.page.ids["f-lessor"] is not None
    response = browser.fill_in({"f-has_storage": "leased"}, button="next")
    assert response.status_code == 303
    assert "/sections/storage?new=1#f-new_storage" in response.location
    browser.get(response.location.partition("#")[0])
    assert "多了几项要填" in browser.page.words
    assert summary(browser) == []
    hidden = [box for box in browser.page.all("div", "ow-because") if box.get("hidden") is not None]
    assert hidden == []
    assert browser.fill_in(button="next").status_code == 422
    assert "“出租方名称”没有填。请填写。" in summary(browser)


def test_questions_that_are_not_asked_are_hidden_and_not_missed(browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/storage")
    assert browser.fill_in({"f-has_storage": "none"}, button="next").location.endswith("/sections/goods")
    browser.get(f"/my/drafts/{draft}/sections/storage")
    assert all(box.get("hidden") is not None for box in browser.page.all("div", "ow-because"))


def test_rows_are_added_and_removed_without_scripts(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/goods")
    assert browser.fill_in({"f-chemicals-0-name": "甲醇", "add_row": "f-chemicals"}).status_code == 200
    assert browser.page.ids["f-chemicals-1-name"].get("autofocus") is not None
    browser.fill_in({"f-chemicals-1-name": "甲苯", "add_row": "f-chemicals"})
    browser.fill_in({"f-chemicals-2-name": "丙酮", "remove_row": "f-chemicals-1"})
    assert [row["name"] for row in raw(app, town, draft)["chemicals"]] == ["甲醇", "丙酮"]
    assert browser.page.all("table", "ow-rows")[0].get("aria-labelledby") == "f-chemicals-title"
    assert browser.post(f"/my/drafts/{draft}/sections/goods", data={"add_row": "nonsense"}).status_code == 400


def test_a_row_like_the_last_is_added_without_scripts(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/people")
    names = {"name": "王海", "cert_no": "T1", "category": "氯化工艺作业", "valid_until": "2027-08-15"}
    sent = {f"f-special_ops-0-{name}": text for name, text in names.items()}
    assert browser.fill_in({**sent, "copy_row": "f-special_ops"}).status_code == 200
    again = {name: browser.page.ids[f"f-special_ops-1-{name}"].get("value") or "" for name in names}
    assert again == {"name": "", "cert_no": "", "category": "氯化工艺作业", "valid_until": "2027-08-15"}
    assert browser.page.ids["f-special_ops-1-name"].get("autofocus") is not None


def test_steps_that_rest_on_answers_still_missing_are_not_called_done(app, town, browser):
    with app.app_context():
        new = drafts.start("hazchem_production_safety_licence", by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{new}")
    assert "上传材料看前面怎么填" in browser.page.words.replace(" ", "")
    assert "0 / 0 份" not in browser.page.words
    assert "人员看前面怎么填" in browser.page.words.replace(" ", "")


def test_two_windows_never_overwrite_each_other_and_the_difference_is_named(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/people")
    page = browser.page
    with app.app_context():
        drafts.save(draft, {"staff_total": "12"}, section="people", by=town.handler, at=NOW)
    response = browser.fill_in({"f-staff_total": "99"}, button="save")
    assert response.status_code == 409
    words = browser.page.words
    assert "这一步在别处改过了" in words
    assert "两边不同的地方：" in words
    assert "从业人员总数" in words
    assert browser.page.ids["f-staff_total"].get("value") == "99"
    assert raw(app, town, draft)["staff_total"] == "12"
    assert page is not browser.page
    assert browser.fill_in(button="save").status_code == 303
    assert raw(app, town, draft)["staff_total"] == "99"


def test_a_script_saves_and_is_told_what_became_of_it(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/people")
    form = {"f-staff_total": "12", "version": browser.page.form().find(".//input[@name='version']").get("value")}
    asked = {"headers": {"Accept": "application/json"}}
    address = f"/my/drafts/{draft}/sections/people"
    answer = browser.post(address, data=form, **asked).get_json()
    assert "已自动保存，" in answer["words"]
    assert "<ol" in answer["tasks"]
    assert raw(app, town, draft)["staff_total"] == "12"
    stale = browser.post(address, data={**form, "f-staff_total": "13"}, **asked)
    assert stale.status_code == 409
    fresh = {**form, "f-staff_total": "13", "version": answer["version"]}
    assert browser.post(address, data=fresh, **asked).status_code == 200


def test_a_script_learns_that_the_session_is_over_and_nothing_is_saved(app, town, browser, draft, monkeypatch):
    browser.get(f"/my/drafts/{draft}/sections/people")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=5))
    data, asked = {"f-staff_total": "12"}, {"headers": {"Accept": "application/json"}}
    response = browser.post(f"/my/drafts/{draft}/sections/people", data=data, **asked)
    assert response.status_code == 401
    assert "staff_total" not in raw(app, town, draft)


def test_a_form_sent_after_the_session_ended_is_kept_until_after_the_sign_in(browser, draft, monkeypatch):
    browser.get(f"/my/drafts/{draft}/sections/people")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=5))
    ours = {"Sec-Fetch-Site": "same-origin"}
    response = browser.fill_in({"f-staff_total": "4711"}, button="save", headers=ours)
    assert response.status_code == 401
    assert "4711" in browser.page.words


def test_another_enterprise_is_kept_out_of_every_page(app, town, browsers, draft):
    firm = {"uscc": "91990101MA2WH12346", "firm": "望山石化销售有限公司", "at": NOW}
    with app.app_context():
        people.join("liu@example.cn", "刘一", "13900000077", **firm)
        assert accounts.person(users.find("liu@example.cn").rows[0].id) is not None
    stranger = people.sign_in(browsers(), "liu@example.cn")
    stranger.get(f"/apply/{HAZCHEM}")
    for page in ("", "/sections/goods", "/materials", "/forms/application.pdf", "/check", "/discard"):
        assert stranger.get(f"/my/drafts/{draft}{page}").status_code == 403
    for page in ("/sections/goods", "/files", "/later", "/check", "/discard", "/carried"):
        assert stranger.post(f"/my/drafts/{draft}{page}").status_code == 403
    window = people.sign_in(browsers(), "zhou.min")
    assert window.get(f"/my/drafts/{draft}").status_code == 403


def test_a_draft_is_thrown_away_after_asking_and_is_then_gone(app, town, browser, draft):
    browser.get(f"/my/drafts/{draft}/discard")
    assert browser.fill_in().location.endswith("/my/cases")
    assert browser.get(f"/my/drafts/{draft}").status_code == 404
    assert "没有找到这份草稿" in browser.page.h1
    with app.app_context(), pytest.raises(Refusal):
        drafts.view(draft, by=town.handler)


def test_nothing_yet_says_what_would_be_here_and_where_to_begin(browser):
    browser.get("/my/cases")
    assert "还没有办件" in browser.page.words
    assert len(browser.page.all("a", "btn-primary")) == 1


def test_a_step_that_the_guide_does_not_have_is_named(browser, draft):
    assert browser.get(f"/my/drafts/{draft}/sections/nonsense").status_code == 404
    assert "没有这一步" in browser.page.h1
