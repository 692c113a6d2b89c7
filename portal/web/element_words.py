"""What a guide says beside its core in words: bundles, levels, channels, seasons, fees, later checks, the applicant's periods."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.guide import ApplicantLimit, FeeItem, Guide, Period, PostCheck
from portal.formats import MONTHS, unit
from portal.i18n import language
from portal.web.limit_words import KINDS

POWERS: dict[str, Any] = {
    "licence": _l("行政许可"),
    "confirmation": _l("行政确认"),
    "filing": _l("备案"),
    "service": _l("公共服务"),
}
HANDLINGS: dict[str, Any] = {"instant": _l("即办件"), "promised": _l("承诺件")}
APPLICANTS: dict[str, Any] = {
    "enterprise": _l("各类企业"),
    "individual_business": _l("个体工商户"),
    "institution": _l("事业单位"),
    "organisation": _l("社会组织"),
    "person": _l("个人"),
}
BODIES: dict[str, Any] = {"organ": _l("法定机关"), "authorised": _l("授权组织"), "entrusted": _l("受委托组织")}
DEPTHS: dict[str, Any] = {
    "information": _l("网上查指南"),
    "booking": _l("网上预约"),
    "pre_review": _l("网上预审"),
    "acceptance": _l("网上受理"),
    "whole": _l("全程网办"),
}
SCOPES: dict[str, Any] = {
    "county": _l("县（区）内通办"),
    "city": _l("全市通办"),
    "province": _l("全省通办"),
    "cross_province": _l("跨省通办"),
    "national": _l("全国通办"),
}
MODES: dict[str, Any] = {
    "online": _l("全程网办"),
    "collected_elsewhere": _l("异地代收代办"),
    "joint": _l("多地联办"),
}
SILENCE: dict[str, Any] = {
    "renewed": _l("按期申请、到期没有答复的，视为准予延续。"),
    "expired": _l("到期没有答复的，证件仍然到期，不自动延续。"),
}
AFTER: dict[str, Any] = {
    "site_check": _l("要现场核查的"),
    "hearing": _l("要听证的"),
    "expert_review": _l("要专家评审的"),
}

bp = Blueprint("element_words", __name__)


@bp.app_template_filter("power_name")
def power_name(guide: Guide) -> str:
    """The type of power: licence, confirmation, filing or service."""
    return str(POWERS[guide.power] if guide.power else KINDS[guide.item_type])


@bp.app_template_filter("element_name")
def element_name(code: str, kind: str) -> str:
    """A value of one of the short lists of a guide: kind is handling, applicant, body, depth, scope, mode, silence or after."""
    lists = {
        "handling": HANDLINGS, "applicant": APPLICANTS, "body": BODIES, "depth": DEPTHS, "scope": SCOPES, "mode": MODES,
        "silence": SILENCE, "after": AFTER,
    }  # fmt: skip
    return str(lists[kind][code])


@bp.app_template_filter("period_words")
def period_words(period: Period) -> str:
    """A bare period: 5 个工作日, 当场."""
    return unit(period.value, period.unit)


@bp.app_template_filter("applicant_limit_words")
def applicant_limit_words(one: ApplicantLimit) -> str:
    """By when the applicant has to act: so long after an event, or so long before it."""
    amount, event = period_words(one.limit), one.event.get(language().code)
    if one.counted == "before":
        return _("至少提前 %(amount)s（%(event)s以前）", amount=amount, event=event)
    return _("%(amount)s内（从%(event)s起算）", amount=amount, event=event)


@bp.app_template_filter("check_words")
def check_words(one: PostCheck) -> str:
    """When a later check takes place: within a time of the decision, or how often."""
    if one.every:
        return one.every.get(language().code)
    return _("作出决定后 %(amount)s内", amount=period_words(one.limit)) if one.limit else ""


@bp.app_template_filter("fee_words")
def fee_words(one: FeeItem) -> str:
    """What is charged: 工本费 12.5 元（每本）; without an amount where the basis sets it case by case."""
    name, per = one.name.get(language().code), one.per.get(language().code)
    if one.yuan is None:
        return _("%(name)s（%(per)s，金额按依据核定）", name=name, per=per)
    return _("%(name)s %(yuan)s 元（%(per)s）", name=name, yuan=one.yuan, per=per)


@bp.app_template_filter("season_words")
def season_words(season: Any) -> str:
    """The two ends of a part of the year: 3月1日至10月31日."""
    return _("%(first)s至%(last)s", first=_month_day(season.since), last=_month_day(season.until))


def _month_day(value: str) -> str:
    month, day = (int(part) for part in value.split("-"))
    return f"{day} {MONTHS[month - 1]}" if language().code == "en" else f"{month}月{day}日"
