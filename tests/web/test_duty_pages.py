"""What follows a licence on the pages: the office's list, a check, files with results, the supervisor's and the holder's view."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from portal.actors import Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile
from tests.after_licence import licensed, scan
from tests.services.cases import at, with_draft
from tests.web import people
from tests.web.people import speak_english

TODAY = at("2026-05-11T09:00")


@pytest.fixture
def case_id(app, hall) -> str:
    with app.app_context():
        public_id = licensed(hall)
        with transaction() as session:
            with_draft(session, casefile.row_of(session, public_id))
    return public_id


def test_the_office_lists_what_it_owes_and_records_a_check(client, hall, case_id):
    people.sign_in(client, Role.REVIEWER)
    client.get("/review/duties")
    assert "证后事项 1 项" in client.page.words
    assert "6月3日" in client.page.words
    client.get(f"/review/cases/{case_id}/duties/commitment")
    found = {"checked_on": "2026-05-11", "result": "correct", "words": "灭火器过期"}
    assert client.fill_in(found).status_code == 422
    for sentence in ("整改的最后一天没有填", "还要选一名一起检查的人员", "签字的检查记录扫描件没有选"):
        assert sentence in client.page.words
    assert "灭火器过期" in client.page.words
    name, file = scan()
    whole = {**found, "correct_by": "2026-05-30", "officers": [str(hall.head.id)], "scan": (file, name)}
    assert client.fill_in(whole, follow_redirects=True).status_code == 200
    assert "检查结果已记录" in client.page.words
    assert "整改中" in client.page.words


def test_a_day_that_cannot_be_is_refused_with_what_was_typed(client, hall, case_id):
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case_id}/duties/commitment")
    name, file = scan()
    typed = {"checked_on": "2026-01-05", "result": "passed", "words": "查看了现场", "officers": [str(hall.head.id)]}
    assert client.fill_in({**typed, "scan": (file, name)}).status_code == 409
    assert "检查日期应当在" in client.page.words
    assert "查看了现场" in client.page.words


def test_another_office_sees_no_form(client, case_id):
    people.sign_in(client, "qin.yue")
    client.get(f"/review/cases/{case_id}/duties/commitment")
    assert "检查结果由负责部门的审查人员记录" in client.page.words
    name, file = scan()
    sent = {"checked_on": "2026-05-11", "result": "passed", "words": "x", "expected_seq": "1", "scan": (file, name)}
    done = client.post(f"/review/cases/{case_id}/duties/commitment", data={**sent, "csrf_token": client.token})
    assert done.status_code == 403


def test_results_come_back_as_a_file(app, client, case_id):
    with app.app_context(), reading() as session:
        number = session.scalars(select(CaseRow.number).where(CaseRow.public_id == case_id)).one()
    people.sign_in(client, Role.REVIEWER)
    client.get("/review/duties")
    assert client.fill_in({}, action="/duties").status_code == 422
    lines = f"case,duty,checked_on,result\n{number},drills,2026-05-10,passed\n{number},none,2026-05-10,passed\n"
    client.get("/review/duties")
    sent = {"file": (io.BytesIO(lines.encode()), "results.csv")}
    assert client.fill_in(sent, action="/duties").status_code == 422
    assert "第 3 行" in client.page.words
    client.get("/review/duties")
    lines = f"case,duty,checked_on,result\n{number},drills,2026-05-10,passed\n"
    sent = {"file": (io.BytesIO(lines.encode()), "results.csv")}
    client.fill_in(sent, action="/duties", follow_redirects=True)
    assert "记录 0 条，1 条以前已经记录" in client.page.words


def test_the_list_that_is_handed_over_is_a_table_and_records(client, case_id):
    people.sign_in(client, Role.REVIEWER)
    table = client.get("/review/duties.csv")
    assert "drills" in table.get_data(as_text=True)
    assert "Access-Control-Allow-Origin" not in table.headers
    assert [one["duty"] for one in client.get("/review/duties.json").get_json()["checks"]] == ["commitment", "drills"]


def test_supervision_sees_every_office_and_what_is_late(client, case_id, now):
    people.sign_in(client, Role.SUPERVISOR)
    client.get("/supervision/duties?late=1")
    assert "临江市消防救援支队" in client.page.words
    client.get("/supervision/duties?office=emb&late=1")
    assert "没有符合条件的证后事项" in client.page.words


def test_the_holder_reads_when_to_renew_and_what_has_to_be_put_right(client, case_id, now):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}")
    assert "2028年10月9日 起可以申请，最迟 2028年12月8日" in client.page.words
    now[0] = at("2028-11-01T09:00")
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}")
    client.get("/my/cases")
    assert "可以申请延续，最迟 2028年12月8日" in client.page.words
    client.get(f"/my/cases/{case_id}")
    assert any(one.get("href") == "/guides/hazchem_business_renewal" for one in client.page.tree.iter("a"))


def test_who_is_late_to_renew_reads_a_day_and_never_soon(client, case_id, now):
    now[0] = at("2028-12-20T09:00")
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}")
    assert "按期申请的最后一天（2028年12月8日）已过；需要继续经营的，最迟 2029年3月8日 申请" in client.page.words
    client.get("/my/licences")
    assert "按期申请的最后一天（2028年12月8日）已过，最迟 2029年3月8日 申请" in client.page.words
    assert "尽快" not in client.page.words
    now[0] = at("2029-03-09T09:00")
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}")
    assert "证照有效期已在 2029年3月8日 届满；需要继续经营的，重新申请。" in client.page.words


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.REVIEWER, "/review/duties"),
        (Role.REVIEWER, "/review/cases/{}/duties/commitment"),
        (Role.REVIEWER, "/review/cases/{}"),
        (Role.SUPERVISOR, "/supervision/duties"),
        (Role.SUPERVISOR, "/supervision/cases/{}"),
        (Role.HANDLER, "/my/cases/{}"),
    ],
)
def test_every_page_speaks_english(client, case_id, role, address):
    people.sign_in(client, role)
    speak_english(client)
    assert client.get(address.format(case_id)).status_code == 200
