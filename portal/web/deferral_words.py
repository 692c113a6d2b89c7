"""Promises in words: what became of each, the lines of the timeline, and why the way to a deferral is closed (R69-R75)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from portal.formats import date_full, day, unit, zh
from portal.i18n import language
from portal.services.commitment import Record
from workflows.deferral_policy import load_policy

bp = Blueprint("deferral_words", __name__)

STATES: dict[str, Any] = {
    "open": _l("等补交"),
    "arrived": _l("已补交，等核对"),
    "suspended": _l("逾期，宽限期内"),
    "kept": _l("按期兑现"),
    "late": _l("宽限期内补齐"),
    "broken": _l("没有兑现"),
    "void": _l("办件已结束，不计"),
}
WAYS: dict[str, Any] = {"online": _l("网上补交"), "courier": _l("邮寄补交"), "window": _l("窗口补交")}


@bp.app_template_filter("promise_state")
def promise_state(code: str) -> str:
    """What became of a promise."""
    return str(STATES.get(code, code))


@bp.app_template_filter("barred_words")
def barred_words(record: Record) -> Markup:
    """Why nothing may be deferred now, and the way back (R74)."""
    source = load_policy().source["en" if language().code == "en" else "zh"]
    many = ngettext(
        "有 %(num)s 次容缺承诺没有兑现，也没有修复，现在不能再承诺后补。",
        "有 %(num)s 次容缺承诺没有兑现，也没有修复，现在不能再承诺后补。",
        len(record.broken),
    )
    back = _(
        "材料在受理前交齐的，照常办理，没有别的影响。牵头部门认定已经修复的，马上可以再用；没有修复的，%(day)s 起可以再用。"
    )
    return (
        Markup(many)
        + Markup(back) % {"day": date_full(record.open_again)}
        + Markup(_("依据：%(source)s。")) % {"source": zh(source) if language().code != "en" else source}
    )


def _material(title: Any) -> Any:
    def said(step: Any, told: Any) -> tuple[Any, Any]:
        hints = (told.materials([step.facts["material"]]), zh(step.facts.get("reason")))
        return str(title), Markup(_("；")).join(one for one in hints if one)

    return said


def _arrived(step: Any, told: Any) -> tuple[Any, Any]:
    hint = Markup("{}").format(told.materials([step.facts["material"]]))
    if posted := step.facts.get("posted_on"):
        hint += Markup(_("；邮戳 %(day)s，按交邮的日期算")) % {"day": day(posted)}
    return str(WAYS[step.facts.get("way", "online")]), hint


def _parcel(step: Any, told: Any) -> tuple[Any, Any]:
    facts = {"courier": zh(step.facts["courier"]), "number": step.facts["number"], "day": day(step.facts["posted_on"])}
    said = Markup(_("%(name)s，%(day)s 交%(courier)s，单号 %(number)s"))
    return _("容缺材料已经寄出"), said % {**facts, "name": told.materials([step.facts["material"]])}


def _suspended(step: Any, told: Any) -> tuple[Any, Any]:
    name, days = told.materials([step.facts["material"]]), unit(step.facts["grace_days"])
    return _("容缺材料没有补齐，暂停办理"), _("%(name)s；%(days)s内补齐的继续办理，否则退件", name=name, days=days)


def _several(title: Any) -> Any:
    return lambda step, told: (str(title), told.materials(step.facts["materials"]))


def _promised(step: Any, told: Any) -> tuple[Any, Any]:
    return _("申请人签署容缺受理承诺书"), told.materials(step.facts["signature"].materials)


WORDS: dict[str, Any] = {
    "DeferredArrived": _arrived,
    "DeferralOffered": _several(_l("窗口建议容缺受理")),
    "DeferralPromised": _promised,
    "DeferralDeclined": _several(_l("申请人选择不容缺，按一般程序办理")),
    "ParcelAnnounced": _parcel,
    "CaseSuspended": _suspended,
    "CaseResumed": _material(_l("材料已经补交，恢复办理")),
    "FalsePromiseFound": _material(_l("认定容缺承诺不实")),
    "PromiseRepaired": _material(_l("没有兑现的容缺承诺已经修复")),
}
