"""The words around a signed decision: when it leaves, what it says, why one did not leave."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal import formats
from portal.services.signed_words import cause_of
from workflows.signed import Signed


def leaves_words(signed: Signed, now: datetime) -> Markup:
    """When it leaves, and how long that is from now."""
    left = ceil((signed.releases_at - now).total_seconds() / 60)
    if left <= 0:
        return Markup(_("撤回的时间已过，正在送出。"))
    minutes = ngettext("还有 %(num)s 分钟", "还有 %(num)s 分钟", left)
    return Markup(_("%(at)s 送出，%(minutes)s。")) % {"at": formats.stamp(signed.releases_at), "minutes": minutes}


def signed_parts(signed: Signed) -> list[tuple[str, str]]:
    """What was written, part by part, under the names of the form."""
    said: Any = signed.decision
    names = {
        "facts": _("查明的事实"),
        "reason": _("意见"),
        "basis": _("依据的条款"),
        "scope": _("许可范围"),
        "resolution": _("对不同意见的处理"),
        "explanation": _("超出承诺时限的说明"),
        "hearing": _("怎样采纳听证笔录"),
        "discussion": _("没有照集体讨论结论决定的理由"),
        "panel": _("专家意见怎样处理"),
    }
    return [(label, text) for name, label in names.items() if (text := getattr(said, name, ""))]


def causes_words(causes: tuple[str, ...]) -> list[str]:
    """Why it did not leave."""
    return [cause_of(code) for code in causes]


def after_signing(minutes: int) -> str:
    """What signing does, for the button's hint."""
    if not minutes:
        return _("签发后决定书编号、生成，并通知申请人；不能改。")
    return ngettext(
        "签发后 %(num)s 分钟内可以撤回；到时决定书才编号、生成，并通知申请人，此后不能改。",
        "签发后 %(num)s 分钟内可以撤回；到时决定书才编号、生成，并通知申请人，此后不能改。",
        minutes,
    )
