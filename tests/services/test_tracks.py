"""Tracks by the people whose acts they are: reminders, hand-over, stand-ins, an added department, a revoked right (R13, R87)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Role
from portal.db import reading, transaction
from portal.models import CaseTrack, Reminder, User, UserRole
from portal.services import absences, casefile, decision, review, tracks, users, worklist
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows.events import OpinionGiven, TrackAdded, TracksReminded
from workflows.refusal import Refusal

MONDAY = "2026-11-16 09:00"


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town) -> str:
    """A case with storage, accepted on 10 November."""
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    return case_id


def give(town: Town, case_id: str, track: str, login: str, *, by: str, at: str = "2026-11-11 09:00"):
    return tracks.hand_over(case_id, track, town[login].id, "专业分工", by=town[by], at=beijing(at))


def away(town: Town, login: str, stand_in: str, first: str = "2026-11-12", last: str = "2026-11-20", by: str = ""):
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return absences.enter(
        town[login].id, town[stand_in].id, *days, by=town[by or login], at=beijing("2026-11-11 09:00")
    )


def test_one_click_reminds_everybody_who_owes_an_opinion_in_one_mail_a_day(town, case_id):
    assert set(tracks.remind(case_id, by=town["chen.li"], at=beijing(MONDAY))) == {"documents", "fire", "eco"}
    with reading() as session:
        told = set(session.execute(select(Reminder.user_id, Reminder.clock)).all())
    emb = {(town[login].id, "track:documents") for login in ("chen.li", "he.siyuan")}
    assert told == {*emb, (town["qin.yue"].id, "track:fire"), (town["bai.lu"].id, "track:eco")}
    with pytest.raises(Refusal, match="reminded_today"):
        tracks.remind(case_id, by=town["han.weidong"], at=beijing("2026-11-16 17:00"))
    recorded = casefile.casefile(case_id, by=town["chen.li"]).recorded
    assert isinstance(recorded[-1].event, TracksReminded)


def test_a_share_with_an_officer_reminds_him_and_his_stand_in_alone(town, case_id):
    give(town, case_id, "documents", "he.siyuan", by="chen.li")
    tracks.remind(case_id, ["documents"], by=town["han.weidong"], at=beijing("2026-11-11 10:00"))
    away(town, "he.siyuan", "chen.li")
    tracks.remind(case_id, ["documents"], by=town["han.weidong"], at=beijing("2026-11-12 10:00"))
    with reading() as session:
        told = session.execute(select(Reminder.day, Reminder.user_id).order_by(Reminder.id)).all()
    first, second = date(2026, 11, 11), date(2026, 11, 12)
    assert sorted(told) == sorted(
        [(first, town["he.siyuan"].id), (second, town["he.siyuan"].id), (second, town["chen.li"].id)]
    )


def test_several_cases_are_hurried_at_once_and_those_without_an_open_department_are_counted(town, case_id):
    other = town.apply("2026-11-09 16:00", firm=1)
    told = {"by": town["chen.li"], "at": beijing(MONDAY)}
    assert tracks.remind_cases([case_id, other, case_id], **told) == (1, 1)
    assert tracks.remind_cases([case_id], by=town["qin.yue"], at=beijing(MONDAY)) == (0, 1)


def test_a_share_is_handed_over_within_the_department_only(town, case_id):
    case = give(town, case_id, "documents", "he.siyuan", by="chen.li")
    assert case.assigned == {"documents": town["he.siyuan"].reference}
    with pytest.raises(WrongInput):
        give(town, case_id, "documents", "qin.yue", by="he.siyuan")
    with pytest.raises(Denied):
        give(town, case_id, "documents", "chen.li", by="qin.yue")
    with pytest.raises(Refusal, match="track_of_other"):
        give(town, case_id, "documents", "chen.li", by="chen.li")
    assert (
        give(town, case_id, "documents", "chen.li", by="han.weidong")
        .assigned["documents"]
        .endswith(str(town["chen.li"].id))
    )


def test_only_the_officer_who_has_a_share_answers_it_and_his_stand_in_answers_for_him(town, case_id):
    give(town, case_id, "documents", "he.siyuan", by="chen.li")
    with pytest.raises(Refusal, match="track_of_other"):
        town.answer(case_id, "documents", "2026-11-12 09:00", by="chen.li")
    away(town, "he.siyuan", "chen.li")
    case = town.answer(case_id, "documents", "2026-11-12 10:00", by="chen.li")
    answer = case.answers["documents"]
    assert (answer.by, answer.on_behalf) == (town["chen.li"].reference, town["he.siyuan"].reference)


def test_the_stand_ins_right_ends_with_the_absence(town, case_id):
    give(town, case_id, "documents", "he.siyuan", by="chen.li")
    number = away(town, "he.siyuan", "chen.li")
    absences.end(number, by=town["he.siyuan"], at=beijing("2026-11-12 08:00"))
    with pytest.raises(Refusal, match="track_of_other"):
        town.answer(case_id, "documents", "2026-11-12 10:00", by="chen.li")


def test_the_stand_in_sees_the_work_list_of_the_absent(town, case_id):
    give(town, case_id, "documents", "he.siyuan", by="chen.li")
    away(town, "he.siyuan", "chen.li")
    chen = {"by": town["chen.li"], "desk": "opinions", "whose": "mine"}
    assert worklist.worklist(**chen, on=date(2026, 11, 11)).rows == ()
    page = worklist.worklist(**chen, on=date(2026, 11, 12))
    assert ([row.public_id for row in page.rows], page.stands_in_for) == ([case_id], "何思远")
    assert page.rows[0].officer == "何思远"
    free = worklist.worklist(by=town["chen.li"], on=date(2026, 11, 12), desk="opinions", whose="free")
    assert [row.mine.track for row in free.rows] == ["site"]


def test_what_somebody_had_who_serves_no_more_may_be_answered_by_any_colleague(town, case_id):
    give(town, case_id, "documents", "he.siyuan", by="chen.li")
    users.set_active(town["he.siyuan"].id, False, reason="调离", by=town["lin.jing"], at=beijing("2026-11-12 09:00"))
    case = town.answer(case_id, "documents", "2026-11-12 10:00", by="chen.li")
    assert case.answers["documents"].on_behalf == ""


def test_shares_are_given_in_bulk_and_what_cannot_be_given_is_counted(town, case_id):
    shares = [(case_id, "documents"), (case_id, "fire"), (case_id, "documents")]
    told = {"by": town["han.weidong"], "at": beijing("2026-11-11 09:00")}
    assert tracks.assign(shares, town["he.siyuan"].id, "集中办理", **told) == (1, 1)
    with pytest.raises(WrongInput):
        tracks.assign(shares, town["qin.yue"].id, "集中办理", **told)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-11-10", "2026-11-12", {"from_on": "past"}),
        ("2026-11-12", "2026-11-11", {"until_on": "before"}),
        ("2026-11-12", "2027-11-13", {"until_on": "long"}),
    ],
)
def test_an_absence_has_days_that_make_sense(town, first, last, wrong):
    with pytest.raises(WrongInput) as refused:
        away(town, "he.siyuan", "chen.li", first, last)
    assert refused.value.fields == wrong


def test_one_absence_at_a_time_and_nobody_stands_in_who_is_away_himself(town):
    away(town, "he.siyuan", "chen.li")
    with pytest.raises(Refusal, match="absence_overlaps"):
        away(town, "he.siyuan", "chen.li", "2026-11-20", "2026-11-21")
    with pytest.raises(Refusal, match="stand_in_away"):
        away(town, "chen.li", "he.siyuan", "2026-11-20", "2026-11-21")
    with pytest.raises(Refusal, match="stand_in_away"):  # he stands in for somebody meanwhile
        away(town, "chen.li", "han.weidong", "2026-11-20", "2026-11-21")
    away(town, "he.siyuan", "chen.li", "2026-11-21", "2026-11-22")


def test_an_absence_is_ones_own_or_entered_by_the_head_and_the_stand_in_is_a_colleague(town):
    with pytest.raises(Denied):
        away(town, "he.siyuan", "chen.li", by="chen.li")
    with pytest.raises(WrongInput):
        away(town, "he.siyuan", "qin.yue")
    with pytest.raises(WrongInput):
        away(town, "he.siyuan", "he.siyuan")
    number = away(town, "he.siyuan", "chen.li", by="han.weidong")
    with pytest.raises(Denied):
        absences.end(number, by=town["qin.yue"], at=beijing("2026-11-11 10:00"))
    (row,) = absences.absences(by=town["chen.li"], on=date(2026, 11, 12))
    assert (row.name, row.stand_in, row.running) == ("何思远", "陈立", True)


def test_the_lead_adds_an_office_with_the_days_of_the_plan_and_the_office_sees_the_case(town, case_id):
    with pytest.raises(Denied):
        casefile.casefile(case_id, by=town["gao.fei"])
    keys = {one.key: one.days for one in tracks.addable(case_id, by=town["chen.li"])}
    assert "office:psb" not in keys  # nobody reviews there
    assert "market" in keys  # the plan knows it, for cases without storage
    case = tracks.add(case_id, "market", "", "登记地址有变化", by=town["chen.li"], at=beijing(MONDAY))
    assert (case.terms.track("market").days, case.track_started("market")) == (2, date(2026, 11, 16))
    assert casefile.casefile(case_id, by=town["gao.fei"]).case.unanswered
    (row,) = worklist.worklist(by=town["gao.fei"], on=date(2026, 11, 16)).rows
    assert (row.public_id, row.due, row.total) == (case_id, date(2026, 11, 18), 5)
    assert town.answer(case_id, "market", "2026-11-17 09:00", by="gao.fei").answers["market"].verdict == "agree"
    with reading() as session:
        assert session.scalar(select(CaseTrack.state).where(CaseTrack.track == "market")) == "answered"


def test_another_office_is_asked_what_the_lead_writes(town, case_id):
    with transaction() as session:
        user = session.get_one(User, town["gao.fei"].id)
        centre = session.scalars(select(under_review.Office.id).where(under_review.Office.code == "centre")).one()
        user.office_id = centre
    told = {"by": town["chen.li"], "at": beijing(MONDAY)}
    with pytest.raises(Refusal, match="question_missing"):
        tracks.add(case_id, "office:centre", " ", "审查中发现", **told)
    tracks.add(case_id, "office:centre", "是否涉及易制爆化学品？", "审查中发现", **told)
    seen = decision.view(case_id, by=town["chen.li"], at=beijing(MONDAY))
    (added,) = [track for track in seen.tracks if track.added]
    assert (added.name.zh, added.question.zh, added.term.days) == ("临江市政务服务中心", "是否涉及易制爆化学品？", 5)
    assert isinstance(casefile.casefile(case_id, by=town["chen.li"]).recorded[-1].event, TrackAdded)
    with pytest.raises(WrongInput):
        tracks.add(case_id, "office:centre", "再问", "重复", **told)
    with pytest.raises(Denied):
        tracks.add(case_id, "market", "", "不是牵头部门", by=town["qin.yue"], at=beijing(MONDAY))


def test_a_reopened_track_lies_on_the_list_of_its_office_again(town, case_id):
    town.answer(case_id, "fire", "2026-11-12 09:00", by="qin.yue")
    assert worklist.worklist(by=town["qin.yue"], on=date(2026, 11, 16)).rows == ()
    tracks.reopen(case_id, "fire", "图纸有变化", by=town["chen.li"], at=beijing(MONDAY))
    (row,) = worklist.worklist(by=town["qin.yue"], on=date(2026, 11, 16)).rows
    assert (row.answered, row.mine.state) == (0, "open")


def test_a_reviewer_whose_right_was_revoked_cannot_act_from_a_page_that_was_open(town, case_id):
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=town["qin.yue"].id).delete()
    for act in (
        lambda: town.answer(case_id, "fire", "2026-11-12 09:00", by="qin.yue"),
        lambda: tracks.hand_over(case_id, "fire", town["qin.yue"].id, "自己办", by=town["qin.yue"], at=beijing(MONDAY)),
    ):
        with pytest.raises((Refusal, WrongInput)) as refused:
            act()
        assert getattr(refused.value, "rule", "right_revoked") == "right_revoked"
    recorded = casefile.casefile(case_id, by=town["chen.li"]).recorded
    assert not any(isinstance(one.event, OpinionGiven) for one in recorded)


@pytest.mark.parametrize("change", ["closed", "moved"])
def test_who_left_the_office_or_whose_account_was_closed_cannot_act(town, case_id, change):
    with transaction() as session:
        user = session.get_one(User, town["han.weidong"].id)
        if change == "closed":
            user.active = False
        else:
            user.office_id = town["qin.yue"].office_id
    town_heard = {"by": town["han.weidong"], "at": beijing(MONDAY)}
    with pytest.raises(Refusal, match="right_revoked"):
        tracks.remind(case_id, **town_heard)
    with pytest.raises(Refusal, match="right_revoked"):
        review.look_up_credit(case_id, **town_heard)
    with pytest.raises(Refusal, match="right_revoked"):
        decision.grant(case_id, reason="符合", **town_heard)


def test_the_list_of_reviewers_has_no_decider(town):
    from portal.services import colleagues

    assert {one.name for one in colleagues.reviewers(by=town["chen.li"])} == {"陈立", "何思远"}
    assert Role.DECIDER in town["han.weidong"].roles
