"""Applying at the counter, correcting on the spot, and handing results out, in a browser."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from portal.clock import now
from portal.services import casefile, desk, drafts
from tests.at_window import ANSWERS, HAZCHEM, Town, pdf, settle
from tests.pages import Browser, values
from tests.web.people import USCC, sign_in, speak_english
from tests.web.test_window import ago
from workflows.case import State


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def begin(clerk: Browser) -> str:
    """Begin an application for the known enterprise; returns the draft's name."""
    clerk.get("/window/walk-in")
    answer = clerk.fill_in({"item": HAZCHEM, "uscc": USCC}, action="/walk-in")
    assert answer.status_code == 303
    return answer.location.rpartition("/")[2]


def typed(section: Any) -> dict[str, Any]:
    """The answers of a section as a browser sends them."""
    found: dict[str, Any] = {}
    for field in section.fields:
        value = ANSWERS.get(field.id)
        if isinstance(value, dict):
            found |= {f"f-{field.id}-{part}": text for part, text in value.items()}
        elif isinstance(value, list) and field.type == "table":
            found |= {f"f-{field.id}-{n}-{k}": v for n, row in enumerate(value) for k, v in row.items()}
        elif value is not None:
            found[f"f-{field.id}"] = "y" if field.type == "consent" else value
    return found


def test_a_whole_application_at_the_counter(app: Flask, town: Town, clerk: Browser) -> None:
    draft = begin(clerk)
    with app.app_context():
        guide = drafts.view(draft, by=town.clerk).guide
    for section in guide.form:
        clerk.get(f"/window/drafts/{draft}/sections/{section.id}")
        assert clerk.fill_in(typed(section), button="next").status_code == 303, section.id
    with app.app_context():
        missing = [
            r.requirement.alternatives[0].id
            for r in drafts.view(draft, by=town.clerk).requirements
            if r.state == "missing"
        ]
    for material in missing:
        clerk.get(f"/window/drafts/{draft}/materials")
        file = (io.BytesIO(pdf(material)), f"{material}.pdf")
        data = {"material": material, "file": file, "csrf_token": clerk.token}
        assert clerk.post(f"/window/drafts/{draft}/files", data=data).status_code == 303
    clerk.get(f"/window/drafts/{draft}/check")
    assert clerk.fill_in({}, button="submit").status_code == 422
    assert "还没有勾选" in clerk.page.words
    clerk.fill_in({"true": "y"}, button="submit", follow_redirects=True)
    assert "已收件" in clerk.page.h1
    case_id = clerk.address.split("/")[3]
    with app.app_context():
        file = casefile.casefile(case_id, by=town.clerk)
    assert (file.case.visits, file.case.channel) == (1, "window")
    clerk.get(f"/window/drafts/{draft}", follow_redirects=True)
    assert clerk.address == f"/window/cases/{case_id}/receipt"


def test_a_wrong_code_keeps_what_was_typed(clerk: Browser) -> None:
    clerk.get("/window/walk-in")
    wrong = {"item": HAZCHEM, "uscc": USCC[:-1] + "0", "name": "甲公司"}
    assert clerk.fill_in(wrong, action="/walk-in").status_code == 422
    assert "代码第 18 位（校验码）是“0”，按前 17 位应当是“T”" in clerk.page.words
    assert ("name", "甲公司") in set(values(clerk.page.form("/walk-in")))


@pytest.mark.parametrize(
    ("english", "wrong", "firms"),
    [
        (False, "身份证号码最后一位（校验码）与前 17 位不符", "办事指南没有把自然人列为申请人"),
        (True, "(check digit)", "for organisations only"),
    ],
)
def test_a_natural_person_is_taken_in_and_the_number_is_never_shown_again(
    clerk: Browser, english: bool, wrong: str, firms: str
) -> None:
    if english:
        speak_english(clerk)
    number, person = "990101198003073019", {"kind": "natural_person", "name": "沈𠮷航"}
    clerk.get("/window/walk-in")
    sent = {**person, "item": "special_operator_certificate"}
    assert clerk.fill_in({**sent, "uscc": number[:-1] + "8"}, action="/walk-in").status_code == 422
    assert wrong in clerk.page.words
    assert clerk.fill_in({**sent, "uscc": number, "item": HAZCHEM}, action="/walk-in").status_code == 422
    assert firms in clerk.page.words
    answer = clerk.fill_in({**sent, "uscc": number}, action="/walk-in", follow_redirects=True)
    for path in ("", "/check"):
        page = clerk.get(answer.request.path + path)
        assert "9901**********3019" in clerk.page.words
        assert number not in page.text
    clerk.get("/window/walk-in?q=沈𠮷航")
    (chosen,) = [href for href in clerk.page.links.values() if "uscc=" in href]
    assert number not in chosen
    clerk.get(chosen.partition("#")[0])
    assert clerk.fill_in({"item": "special_operator_certificate"}, action="/walk-in").status_code == 303


def test_a_new_enterprise_asks_for_its_name(clerk: Browser) -> None:
    clerk.get("/window/walk-in")
    assert clerk.fill_in({"item": HAZCHEM, "uscc": "91330000142916567N"}, action="/walk-in").status_code == 422
    assert "第一次来办" in clerk.page.words


def test_what_is_not_what_it_says_is_refused_beside_its_material(clerk: Browser) -> None:
    draft = begin(clerk)
    clerk.get(f"/window/drafts/{draft}/materials")
    data = {"material": "rules_list", "file": (io.BytesIO(b"MZ program"), "a.pdf"), "csrf_token": clerk.token}
    assert clerk.post(f"/window/drafts/{draft}/files", data=data).status_code == 422
    assert "有文件没有收下" in clerk.page.words


def test_rows_are_added_without_scripts_and_errors_stand_beside_the_fields(clerk: Browser) -> None:
    draft = begin(clerk)
    clerk.get(f"/window/drafts/{draft}/sections/goods")
    assert clerk.fill_in({"f-chemicals-0-name": "甲苯"}, button="f-chemicals").status_code == 200
    assert "f-chemicals-1-name" in dict(values(clerk.page.form("/sections/goods")))
    assert clerk.fill_in({}, button="next").status_code == 422
    assert clerk.page.all("div", "ow-errors")


def test_a_walk_in_can_be_discarded(app: Flask, town: Town, clerk: Browser) -> None:
    draft = begin(clerk)
    clerk.get("/window/queue")
    assert f"/window/drafts/{draft}" in clerk.page.links.values()
    clerk.get(f"/window/drafts/{draft}")
    clerk.fill_in({}, action="/discard", follow_redirects=True)
    assert "已经作废" in clerk.page.words


def test_correcting_on_the_spot_keeps_the_other_marks(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(1))
        town.mark(case_id, ago(1, "10:00"), fix={"rules_list": "没有施行日期"})
    clerk.get(f"/window/queue/{case_id}/correct?section=people")
    assert clerk.fill_in({"f-staff_total": "很多"}, action="/correct", button="done").status_code == 422
    clerk.fill_in({"f-staff_total": "14"}, action="/correct", button="done", follow_redirects=True)
    assert "已当场更正" in clerk.page.words
    data = {"material": "rules_list", "key": "rules_list", "csrf_token": clerk.token}
    data["file"] = (io.BytesIO(pdf("again")), "again.pdf")
    assert clerk.post(f"/window/queue/{case_id}/correct/files", data=data).status_code == 303
    clerk.get(f"/window/queue/{case_id}/correct")
    clerk.fill_in({"note": "补签日期"}, action="/correct", button="done", follow_redirects=True)
    with app.app_context():
        seen = desk.desk(case_id, by=town.clerk, at=now())
    assert {one.key for one in seen.unmarked} == {"form:people", "rules_list"}
    assert seen.file.answers["staff_total"] == "14"


def test_a_licence_is_made_out_and_delivered_electronically(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.granted("2026-09-29 15:42")
    clerk.get(f"/window/deliveries/{case_id}")
    page = clerk.page
    clerk.fill_in({}, action="/issue", button="electronic", follow_redirects=True)
    assert "已制证并电子送达" in clerk.page.words
    clerk.page = page
    clerk.fill_in({}, action="/issue", button="electronic", follow_redirects=True)
    assert "刚才已经办好" in clerk.page.words
    with app.app_context():
        assert casefile.casefile(case_id, by=town.clerk).case.state is State.CLOSED


def test_collecting_at_the_counter_needs_who_signed(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.granted("2026-09-29 15:42")
    clerk.get(f"/window/deliveries/{case_id}")
    clerk.fill_in({}, action="/issue", button="issue", follow_redirects=True)
    assert clerk.fill_in({}, action="/deliver").status_code == 422
    assert clerk.fill_in({"way": "counter"}, action="/deliver").status_code == 422
    assert "签收人没有写" in clerk.page.words
    assert clerk.fill_in({"way": "courier"}, action="/deliver").status_code == 422
    clerk.fill_in({"way": "counter", "recipient": "经办人"}, action="/deliver", follow_redirects=True)
    assert "送达回证" in clerk.page.words
