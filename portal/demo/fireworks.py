"""The form of the fireworks retail licence as shops of the town fill it in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.demo.firms import Firm
from portal.demo.goods import FIREWORKS

_CROWDS = (("第二小学", 168), ("中心幼儿园", 142), ("人民医院", 310), ("集贸市场", 126), ("第一中学", 205))
_DANGERS = (("滨江加油站", 420), ("港前路加油站", 365), ("化工路危险品仓库", 980), ("燃气调压站", 236))
_MAKERS = (
    "临江江南烟花爆竹批发有限公司 （临）YHPF〔2024〕00003",
    "望海吉祥烟花爆竹批发有限公司 （望）YHPF〔2025〕00011",
)


def answers(firm: Firm, situation: str, again: bool, on: date) -> dict[str, Any]:
    """What the shop writes on that day; situations: city, rural, seasonal."""
    begins, ends = period(situation, on)
    crowd, danger = _CROWDS[firm.serial % 5], _DANGERS[firm.serial % 4]
    return {
        "shop_name": firm.name,
        "uscc": firm.uscc,
        "apply_type": "reapply" if again else "first",
        "owner_name": firm.head,
        "owner_id": firm.head_id,
        "owner_phone": firm.mobile(),
        "train_cert_no": f"YHLS-{on.year}-{firm.serial * 5:04d}",
        "case_type": situation,
        "address": {"region": firm.region, "detail": firm.street},
        "premises_right": "own" if firm.serial % 2 else "leased",
        "area": str(18 + firm.serial * 3 % 40),
        "sale_form": "counter" if situation == "rural" and firm.serial % 2 == 0 else "shop",
        "same_building_residence": "no",
        "dist_retail": str(60 + firm.serial * 13 % 300),
        "dist_crowd": [{"name": crowd[0], "distance": str(crowd[1])}],
        "dist_danger": [{"name": danger[0], "distance": str(danger[1])}],
        "extinguishers": [
            {"name": "4公斤干粉灭火器", "number": str(4 + firm.serial % 4)},
            {"name": "消防沙箱", "number": "1"},
        ],
        "kinds": list(FIREWORKS[firm.serial % 3 : firm.serial % 3 + 5]),
        "stock_max": str(60 + firm.serial * 7 % 90),
        "period_from": begins.isoformat(),
        "period_to": ends.isoformat(),
        "supplier": _MAKERS[firm.serial % 2],
        "sellers": _sellers(firm, on),
    }


def period(situation: str, on: date) -> tuple[date, date]:
    """From when until when the shop means to sell: two years at most, at Spring Festival the weeks that are announced."""
    if situation == "seasonal":
        return date(on.year + 1, 1, 22), date(on.year + 1, 2, 22)
    begins = on + timedelta(days=30)
    return begins, begins + timedelta(days=720)


def _sellers(firm: Firm, on: date) -> list[dict[str, str]]:
    names = dict.fromkeys((firm.head, firm.handler))
    taught = (on - timedelta(days=12 + firm.serial % 20)).isoformat()
    return [
        {"name": name, "id_number": firm.head_id if name == firm.head else firm.person_id(nth), "trained_on": taught}
        for nth, name in enumerate(names)
    ]
