"""Forms of a demand outside the first notice: what the clerk asks, and what the supervisor answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from portal.forms.account import filled
from portal.forms.review import StaffForm, options, words


class DemandForm(StaffForm):
    """What would be told to the applicant, and why the first notice did not say it."""

    demand = TextAreaField(
        _l("告知申请人的话"),
        words(_l("要补正什么没有写。写明哪里不对、怎样改。")),
        render_kw={"rows": 3, "lang": "zh-CN"},
    )
    reason = TextAreaField(
        _l("首次为什么没有告知"),
        words(_l("原因没有写。监督人员据此决定，批准后写入告知书。")),
        description=_l("写入再次告知书，申请人会看到"),
        render_kw={"rows": 3, "lang": "zh-CN"},
    )


class DemandAnswerForm(StaffForm):
    """The supervisor's answer with its reason."""

    verdict = RadioField(
        _l("决定"), [filled(_l("决定没有选。"))], choices=options((("yes", _l("批准增加告知")), ("no", _l("不批准"))))
    )
    reason = TextAreaField(
        _l("理由"), words(_l("理由没有写。批准和不批准都要写理由，记入全过程记录。")), render_kw={"rows": 3}
    )
