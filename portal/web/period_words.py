"""The clocks of a case by name, in words: what has to be done until their last day."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

PERIODS: dict[str, Any] = {
    "notice": _l("答复是否受理的最后一天"),
    "notice_promised": _l("承诺答复是否受理的最后一天"),
    "correction": _l("补正的最后一天"),
    "promised": _l("承诺到期日"),
    "statutory": _l("法定到期日"),
    "delivery": _l("送达的最后一天"),
    "publication": _l("公示的最后一天"),
    "hearing_request": _l("要求听证的最后一天"),
    "interested_request": _l("利害关系人要求听证的最后一天"),
    "hearing": _l("举行听证的最后一天"),
    "hearing_notice": _l("听证通知满七日"),
    "hearing_day": _l("举行听证的日子"),
    "licence_defence": _l("陈述、申辩和要求听证的最后一天"),
    "renewal": _l("申请延续的最后一天"),
    "reissue": _l("补发证照的最后一天"),
    "cancellation": _l("答复注销申请的最后一天"),
    "check": _l("证后检查的最后一天"),
    "rectify": _l("整改的最后一天"),
    "procedure": _l("特别程序告知的最后一天"),
    "track": _l("部门意见的最后一天"),
    "rating_contact": _l("差评联系核实的最后一天"),
    "rating_fix": _l("差评整改的最后一天"),
    "deferred": _l("补交容缺材料的最后一天"),
    "grace": _l("容缺宽限期的最后一天"),
}

bp = Blueprint("period_words", __name__)


@bp.app_template_filter("period_name")
def period_name(clock: str) -> str:
    """The last day of a clock, by the clock's name."""
    kind = clock.partition(":")[0]
    return str(PERIODS.get(kind, kind))
