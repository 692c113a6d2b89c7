"""Expert review: who sits on the panel, one ballot each whoever enters it, a record that keeps votes secret (R27)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.documents.html import render_html
from portal.models import Case as CaseRow
from portal.models import Document, Upload
from portal.services import casefile, decision, evidence_content, letters, panels, review, uploads
from portal.services.panels import Expert
from portal.services.wrong_input import WrongInput
from tests.after_licence import scan
from tests.core.play import TERMS
from tests.own_zip import packed
from tests.services.cases import Hall, at, in_order
from tests.web import people
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal

SET, VOTE, CLOSE = "2026-03-05T09:00", "2026-03-06T10:00", "2026-03-09T10:00"
EXPERTS = (
    Expert("顾长河", "东浦化工设计院", "正高级工程师"),
    Expert("沈亦云", "望海大学", "教授"),
    Expert("陆宁", "仪表学会", "高级工程师"),
)
SUBSTITUTE = Expert("何芳", "望海设计院", "高级工程师")
QUESTIONS = ("选址和间距是否符合标准？", "评价报告是否可信？")


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case under review whose expert review began on 5 March."""
    number = hall.submitted(terms=replace(TERMS, credit_required=False))
    hall.do(number, c.Accept(in_order()), "2026-03-03T10:00")
    hall.do(number, c.PauseClock("expert_review", 10, "储存设施复杂"), SET, hall.reviewer)
    with reading() as session:
        return session.get_one(CaseRow, number).public_id


@pytest.fixture
def supervisor() -> Actor:
    return Actor("officer", 90, frozenset({Role.SUPERVISOR}), 9, "dept")


def set_up(hall: Hall, case_id: str, experts=EXPERTS, questions=QUESTIONS, **more) -> Case:
    return panels.set_up(case_id, experts, questions, **{"by": hall.reviewer, "at": at(SET), **more})


def vote(hall: Hall, case_id: str, seat: str, verdict: str = "pass", **more) -> Case:
    told = {"signed_on": date(2026, 3, 6), "scan": scan(), "by": hall.reviewer, "at": at(VOTE), **more}
    return panels.cast(case_id, seat, verdict, "间距符合，结论可信。", **told)


def closed(hall: Hall, case_id: str, *verdicts: str) -> Case:
    set_up(hall, case_id)
    for seat, verdict in enumerate(verdicts, 1):
        vote(hall, case_id, str(seat), verdict)
    return panels.close(case_id, "整体可行。", by=hall.reviewer, at=at(CLOSE))


def record(case_id: str, by: Actor) -> str:
    with reading() as session:
        document = session.scalars(select(Document).where(Document.kind == "expert_record")).one()
    return render_html(letters.letter(document.public_id, by=by).letter)


def test_a_panel_reviews_and_its_record_says_how_many_voted_how_and_never_who(hall, case_id):
    case = closed(hall, case_id, "pass", "pass", "fail")
    assert (case.panel.conclusion, case.open_stops) == ("pass", ())
    shown = record(case_id, hall.handler)
    for words in ("顾长河", "东浦化工设计院", "选址和间距是否符合标准", "通过 2 票", "不通过 1 票", "整体可行", "组长"):
        assert words in shown
    assert "间距符合，结论可信" not in shown


@pytest.mark.parametrize(
    ("experts", "field", "code"),
    [
        ((*EXPERTS[:2], Expert("", "单位", "教授")), "experts", "missing"),
        ((*EXPERTS[:2], EXPERTS[0]), "experts", "twice"),
        ((*EXPERTS[:2], Expert("何芳", people.FIRM, "工程师")), "experts", "interest"),
    ],
)
def test_who_is_unknown_twice_there_or_of_the_applicants_own_unit_sits_on_no_panel(hall, case_id, experts, field, code):
    with pytest.raises(WrongInput) as wrong:
        set_up(hall, case_id, experts)
    assert wrong.value.fields == {field: code}


def test_a_panel_is_asked_something_and_everybody_declares(hall, case_id):
    with pytest.raises(WrongInput):
        set_up(hall, case_id, questions=(" ",))
    with pytest.raises(Refusal, match="panel_undeclared"):
        set_up(hall, case_id, (*EXPERTS[:2], replace(EXPERTS[2], declared=False)))
    with pytest.raises(Denied):
        set_up(hall, case_id, by=hall.fire)


def test_an_expert_with_an_interest_is_replaced_and_the_record_says_so(hall, case_id):
    set_up(hall, case_id)
    vote(hall, case_id, "2", "fail")
    told = {"by": hall.reviewer, "at": at(VOTE)}
    with pytest.raises(WrongInput):
        panels.replace(case_id, "2", "interest", "曾任申请人顾问", EXPERTS[0], **told)
    case = panels.replace(case_id, "2", "interest", "曾任申请人顾问", SUBSTITUTE, **told)
    assert case.panel.seats == ("1", "4", "3")
    for seat in case.panel.seats:
        vote(hall, case_id, seat)
    case = panels.close(case_id, "可行。", by=hall.reviewer, at=at(CLOSE))
    assert case.panel.count == (3, 0, 0)
    shown = record(case_id, hall.head)
    assert "何芳" in shown
    assert "已经回避或者更换：沈亦云（望海大学）" in shown
    gone = panels.view(case_id, by=hall.head).gone
    assert [(one.name, one.left, one.reason) for one in gone] == [("沈亦云", "interest", "曾任申请人顾问")]


def test_only_the_office_that_leads_and_the_supervisor_see_who_voted_how(hall, case_id, supervisor):
    closed(hall, case_id, "pass", "changes", "pass")
    for seer in (hall.reviewer, hall.head, supervisor):
        seats = panels.view(case_id, by=seer).seats
        assert [one.ballot.verdict for one in seats if one.ballot] == ["pass", "changes", "pass"]
        assert seats[1].opinion == "间距符合，结论可信。"
    with reading() as session:
        ballots = list(session.scalars(select(Upload.public_id).where(Upload.purpose == "ballot")))
    assert len(ballots) == 3
    assert uploads.open(ballots[0], by=supervisor)
    for stranger in (hall.handler, hall.fire, hall.clerk):
        with pytest.raises(Denied):
            panels.view(case_id, by=stranger)
        with pytest.raises(Denied):
            uploads.open(ballots[0], by=stranger)
    for keeper in (hall.fire, hall.clerk):
        with pytest.raises(Denied):
            evidence_content.contents(case_id, by=keeper)
    assert evidence_content.contents(case_id, by=hall.head).attachments


def test_the_applicants_own_data_name_the_letter_and_no_ballot(hall, case_id):
    closed(hall, case_id, "pass", "pass", "fail")
    told = "".join(body.decode(errors="replace") for body in packed(hall.handler, at=at(CLOSE)).values())
    assert "expert_record" in told
    assert "PanelClosed" in told
    assert "ballot" not in told
    assert "BallotCast" not in told


def test_two_secretaries_at_once_enter_one_ballot(hall, case_id, database):
    set_up(hall, case_id)

    def enter(verdict: str) -> str:
        with database.app_context():
            try:
                vote(hall, case_id, "1", verdict)
            except Refusal as refusal:
                return refusal.rule
            return "kept"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(enter, ("pass", "fail", "pass", "changes")))
    assert said == ["ballot_cast_already"] * 3 + ["kept"]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload).where(Upload.purpose == "ballot")) == 1
        row = casefile.row_of(session, case_id)
    assert len(casefile.casefile(case_id, by=hall.head).case.panel.ballots) == 1
    assert row.seq == 5  # submitted, accepted, paused, panel, one ballot


def test_a_page_made_before_a_colleagues_ballot_is_old(hall, case_id):
    seq = set_up(hall, case_id).seq
    vote(hall, case_id, "1", expected_seq=seq)
    with pytest.raises(Refusal, match="stale"):
        vote(hall, case_id, "1", expected_seq=seq)


def test_a_ballot_without_a_reason_is_none(hall, case_id):
    set_up(hall, case_id)
    with pytest.raises(WrongInput):
        panels.cast(case_id, "1", "pass", " ", signed_on=date(2026, 3, 6), scan=scan(), by=hall.reviewer, at=at(VOTE))


def test_a_grant_against_the_experts_explains_itself_in_the_decision(hall, case_id):
    closed(hall, case_id, "fail", "fail", "pass")
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        with reading() as session:
            number = casefile.row_of(session, case_id).id
        hall.do(number, c.GiveOpinion(track, "agree", "符合", officers=("officer:99",)), "2026-03-09T11:00", by)
    told = {"by": hall.head, "at": at("2026-03-10T10:00")}
    with pytest.raises(Refusal, match="panel_unanswered"):
        decision.grant(case_id, reason="符合条件", **told)
    decision.grant(case_id, reason="符合条件", panel="报警器已经补足，复测合格，专家的意见不再成立。", **told)
    with reading() as session:
        granted = session.scalars(select(Document).where(Document.kind == "grant")).one()
    shown = render_html(letters.letter(granted.public_id, by=hall.handler).letter)
    assert "的结论是不通过。报警器已经补足，复测合格" in shown


def test_the_pause_does_not_end_past_the_panel(hall, case_id):
    set_up(hall, case_id)
    with pytest.raises(Refusal, match="panel_not_closed"):
        review.resume(case_id, "expert_review", "算了", by=hall.reviewer, at=at(VOTE))
