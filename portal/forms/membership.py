"""Forms of an enterprise's people: inviting, authorizing an agent, accepting."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, FileField, PasswordField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.account import GOOD_PASSWORD, SENTENCES, As, PlainForm, filled, mobile_field

SENTENCES.update(
    email_member=_l("这个邮箱已经是本单位的经办人，不用再请。"),
    valid_until_before=_l("结束日期早于开始日期，请改。"),
    valid_until_past=_l("结束日期已经过去，请填今天或者以后的日期。"),
    valid_until_long=_l("一份委托最长三年，请填早一些的结束日期，到期再委托。"),
)
_MAIL: dict[str, Any] = {"inputmode": "email", "autocomplete": "off"}


class InviteForm(PlainForm):
    """Whom to invite."""

    email = StringField(
        _l("电子邮箱"), [As("email")], description=_l("邀请发到这里，7 天内有效，只能用一次"), render_kw=_MAIL
    )


class MandateForm(PlainForm):
    """Whom to authorize, from when until when, for what, with the signed paper."""

    email = StringField(
        _l("代理人的电子邮箱"), [As("email")], description=_l("接受委托的链接发到这里"), render_kw=_MAIL
    )
    valid_from = DateField(
        _l("从哪天起"), [filled(_l("开始日期没有填。"))], description=_l("例如 20270105，也可以写 2027年1月5日")
    )
    valid_until = DateField(
        _l("到哪天止"), [filled(_l("结束日期没有填。"))], description=_l("过了这一天 24:00，代理人什么都不能再办")
    )
    items = SelectMultipleField(
        _l("哪些事项"),
        description=_l("一个都不选，就是全部事项"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    file = FileField(_l("授权委托书"), description=_l("法定代表人签字、盖公章的扫描件，PDF、JPG、PNG"))


class JoinForm(PlainForm):
    """A new account for the address that was invited."""

    name = StringField(_l("您的姓名"), [As(max=40)], render_kw={"autocomplete": "name"})
    mobile = mobile_field()
    password = PasswordField(
        _l("密码"),
        [filled(_l("密码没有填。"))],
        description=GOOD_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("密码再输一遍"), [filled(_l("请把密码再输一遍。"))], render_kw={"autocomplete": "new-password"}
    )

    def validate_again(self, field: Field) -> None:
        """Both must be the same."""
        if field.data and field.data != self.password.data:
            raise ValidationError(_("两次输入的密码不一样，请重新输入。"))
