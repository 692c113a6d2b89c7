"""The words of the case-file audit: its checks, its outcomes, and how far a drawn file is."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import day
from portal.i18n import language
from portal.web.refusals import Words, register
from portal.web.supervision import bp
from workflows.audit import FAILED, PASSED, Result
from workflows.audit_policy import load_policy

OUTCOMES = {PASSED: _l("符合"), FAILED: _l("不符合"), "idle": _l("不涉及")}
STATES = {"open": _l("等待评查"), "found": _l("等待部门说明"), "replied": _l("等待定分"), "settled": _l("已定分")}

register(
    {
        "nothing_to_draw": Words(
            _l("这段时间没有可以抽的案卷"),
            _l("办结的案卷已经全部抽过，或者这段时间没有办结的。"),
            _l("换一段时间，或者换一个部门。"),
        ),
        "not_drawn": Words(
            _l("这件没有被抽中评查"),
            _l("只有抽中的案卷才由人评查；自动检查的结果在“案卷评查”里。"),
            _l("回到“案卷评查”。"),
        ),
        "audit_moved": Words(
            _l("这份案卷的评查已经往下走"),
            _l("您打开页面以后，别人已经记下了这一步，您写的没有保存。"),
            _l("重新打开这一页看现在的情况；您写的内容请先复制。"),
        ),
        "audit_reply_awaited": Words(
            _l("现在还不能定分"),
            _l("部门可以说明到 %(until)s，现在还没有说明。"),
            _l("部门说明以后，或者过了这一天，再定分。"),
        ),
        "audits_own_work": Words(
            _l("不能评查自己办过的案卷"),
            _l("您在这件的记录里有自己的操作，评查要由没有参与办理的人做。"),
            _l("请另一位监督人员评查。"),
        ),
    }
)


@bp.app_template_filter("audit_check")
def check_words(code: str) -> str:
    """What a check asks."""
    one = load_policy().checks.get(code)
    return one.words[language().code] if one else code


@bp.app_template_filter("audit_source")
def source_words(code: str) -> str:
    """Where a check stands."""
    one = load_policy().checks.get(code)
    return one.source[language().code] if one else ""


@bp.app_template_filter("audit_points")
def points(code: str) -> int:
    """What a check weighs."""
    one = load_policy().checks.get(code)
    return one.points if one else 0


@bp.app_template_filter("audit_detail")
def detail(result: Result) -> Any:
    """Which entries of the record did not pass, and by which day it should have been."""
    if result.outcome != FAILED:
        return ""
    parts = []
    if result.due and result.on:
        parts.append(Markup(_("应在 %(due)s前，实际 %(on)s")) % {"due": day(result.due), "on": day(result.on)})
    if result.seqs:
        parts.append(_("记录第 %(n)s 条", n=_("、").join(map(str, result.seqs[:8]))))
    return Markup(_("，")).join(parts)
