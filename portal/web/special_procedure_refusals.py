"""The sentence for the refusal of a special procedure that is longer than the guide allows for all of its kind together."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "procedure_cap": Words(
            _l("超过办事指南公布的最长时间"),
            _l("同一种特别程序合计最长 %(max_days)s 个工作日，已经用过的也算在内，还剩 %(left)s 个。"),
            _l("把所需时间改短；确实需要更长的，请审批人批准以后书面告知申请人，或者恢复计时。"),
        ),
    }
)
