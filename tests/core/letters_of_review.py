"""Letters of the joint review: a site check told and recorded, and what is to be put right, told once."""

from __future__ import annotations

from datetime import date

from portal.documents.letter import Letter
from portal.documents.review_notice import Fix, review_correction
from portal.documents.site_check import Appointment, Finding, Member, Photo, Record, notice, record
from tests.core.letters_of_linjiang import case

TEAM = (
    Member("临江市应急管理局", "陈立", "99-01-0007"),
    Member("临江市应急管理局", "何思远", "99-01-0008"),
    Member("临江市消防救援支队", "秦岳", "99-01-0012"),
    Member("临江市消防救援支队", "邵鹏", "99-01-0013"),
)


def a_site_notice() -> Letter:
    """One department comes, two officers."""
    held = Appointment(
        date(2026, 10, 21),
        "09:30",
        "临江市澄江区化工路18号3号库",
        TEAM[:2],
        ("场所地址、面积与申请一致", "储存设施间距、消防、防雷防静电、可燃和有毒气体报警符合标准"),
    )
    return notice(case("临应急许核通〔2026〕2号", date(2026, 10, 16), "s1"), held)


def a_site_record() -> Letter:
    """What was found; the party would not sign, and somebody saw it."""
    held = Record(
        date(2026, 10, 21),
        "09:30",
        "11:10",
        "临江市澄江区化工路18号3号库",
        TEAM,
        "沈远航，法定代表人",
        (
            Finding("临江市应急管理局", "场所地址、面积与申请一致", "符合"),
            Finding("临江市消防救援支队", "应急器材实物与预案清单一致", "不符合", "正压式空气呼吸器少一套"),
        ),
        ("北侧围墙外有在建工地。",),
        (Photo("2026-10-21 10:05", "北侧围墙", "9f2c" * 16),),
        "少的一套已经采购，三日内到货。",
        "街道工作人员秦岚",
        True,
        "1a2b" * 16,
        shown="yes",
    )
    return record(case("临应急许核笔〔2026〕1号", date(2026, 10, 21), "s2"), held)


def a_review_correction() -> Letter:
    """Two departments, one letter."""
    fixes = (
        Fix("消防安全核查", "储存设施平面布置图", "没有标注消防通道宽度"),
        Fix("资料审查", "安全管理人员证书", "一人的证书已过有效期"),
    )
    return review_correction(case("临应急许审补〔2026〕1号", date(2026, 10, 16), "s3"), fixes, date(2026, 11, 6))


ALL = (a_site_notice, a_site_record, a_review_correction)
