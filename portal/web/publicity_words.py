"""The words of a publicity window: where it stands, its timeline and its refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from portal.formats import date_full, day, unit
from portal.forms.publicity import outcome_name
from portal.services.timeline import Step
from portal.web.refusals import Words, register
from workflows.publicity import Publicity


def window(opened_on: date, last_on: date, days: int) -> Markup:
    """From when to when, as such windows are printed: A 至 B（N 个工作日）."""
    facts = {"first": date_full(opened_on), "last": date_full(last_on), "days": unit(days)}
    return Markup(_("%(first)s至 %(last)s（%(days)s）")) % facts


def state(at: Publicity, today: date) -> Any:
    """Where publicity stands."""
    if at.opened_on is None or at.last_on is None:
        return _("还没有公示")
    if left := len(at.unanswered):
        return ngettext("%(num)s 条意见没有答复", "%(num)s 条意见没有答复", left)
    if today <= at.last_on:
        return Markup(_("公示到 %(day)s")) % {"day": day(at.last_on)}
    return Markup(_("%(day)s 期满，%(n)s")) % {
        "day": day(at.last_on),
        "n": _("意见都已答复") if at.objections else _("没有收到意见"),
    }


def _opened(step: Step, told: Any) -> tuple[Any, Any]:
    shown = window(step.facts["opened_on"], step.facts["last_on"], step.facts["days"])
    if why := step.facts.get("reason"):
        return _("重新公示"), Markup(_("%(window)s。%(why)s")) % {"window": shown, "why": why}
    return _("决定前公示"), shown


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "PublicityOpened": _opened,
    "PublicityObjected": lambda step, told: (_("公示期内收到意见"), _("答复以前不作出决定")),
    "PublicityAnswered": lambda step, told: (_("公示期内的意见已答复"), outcome_name(step.facts["outcome"])),
}

register(
    {
        "no_publicity": Words(_l("本件不用公示"), _l("办事指南没有规定本件作出决定以前公示。"), _l("直接审查、决定。")),
        "publicity_opened": Words(
            _l("已经公示过"), _l("%(on)s 已经开始公示。"), _l("内容要改的，写明原因，重新公示。")
        ),
        "publicity_year_missing": Words(
            _l("公示期算不出来"), _l("%(year)s 年没有工作日历。"), _l("请管理员导入工作日历。")
        ),
        "publicity_not_open": Words(_l("还没有公示"), _l("没有开始公示，不能登记意见。"), _l("请牵头部门先公示。")),
        "publicity_over": Words(
            _l("不在公示期内"),
            _l("公示期是 %(first)s 到 %(last)s，首日和末日都算。"),
            _l("公示期以外的意见，可以向牵头部门反映，由牵头部门依法处理。"),
        ),
        "publicity_objected": Words(
            _l("您已经提过意见"), _l("同一个账户对一件公示只提一次，刚才已经收到。"), _l("要补充的，请打公示上的电话。")
        ),
        "publicity_own": Words(
            _l("这是您单位自己的申请"),
            _l("公示是听取别人的意见；申请人的意见在办件里随时可以说。"),
            _l("在“我的办件”里联系经办部门。"),
        ),
        "no_such_matter": Words(
            _l("没有这件公示"), _l("地址不完整，或者公示期已经结束。"), _l("到“公示”看正在公示的事项。")
        ),
        "no_such_publicity_objection": Words(
            _l("没有这条意见"), _l("地址里的意见不存在。"), _l("回到公示页面重新选。")
        ),
        "publicity_answered": Words(_l("这条意见已经答复"), _l("%(on)s 已经答复，不能再改。"), _l("看答复的内容。")),
        "publicity_outcome_missing": Words(
            _l("处理没有选"), _l("每条意见都要有处理结果。"), _l("选采纳、部分采纳或者不采纳。")
        ),
        "publicity_runs": Words(_l("公示期还没有满"), _l("公示到 %(last)s，期满自动恢复计时。"), _l("等公示期满。")),
        "publicity_by_itself": Words(
            _l("公示不用单独启动程序"),
            _l("开始公示时，时钟按办事指南自动停止，期满自动恢复。"),
            _l("到“决定前公示”办理。"),
        ),
    }
)
