"""Letters before a decision: what experts say, and what is put before the public."""

from __future__ import annotations

from datetime import date

from portal.documents.letter import Letter
from portal.documents.panel import Review, Reviewer, expert_record
from portal.documents.publicity import Window, publicity_notice
from tests.core.letters_of_linjiang import case

EXPERTS = (
    Reviewer("顾长河", "东浦化工设计院", "正高级工程师（化工工艺）"),
    Reviewer("沈亦云", "望海大学安全工程系", "教授（安全工程）"),
    Reviewer("陆宁", "临江市仪表学会", "高级工程师（仪表）"),
)


def an_expert_record() -> Letter:
    """Three experts, one of whom took the seat of somebody with an interest."""
    held = Review(
        began=date(2026, 10, 12),
        closed_on=date(2026, 10, 21),
        experts=EXPERTS,
        left=(Reviewer("何远", "临江安评技术服务有限公司", "注册安全工程师"),),
        questions=("储存设施的选址、间距和平面布置是否符合标准？", "安全评价报告的结论是否可信？"),
        passed=1,
        changes=2,
        failed=0,
        needed=2,
        conclusion="changes",
        summary="平面布置合理。2号库可燃气体报警器的数量不足，补足后可以投用。",
    )
    return expert_record(case("临应急许评审〔2026〕1号", date(2026, 10, 21), "p1"), held)


def a_publicity_notice() -> Letter:
    """Seven working days, the first one counted."""
    shown = Window(
        "临江港联仓储有限公司拟经营易燃液体，储存设施构成四级重大危险源，位于临江市澄江区化工路18号。",
        date(2026, 10, 22),
        date(2026, 10, 30),
        7,
        "《行政许可法》第三十六条",
    )
    return publicity_notice(case("临应急许公示〔2026〕1号", date(2026, 10, 22), "p2"), shown)


ALL = (an_expert_record, a_publicity_notice)
