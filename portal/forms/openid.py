"""Forms of signing in by OpenID Connect: a new account, a link, an identity entered beforehand."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.forms.account import (
    SENTENCES,
    As,
    PlainForm,
    consent_field,
    enterprise_name_field,
    filled,
    legal_representative_field,
    mobile_field,
    uscc_field,
)

SENTENCES.update(
    subject_missing=_l("身份标识没有填。请填平台给这个人的用户标识（sub）。"),
    subject_long=_l("身份标识太长，最多 255 个字符。"),
    subject_taken=_l("这个身份标识已经绑定在另一个账户上，请核对。"),
    subject_there=_l("这个账户已经绑定了一个身份，先解除原来的再登记。"),
)


class NewAccountForm(PlainForm):
    """What the provider cannot know: the enterprise, and where to reach the person. The name comes from the provider."""

    name = StringField(_l("您的姓名"), [As(max=40)], render_kw={"autocomplete": "name"})
    uscc = uscc_field()
    enterprise_name = enterprise_name_field()
    legal_representative = legal_representative_field()
    mobile = mobile_field()
    email = StringField(
        _l("电子邮箱"),
        [As("email")],
        description=_l("通知发到这里，以后也可以用它设密码"),
        render_kw={"inputmode": "email", "autocomplete": "email"},
    )
    consent = consent_field()


class ProveForm(PlainForm):
    """The own password, and the code where there is a second factor."""

    password = PasswordField(
        _l("登录密码"), [filled(_l("密码没有填。"))], render_kw={"autocomplete": "current-password"}
    )
    one_time_code = StringField(
        _l("验证码"),
        [Optional()],
        description=_l("验证器应用里的 6 位数字，或者一个恢复码"),
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "maxlength": "20"},
    )

    def lay_out(self, *, factor: bool) -> ProveForm:
        """Ask for the code only where there is a second factor."""
        if not factor:
            del self.one_time_code
        return self

    @property
    def given(self) -> tuple[str, str]:
        """The password and the code, empty where none is asked for."""
        return self.password.data or "", (self.one_time_code.data or "") if "one_time_code" in self else ""


class IdentityForm(PlainForm):
    """Which subject at the provider a member of staff is."""

    subject = StringField(
        _l("身份标识"),
        [filled(_l("身份标识没有填。请填平台给这个人的用户标识（sub）。"))],
        description=_l("统一身份认证平台给这个人的用户标识（sub），不是姓名，也不是手机号"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": "255"},
    )
    reason = TextAreaField(
        _l("理由"),
        [filled(_l("理由没有填。请写怎样核对了本人身份。"))],
        description=_l("写怎样核对了本人身份"),
        render_kw={"rows": 2, "maxlength": 500},
    )
