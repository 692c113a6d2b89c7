"""The form of the hazardous-chemical business licence as enterprises of the town fill it in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.demo.firms import Firm
from portal.demo.goods import chosen, row

_MODES = {
    "leased": ["wholesale_stored"],
    "own": ["wholesale_stored"],
    "new": ["wholesale_stored"],
    "warehouse": ["warehousing"],
    "station": ["retail", "gas_station"],
}
_ASSESSORS = (
    "临江安评技术服务有限公司 APJ-(99)-001",
    "望海华安安全技术有限公司 APJ-(99)-006",
    "东浦中正安全评价有限公司 APJ-(99)-011",
)
_LESSORS = ("临江港联仓储有限公司", "东浦仓前物流有限公司", "望山储运有限公司")


def answers(firm: Firm, situation: str, again: bool, on: date) -> dict[str, Any]:
    """What `firm` writes on that day; situations: plain, toxic, precursor (no storage), leased, own, new, warehouse, station."""
    stores = situation in _MODES
    kept = "none" if not stores else "leased" if situation == "leased" else "own"
    return {
        **_unit(firm, again),
        "business_mode": _MODES.get(situation, ["wholesale"]),
        "business_address": {"region": firm.region, "detail": firm.street},
        "premises_right": "own" if firm.serial % 3 == 0 or situation == "station" else "leased",
        "premises_area": f"{86 + firm.serial * 17 % 240}.5",
        "has_storage": kept,
        **(_storage(firm, situation, on) if stores else {}),
        **_goods(firm, situation),
        **_people(firm, situation, on),
    }


def _unit(firm: Firm, again: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "unit_name": firm.name,
        "uscc": firm.uscc,
        "reg_address": {"region": firm.region, "detail": firm.street},
        "legal_rep": firm.head,
        "legal_rep_id": firm.head_id,
        "economic_type": "limited",
        "apply_type": "reapply" if again else "first",
    }
    return told | ({"reapply_reason": ["scope"] if firm.serial % 2 else ["premises", "scope"]} if again else {})


def _storage(firm: Firm, situation: str, on: date) -> dict[str, Any]:
    return {
        "new_storage": "yes" if situation == "new" else "no",
        "storage_address": {"region": firm.region, "detail": firm.store},
        "lessor": _LESSORS[firm.serial % 3],
        "storage_facilities": _facilities(firm, situation),
        "major_hazard": "level4" if situation == "warehouse" else "none",
        "assess_org": _ASSESSORS[firm.serial % 3],
        "assess_report_no": f"APJ-BG-{on.year}-{firm.serial * 7:04d}",
    }


def _facilities(firm: Firm, situation: str) -> list[dict[str, str]]:
    names = [one.name for one in chosen(firm.trade, firm.serial)]
    if situation == "station":
        tanks = (("1号汽油罐", "汽油", "22.5"), ("2号汽油罐", "汽油", "22.5"), ("3号柴油罐", "柴油", "25.5"))
        return [_facility(name, "埋地卧式双层钢罐", goods, capacity, volume="30") for name, goods, capacity in tanks]
    half = max(1, len(names) // 2)
    parts = ("、".join(names[:half]), "、".join(names[half:]) or names[0])
    return [
        _facility("1号甲类仓库", "钢筋混凝土框架", parts[0], str(40 + firm.serial), area=str(180 + firm.serial * 4)),
        _facility("2号乙类仓库", "钢筋混凝土框架", parts[1], str(60 + firm.serial), area=str(240 + firm.serial * 4)),
    ]


def _facility(name: str, structure: str, goods: str, capacity: str, **size: str) -> dict[str, str]:
    return {"name": name, "structure": structure, "goods": goods, "capacity": capacity, **size}


def _goods(firm: Firm, situation: str) -> dict[str, Any]:
    dealt = chosen(firm.trade, firm.serial)
    tons = [str((firm.serial * 31 + at * 170) % 900 + 30) for at in range(len(dealt))]
    return {
        "toxic_goods": "yes" if any(one.toxic for one in dealt) else "no",
        "explosive_goods": "yes" if any(one.explosive for one in dealt) else "no",
        "chemicals": [row(one, quantity) for one, quantity in zip(dealt, tons, strict=True)],
    }


def _people(firm: Firm, situation: str, on: date) -> dict[str, Any]:
    staff = 6 + firm.serial % 9 + (14 if situation in _MODES else 0)
    electrician = {
        "name": firm.handler,
        "cert_no": f"T{firm.head_id[:14]}",
        "category": "低压电工作业",
        "valid_until": (on + timedelta(days=400 + firm.serial * 9)).isoformat(),
    }
    return {
        "principal_name": firm.head,
        "principal_phone": firm.mobile(),
        "contact_name": firm.handler,
        "contact_phone": firm.mobile(),
        "staff_total": str(staff),
        "safety_staff": "2" if situation in _MODES else "1",
        "special_ops": [electrician] if situation in _MODES else [],
        "plan_filing_no": f"{firm.division}-{on.year - 1}-{firm.serial * 3:04d}",
    }
