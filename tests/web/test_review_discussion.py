"""The page of a collegial discussion: what is missing is said beside its field, the record is seen, the decision answers it."""

from __future__ import annotations

import pytest

from tests.under_review import Town, beijing
from tests.web.people import sign_in, speak_english
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")
TALK = {
    "talk-held_on": "2026-11-20",
    "talk-place": "三楼会议室",
    "talk-host": "韩卫东",
    "talk-secretary": "何思远",
    "talk-summary": "承办人汇报，会议逐项讨论了事实和依据。",
    "talk-conclusion": "refuse",
} | {
    f"talk-{part}_{n}": text
    for n, row in enumerate(
        [
            ("韩卫东", "局长", "同意不予许可。"),
            ("顾长河", "副局长", "同意。间距是硬条件。"),
            ("沈静", "法制科", "条款适用正确。"),
        ],
        1,
    )
    for part, text in zip(("name", "post", "opinion"), row, strict=True)
}

NOBODY = {f"talk-{part}_4": "" for part in ("name", "post", "opinion")}


@pytest.fixture
def page(app, town: Town) -> str:
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42")
        town.accept(case_id, "2026-11-17 09:40")
        town.heard(case_id, "2026-11-19")
        town.do(case_id, c.LookUpCredit("review", "none"), "2026-11-21 09:00")
        return f"/review/cases/{case_id}"


def test_it_is_written_seen_and_answered_by_the_decision(client, page):
    lead = sign_in(client, "han.weidong")
    lead.get(f"{page}/discussion")
    short = lead.fill_in(TALK | {"talk-opinion_3": ""}, action="/discussion")
    assert short.status_code == 422
    assert "第 3 位：意见没有写。" in lead.page.words
    assert "承办人汇报" in lead.page.html
    assert lead.fill_in(TALK | {"talk-name_4": "高飞"}, action="/discussion").status_code == 422
    assert "职务没有填。" in lead.page.words
    ahead = lead.fill_in(TALK | {"talk-held_on": "2026-11-23"} | NOBODY, action="/discussion")
    assert ahead.status_code == 409
    assert "讨论的日期不对" in lead.page.words
    assert lead.fill_in(TALK | NOBODY, action="/discussion").status_code == 303
    lead.get(f"{page}/discussion")
    assert "间距是硬条件" in lead.page.words
    lead.get(page)
    assert "已经集体讨论" in lead.page.words
    lead.get(f"{page}/decision?outcome=grant")
    answer = {"decide-outcome": "grant", "decide-reason": "符合第六条，准予。", "step": "check"}
    assert lead.fill_in(answer, action="/decision").status_code == 422
    assert "决定和集体讨论的结论不一致，理由没有写。" in lead.page.words
    speak_english(lead)
    lead.get(f"{page}/discussion")
    assert "When a collegial discussion is owed" in lead.page.words


def test_officers_of_other_departments_read_it_and_write_nothing(client, page):
    fire = sign_in(client, "qin.yue")
    fire.get(f"{page}/discussion")
    assert "现在没有要记录的讨论" in fire.page.words
    assert fire.post(f"{page}/discussion", data=TALK).status_code == 403
