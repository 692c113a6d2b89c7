"""Periods of guides in words: how long, in which unit, from which event on, and whether that was verified."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.limit import Limit
from portal.formats import NBSP, unit
from portal.services.caseclocks import ClockView
from portal.services.explanations import clock_name, explain_text
from portal.services.guide_pages import Span

STARTS: dict[str, Any] = {
    "received": _l("自收到申请材料之日起"),
    "report_received": _l("自收到报告之日起"),
    "accepted": _l("自受理之日起"),
    "decided": _l("自作出决定之日起"),
}
LIMITS: dict[str, Any] = {
    "pre_review": _l("预审"),
    "notice": _l("答复是否受理"),
    "notice_promised": _l("承诺答复是否受理"),
    "promised": _l("承诺办结"),
    "statutory": _l("法定办结"),
    "delivery": _l("结果送达"),
    "publication": _l("公示结果"),
}
CHANNELS: dict[str, Any] = {"online": _l("网上办"), "window": _l("到窗口办"), "post": _l("邮寄办")}
LEVELS: dict[str, Any] = {
    "national": _l("国家级"),
    "province": _l("省级"),
    "city": _l("市级"),
    "county": _l("县级"),
}
KINDS: dict[str, Any] = {"licence": _l("行政许可"), "filing": _l("备案")}
AFTER_CORRECTION: dict[str, Any] = {
    "deemed_withdrawn": _l("逾期不补正的，视为撤回申请，可以重新申请。"),
    "not_accepted": _l("逾期不补正的，不予受理。"),
    "refused": _l("逾期不补正的，不予许可。"),
}

bp = Blueprint("limit_words", __name__)


@bp.app_template_filter("span_number")
def span_number(span: Span) -> str:
    """The number of a period alone, or both ends of it: 10–20; what is done on the spot has none."""
    if span.unit == "on_spot":
        return _("当场")
    return str(span.most) if span.least == span.most else f"{span.least}–{span.most}"


@bp.app_template_filter("span_unit")
def span_unit(span: Span) -> str:
    """The unit of a period alone, in the number that its longer end asks for; empty for what is done on the spot."""
    return "" if span.unit == "on_spot" else unit(span.most, span.unit).partition(NBSP)[2]


@bp.app_template_filter("span_words")
def span_words(span: Span) -> str:
    """The whole period: 10–20 个工作日."""
    return f"{span_number(span)}{NBSP}{span_unit(span)}".rstrip(NBSP)


@bp.app_template_filter("limit_words")
def limit_words(limit: Limit) -> str:
    """A limit with its start: 自受理之日起 20 个工作日内."""
    if limit.unit == "on_spot" and limit.kind == "notice_promised":
        return _("收到申请材料的当日")
    if limit.unit == "on_spot":
        return unit(limit.value, limit.unit)
    return _("%(start)s %(amount)s内", start=STARTS[limit.start], amount=unit(limit.value, limit.unit))


@bp.app_template_filter("start_words")
def start_words(code: str) -> str:
    """From which event on a period counts."""
    return str(STARTS[code])


@bp.app_template_filter("explanation")
def explanation(clock: ClockView, today: date) -> list[str]:
    """Why the last day of a clock is that day, line by line."""
    return explain_text(clock, today=today).split("\n")


@bp.app_template_filter("clock_title")
def clock_title(clock: ClockView) -> str:
    """A clock by name, with the department's question or the material it belongs to."""
    return clock_name(clock)


@bp.app_template_filter("limit_name")
def limit_name(code: str) -> str:
    """What has to be done within a limit of that kind."""
    return str(LIMITS[code])


@bp.app_template_filter("channel_name")
def channel_name(code: str) -> str:
    """A way to apply."""
    return str(CHANNELS[code])


@bp.app_template_filter("level_name")
def level_name(code: str) -> str:
    """The level that exercises a power (行使层级)."""
    return str(LEVELS[code])


@bp.app_template_filter("kind_name")
def kind_name(code: str) -> str:
    """Licence or filing."""
    return str(KINDS[code])


@bp.app_template_filter("after_correction")
def after_correction(code: str) -> str:
    """What follows when the period for a correction ends (R8)."""
    return str(AFTER_CORRECTION[code])


@bp.app_template_filter("validity_words")
def validity_words(months: int) -> str:
    """How long a result is valid, in years where they come out even."""
    return unit(months // 12, "year") if months % 12 == 0 else unit(months, "month")
