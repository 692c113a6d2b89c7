"""The trust level of a paper in words (R58): to its owner what it spares, to the officer what is left to check."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.trust import Origin, TrustLevel
from portal.formats import date_words, short_number
from portal.services.paper_trust import Trust

OWN: dict[tuple[TrustLevel, Origin], Any] = {
    (TrustLevel.A, Origin.ISSUED): _l("本平台签发的文件，直接使用，不用再出示原件。"),
    (TrustLevel.A, Origin.FETCHED): _l("由我们从登记机关取得，不用提交。"),
    (TrustLevel.C, Origin.UPLOADED): _l("上传的文件，还没有在窗口核对过原件。带原件到窗口扫描收下的，受理以后就是 B。"),
}
MADE = _l("您自己编制的文件，凭您的承诺使用。再用时请先看内容有没有变化。")
CHECK: dict[Origin, Any] = {
    Origin.ISSUED: _l("本平台签发，逐字节一致。不用核对原件，看是不是这次要的那一份。"),
    Origin.FETCHED: _l("由共享取得，不得要求申请人提交。"),
    Origin.UPLOADED: _l(
        "只上传过，没有核对过原件。申请人在窗口的，核对原件；在网上申请的，按指南写明的时候核对，不得为此另外要求到场。"
    ),
}
MADE_CHECK = _l("申请人自己编制，凭承诺使用。看内容、签字和盖章，不要求指南以外的证明。")

bp = Blueprint("trust_words", __name__)


@bp.app_template_filter("trust_name")
def trust_name(trust: Trust) -> str:
    """The level by name: 可信等级 B."""
    return _("可信等级 %(level)s", level=str(trust.level))


@bp.app_template_filter("trust_words")
def trust_words(trust: Trust) -> str:
    """What the level means to the owner of the paper."""
    if trust.level is TrustLevel.B:
        return _("原件%(when)s在窗口核对过，可以反复使用，不用再出示原件。", when=_when(trust))
    return str(MADE if trust.level is TrustLevel.D else OWN[trust.level, trust.origin])


@bp.app_template_filter("trust_check")
def trust_check(trust: Trust) -> str:
    """What an officer still has to check, and what may not be asked for any more."""
    if trust.level is TrustLevel.B:
        return _("原件%(when)s在窗口核对过，不得再要求出示原件。看是否还在有效期内。", when=_when(trust))
    return str(MADE_CHECK if trust.level is TrustLevel.D else CHECK[trust.origin])


def _when(trust: Trust) -> str:
    """When and with which case; nothing while the paper lies on the counter for the first time."""
    if trust.on is None:
        return ""
    return _(" %(day)s（办件 %(number)s）", day=date_words(trust.on), number=short_number(trust.number))
