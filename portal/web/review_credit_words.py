"""The words of the credit evidence of a case: how an entry was recognised, whom it is about, what it entails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from portal import formats
from portal.services.credit import CreditEvidence, Hit
from portal.services.decision import DecisionView
from portal.web.local_words import list_of, local

WAYS: dict[str, Any] = {
    "uscc": _l("统一社会信用代码一致"),
    "unit_name": _l("仅单位名称一致，名单没有代码"),
    "person_id": _l("公民身份号码一致"),
    "person_name": _l("仅姓名一致，先核对身份"),
}
CONFIRMED: dict[str, Any] = defaultdict(
    str, {"unit_name": _l("单位名称一致，已核对是同一单位"), "person_name": _l("姓名一致，已核对是同一人")}
)
COMPARED: dict[str, Any] = {
    "unit_name": _l("单位名称"),
    "uscc": _l("统一社会信用代码"),
    "person_name": _l("姓名"),
    "person_id": _l("公民身份号码"),
    "person_unit": _l("关联单位"),
}
ROLES: dict[str, Any] = {"legal_representative": _l("法定代表人"), "principal_person": _l("主要负责人")}
STAGES: dict[str, Any] = {"intake": _l("受理时"), "review": _l("审查时"), "decision": _l("决定前")}
EFFECTS: dict[str, Any] = {
    "no_deferral": _l("不再给予新的容缺"),
    "no_fast_lane": _l("停用绿色通道"),
    "strict_review": _l("转两人复核"),
    "fast_lane": _l("走绿色通道，优先办理"),
    "deferral_first": _l("优先给予容缺"),
}


def term_words(hit: Hit) -> Markup:
    """How long an entry stands on its list."""
    if hit.until is None:
        return Markup(_("自 %(first)s 起")) % {"first": formats.date_full(hit.listed_on)}
    return Markup(_("%(first)s 至 %(last)s")) % {
        "first": formats.date_full(hit.listed_on),
        "last": formats.date_full(hit.until),
    }


def hit_title(hit: Hit, seen: DecisionView) -> Markup:
    """Who stands on the black list, and what they are in the application."""
    if not hit.roles:
        return Markup(_("黑名单命中单位：%(name)s")) % {"name": formats.zh(hit.name)}
    facts = {"name": formats.zh(hit.name), "roles": list_of(roles_words(hit.roles, seen))}
    return Markup(_("黑名单命中 1 人：%(name)s（%(roles)s）")) % facts


def hint_title(hit: Hit, seen: DecisionView) -> Markup:
    """Who has the name of somebody on the black list, and nothing else that says so."""
    if not hit.roles:
        return Markup(_("黑名单有同名单位：%(name)s")) % {"name": formats.zh(hit.name)}
    facts = {"name": formats.zh(hit.name), "roles": list_of(roles_words(hit.roles, seen))}
    return Markup(_("黑名单有同名的人：%(name)s（%(roles)s）")) % facts


def roles_words(roles: Iterable[str], seen: DecisionView) -> list[Any]:
    """What a person is in the application."""
    return [role_of_person(role, seen.file.guide) for role in roles]


def stage_words(evidence: CreditEvidence) -> str:
    """At which stage the last look was made that came to an end."""
    ended = [look for look in evidence.looks if look.result != "unavailable"]
    return str(STAGES.get(ended[-1].stage, ended[-1].stage)) if ended else ""


def effects_words(codes: Iterable[str]) -> Markup:
    """What the guide attaches to an entry."""
    words = [escape(EFFECTS[code]) for code in codes if code in EFFECTS]
    return Markup(_("；")).join(words) if words else Markup(escape(_("办事指南没有规定影响")))


def result_words(evidence: CreditEvidence) -> str:
    """What the lists say of those who do not stand on them."""
    return _("无记录") if evidence.looked_at else _("待查")


def role_of_person(role: str, guide: Any) -> Any:
    """What a person is in the application: the two that every form knows, otherwise the label of the guide's field."""
    if role in ROLES:
        return str(ROLES[role])
    field = guide.fields.get(role)
    return local(field.label) if field else role
