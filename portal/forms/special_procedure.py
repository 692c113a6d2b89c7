"""The form by which a special procedure is told to take longer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, approval, words


class LongerForm(StaffForm):
    """A special procedure takes longer than was told."""

    days = StringField(
        _l("从今天起还需要的时间（工作日）"),
        [filled(_l("所需时间没有填。")), tidied("integer", _l("所需时间应为 1 到 250 的整数。"), min=1, max=250)],
        render_kw={"inputmode": "numeric"},
    )
    reason = TextAreaField(_l("为什么还不能结束"), words(_l("理由没有写。")), description=_l("写进告知书"))
    approved = approval()
