"""Hearings by the people whose acts they are: asked for online or on paper, announced, held with a signed record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.documents.html import render_html
from portal.models import Case as CaseRow
from portal.models import Document, JournalEntry, OutboxMessage, Upload, User
from portal.services import casefile, decision, head_mail, hearing_list, hearings, letters, overtaken, termination
from portal.services.wrong_input import WrongInput
from tests.after_licence import scan
from tests.services.cases import Hall, at
from workflows import commands as c
from workflows.refusal import Refusal

RECORD = {
    "names": "沈远航，申请人；陈立，审查人员",
    "officer": "储存设施间距 9 米，低于 12 米。",
    "applicant": "间距从外墙起算为 12.4 米。",
    "evidence": "测绘报告一份",
    "conclusion": "双方对起算点有争议。",
    "witness": "",
}
TOLD, ASKED, SET, HELD = "2026-03-06T09:00", "2026-03-09T09:00", "2026-03-10T09:00", "2026-03-19T17:00"
DAY = date(2026, 3, 19)


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case on which all have answered, and the right to a hearing was told."""
    number = hall.heard()
    with reading() as session:
        public_id = session.get_one(CaseRow, number).public_id
    hearings.tell(public_id, "拟不予许可：间距不足", by=hall.reviewer, at=at(TOLD))
    return public_id


def set_day(hall: Hall, case_id: str, presider: str | None = None) -> Any:
    where = ("9:30", "三楼会议室", "法规科科长", presider or hall.head.reference)
    return hearings.set_day(case_id, DAY, *where, by=hall.reviewer, at=at(SET))


def hold(hall: Hall, case_id: str, when: str = HELD, **more: Any) -> Any:
    asked = {"present": ("applicant", "officer"), "signed": "signed", "recorder": hall.reviewer.reference} | more
    record = RECORD | asked.pop("record", {})
    return hearings.hold(case_id, record, scan=scan(), by=hall.reviewer, at=at(when), **asked)


def passed_legally(hall: Hall, case_id: str, when: str) -> None:
    with reading() as session:
        number = casefile.row_of(session, case_id).id
    hall.do(number, c.ReviewLegally("passed", "合法"), when, hall.lawyer)


def words(hall: Hall, kind: str) -> str:
    with reading() as session:
        public_id = session.scalars(select(Document.public_id).where(Document.kind == kind)).one()
    return render_html(letters.letter(public_id, by=hall.clerk).letter)


def payloads(kind: str) -> list[dict[str, Any]]:
    with reading() as session:
        return list(session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == kind)))


def test_the_applicant_asks_online_and_nobody_else_for_it(hall: Hall, case_id: str):
    stranger = Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=99)
    with pytest.raises(Denied):
        hearings.request(case_id, by=stranger, at=at(ASKED))
    with pytest.raises(Denied):
        hearings.request(case_id, party="interested", name="邻居", by=hall.handler, at=at(ASKED))
    case = hearings.request(case_id, "想说明间距", by=hall.handler, at=at(ASKED))
    assert case.hearing.requests == ("applicant",)
    assert payloads("HearingRequested")[0]["way"] == "online"


def test_a_hearing_of_proceedings_that_were_ended_is_announced_no_more(hall: Hall, case_id: str):
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    set_day(hall, case_id)
    assert len(hearing_list.upcoming(on=date(2026, 3, 10))) == 1
    said = {
        "facts": "已经注销。",
        "reason": "没有承受人。",
        "successor": "none",
        "document": "注销记录",
        "dated": "2026-03-09",
    }
    said |= {"capacity": "nobody", "nobody": "清算组已经解散。"}
    termination.propose(case_id, "organisation_ended", said, proof="register", by=hall.reviewer, at=at(SET))
    termination.confirm(case_id, "情况属实，同意终止。", by=hall.head, at=at("2026-03-11T09:00"))
    assert hearing_list.upcoming(on=date(2026, 3, 10)) == ()


def test_the_name_of_an_interested_party_is_kept_beside_the_journal(hall: Hall, case_id: str):
    with pytest.raises(WrongInput):
        hearings.request(case_id, party="interested", by=hall.clerk, at=at(ASKED))
    named = {"name": "望山石化销售有限公司", "address": "港前路 9 号"}
    with pytest.raises(WrongInput):
        hearings.request(case_id, party="interested", name=named["name"], by=hall.clerk, at=at(ASKED))
    hearings.request(case_id, party="interested", **named, by=hall.clerk, at=at(ASKED))
    (payload,) = payloads("HearingRequested")
    assert "望山" not in str(payload)
    assert payload["way"] == "window"
    kept = hearings.content_of(case_id, payload["paper"], by=hall.reviewer)
    assert kept == named


def test_a_late_request_is_refused_whoever_records_it(hall: Hall, case_id: str):
    for by in (hall.handler, hall.clerk, hall.reviewer):
        with pytest.raises(Refusal, match="hearing_request_late"):
            hearings.request(case_id, by=by, at=at("2026-03-16T09:00"))


def test_a_stale_page_asks_for_nothing(hall: Hall, case_id: str):
    with pytest.raises(Refusal, match="stale"):
        hearings.request(case_id, by=hall.handler, at=at(ASKED), expected_seq=1)


def test_whoever_gives_it_up_is_decided_on_at_once(hall: Hall, case_id: str):
    now = at("2026-03-06T11:00")
    asked = {"facts": "间距不足", "reason": "不符合标准", "basis": "第六条", "by": hall.head, "at": now}
    passed_legally(hall, case_id, "2026-03-06T11:00")
    with pytest.raises(Refusal, match="blocked"):
        decision.refuse(case_id, **asked)
    hearings.waive(case_id, "不需要", by=hall.handler, at=now)
    decision.refuse(case_id, **asked)


def test_nobody_presides_who_reviewed(hall: Hall, case_id: str):
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    assert [one.name for one in hearings.presiders(case_id, by=hall.reviewer)] == ["韩卫东"]
    with pytest.raises(Refusal, match="hearing_host_reviews"):
        set_day(hall, case_id, hall.reviewer.reference)
    for stranger in (hall.fire.reference, hall.clerk.reference, "officer:9999", "handler:1"):
        with pytest.raises(WrongInput):
            set_day(hall, case_id, stranger)


def test_a_hearing_is_held_and_the_decision_follows_its_record(hall: Hall, case_id: str):
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    set_day(hall, case_id)
    told = words(hall, "special_procedure")
    for phrase in ("依法要求听证", "第四十五条", "7个工作日"):
        assert phrase in told
    case = hold(hall, case_id)
    assert case.open_stops == ()
    with reading() as session:
        (kept,) = session.scalars(select(Upload).where(Upload.purpose == "hearing"))
        (payload,) = payloads("HearingHeld")
        assert payload["scan"] == kept.sha256
    assert "间距从外墙" not in str(payload)
    text = words(hall, "hearing_record")
    for phrase in ("听证笔录", "间距从外墙起算为 12.4 米。", "韩卫东", "陈立", "法规科科长", kept.sha256):
        assert phrase in text
    hall_at = at("2026-03-20T10:00")
    passed_legally(hall, case_id, "2026-03-20T10:00")
    _look(hall, case_id)
    asked = {"facts": "间距不足", "reason": "不符合标准", "basis": "第六条", "by": hall.head, "at": hall_at}
    with pytest.raises(Refusal, match="hearing_unanswered"):
        decision.refuse(case_id, **asked)
    decision.refuse(case_id, **asked, hearing="外墙起算的意见与标准不符，不予采纳")
    text = words(hall, "refusal")
    assert "外墙起算的意见与标准不符，不予采纳。" in text
    assert "听笔〔2026〕1号" in text


def test_a_record_says_what_the_law_asks_of_it(hall: Hall, case_id: str):
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    set_day(hall, case_id)
    for more in (
        {"record": {"names": ""}},
        {"record": {"applicant": ""}},
        {"present": ("interested", "officer")},
        {"signed": "refused"},
        {"recorder": "officer:9999"},
    ):
        with pytest.raises(WrongInput):
            hold(hall, case_id, **more)
    with pytest.raises(Refusal, match="hearing_recorder_presides"):
        hold(hall, case_id, recorder=hall.head.reference)
    with pytest.raises(Refusal, match="hearing_not_yet"):
        hold(hall, case_id, "2026-03-18T17:00")
    with reading() as session:
        assert session.scalars(select(Upload).where(Upload.purpose == "hearing")).all() == []
    hold(hall, case_id, signed="refused", record={"witness": "周正"})
    assert "见证人：周正" in words(hall, "hearing_record")


def test_hearings_to_come_are_announced_to_everybody(hall: Hall, case_id: str):
    assert hearing_list.upcoming(on=date(2026, 3, 9)) == ()
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    set_day(hall, case_id)
    (shown,) = hearing_list.upcoming(on=date(2026, 3, 10))
    assert (shown.held_on, shown.place, shown.announced) == (DAY, "三楼会议室", False)
    assert hearing_list.upcoming(on=date(2026, 3, 20)) == ()
    hearings.adjourn(case_id, "party", "代理人生病", by=hall.reviewer, at=at("2026-03-17T09:00"))
    assert hearing_list.upcoming(on=date(2026, 3, 10)) == ()


def test_the_authority_announces_its_own_hearing_with_its_reason(hall: Hall):
    with reading() as session:
        public_id = session.get_one(CaseRow, hall.accepted()).public_id
    where = (DAY, "9:30", "三楼会议室", "法规科科长", hall.head.reference)
    hearings.announce(public_id, "涉及周边居民的重大公共利益", *where, by=hall.reviewer, at=at(SET))
    (shown,) = hearing_list.upcoming(on=date(2026, 3, 10))
    assert (shown.announced, shown.reason) == (True, "涉及周边居民的重大公共利益")
    assert "向社会公告" in words(hall, "hearing_notice")


def _look(hall: Hall, case_id: str) -> None:
    with reading() as session:
        number = casefile.row_of(session, case_id).id
    hall.do(number, c.LookUpCredit("review", "none"), "2026-03-20T09:00", hall.reviewer)


def test_a_hearing_that_comes_late_is_held_all_the_same_and_its_notice_says_why(hall: Hall, case_id: str):
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    where = (date(2026, 4, 22), "9:30", "三楼会议室", "法规科科长", hall.head.reference)
    late = {"by": hall.reviewer, "at": at("2026-04-10T09:00")}
    with pytest.raises(Refusal, match="hearing_late_unexplained"):
        hearings.set_day(case_id, *where, **late)
    hearings.set_day(case_id, *where, explanation="承办人调离，交接时漏办。", **late)
    assert "因承办人调离，交接时漏办，未能在收到听证要求之日起二十日内举行" in words(hall, "hearing_notice")


def test_what_came_by_post_counts_from_its_postmark_and_after_the_decision_the_heads_are_told(hall: Hall, case_id: str):
    late = at("2026-03-17T09:00")
    mark = (date(2026, 3, 13), "EMS 1139021")
    with pytest.raises(Refusal, match="hearing_request_late"):
        hearings.request(case_id, by=hall.clerk, at=late)
    with pytest.raises(Refusal, match="hearing_postmark_missing"):
        hearings.request(case_id, posted=(mark[0], " "), by=hall.clerk, at=late)
    passed_legally(hall, case_id, "2026-03-16T09:00")
    with reading() as session:
        number = casefile.row_of(session, case_id).id
    hall.do(number, c.LookUpCredit("decision", "none"), "2026-03-16T09:30", hall.head)
    hall.do(number, c.Refuse("间距 9 米", "不符合标准", "《条例》第十条"), "2026-03-16T10:00", hall.head)
    with pytest.raises(Refusal, match="hearing_request_late"):
        hearings.request(case_id, posted=(date(2026, 3, 14), mark[1]), by=hall.clerk, at=late)
    with transaction() as session:
        session.get_one(User, hall.head.id).email = "han@example.cn"
    case = hearings.request(case_id, "想说明间距", posted=mark, by=hall.clerk, at=late)
    assert (case.outcome, case.hearing.overtaken) == ("refuse", ("applicant",))
    (kept,) = payloads("HearingRequestOvertaken")
    assert (kept["posted_on"], kept["postmark"], kept["arrived_on"]) == ("2026-03-13", mark[1], "2026-03-17")
    assert mails_to_heads() == {(hall.head.id, "hearing_overtaken")}


def came_too_late(hall: Hall, case_id: str) -> None:
    """Refused on 16 March; the request of a neighbour, posted in time, arrives a day later."""
    passed_legally(hall, case_id, "2026-03-16T09:00")
    with reading() as session:
        number = casefile.row_of(session, case_id).id
    hall.do(number, c.LookUpCredit("decision", "none"), "2026-03-16T09:30", hall.head)
    hall.do(number, c.Refuse("间距 9 米", "不符合标准", "《条例》第十条"), "2026-03-16T10:00", hall.head)
    came = {"party": "interested", "name": "望山石化", "address": "港前路 9 号", "posted": (date(2026, 3, 12), "EMS 7")}
    hearings.request(case_id, by=hall.clerk, at=at("2026-03-17T09:00"), **came)


def test_two_heads_who_answer_at_once_make_one_letter(hall: Hall, case_id: str, together):
    came_too_late(hall, case_id)
    said = ("1", "stands", "间距经复测为 9 米", "《中华人民共和国行政许可法》第四十七条第一款")
    when = {"by": hall.head, "at": at("2026-03-18T09:00")}
    ends = together(lambda: overtaken.answer(case_id, *said, **when), lambda: overtaken.answer(case_id, *said, **when))
    assert sorted(ends) == ["done", "hearing_not_overtaken"]
    assert len(payloads("InterestedAnswered")) == 1
    assert words(hall, "interested_answer")


def test_a_neighbour_is_answered_on_paper_at_its_address_and_the_applicant_never_sees_it(hall: Hall, case_id: str):
    came_too_late(hall, case_id)
    assert [one.case_id for one in overtaken.waiting(by=hall.head)[0]] == [case_id]
    assert overtaken.waiting(by=hall.reviewer) == ((), 0)
    said = ("1", "stands", "间距经复测为 9 米", "《中华人民共和国行政许可法》第四十七条第一款")
    for by in (hall.reviewer, hall.clerk):
        with pytest.raises(Denied):
            overtaken.answer(case_id, *said, by=by, at=at("2026-03-18T09:00"))
    case = overtaken.answer(case_id, *said, by=hall.head, at=at("2026-03-18T09:00"))
    assert overtaken.waiting(by=hall.head) == ((), 0)
    text = words(hall, "interested_answer")
    assert "望山石化" in text
    assert "你方2026年3月12日邮寄的听证要求" in text
    assert "你方如果不服本答复" in text
    assert "签发人" in text
    assert "承办人" not in text
    (letter,) = [one for (_seq, kind), one in case.letters.items() if kind == "interested_answer"]
    assert letter.state == "planned"
    with reading() as session:
        public_id = session.scalars(select(Document.public_id).where(Document.kind == "interested_answer")).one()
    with pytest.raises(Denied):
        letters.letter(public_id, by=hall.handler)


def mails_to_heads() -> set[tuple[int, str]]:
    with reading() as session:
        sent = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == head_mail.KIND))
        return {(one["user"], one["matter"]) for one in sent}


def test_the_portals_own_request_has_no_postmark(hall: Hall, case_id: str):
    hearings.request(case_id, posted=(date(2026, 3, 9), "x"), by=hall.handler, at=at(ASKED))
    (kept,) = payloads("HearingRequested")
    assert (kept["way"], kept.get("posted_on"), kept.get("postmark", "")) == ("online", None, "")


def test_a_decision_and_a_posted_request_at_once_never_lose_the_request(hall: Hall, case_id: str, together):
    """It keeps the decision back, or the decision was first and it is kept as overtaken; never neither."""
    passed_legally(hall, case_id, "2026-03-16T09:00")
    with reading() as session:
        number = casefile.row_of(session, case_id).id
    hall.do(number, c.LookUpCredit("decision", "none"), "2026-03-16T09:30", hall.head)
    refusal, late = c.Refuse("间距 9 米", "不符合标准", "《条例》第十条"), at("2026-03-17T09:00")
    decided, asked = together(
        lambda: hall.do(number, refusal, "2026-03-17T09:00", hall.head),
        lambda: hearings.request(case_id, posted=(date(2026, 3, 13), "EMS 1"), by=hall.clerk, at=late),
    )
    kept = [kind for kind in ("HearingRequested", "HearingRequestOvertaken") if payloads(kind)]
    assert asked == "done"
    assert (decided, kept) in (("done", ["HearingRequestOvertaken"]), ("blocked", ["HearingRequested"]))
    assert bool(payloads("Refused")) == (decided == "done")
