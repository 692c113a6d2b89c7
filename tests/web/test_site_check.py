"""The pages of a joint site check: arranged, noted by form and by script, recorded; another day on the applicant's page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from portal.db import reading
from portal.models import SiteEntry
from tests.at_window import pdf
from tests.services.test_site_checks import picture
from tests.under_review import Town, beijing
from tests.web.people import sign_in

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-16 09:00")
SAID = {
    "record-began": "09:30", "record-ended": "11:00", "record-shown": "yes",
    "record-party": "沈远航", "record-statement": "没有意见",
}  # fmt: skip


@pytest.fixture
def case_id(app, town) -> str:
    """A case with storage, accepted on 10 November, heard by all but the site."""
    with app.app_context():
        case_id = town.apply("2026-11-09 15:42")
        town.accept(case_id, "2026-11-10 09:40")
        town.answer(case_id, "documents", "2026-11-12 09:00", by="chen.li")
        town.answer(case_id, "fire", "2026-11-12 09:30", by="qin.yue")
        return case_id


def team(town: Town) -> list[str]:
    return [f"site|{town[login].reference}" for login in ("chen.li", "he.siyuan")]


def arranged(client, town: Town, case_id: str) -> None:
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/site")
    told = {"set-held_on": "2026-11-17", "set-time": "09:30", "set-team": team(town)}
    assert client.fill_in(told, action="/site/day", follow_redirects=True).status_code == 200
    assert "联合踏勘已约定" in client.page.words


def on_site(client, case_id: str, now: list[datetime]) -> None:
    """The day has come; the officer signs in on the telephone."""
    now[0] = beijing("2026-11-17 10:00")
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/site")


def entries(app) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(SiteEntry)) or 0


def test_an_appointment_asks_for_two_officers_and_what_was_typed_is_kept(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/site")
    assert "化工路18号3号库" in client.page.html
    told = {"set-held_on": "2026-11-17", "set-time": "09:30", "set-place": "门岗集合", "set-team": team(town)[:1]}
    assert client.fill_in(told, action="/site/day").status_code == 409
    assert "核查人员不够" in client.page.words
    assert "门岗集合" in client.page.html
    assert client.fill_in({"set-held_on": "明天"}, action="/site/day").status_code == 422


def test_the_site_is_noted_recorded_and_shown_beside_the_opinion(app, client, town, case_id, now):
    arranged(client, town, case_id)
    client.get(f"/review/cases/{case_id}")
    assert "联合踏勘还没有进行，笔录生成后再写意见。" in client.page.words
    on_site(client, case_id, now)
    assert "申请人意见（选填）" not in client.page.words, "the record that is signed needs it"
    found = {f"finding-{n}": "ok" for n in range(3)} | {"finding-1": "fault", "words-1": "报警器缺 1 只"}
    assert client.fill_in(found, action="/site/notes", follow_redirects=True).status_code == 200
    assert "报警器缺 1 只" in client.page.words
    told = {"words": "北侧围墙", "photo": (picture()[1], "现场.jpg")}
    assert client.fill_in(told, action="/site/photo", follow_redirects=True).status_code == 200
    assert "北侧围墙" in client.page.words
    assert client.fill_in(SAID, action="/site/record").status_code == 422
    assert "签字笔录的扫描件没有选。" in client.page.links
    paper = {"record-scan": (io.BytesIO(pdf("signed")), "笔录.pdf"), "record-signed": "signed"}
    assert client.fill_in(SAID | paper, action="/site/record", follow_redirects=True).status_code == 200
    assert "现场核查笔录已生成" in client.page.words
    client.get(f"/review/cases/{case_id}")
    assert "联合踏勘结果" in client.page.words
    form = {"site-verdict": "conditions", "site-opinion": "补装报警器后符合。"}
    assert client.fill_in(form, action="/site/opinion", follow_redirects=True).status_code == 200
    assert "何思远" in client.page.words


def test_what_was_noted_is_printed_for_signing_before_the_record_is_made(app, client, town, case_id, now):
    arranged(client, town, case_id)
    on_site(client, case_id, now)
    client.fill_in({"finding-0": "fault", "words-0": "少一块标牌"}, action="/site/notes", follow_redirects=True)
    assert client.get(f"/review/cases/{case_id}/site/sheet").status_code == 200
    for words in ("少一块标牌", "何思远（执法证号 99-", "申请人到场人员", "见证人", "待签字；"):
        assert words in client.page.words
    sign_in(client, "bai.lu")
    assert client.get(f"/review/cases/{case_id}/site/sheet").status_code == 403


def test_the_script_is_answered_in_json_and_a_repetition_is_no_second_entry(app, client, town, case_id, now):
    arranged(client, town, case_id)
    on_site(client, case_id, now)
    address, json = f"/review/cases/{case_id}/site/notes", {"Accept": "application/json"}
    told = {"entry": "a1b2c3d4e5f60718", "track": "site", "finding-0": "ok", "taken_at": "2026-11-17T01:30:00Z"}
    told["csrf_token"] = client.token
    assert client.post(address, data=told, headers=json).get_json() == {"kept": 1, "late": False}
    assert client.post(address, data=told, headers=json).get_json() == {"kept": 0, "late": False}
    bad = client.post(address, data=told | {"entry": "a1b2c3d4e5f60719", "finding-0": "fault"}, headers=json)
    assert (bad.status_code, bad.get_json()) == (422, {"errors": ["不符合的，情况要写明。"]})
    assert entries(app) == 1


def test_what_waited_on_a_telephone_while_a_colleague_made_the_record_lies_beside_it(app, client, town, case_id, now):
    arranged(client, town, case_id)
    on_site(client, case_id, now)
    client.fill_in({f"finding-{n}": "ok" for n in range(3)}, action="/site/notes", follow_redirects=True)
    paper = {"record-scan": (io.BytesIO(pdf("signed")), "笔录.pdf"), "record-signed": "signed"}
    assert client.fill_in(SAID | paper, action="/site/record", follow_redirects=True).status_code == 200
    assert "笔录制作后收到" not in client.page.words
    now[0] = beijing("2026-11-17 11:30")
    address, json = f"/review/cases/{case_id}/site/photo", {"Accept": "application/json"}
    told = {"entry": "a1b2c3d4e5f60718", "words": "东门没有标识", "taken_at": "2026-11-17T01:30:00Z"}
    told |= {"sent_at": "2026-11-17T03:30:00Z", "csrf_token": client.token}
    picked = {"photo": (picture()[1], "现场.jpg")}
    assert client.post(address, data=told | picked, headers=json).get_json() == {"kept": 1, "late": True}
    after = told | {"entry": "a1b2c3d4e5f60719", "taken_at": "2026-11-17T02:30:00Z"}
    refused = client.post(address, data=after, headers=json)
    assert refused.status_code == 409
    assert refused.get_json()["sentence"] == "现场核查笔录 11月17日 10:00 已经制作，以后记的不属于这次核查，不能收。"
    client.get(f"/review/cases/{case_id}/site")
    for words in (
        "笔录制作后收到的现场记录 1 条",
        "东门没有标识",
        "陈立记于 今天 09:30，收到 今天 11:30",
        "不属于已签字的笔录",
    ):
        assert words in client.page.words
    client.get(f"/review/cases/{case_id}")
    assert "联合踏勘笔录制作以后收到现场记录 1 条" in client.page.words
    client.get(f"/review/cases/{case_id}/record")
    assert "送来了笔录制作以前的现场记录" in client.page.words


def test_what_was_only_shown_again_never_covers_what_a_colleague_found(app, client, town, case_id, now):
    arranged(client, town, case_id)
    on_site(client, case_id, now)
    client.fill_in({"finding-0": "ok"}, action="/site/notes", follow_redirects=True)
    assert client.fill_in({"finding-1": "ok"}, action="/site/notes").status_code == 303
    assert entries(app) == 2


def test_nothing_noted_is_said_on_the_page_itself(client, town, case_id, now):
    arranged(client, town, case_id)
    on_site(client, case_id, now)
    assert client.fill_in({}, action="/site/photo").status_code == 422
    assert "还没有写，也没有选照片。" in client.page.words


def test_who_does_not_go_and_does_not_lead_notes_nothing(client, town, case_id, now):
    arranged(client, town, case_id)
    sign_in(client, "bai.lu").get(f"/review/cases/{case_id}/site")
    told = {"entry": "a1b2c3d4e5f60718", "words": "路过", "csrf_token": client.token}
    assert client.post(f"/review/cases/{case_id}/site/notes", data=told).status_code == 403


def test_a_device_may_keep_the_page_on_the_day_until_the_record_for_those_who_note(app, client, town, case_id, now):
    """The mark that the worker looks for: without it nothing of a case stays on a device."""

    def mark(login: str) -> str | None:
        page = sign_in(client, login).get(f"/review/cases/{case_id}/site")
        assert page.headers["Cache-Control"] == "no-store"
        return page.headers.get("Onewindow-Keep")

    arranged(client, town, case_id)
    assert mark("chen.li") is None, "on the day before there is nothing to note yet"
    on_site(client, case_id, now)
    assert mark("chen.li") == f"{town['chen.li'].id} 43200"
    assert mark("bai.lu") is None
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, site_page_hours=0)
    assert mark("chen.li") is None
    assert "site-worker" not in client.page.html
    app.config["SETTINGS"] = settings
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/site")
    found = {f"finding-{n}": "ok" for n in range(3)}
    client.fill_in(found, action="/site/notes", follow_redirects=True)
    paper = {"record-scan": (io.BytesIO(pdf("signed")), "笔录.pdf"), "record-signed": "signed"}
    assert client.fill_in(SAID | paper, action="/site/record", follow_redirects=True).status_code == 200
    assert mark("chen.li") is None


def test_the_worker_is_a_script_that_stands_above_the_pages_it_keeps(client):
    with client.get("/review/site-worker.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert "no-cache" in answer.headers["Cache-Control"], "a new version is noticed at once"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
