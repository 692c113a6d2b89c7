"""Answers of the form on the desk and what follows: marks, comparison, later demands and hand-overs in a browser."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.services import casefile, demands, desk, hand_over, intake, offices
from portal.services.offices import OfficeFacts
from tests.at_window import Town, beijing, settle
from tests.pages import Browser, said
from tests.web import people
from tests.web.people import sign_in, speak_english
from workflows.case import State

NOW = beijing("2026-10-12 10:05")
PEOPLE = "form:people"
STAFF, NAME = "field:staff_total", "field:unit_name"


@pytest.fixture
def town(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        town = settle(app)
        facts = OfficeFacts(code="commerce", name_zh="临江市商务局", name_en="Commerce Bureau")
        offices.create(facts, by=town.supervisor)
        return town


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return town.hand_in("2026-10-09 15:42")


@pytest.fixture
def returned(app: Flask, town: Town) -> str:
    """A case that came back with another number of people and another list of rules."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        town.mark(case_id, "2026-09-30 10:00", fix={"rules_list": "缺一项。", STAFF: "与名册不一致。"})
        town.conclude(case_id, "correction", "2026-09-30 10:00")
        town.correct(case_id, "2026-10-08 10:00", "rules_list", answers={"staff_total": "13"})
        return case_id


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def seen(app: Flask, town: Town, case_id: str) -> desk.Desk:
    with app.app_context():
        return desk.desk(case_id, by=town.clerk, at=NOW)


def test_one_button_finds_the_rest_of_a_section_in_order_and_words_are_kept(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    clerk.get(f"/window/queue/{case_id}?m={PEOPLE}")
    answer = {f"v:{STAFF}": "fix", f"r:{STAFF}": "与名册不一致。"}
    assert clerk.fill_in(answer, button="good").status_code == 303
    section = seen(app, town, case_id).section(PEOPLE)
    assert section is not None
    assert section.verdict == "fix"
    assert {one.key: one.verdict for one in section.fields if one.verdict != "ok"} == {STAFF: "fix"}


def test_an_answer_to_correct_without_words_is_refused_beside_it(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m={PEOPLE}")
    assert clerk.fill_in({f"v:{STAFF}": "fix"}, button="stay").status_code == 422
    wrong = [one for one in clerk.page.tree.iter("input") if one.get("aria-invalid") == "true"]
    assert [one.get("name") for one in wrong] == [f"r:{STAFF}"]
    assert "标“需补正”要写明哪里不对" in clerk.page.words


def test_answers_are_held_against_a_material_and_the_form_itself(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{case_id}?m={PEOPLE}")
    assert not clerk.page.all("img", "ow-page")
    clerk.get(f"/window/queue/{case_id}?m={PEOPLE}&with=rules_list")
    assert clerk.page.all("img", "ow-page")
    ready = [one.get("value") for one in clerk.page.tree.iter("option")]
    assert "没有写完整，请补写完整。" in ready


def test_a_returned_answer_shows_what_stood_there_and_locked_ones_have_no_choice(returned: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{returned}?m={PEOPLE}")
    was = [said(one) for one in clerk.page.all("div", "was")]
    assert was == ["上一版 9月29日 12 人"]
    assert "上次告知：与名册不一致。" in clerk.page.words
    marks = {one.get("name") for one in clerk.page.tree.iter("input") if one.get("type") == "radio"}
    assert marks == {f"v:{STAFF}"}


def test_a_page_stands_beside_the_version_before_with_the_differences(returned: str, clerk: Browser) -> None:
    clerk.get(f"/window/queue/{returned}?m=rules_list")
    assert {"和上一版", "不比较"} <= set(clerk.page.links)
    clerk.get(f"/window/queue/{returned}?m=rules_list&vs=last&diff=1&turn=90&z=200")
    images = [one.get("src", "") for one in clerk.page.all("img", "ow-page")]
    assert len(images) == 2
    assert "against=" in images[0]
    for source in images:
        answer = clerk.get(source)
        assert (answer.status_code, answer.mimetype) == (200, "image/png")


def test_what_the_enterprise_was_accepted_with_before_can_be_compared(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        former = town.accepted("2026-08-31 10:00")
        number = casefile.casefile(former, by=town.clerk).number
        now = town.hand_in("2026-10-09 15:42", answers={"staff_total": "14"})
    clerk.get(f"/window/queue/{now}?m=rules_list&vs=accepted")
    assert len(clerk.page.all("img", "ow-page")) == 2
    assert f"{number[-12:-4]}-{number[-4:]}" in said(clerk.page.all("figcaption")[1])
    clerk.get(f"/window/queue/{now}?m={PEOPLE}")
    assert any(said(one).startswith("以前受理") and "12 人" in said(one) for one in clerk.page.all("div", "was"))


def test_images_of_another_enterprises_file_are_not_shown_to_an_applicant(
    app: Flask, town: Town, returned: str, client: Browser
) -> None:
    file = seen(app, town, returned).material("rules_list").files[0]  # type: ignore[union-attr]
    assert sign_in(client, people.HANDLER).get(f"/window/files/{file.public_id}/pages/1.png").status_code == 403


def test_a_later_demand_goes_from_the_desk_to_the_supervisor_and_into_the_letter(
    app: Flask, town: Town, returned: str, clerk: Browser, browsers: type[Browser]
) -> None:
    clerk.get(f"/window/queue/{returned}/demand?key={NAME}")
    assert clerk.fill_in({"demand": "", "reason": ""}).status_code == 422
    assert "原因没有写" in clerk.page.words
    words = {"demand": "名称与名册不一致。", "reason": "补正后的名册才看得出。"}
    assert clerk.fill_in(words).status_code == 303
    supervisor = sign_in(browsers(), "su.ming")  # type: ignore[arg-type, call-arg]
    supervisor.get("/supervision")
    assert "提出 1 项" in supervisor.page.words.replace("\u00a0", " ")
    supervisor.get("/supervision/demands")
    assert supervisor.fill_in({"reason": ""}, button="记下决定").status_code == 422
    assert supervisor.fill_in({"verdict": "yes", "reason": "确由补正引起"}, button="记下决定").status_code == 303
    with app.app_context():
        marks = {STAFF: ("ok", ""), NAME: ("fix", words["demand"])}
        desk.mark_fields(returned, marks, by=town.clerk, at=NOW)
        desk.mark(returned, "rules_list", "ok", by=town.clerk, at=NOW)
    clerk.get(f"/window/queue/{returned}/outcome/correction")
    assert "再次补正告知书" in clerk.page.words.replace(" ", "")
    assert words["reason"].rstrip("。") in clerk.page.words
    clerk.fill_in({}, button="sign", follow_redirects=True)
    assert seen(app, town, returned).file.case.state is State.CORRECTION


def test_an_answered_demand_is_answered_no_more(app: Flask, town: Town, returned: str, client: Browser) -> None:
    with app.app_context():
        demands.ask(returned, NAME, "名称不对", "才看得出", by=town.clerk, at=NOW)
    supervisor = sign_in(client, "su.ming")
    supervisor.get("/supervision/demands")
    with app.app_context():
        demands.answer(returned, NAME, False, "首次就应发现", by=town.supervisor, at=NOW)
    assert supervisor.fill_in({"verdict": "yes", "reason": "可以"}, button="记下决定").status_code == 409
    assert "没有等待答复的增加告知" in supervisor.page.words


def test_the_applicant_changes_exactly_the_answer_that_was_named(
    app: Flask, town: Town, case_id: str, client: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, "2026-10-10 10:00", fix={STAFF: "与名册不一致。"})
        town.conclude(case_id, "correction", "2026-10-10 10:00")
    firm = sign_in(client, people.HANDLER)
    firm.get(f"/my/cases/{case_id}/correction")
    assert firm.page.h1 == "补正 1 项"
    assert firm.fill_in({}, action="correction").status_code == 422
    assert "还没有改" in firm.page.words
    firm.get(f"/my/cases/{case_id}/correction/people")
    asked = {one.get("name", "") for one in firm.page.form().iter("input") if one.get("type") != "hidden"}
    assert asked - {""} == {"f-staff_total"}
    assert firm.fill_in({"f-staff_total": "13"}, button="next").status_code == 303
    firm.get(f"/my/cases/{case_id}/correction")
    assert firm.fill_in({}, action="correction").status_code == 303
    assert seen(app, town, case_id).file.answers["staff_total"] == "13"


def test_a_correction_is_saved_as_it_is_typed_and_no_other_tab_is_written_over(
    app: Flask, town: Town, case_id: str, client: Browser
) -> None:
    with app.app_context():
        town.mark(case_id, "2026-10-10 10:00", fix={STAFF: "与名册不一致。"})
        town.conclude(case_id, "correction", "2026-10-10 10:00")
    firm, page = sign_in(client, people.HANDLER), f"/my/cases/{case_id}/correction/people"
    firm.get(page)
    typed = {one.get("name"): one.get("value") for one in firm.page.form().iter("input") if one.get("name")}
    script = {"data": {**typed, "f-staff_total": "13"}, "headers": {"Accept": "application/json"}}
    saved = firm.post(page, **script).get_json()
    assert saved["version"] != typed["version"]
    assert "已自动保存" in saved["words"]
    assert firm.fill_in({"f-staff_total": "20"}, button="next").status_code == 409
    assert "这一步在别处改过了" in firm.page.words
    assert [one.get("value") for one in firm.page.form().iter("input") if one.get("name") == "f-staff_total"] == ["20"]
    assert firm.fill_in({}, button="next").status_code == 303
    firm.get(page)
    assert [one.get("value") for one in firm.page.form().iter("input") if one.get("name") == "f-staff_total"] == ["20"]


def test_a_file_is_handed_over_once_the_applicant_agrees(
    app: Flask, town: Town, case_id: str, clerk: Browser, browsers: type[Browser]
) -> None:
    clerk.get(f"/window/queue/{case_id}/outcome/not_competent")
    assert clerk.fill_in({"reason": "归商务部门。"}, button="sign").status_code == 422
    target = {"target": "commerce/gas_station_bundle", "reason": "归商务部门。"}
    clerk.fill_in(target, button="sign", follow_redirects=True)
    assert "移送到临江市商务局" in clerk.page.words
    firm = sign_in(browsers(), people.HANDLER)  # type: ignore[arg-type, call-arg]
    firm.get("/my/cases")
    assert "请您决定是否移送" in firm.page.words
    firm.get(f"/my/cases/{case_id}")
    assert "请您决定是否移送" in firm.page.words
    answer = firm.fill_in({}, action="hand-over", button="yes")
    assert answer.location.startswith("/my/drafts/")
    assert firm.get(answer.location).status_code == 200
    assert "请您决定是否移送" not in firm.get("/my/cases").text
    clerk.get("/window/hand-overs")
    assert "申请人已同意，正在核对后提交" in clerk.page.words
    with app.app_context():
        assert [one.state for one in hand_over.received(by=town.clerk)] == ["agreed"]


def test_consent_that_was_signed_at_the_window_brings_the_file_to_the_new_application(
    app: Flask, case_id: str, clerk: Browser
) -> None:
    clerk.get(f"/window/queue/{case_id}/outcome/not_competent")
    target = {"target": "commerce/gas_station_bundle", "reason": "归商务部门。"}
    clerk.fill_in(target, button="sign", follow_redirects=True)
    answer = clerk.fill_in({}, action="hand-over/agreed", button="yes")
    assert answer.status_code == 303
    assert "/window/drafts/" in str(answer.location)
    clerk.get("/window/hand-overs")
    assert "申请人已同意，正在核对后提交" in clerk.page.words


def test_the_pages_speak_english(app: Flask, town: Town, returned: str, clerk: Browser) -> None:
    with app.app_context():
        demands.ask(returned, NAME, "名称不对", "才看得出", by=town.clerk, at=NOW)
        other = town.hand_in("2026-10-09 15:42")
        words = {"reason": "归商务部门。", "target": "commerce/gas_station_bundle"}
        intake.conclude(other, "not_competent", **words, by=town.clerk, at=NOW)
    speak_english(clerk)
    for path in (
        f"queue/{returned}?m={PEOPLE}", f"queue/{returned}?m=rules_list&vs=last&diff=1", "hand-overs",
        f"queue/{returned}/demand?key=application", f"cases/{other}", f"cases/{returned}",
    ):  # fmt: skip
        assert clerk.get(f"/window/{path}").status_code == 200
