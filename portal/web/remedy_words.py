"""Reconsideration and complaints in words: claims, outcomes, states, the lines of the timeline, and the sentences of refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import zh
from portal.forms.remedies import ABOUT, CLAIMS, FOUNDED, OUTCOMES, WAYS
from portal.services.timeline import Step
from portal.states import LETTERS
from portal.web.refusals import Words, register

__all__ = ["ABOUT", "CLAIMS", "FOUNDED", "OUTCOMES", "STATES", "TIMELINE", "WAYS", "act_name"]

STATES = {"filed": _l("已提交，等待转送"), "passed_on": _l("已转送复议机关"), "ended": _l("已有结果")}


def act_name(document: str) -> str:
    """What is contested, by the name of its letter; the silence of an authority has none."""
    return str(LETTERS[document]) if document else _("逾期没有作出决定")


def _filed(step: Step, told: Any) -> tuple[Any, Any]:
    return _("提出了行政复议申请：%(act)s", act=act_name(step.facts["document"])), zh(step.facts["body"])


def _ended(step: Step, told: Any) -> tuple[Any, Any]:
    outcome = OUTCOMES[step.facts["outcome"]]
    return _("行政复议有了结果：%(outcome)s", outcome=outcome), Markup("{}").format(zh(step.facts["reference"]))


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "ReconsiderationFiled": _filed,
    "ReconsiderationPassedOn": lambda step, told: (_("复议申请已转送复议机关"), zh(step.facts["reference"])),
    "ReconsiderationEnded": _ended,
}

_AGAIN = _l("回到“权利救济”看现在的情况。")
register(
    {
        "not_contestable": Words(
            _l("这份文书不能申请复议"),
            _l("过程中的通知不能单独申请复议，要等到决定；这份文书也可能不属于这件办件。"),
            _AGAIN,
        ),
        "not_overdue": Words(_l("法定期限还没有过"), _l("到期没有作出决定的，才能以没有答复为由申请复议。"), _AGAIN),
        "claim_unknown": Words(_l("请求不对"), _l("对这个决定不能提这样的请求。"), _l("从列出的请求里选一个。")),
        "reconsideration_filed": Words(
            _l("已经申请过复议"), _l("%(on)s 已经就这个决定提交过复议申请，不用再交。"), _AGAIN
        ),
        "late_reason_missing": Words(
            _l("超过期限的理由没有写"),
            _l("按送达日期计算，申请复议的期限已过。仍然可以提交，是否受理由复议机关决定。"),
            _l("写明耽误的理由，再提交一次；已经填写的内容都在。"),
        ),
        "body_missing": Words(
            _l("没有复议机关"),
            _l("这个事项的指南没有写复议机关。"),
            _l("请拨打窗口电话询问，或者直接向本级人民政府申请。"),
        ),
        "reconsideration_passed_on": Words(
            _l("已经转送过"), _l("这份复议申请 %(on)s 已经转送或者结束。"), _l("刷新页面看现在的情况。")
        ),
        "reconsideration_not_passed_on": Words(
            _l("还没有转送"), _l("复议申请还没有转送复议机关，不会有结果。"), _l("先登记转送，再登记结果。")
        ),
        "reconsideration_over": Words(
            _l("结果已经登记"), _l("这份复议申请 %(on)s 已经有结果。"), _l("刷新页面看现在的情况。")
        ),
        "no_reconsideration": Words(
            _l("没有这份复议申请"), _l("这件办件没有对这个决定的复议申请。"), _l("回到列表重新打开。")
        ),
        "way_unknown": Words(_l("转送方式不对"), _l("转送方式不在列出的几种里。"), _l("重新选一种方式。")),
        "remedy_day_wrong": Words(_l("日期不对"), _l("日期要在 %(first)s 到 %(last)s 之间。"), _l("改好日期再提交。")),
        "remedy_outcome_unknown": Words(_l("结果不对"), _l("结果不在列出的几种里。"), _l("重新选一个结果。")),
        "reference_missing": Words(
            _l("文书号没有填"), _l("复议机关的决定有文书号，登记结果要写上。"), _l("填上文书号再提交。")
        ),
        "no_such_complaint": Words(
            _l("没有这件投诉"), _l("没有这件投诉，或者不是您提的。"), _l("回到“我的投诉”看列表。")
        ),
        "complaint_answered": Words(_l("已经答复过"), _l("别的监督人员已经答复了这件投诉。"), _l("回到列表看答复。")),
    }
)
