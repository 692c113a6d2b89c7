"""A hearing on the pages: the applicant's, the window's, the record at the office, and the announcement to everybody."""

from __future__ import annotations

from datetime import date

import pytest

from portal.actors import Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import hearings, letter_service
from tests.after_licence import scan
from tests.services.cases import at, with_draft
from tests.web import people
from tests.web.people import speak_english

TODAY = at("2026-03-09T09:00")


@pytest.fixture
def case_id(app, hall) -> str:
    """A case on which all have answered, with its draft, and the right to a hearing told on 6 March."""
    with app.app_context():
        number = hall.heard()
        with transaction() as session:
            public_id = with_draft(session, session.get_one(CaseRow, number)).public_id
        hearings.tell(public_id, "拟不予许可：间距不足", by=hall.reviewer, at=at("2026-03-06T09:00"))
    return public_id


def events(app, case_id: str) -> list[str]:
    from portal.services import casefile, journal

    with app.app_context(), reading() as session:
        recorded = journal.load(session, casefile.row_of(session, case_id).id)
        return [type(one.event).__name__ for one in recorded]


def test_the_applicant_asks_and_takes_it_back(app, client, case_id):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}")
    assert "作出决定以前，您可以在 3月13日 24:00 前要求听证" in client.page.words
    diary = client.get(f"/my/cases/{case_id}/due.ics").text.replace("\r\n ", "")
    assert "要求听证的最后一天" in diary
    assert "DTSTART;VALUE=DATE:20260313" in diary
    client.get(f"/my/cases/{case_id}/hearing")
    assert client.fill_in({"ask-words": "想说明间距"}, action="/hearing/ask", follow_redirects=True).status_code == 200
    assert "听证要求已提出" in client.page.words
    client.get(f"/my/cases/{case_id}/hearing")
    assert client.fill_in({}, action="/hearing/withdraw", follow_redirects=True).status_code == 200
    assert events(app, case_id)[-2:] == ["HearingRequested", "HearingRequestWithdrawn"]


def test_the_applicant_gives_it_up_for_good(app, client, case_id):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}/hearing")
    client.fill_in({}, action="/hearing/waive", follow_redirects=True)
    assert "您已放弃听证" in client.page.words
    client.get(f"/my/cases/{case_id}/hearing")
    assert "要求听证" not in [form.get("action") for form in client.page.tree.iter("form")]
    assert events(app, case_id)[-1] == "HearingWaived"


def test_who_comes_late_reads_the_law(app, client, case_id, now):
    now[0] = at("2026-03-13T23:30")
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}/hearing")
    now[0] = at("2026-03-14T00:10")
    assert client.fill_in({}, action="/hearing/ask").status_code == 409
    assert "应当在被告知之日起五日内提出，最后一天是 3月13日" in client.page.words
    assert "要求听证的期限已过" in client.page.words
    assert events(app, case_id)[-1] == "HearingTold"


def test_a_double_click_asks_once(app, client, case_id):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}/hearing")
    sent = {"ask-words": "", "ask-expected_seq": _seq(client), "csrf_token": client.token}
    first = client.post(f"/my/cases/{case_id}/hearing/ask", data=sent)
    second = client.post(f"/my/cases/{case_id}/hearing/ask", data=sent)
    assert (first.status_code, second.status_code) == (303, 409)
    assert events(app, case_id).count("HearingRequested") == 1


def _seq(client) -> str:
    return next(one.get("value") for one in client.page.tree.iter("input") if one.get("name") == "ask-expected_seq")


def test_another_enterprise_sees_nothing_of_it(app, client, case_id):
    with app.app_context():
        people.join("lu@example.cn", "陆知行", "13900000009", uscc="91990101MA2WH12346", firm="望山石化", at=TODAY)
    people.sign_in(client, "lu@example.cn")
    assert client.get(f"/my/cases/{case_id}/hearing").status_code == 403


def test_the_window_records_what_comes_on_paper(app, client, case_id):
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/cases/{case_id}")
    client.get(f"/window/cases/{case_id}/hearing")
    asked = {"hearing_requested-party": "interested", "hearing_requested-note": "书面提出"}
    assert client.fill_in(asked, action="/hearing_requested").status_code == 422
    assert "利害关系人要求听证的，名称没有填" in client.page.words
    named = {**asked, "hearing_requested-name": "望山石化销售有限公司"}
    assert client.fill_in(named, action="/hearing_requested").status_code == 422
    assert "送达地址没有填" in client.page.words
    named["hearing_requested-address"] = "港前路 9 号"
    assert client.fill_in(named, action="/hearing_requested", follow_redirects=True).status_code == 200
    assert "已记录，牵头部门会看到" in client.page.words
    assert events(app, case_id)[-1] == "HearingRequested"
    client.get(f"/window/cases/{case_id}/hearing")
    assert "望山石化销售有限公司，港前路 9 号" in client.page.words
    assert "没有书面告知，自己提出" in client.page.words
    given = {"hearing_waived-party": "1", "hearing_waived-reason": "书面放弃"}
    assert client.fill_in(given, action="/hearing_waived", follow_redirects=True).status_code == 200
    client.get(f"/window/cases/{case_id}/hearing")
    assert "3月9日 放弃听证" in client.page.words.replace("\u00a0", " ")
    stale = {"hearing_waived-party": "7"}
    assert client.fill_in(stale, action="/hearing_waived").status_code == 409
    assert "没有选是哪一名利害关系人" in client.page.words


def test_a_letter_to_an_interested_party_shows_the_window_to_whom_and_where_it_goes(app, client, hall, case_id):
    with app.app_context():
        hearings.tell_interested(case_id, "望山石化销售有限公司", "港前路 9 号", by=hall.reviewer, at=TODAY)
        (row, *_) = letter_service.of_case(case_id, by=hall.clerk)
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/services/{row.letter_id}")
    for words in ("望山石化销售有限公司", "港前路 9 号", "利害关系人没有账户，文书按地址在纸上送达"):
        assert words in client.page.words


def test_the_record_is_written_on_its_day_with_the_signed_paper(app, client, hall, case_id, now):
    with app.app_context():
        hearings.request(case_id, by=hall.handler, at=TODAY)
        where = (date(2026, 3, 19), "9:30", "三楼会议室", "法规科科长", hall.head.reference)
        hearings.set_day(case_id, *where, by=hall.reviewer, at=at("2026-03-10T09:00"))
    now[0] = at("2026-03-18T09:00")
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case_id}/hearing-record")
    assert "现在没有要写的听证笔录" in client.page.words
    client.get("/review?desk=lead")
    assert "听证还没有举行（3月19日）" in client.page.words.replace("\u00a0", " ")
    assert "下一步：准备听证" in client.page.words
    now[0] = at("2026-03-19T17:00")
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case_id}/hearing-record")
    record = {
        "recorder": hall.reviewer.reference, "present": ["applicant", "officer"], "names": "沈远航",
        "officer": "间距不足", "applicant": "间距足够", "conclusion": "有争议", "signed": "refused",
    }  # fmt: skip
    assert client.fill_in(record).status_code == 422
    assert "签字的笔录扫描件没有选" in client.page.words
    assert "间距足够" in client.page.words
    name, file = scan()
    assert client.fill_in({**record, "scan": (file, name)}).status_code == 422
    assert "有人拒绝签字的，见证人没有填" in client.page.words
    name, file = scan()
    done = client.fill_in({**record, "witness": "周正", "scan": (file, name)}, follow_redirects=True)
    assert done.status_code == 200
    assert "听证笔录已保存" in client.page.words
    assert events(app, case_id)[-2:] == ["HearingHeld", "ClockResumed"]
    people.sign_in(client, Role.DECIDER)
    client.get(f"/review/cases/{case_id}/decision?outcome=refuse")
    assert "怎样采纳听证笔录" in client.page.words


def test_everybody_reads_when_and_where(app, client, hall, case_id, now):
    client.get("/hearings")
    assert "现在没有将要举行的听证" in client.page.words
    with app.app_context():
        hearings.request(case_id, by=hall.handler, at=TODAY)
        where = (date(2026, 3, 19), "9:30", "三楼会议室", "法规科科长", hall.head.reference)
        hearings.set_day(case_id, *where, by=hall.reviewer, at=at("2026-03-10T09:00"))
    client.get("/hearings")
    assert "三楼会议室" in client.page.words
    people.sign_in(client, Role.HANDLER)
    diary = client.get(f"/my/cases/{case_id}/due.ics").text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260319" in diary
    assert "9:30\\n地点：三楼会议室" in diary
    speak_english(client)
    client.get("/hearings")
    assert "Hearings to come" in client.page.words


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.HANDLER, "/my/cases/{}/hearing"),
        (Role.HANDLER, "/my/cases/{}"),
        (Role.WINDOW, "/window/cases/{}/hearing"),
        (Role.REVIEWER, "/review/cases/{}/procedures"),
        (Role.REVIEWER, "/review/cases/{}/hearing-record"),
    ],
)
def test_every_page_speaks_english(client, case_id, role, address):
    people.sign_in(client, role)
    speak_english(client)
    assert client.get(address.format(case_id)).status_code == 200
