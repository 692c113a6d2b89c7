"""Letters on what time and events do to the periods of a case: a published schedule, another limit, a silent renewal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.documents import discussion
from portal.documents.data import Due, Term
from portal.documents.decision import Renewed, renewed
from portal.documents.hearing import Day, Record, Right, notice, record, right
from portal.documents.letter import Letter
from portal.documents.procedure import (
    Changed,
    Fixed,
    NewPeriod,
    Published,
    SpecialProcedure,
    calendar,
    limits,
    special_procedure,
)
from portal.documents.resumption import Resumption, resumption
from tests.core import (
    letters_of_ending,
    letters_of_filing,
    letters_of_interested,
    letters_of_panel,
    letters_of_standing,
)
from tests.core import letters_of_linjiang as linjiang
from tests.core import letters_of_review as review
from tests.core.letters_of_linjiang import case


def a_calendar() -> Letter:
    """The schedule of 2027 came out: one day moves, one stays as it was told."""
    published = Published(
        2027,
        (
            Fixed("承诺办结", date(2027, 1, 6), Due(date(2027, 1, 8))),
            Fixed("法定办结", date(2027, 1, 20), Due(date(2027, 1, 20))),
        ),
        kept=True,
    )
    return calendar(case("临应急许期〔2026〕3号", date(2026, 12, 1), "k3"), published)


def a_changed_limit() -> Letter:
    """A site check makes thirty days into forty-five."""
    changed = Changed(
        cause="进行现场核查",
        reason="申请的储存场所需要实地查看",
        changed_on=date(2026, 10, 12),
        periods=(
            NewPeriod(
                "法定办结",
                Term(30, "calendar_day"),
                Term(45, "calendar_day"),
                "《排污许可管理条例》第十一条",
                Due(date(2026, 11, 16)),
            ),
        ),
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
    )
    return limits(case("临应急许限〔2026〕2号", date(2026, 10, 12), "l2"), changed)


LONGER = SpecialProcedure(
    name="专家评审",
    reason="专家组要求补充一次现场测量",
    organiser="本机关",
    basis="《危险化学品经营许可证管理办法》第十一条第二款",
    began=date(2026, 11, 17),
    needed=Term(5),
    accepted_on=date(2026, 9, 30),
    acceptance_number="临应急许受〔2026〕417号",
    told_on=date(2026, 10, 13),
    told=Term(25),
)


def a_longer_procedure() -> Letter:
    """Experts need longer than was told."""
    return special_procedure(case("临应急许特〔2026〕35号", date(2026, 11, 17), "t35"), LONGER)


def a_procedure_beyond_the_guide() -> Letter:
    """Experts need longer than the guide publishes, which the head approved."""
    beyond = replace(LONGER, told=Term(20), most=Term(20), beyond=Term(5), approver="本机关负责人　韩卫东")
    return special_procedure(case("临应急许特〔2026〕36号", date(2026, 11, 17), "t36"), beyond)


def a_resumption() -> Letter:
    """The experts are done, while a test still runs."""
    resumed = Resumption(
        name="专家评审",
        began=date(2026, 10, 13),
        ended_on=date(2026, 11, 20),
        promised=Due(date(2026, 11, 27)),
        statutory=Due(date(2026, 12, 11)),
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
        notice="临应急许特〔2026〕35号",
        still=("检测",),
    )
    return resumption(case("临应急许续计〔2026〕1号", date(2026, 11, 20), "t36"), resumed)


def a_silent_renewal() -> Letter:
    """The licence expired and nothing had been decided."""
    silent = Renewed(
        filed_on=date(2026, 9, 20),
        apply_by=date(2026, 10, 1),
        expires_on=date(2026, 10, 31),
        document="危险化学品经营许可证",
        accepted_on=date(2026, 9, 23),
        acceptance_number="临应急许受〔2026〕401号",
        delivery=Term(10),
        basis="《危险化学品经营许可证管理办法》第十八条",
    )
    return renewed(case("临应急许续〔2026〕1号", date(2026, 11, 1), "r1"), silent)


def a_hearing_right() -> Letter:
    """The right to be heard before a refusal."""
    told = Right(
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
        reason="拟不予许可：储存设施与居民区的距离不足",
        period=Term(5),
        until=Due(date(2026, 10, 22)),
    )
    return right(case("临应急许听告〔2026〕1号", date(2026, 10, 15), "h1"), told)


def a_hearing_notice() -> Letter:
    """The day of the hearing."""
    held = Day(date(2026, 10, 20), date(2026, 11, 5), "9:30", "市政务服务中心三楼会议室", "法规科科长")
    return notice(case("临应急许听通〔2026〕1号", date(2026, 10, 21), "h2"), held)


def a_hearing_record() -> Letter:
    """What was said at the hearing; the applicant would not sign, and somebody saw it."""
    said = {
        "names": "申请人的委托代理人顾明；审查人员陈立、赵宁",
        "officer": "现场测量的间距为18米，低于标准的要求。",
        "applicant": "测量应当从外墙起算，申请人另有测绘报告。",
        "interested": "",
        "evidence": "现场核查记录；测绘报告",
        "conclusion": "双方对测量的起点有争议，测绘报告作为证据收下。",
        "witness": "街道工作人员秦岚",
        "host": "",
        "recorder": "白露",
    }
    held = Record(date(2026, 11, 5), "9:30", "市政务服务中心三楼会议室", "法规科科长", "9f2c" * 16, True, said)
    return record(case("临应急许听笔〔2026〕1号", date(2026, 11, 5), "h3"), held)


def a_discussion() -> Letter:
    """What the heads of the authority came to before a refusal; it stays in the file."""
    said = {
        "place": "三楼会议室",
        "host": "韩卫东",
        "secretary": "白露",
        "summary": "承办人汇报了审查情况。争议在于间距的起点，会议逐项讨论了测绘报告和现场测量记录。",
    }
    voices = (
        discussion.Voice("韩卫东", "局长", "事实清楚，依据充分，不予许可。"),
        discussion.Voice("顾长河", "副局长", "同意不予许可。"),
        discussion.Voice("沈静", "法制机构负责人", "程序合法，适用条款正确，同意不予许可。"),
    )
    held = discussion.Record(date(2026, 11, 9), False, voices, said)
    return discussion.record(case("临应急许议〔2026〕1号", date(2026, 11, 9), "h4"), held)


def a_discussion_of_an_act() -> Letter:
    """What they came to before a licence is revoked; it stays in the file too."""
    said = {
        "place": "三楼会议室",
        "host": "韩卫东",
        "secretary": "白露",
        "summary": "承办人汇报了伪造检测记录的证据、听证的情况和法制审核意见，会议逐项讨论。",
    }
    voices = (
        discussion.Voice("韩卫东", "局长", "事实清楚，依据充分，同意撤销。"),
        discussion.Voice("顾长河", "副局长", "同意撤销。"),
        discussion.Voice("沈静", "法制机构负责人", "程序合法，适用条款正确，同意撤销。"),
    )
    held = discussion.Record(date(2026, 11, 27), True, voices, said)
    data = case("临应急许议〔2026〕2号", date(2026, 11, 27), "h5")
    return discussion.record_of_act(data, letters_of_standing.HELD, "撤销", held)


EVERY = (
    *linjiang.ALL,
    *letters_of_standing.ALL,
    a_calendar,
    a_changed_limit,
    a_longer_procedure,
    a_procedure_beyond_the_guide,
    a_resumption,
    a_silent_renewal,
    a_hearing_right,
    a_hearing_notice,
    a_hearing_record,
    a_discussion,
    a_discussion_of_an_act,
    *review.ALL,
    *letters_of_panel.ALL,
    *letters_of_ending.ALL,
    *letters_of_interested.ALL,
    *letters_of_filing.ALL,
)
