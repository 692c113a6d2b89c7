"""Letters that end the proceedings of a case: served on a liquidator, on nobody, and on an applicant who is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.documents.former import Ended as GrantEnded
from portal.documents.former import grant_ended
from portal.documents.letter import Letter
from portal.documents.termination import Ended, Evidence, Served, terminated
from tests.core.letters_of_linjiang import REMEDIES, case

LIQUIDATED = Ended(
    ground="法人或者其他组织依法终止",
    facts="申请人于2026年10月8日经登记机关核准注销。",
    evidence=Evidence("注销登记通知书", "（临市监）登字〔2026〕第1182号", "2026年10月8日"),
    reason="申请人已经依法终止，没有承受人继续办理，许可程序没有继续的必要",
    basis="参照《中华人民共和国行政许可法》第七十条第三项",
    ended_on=date(2026, 10, 20),
    served=Served("郑怀民", "清算义务人"),
    returned=("申请书", "安全评价报告"),
)


def a_termination() -> Letter:
    """A firm that is no more: the liquidator gets the letter and the papers back."""
    return terminated(case("临应急许终〔2026〕1号", date(2026, 10, 20), "t1"), LIQUIDATED, REMEDIES)


def a_termination_for_nobody() -> Letter:
    """Nobody is left: the letter says whom the officers looked for."""
    alone = replace(LIQUIDATED, served=Served("", "没有可以送达的人", nobody="清算组已经解散，原址无人"), returned=())
    return terminated(case("临应急许终〔2026〕2号", date(2026, 10, 20), "t2"), alone, REMEDIES)


def a_termination_of_no_object() -> Letter:
    """The applicant is there and was heard, and the premises are gone."""
    gone = replace(
        LIQUIDATED,
        ground="申请事项因不可抗力已经无法实施",
        facts="拟用的仓库在台风中倒塌",
        evidence=Evidence("房屋灭失登记", "", "2026年10月9日", register=True),
        reason="许可事项已经无法实施",
        basis="参照《中华人民共和国行政许可法》第七十条第五项",
        served=Served("", "申请人", applicant=True),
        heard="申请人表示没有异议",
        waived=False,
        fees="已收检验费300元，自决定之日起十日内退还。",
    )
    return terminated(case("临应急许终〔2026〕3号", date(2026, 10, 20), "t3"), gone, REMEDIES)


def a_grant_ended() -> Letter:
    """A change that was granted before its licence was revoked."""
    end = GrantEnded(
        kind="change",
        granted_on=date(2026, 10, 19),
        grant_number="临应急许〔2026〕12号",
        licence="临危化经字〔2026〕0001",
        stands="已撤销",
        document="临应急许撤〔2026〕1号",
        reason="新证制发以前原证被撤销",
        basis="《中华人民共和国行政许可法》第四十九条",
        ended_on=date(2026, 10, 20),
    )
    return grant_ended(case("临应急许准终〔2026〕1号", date(2026, 10, 20), "t4"), end, REMEDIES)


def a_grant_ended_by_time() -> Letter:
    """The former licence of a re-issue expired, by no decision, and silence had granted without a number."""
    end = GrantEnded(
        "reissue",
        date(2026, 10, 19),
        "",
        "临危化经字〔2026〕0001",
        "已过期",
        "",
        "原证已经到期",
        "第三十九条",
        date(2026, 10, 20),
    )
    return grant_ended(case("临应急许准终〔2026〕2号", date(2026, 10, 20), "t5"), end, REMEDIES)


ALL = (
    a_termination,
    a_termination_for_nobody,
    a_termination_of_no_object,
    a_grant_ended,
    a_grant_ended_by_time,
)
