"""The form of the emergency-plan filing as units of the town fill it in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.demo.firms import Firm

_INDUSTRY = {
    "leased": "hazchem_business_stored",
    "depot": "hazchem_business_stored",
    "gas": "hazchem_business_stored",
    "station": "hazchem_business_stored",
    "warehouse": "hazchem_storage",
    "trade": "hazchem_business",
    "place": "public_place",
    "mine": "mine",
    "builder": "construction",
    "foundry": "metallurgy",
    "carrier": "hazchem_transport",
}
_SPECIAL = {
    "station": "油品泄漏和火灾爆炸专项应急预案",
    "gas": "气瓶泄漏专项应急预案",
    "place": "人员密集场所火灾专项应急预案",
    "mine": "边坡坍塌和透水专项应急预案",
    "builder": "高处坠落和坍塌专项应急预案",
    "foundry": "高温熔融金属喷溅专项应急预案",
    "carrier": "道路运输泄漏专项应急预案",
}
_EXPERTS = (
    ("宫振华", "临江大学安全工程系", "安全工程", "教授"),
    ("苗玉兰", "临江市化工研究院", "化工工艺", "正高级工程师"),
    ("巫建平", "望海安全生产协会", "应急管理", "注册安全工程师"),
    ("和志远", "东浦消防技术服务中心", "消防工程", "高级工程师"),
)


def answers(firm: Firm, situation: str, again: bool, on: date) -> dict[str, Any]:
    """What the unit writes on that day; situations: review (experts must), argue (inside the unit), revised (filed again)."""
    issued = on - timedelta(days=5 + firm.serial % 9)
    told: dict[str, Any] = {
        "unit_name": firm.name,
        "uscc": firm.uscc,
        "legal_rep": firm.head,
        "address": {"region": firm.region, "detail": firm.street},
        "postcode": f"99{firm.division[2:4]}{firm.division[5]}0",
        "industry": _INDUSTRY.get(firm.trade, "none_of_these"),
        "staff": str(18 + firm.serial * 23 % 400),
        "assets": str(500 + firm.serial * 317 % 9000),
        "major_hazard": "yes" if firm.trade in ("warehouse", "foundry") else "no",
        "contact": firm.handler,
        "contact_phone": firm.mobile(),
        "email": firm.email(),
        "filing_kind": "revised" if again or situation == "revised" else "first",
        "publish_date": issued.isoformat(),
        "plans": _plans(firm, issued),
        "review_kind": "argue" if situation == "argue" else "review",
    }
    return told | ({} if situation == "argue" else {"experts": _experts(firm)})


def _plans(firm: Firm, issued: date) -> list[dict[str, str]]:
    names = (
        ("生产安全事故综合应急预案", "general"),
        (_SPECIAL.get(firm.trade, "危险化学品泄漏专项应急预案"), "special"),
        ("重点岗位现场处置方案", "on_site"),
    )
    version = f"{issued.year}-{1 + firm.serial % 3}"
    return [{"name": name, "kind": kind, "version": version, "issued_on": issued.isoformat()} for name, kind in names]


def _experts(firm: Firm) -> list[dict[str, str]]:
    start = firm.serial % 2
    return [dict(zip(("name", "unit", "subject", "title"), row, strict=True)) for row in _EXPERTS[start : start + 3]]
