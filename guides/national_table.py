"""A guide as rows of the national item tables (全国一体化平台事项表): one row for the item, one for each material (R59, R60)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from guides.guide import Guide, Limit, LimitKind, Material
from guides.power_list import KINDS, LEVELS

UNITS = {"working_day": "工作日", "calendar_day": "日", "month": "月", "on_spot": "当场"}
SERVED = {
    "enterprise": "企业法人", "individual_business": "个体工商户", "institution": "事业法人", "organisation": "社会组织法人",
    "person": "自然人",
}  # fmt: skip
AREAS = {"county": "跨乡（镇）", "city": "跨县", "province": "跨市", "cross_province": "跨省", "national": "全国"}
DEPTHS = {
    "information": "信息发布", "booking": "网上预约", "pre_review": "网上预审", "acceptance": "网上受理", "whole": "全程网办",
}  # fmt: skip
FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件", "certificate": "证照", "commitment": "承诺书"}
BODIES = {"organ": "法定机关", "authorised": "授权组织", "entrusted": "受委托组织"}
RESULTS = {"certificate": "证照", "approval": "批文", "other": "其他"}
SOURCES = {"self": "申请人自备", "government": "政府部门核发", "intermediary": "中介机构或者其他机构"}
Row = dict[str, str]


def item_row(guide: Guide, on: date) -> Row:
    """Return the columns of the item table (R59) under the law of that day; what the guide does not say stays empty."""
    return {**_identity(guide, on), **_limits(guide, on), **_way(guide), **_place(guide)}


def material_rows(guide: Guide) -> list[Row]:
    """Return the columns of the material table (R60), one row a material, with the rule by which it is asked for."""
    return [_material(guide, one, at) for at, one in enumerate(guide.materials, 1)]


def _identity(guide: Guide, on: date) -> Row:
    own = guide.authority
    return {
        "task_name": str(guide.name),
        "task_type": str(KINDS[guide.power or guide.item_type]),
        "catalog_code": guide.codes.catalog_code,
        "task_code": guide.codes.task_code,
        "task_handle_item": guide.codes.task_handle_item or "",
        "task_state": "1",
        "task_version": guide.version,
        "dept_name": str(own.name),
        "dept_type": BODIES[own.kind],
        "dept_code": guide.codes.task_code[:18],
        "entrust_name": _listed(str(one.name) for one in own.entrusted),
        "by_law": _listed(f"{one.law}{one.articles}" for one in guide.laws(on)),
        "power_source": str(own.basis),
        "use_level": str(LEVELS[own.level]),
        "server_type": _listed(SERVED[one] for one in guide.applicant_kinds),
        "accept_condition": _listed(str(one.text) for one in guide.conditions),
    }


def _limits(guide: Guide, on: date) -> Row:
    row: Row = {}
    kinds: tuple[tuple[str, LimitKind], ...] = (("anticipate", "statutory"), ("promise", "promised"))
    for name, kind in kinds:
        found = [one for one in guide.limits if one.kind == kind and one.applies(on)]
        last = next((one for one in reversed(found) if not one.after), None)
        row[f"{name}_day"] = str(last.value) if last else ""
        row[f"{name}_type"] = UNITS[last.unit] if last else ""
        row[f"{name}_explain"] = _listed(map(_limit, found)) if len(found) > 1 else str(last.note or "") if last else ""
    return row


def _limit(limit: Limit) -> str:
    when = f"（{json.dumps(limit.when, ensure_ascii=False)}）" if limit.when else ""
    after = {"site_check": "现场核查后 ", "hearing": "听证后 ", "expert_review": "专家评审后 "}.get(
        limit.after or "", ""
    )
    return f"{after}{limit.value} {UNITS[limit.unit]}{when}"


def _way(guide: Guide) -> Row:
    least = min(guide.channels, key=lambda one: one.visits)
    most = max(guide.channels, key=lambda one: one.visits)
    depth = next((one.depth for one in guide.channels if one.id == "online"), None)
    online = any(one.id == "online" for one in guide.channels)
    return {
        "limit_scene_num": str(least.visits),
        "limit_scene_explain": str(most.visit_reason or "") if most.visits else "",
        "project_type": "1" if guide.handling == "instant" else "2",
        "handle_type": _listed(
            {"online": "网上办理", "window": "窗口办理", "post": "邮寄办理"}[one.id] for one in guide.channels
        ),
        "handle_flow": " → ".join(["受理", *(str(one.name) for one in guide.review.tracks), "决定", "送达"]),
        "special_procedure": _listed(str(one.name) for one in guide.special_procedures),
        "is_fee": _flag(guide.fees.charged),
        "fee_basis": str(guide.fees.basis),
        "is_pay_online": _flag(guide.fees.charged and guide.fees.pay_online),
        "is_online": _flag(online),
        "online_handle_depth": DEPTHS[depth] if depth else "",
        "is_express": _flag(any(one.id == "post" for one in guide.channels)),
        "is_schedule": _flag(any(one.depth == "booking" for one in guide.channels)),
        "service_type": _listed(str(one.name) for one in guide.intermediaries),
        "limit_explain": str(guide.quantity.rule) if guide.quantity else "无数量限制",
    }


def _place(guide: Guide) -> Row:
    places = [(str(one.address), str(one.hours)) for one in guide.contact.windows]
    places = places or [(str(guide.contact.address), str(guide.contact.hours))]
    others = dict.fromkeys(one.office for one in guide.review.tracks if one.office != guide.authority.deciding)
    return {
        "transact_addr": _listed(address for address, _ in places),
        "transact_time": _listed(dict.fromkeys(hours for _, hours in places)),
        "link_way": guide.contact.phone,
        "supervise_way": str(guide.contact.complaint),
        "is_entry_center": _flag(guide.authority.accepting == "centre"),
        "handle_area": AREAS[guide.service_area.scope] if guide.service_area else "",
        "other_dept": _listed(others),
        "result_type": RESULTS[guide.result.kind],
        "result_name": str(guide.result.document),
        "result_guid": str(guide.result.sample or ""),
        "plan_effective_date": guide.effective_from.isoformat(),
        "plan_cancel_date": "",
    }


def _material(guide: Guide, one: Material, at: int) -> Row:
    need = "容缺后补" if one.deferrable else "非必要" if one.necessity in ("optional", "exempt_by_sharing") else "必要"
    return {
        "task_code": guide.codes.task_code,
        "task_name": str(guide.name),
        "material_name": str(one.name),
        "material_type": FORMS[one.form],
        "material_format": "电子" if one.form == "electronic" or one.shared else "纸质或者电子",
        "is_need": need,
        "form_guid": str(one.blank or ""),
        "example_guid": str(one.sample or ""),
        "source_type": SOURCES[one.source],
        "source_explain": str(one.source_org or ""),
        "page_num": str(one.copies),
        "page_format": str(one.specification or ""),
        "fill_explain": str(one.help or ""),
        "accept_stand": _listed(str(point) for point in one.review_points),
        "by_law": str(one.basis),
        "order_num": str(at),
        "material_id": one.id,
        "group": one.group or "",
        "when": json.dumps(one.when, ensure_ascii=False) if one.when else "",
        "verified": _flag(one.verified),
    }


def _listed(parts: Iterable[str]) -> str:
    return "；".join(parts)


def _flag(value: bool) -> str:
    return "1" if value else "0"
