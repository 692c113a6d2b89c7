"""Why a signed decision did not leave, in words that name nobody: for the mail, the work list and the page."""

from __future__ import annotations

from flask_babel import gettext as _


def cause_of(code: str) -> str:
    """One sentence for the code of a cause."""
    sentences = {
        "track_open": _("有部门的意见要重新答复"),
        "disagreement_open": _("签发后有部门提出不同意见，还没有处理"),
        "deferred_open": _("容缺材料还没有补齐"),
        "fixes_open": _("审查补正还没有交齐"),
        "procedure_open": _("特别程序没有结束"),
        "hearing_period": _("要求听证的期限还没有届满"),
        "hearing_open": _("听证还没有结束"),
        "credit_missing": _("信用还没有查到结果"),
        "credit_stale": _("信用查询已过期"),
        "credit_name": _("签发后查到同名的黑名单记录，还没有核对身份"),
        "cosignature_missing": _("签发后查到黑名单，差第二人复核"),
        "check_missing": _("外部核验还没有结果"),
        "legal_review_missing": _("法制审核没有通过"),
        "discussion_missing": _("没有集体讨论的记录"),
        "termination_open": _("有人提出终止办理，还没有确认"),
        "former_changed": _("签发后原证办了变更，要按变更后的内容办理"),
        "writer_decides": _("签发人写了意见，要由另一位审批人决定"),
        "right_revoked": _("签发人已经不能作决定"),
    }
    return sentences.get(code, _("情况有变化，要重新决定"))
