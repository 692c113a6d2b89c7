"""The words of states, verdicts, outcomes and letters: one word per thing on every page."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.i18n import language
from workflows.licence import state_words

STATES: dict[str, Any] = {
    "forwarded": _l("已代收，转送中"),
    "submitted": _l("待受理"),
    "correction": _l("待补正"),
    "resubmitted": _l("补正后待受理"),
    "in_review": _l("审查中"),
    "granted": _l("已准予，待制证"),
    "refused": _l("已不予许可（备案），待送达"),
    "issued": _l("已制证，待送达"),
    "closed": _l("已办结"),
    "not_required": _l("不需要许可"),
    "not_competent": _l("不属本机关职权"),
    "not_accepted": _l("不予受理"),
    "withdrawn": _l("已撤回"),
    "acceptance_revoked": _l("受理已撤销"),
    "terminated": _l("已终止办理"),
}
LICENCES: dict[str, Any] = {
    "valid": _l("有效"),
    "not_yet": _l("还没有生效"),
    "expired": _l("已过期"),
    "suspended": _l("已暂扣"),
    "revoked": _l("已撤销"),
    "withdrawn": _l("已撤回"),
    "penal_revoked": _l("已吊销"),
    "cancelled": _l("已注销"),
    "renewed": _l("已由另一件申请延续"),
    "replaced": _l("已被新证代替"),
    "open": _l("等待处理"),
}
VERDICTS: dict[str, Any] = {
    "agree": _l("同意"),
    "conditions": _l("有条件同意"),
    "disagree": _l("不同意"),
    "not_concerned": _l("不涉及"),
}
SAID: dict[str, Any] = VERDICTS | {"deemed": _l("视为没有异议")}
"""What a department said, or what its silence counts as where the guide says so (R91)."""
PANEL: dict[str, Any] = {"pass": _l("通过"), "changes": _l("修改后通过"), "fail": _l("不通过")}
PARTIES: dict[str, Any] = {"applicant": _l("申请人"), "interested": _l("利害关系人")}
OUTCOMES: dict[str, Any] = {"grant": _l("准予"), "refuse": _l("不予")}
LETTERS: dict[str, Any] = {
    "receipt": _l("申请材料接收凭证"),
    "correction": _l("申请材料补正告知书"),
    "acceptance": _l("受理通知书"),
    "not_accepted": _l("不予受理决定书"),
    "not_required": _l("不需要许可告知书"),
    "deferral_commitment": _l("容缺受理承诺书"),
    "deferral_notice": _l("容缺受理通知书"),
    "acceptance_revoked": _l("撤销受理决定书"),
    "suspension": _l("暂停办理告知书"),
    "special_procedure": _l("特别程序告知书"),
    "resumption": _l("恢复计算办理期限告知书"),
    "extension": _l("延长办理期限通知书"),
    "calendar": _l("办理期限告知书"),
    "withdrawn": _l("撤回申请告知书"),
    "termination": _l("终止办理程序决定书"),
    "hearing_right": _l("听证告知书"),
    "hearing_notice": _l("听证通知书"),
    "hearing_record": _l("听证笔录"),
    "interested_right": _l("利害关系人告知书"),
    "interested_notice": _l("听证通知书（利害关系人）"),
    "hearing_answer": _l("听证要求答复书"),
    "interested_answer": _l("听证要求答复书（利害关系人）"),
    "limit": _l("办理期限变更告知书"),
    "discussion": _l("集体讨论记录"),
    "review_correction": _l("审查补正告知书"),
    "site_notice": _l("现场核查通知书"),
    "site_record": _l("现场核查笔录"),
    "expert_record": _l("专家评审意见书"),
    "publicity_notice": _l("决定前公示"),
    "renewal": _l("视为准予延续告知书"),
    "grant": _l("准予决定书"),
    "refusal": _l("不予许可（备案）决定书"),
    "grant_ended": _l("准予后终止办理决定书"),
    "filed": _l("备案告知书"),
    "deemed_filed": _l("视为备案告知书"),
    "filing": _l("备案证明"),
    "licence": _l("许可证"),
    "service": _l("送达回证"),
    "licence_notice": _l("事先告知书"),
    "licence_suspended": _l("暂扣许可证件决定书"),
    "licence_restored": _l("恢复许可证件效力通知书"),
    "licence_revoked": _l("撤销行政许可决定书"),
    "licence_withdrawn": _l("撤回行政许可决定书"),
    "licence_penal_revoked": _l("吊销许可证件登记通知书"),
    "licence_cancelled": _l("注销行政许可决定书"),
    "licence_again": _l("补发的证照"),
    "cancellation_refused": _l("不予注销行政许可决定书"),
    "reissue_refused": _l("不予补发证照决定书"),
}


def licence_state(state: str) -> str:
    """How a licence stands."""
    return str(LICENCES.get(state) or state_words(state)[language().code])


def party_name(who: str) -> str:
    """A party of a hearing: the applicant, or an interested party by its number in the case."""
    return str(PARTIES[who]) if who in PARTIES else _("利害关系人 %(number)s", number=who)


def init_app(app: Flask) -> None:
    """Register the words for the templates."""
    app.jinja_env.filters["state_name"] = lambda code: str(STATES.get(code, code))
    app.jinja_env.filters["verdict_name"] = lambda code: str(SAID.get(code, code))
    app.jinja_env.filters["panel_verdict"] = lambda code: str(PANEL.get(code, code))
    app.jinja_env.filters["party_name"] = party_name
    app.jinja_env.filters["licence_state"] = licence_state
    app.jinja_env.filters["outcome_name"] = lambda code: str(OUTCOMES.get(code, code))
