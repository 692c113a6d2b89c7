"""Forms of results that go out by courier: to whom and where, the number of the parcel, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from portal.forms.account import MOBILE, As, PlainForm, filled, tidied
from portal.forms.review import StaffForm, options

MOVES: dict[str, Any] = {
    "collected": _l("已揽收"),
    "on_the_way": _l("运输途中"),
    "delivered": _l("已签收"),
    "returned": _l("退回"),
}


class WishForm(PlainForm):
    """Who gets the result, and where."""

    name = StringField(
        _l("收件人"),
        [As(max=60)],
        render_kw={"autocomplete": "name"},
    )
    mobile = StringField(
        _l("手机号"),
        [As(**MOBILE)],
        description=_l("快递员送到时打这个号码"),
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )
    address = StringField(
        _l("地址"),
        [As(max=200)],
        description=_l("写到门牌号、楼层和房间"),
        render_kw={"autocomplete": "street-address"},
    )


class NumberForm(StaffForm):
    """The number under which the courier carries the result."""

    number = StringField(
        _l("邮件号码"),
        [As(max=60)],
        render_kw={"autocomplete": "off"},
    )


class MoveForm(StaffForm):
    """How far the parcel has come, and since which day."""

    state = RadioField(_l("邮件到哪一步"), [filled(_l("没有选到哪一步。"))], choices=options(MOVES.items()))
    on = StringField(
        _l("哪一天"),
        [filled(_l("日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        description=_l("签收、退回的，照快递公司的查询结果填；签收的那一天就是送达日期"),
        render_kw={"type": "date"},
    )

    @property
    def day(self) -> date:
        """The day; the validators have seen that it is one."""
        return date.fromisoformat(self.on.data or "")
