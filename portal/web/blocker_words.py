"""What stands between a case and its decision, in the words that its page and the work list share, and what is done about it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.states import licence_state
from portal.web.service_words import check_name
from workflows.panel import CAUSE as EXPERTS
from workflows.rules.decision import Blocker
from workflows.waits import Wait


def title(one: Blocker | Wait, name: Any = "", office: Any = "") -> Any:
    """What is missing, without who and when; `name` is that of the track, the material or the procedure that it is about."""
    words = _TITLES[one.code]
    return words(one, name, office) if callable(words) else str(words)


def next_act(one: Wait, decides: bool) -> str:
    """What is done about it next, and by whom where that is not the reader."""
    words = _NEXT[one.code]
    return str(words(one, decides) if callable(words) else words)


def _track_open(one: Blocker | Wait, name: Any, office: Any) -> Any:
    return Markup(_("%(office)s未答复：%(name)s")) % {"office": office, "name": name}


def _disagreement(one: Blocker | Wait, name: Any, office: Any) -> Any:
    return Markup(_("%(office)s不同意，还没有处理：%(name)s")) % {"office": office, "name": name}


def _deferred(one: Blocker | Wait, name: Any, office: Any) -> Any:
    if one.detail == "arrived":
        return Markup(_("容缺材料已到，等窗口核对：%(name)s")) % {"name": name}
    return Markup(_("容缺材料未补：%(name)s")) % {"name": name}


def _former(one: Blocker | Wait, name: Any, office: Any) -> Any:
    facts = {"number": formats.zh(one.ref), "state": licence_state(one.detail)}
    return Markup(_("原证 %(number)s 的状态是“%(state)s”")) % facts


def _former_act(one: Blocker | Wait, name: Any, office: Any) -> Any:
    return Markup(_("原证 %(number)s 有一项拟作的决定还没有结论")) % {"number": formats.zh(one.ref)}


def _former_changed(one: Blocker | Wait, name: Any, office: Any) -> Any:
    return Markup(_("原证已经变更为 %(number)s，本件还是变更以前的内容")) % {"number": formats.zh(one.ref)}


_TITLES: dict[str, Any] = {
    "termination_open": _l("有人提出终止办理，还没有确认"),
    "hearing_open": lambda one, n, o: _("听证笔录还没有") if one.ref == "late" else _("听证还没有举行"),
    "hearing_period": _l("要求听证的期限还没有届满"),
    "procedure_open": lambda one, name, o: _("特别程序没有结束：%(name)s", name=name),
    "fixes_open": _l("审查补正还没有交齐"),
    "track_open": _track_open,
    "disagreement_open": _disagreement,
    "deferred_open": _deferred,
    "publicity_missing": _l("还没有公示"),
    "publicity_running": _l("公示期还没有满"),
    "publicity_objection": lambda one, n, o: _("公示意见没有答复：第 %(n)s 条", n=one.ref),
    "former_not_good": _former,
    "former_act_open": _former_act,
    "former_changed": _former_changed,
    "check_missing": lambda one, n, o: check_name(one.ref),
    "credit_missing": _l("信用还没有查到结果"),
    "credit_stale": _l("信用查询已过期，要重查"),
    "credit_name": _l("同名的黑名单记录还没有核对身份"),
    "cosignature_missing": _l("两人复核差第二人意见"),
    "legal_review_missing": _l("法制审核没有通过"),
    "discussion_missing": _l("没有集体讨论的记录"),
}


def _hearing_next(one: Wait, decides: bool) -> Any:
    if not one.detail or one.due is None:
        return _("定听证的日期")
    return _("主持听证，制作笔录") if one.due <= formats.business_today() else _("准备听证")


_NEXT: dict[str, Any] = {
    "termination_open": lambda one, decides: _("确认终止，或者不再终止") if decides else _("等负责人确认或者不再终止"),
    "hearing_open": _hearing_next,
    "hearing_period": _l("等期限届满，或者等当事人放弃听证"),
    "procedure_open": lambda one, d: (
        _("收齐专家意见，结束专家评审") if one.ref == EXPERTS else _("到期结束特别程序，或者等它结束")
    ),
    "fixes_open": _l("等申请人补正，交齐后继续审查"),
    "track_open": lambda one, d: _("到现场踏勘，写核查记录") if one.detail else _("催办未答部门"),
    "disagreement_open": _l("写处理意见"),
    "deferred_open": lambda one, d: _("请窗口核对") if one.detail == "arrived" else _("等申请人补交"),
    "publicity_missing": _l("开始公示"),
    "publicity_running": _l("看公示意见"),
    "publicity_objection": _l("答复公示意见"),
    "former_not_good": _l("核对原证，准备不予许可"),
    "former_act_open": _l("先决定或者放弃那一项"),
    "former_changed": _l("核对变更，按变更后的内容办理"),
    "check_missing": _l("等外部系统恢复，恢复后自动补上"),
    "credit_missing": _l("重查信用"),
    "credit_stale": _l("重查信用"),
    "credit_name": _l("核对是不是同一人"),
    "cosignature_missing": _l("请没有写过意见的人员复核"),
    "legal_review_missing": _l("请没有写过意见的人员审核"),
    "discussion_missing": _l("组织集体讨论，写讨论记录"),
}
