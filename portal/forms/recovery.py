"""Forms for a lost password."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, StringField, ValidationError

from portal.forms.account import GOOD_PASSWORD, PlainForm, filled


class LostPasswordForm(PlainForm):
    """Whose password is lost."""

    account = StringField(
        _l("账户"),
        [filled(_l("账户没有填。请填登录名、邮箱或手机号。"))],
        description=_l("邮箱或手机号；工作人员填登录名"),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPasswordForm(PlainForm):
    """A new password, typed twice."""

    new = PasswordField(
        _l("新密码"),
        [filled(_l("新密码没有填。"))],
        description=GOOD_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("新密码再输一遍"), [filled(_l("请把新密码再输一遍。"))], render_kw={"autocomplete": "new-password"}
    )

    def validate_again(self, field: Field) -> None:
        """Both must be the same."""
        if field.data and field.data != self.new.data:
            raise ValidationError(_("两次输入的新密码不一样，请重新输入。"))
