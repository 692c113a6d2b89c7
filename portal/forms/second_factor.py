"""Forms of the second factor; their fields are named so that a form that is kept never keeps a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from portal.forms.account import SENTENCES, PlainForm, filled
from portal.forms.proof import AsksProof

_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "maxlength": "20"}
SENTENCES.update(
    password_wrong=_l("密码不对，请重新输入。"),
    one_time_code_wrong=_l("验证码不对，或者已经用过。请等应用显示下一个 6 位数字再输入；手机时间要准。"),
    one_time_code_sms=_l("确认码不对，或者已经失效。请核对短信，或者重新发一个。"),
    one_time_code_late=_l("这一页放得太久，密钥已经换新。请在应用里删掉刚才那一条，重新扫描。"),
)


class CodeForm(PlainForm):
    """The code after the password."""

    one_time_code = StringField(
        _l("验证码"),
        [filled(_l("验证码没有填。请打开手机上的验证器应用，输入 6 位数字。"))],
        description=_l("验证器应用里的 6 位数字，或者一个恢复码"),
        render_kw={**_DIGITS, "inputmode": "text"},
    )


class MobileForm(PlainForm):
    """The code that went to a mobile number."""

    one_time_code = StringField(
        _l("确认码"),
        [filled(_l("确认码没有填。请输入短信里的 6 位数字。"))],
        description=_l("短信里的 6 位数字"),
        render_kw=_DIGITS,
    )


class FactorSetUpForm(AsksProof, PlainForm):
    """The offered key on its way back, the password, and the first code."""

    one_time_key = HiddenField()
    one_time_code = StringField(
        _l("应用显示的 6 位数字"),
        [filled(_l("验证码没有填。请输入应用里显示的 6 位数字。"))],
        render_kw=_DIGITS,
    )
    password = PasswordField(
        _l("登录密码"), [filled(_l("密码没有填。"))], render_kw={"autocomplete": "current-password"}
    )


class FactorChangeForm(AsksProof, PlainForm):
    """The password and a code, to change anything about the second factor."""

    password = PasswordField(
        _l("登录密码"), [filled(_l("密码没有填。"))], render_kw={"autocomplete": "current-password"}
    )
    one_time_code = StringField(
        _l("验证码"),
        [filled(_l("验证码没有填。"))],
        description=_l("验证器应用里的 6 位数字，或者一个恢复码"),
        render_kw={**_DIGITS, "inputmode": "text"},
    )
