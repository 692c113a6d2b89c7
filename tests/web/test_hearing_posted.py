"""A request for a hearing that came by post on the pages: recorded with its postmark, also after the decision."""

from __future__ import annotations

import pytest

from portal.actors import Role
from portal.db import reading
from portal.services import casefile, reconsideration
from tests.pages import said as said_of
from tests.services.cases import at
from tests.web import people
from tests.web.people import speak_english
from tests.web.test_hearing_pages import case_id, events
from workflows import commands as c

__all__ = ["case_id"]
ANSWER = {
    "answer-reason": "间距经复测为 9 米，听证不会改变事实",
    "answer-basis": "《中华人民共和国行政许可法》第四十七条第一款",
}
TODAY = at("2026-03-17T09:00")
POSTED = {"hearing_requested-party": "applicant", "hearing_requested-way": "post"}
MARKED = {"hearing_requested-posted_on": "2026-03-13", "hearing_requested-postmark": "EMS 1139021"}


@pytest.fixture
def refused(app, hall, case_id) -> str:
    """Nobody asked within the days, and the case was refused on 16 March."""
    with app.app_context():
        with reading() as session:
            number = casefile.row_of(session, case_id).id
        hall.do(number, c.ReviewLegally("passed", "合法", "refuse"), "2026-03-16T09:00", hall.lawyer)
        hall.do(number, c.LookUpCredit("decision", "none"), "2026-03-16T09:30", hall.head)
        hall.do(number, c.Refuse("间距 9 米", "不符合标准", "《条例》第十条"), "2026-03-16T10:00", hall.head)
    return case_id


def test_the_window_records_what_was_posted_in_time(app, client, case_id):
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/cases/{case_id}/hearing")
    assert client.fill_in(POSTED, action="/hearing/hearing_requested").status_code == 422
    assert "邮寄的，邮戳日期没有填，或者不是日期。" in client.page.words
    client.get(f"/window/cases/{case_id}/hearing")
    assert client.fill_in(POSTED | MARKED, action="/hearing/hearing_requested").status_code == 303
    assert events(app, case_id)[-1] == "HearingRequested"


@pytest.mark.parametrize("english", [False, True])
def test_after_the_decision_it_is_kept_and_the_office_reads_what_to_look_into(app, client, refused, english):
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/cases/{refused}")
    assert f"/window/cases/{refused}/hearing" in client.page.html
    client.get(f"/window/cases/{refused}/hearing")
    assert "这件已经作出决定" in client.page.words
    assert client.fill_in(POSTED | MARKED, action="/hearing/hearing_requested").status_code == 303
    assert events(app, refused)[-1] == "HearingRequestOvertaken"
    people.sign_in(client, Role.DECIDER)
    if english:
        speak_english(client)
    assert client.get(f"/review/cases/{refused}").status_code == 200
    said = "A request for a hearing, posted in time" if english else "决定以后收到按期邮寄的听证要求"
    assert said in client.page.words
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{refused}")
    came = "A request for a hearing came after the decision" if english else "决定以后收到听证要求"
    assert came in client.page.words


def test_a_head_answers_it_in_a_letter_that_can_be_contested_and_only_then_it_is_no_longer_open(
    app, client, hall, refused
):
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/cases/{refused}/hearing")
    said = {"hearing_requested-note": "想说明间距的量法"}
    client.fill_in(POSTED | MARKED | said, action="/hearing/hearing_requested")
    place = f"/review/cases/{refused}"
    people.sign_in(client, Role.REVIEWER)
    client.get(place)
    assert "hearing-answer" not in client.page.html
    assert client.post(f"{place}/hearing-answer").status_code in (400, 403)
    people.sign_in(client, Role.DECIDER)
    client.get("/review")
    assert "决定以后收到的听证要求，等您答复 1 件" in client.page.words
    assert client.page.h1 == "待办 1 件"
    assert "除了上面列出的，现在没有待办" in client.page.words
    client.get(place)
    form = client.page.form("/hearing-answer")
    assert "答复：原决定不改变" in said_of(form), "what is refused has no licence to revoke: one answer is no question"
    assert not [one for one in form.iter("input") if one.get("type") == "radio"]
    assert "EMS 1139021" in client.page.words
    assert "想说明间距的量法" in client.page.words, "who answers reads what was asked"
    assert client.fill_in(ANSWER | {"answer-basis": ""}, action="/hearing-answer").status_code == 422
    assert "依据没有写。" in client.page.words
    assert client.fill_in(ANSWER, action="/hearing-answer").status_code == 303
    assert events(app, refused)[-1] == "HearingAnswered"
    client.get(place)
    assert "决定以后收到按期邮寄的听证要求" not in client.page.words
    assert "听证要求答复书" in client.page.words
    client.get("/review")
    assert "等您答复" not in client.page.words
    assert client.page.h1 == "待办 0 件"
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{refused}")
    assert "书面答复决定以后收到的听证要求" in client.page.words
    with app.app_context():
        acts = reconsideration.remedies(refused, by=hall.handler, at=TODAY).acts
    assert "hearing_answer" in {one.letter.kind for one in acts if one.letter}
