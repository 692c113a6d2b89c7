"""Forms of the own account: signing in, signing up for an enterprise, profile and password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional

from guides.fields import FieldError, parse
from guides.form import Field as GuideField
from portal.forms.proof import UNPROVEN, AsksProof
from portal.forms.wording import sentence
from portal.services import passwords
from portal.services.wrong_input import WrongInput

SENTENCES = {
    "wrong": _l("现在的密码不对，请重新输入。"),
    "same": _l("新密码和现在的一样，请换一个。"),
    "short": _l("密码太短，至少 %(n)s 个字符。"),
    "long": _l("密码太长，最多 200 个字符。"),
    "plain": _l("密码太简单，请多用几个不同的字符。"),
    "known": _l("密码不能是您的姓名、邮箱、手机号、单位名称或统一社会信用代码。"),
    "mobile_taken": _l("这个手机号已经登记在另一个账户上，请换一个。"),
    "email_taken": _l("这个邮箱已经登记在另一个账户上，请换一个。"),
    "login_taken": _l("这个登录名已经有人用了，请换一个。"),
    "name_zh_taken": _l("这个窗口名称已经有了，请换一个。"),
    "items_missing": _l("不是综合窗口的，至少选一个事项。"),
    "reason_missing": _l("理由没有填，请写清楚。"),
    "code_taken": _l("这个部门代码已经有了，请换一个。"),
    **UNPROVEN,
}
GOOD_PASSWORD = _l("至少 10 个字符，可以是几个词。")


class PlainForm(FlaskForm):
    """A form whose service may find more to mend: `take` puts its codes beside the fields as sentences."""

    def values(self) -> dict[str, Any]:
        """What was filled in, by field, without the token."""
        return {field.name: field.data for field in self if field.type != "CSRFTokenField"}

    def done(self, do: Callable[[], Any]) -> bool:
        """Do it; False when the service found something wrong, which then stands beside the fields."""
        try:
            do()
        except WrongInput as wrong:
            self.take(wrong)
            return False
        return True

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            words = SENTENCES.get(f"{name}_{code}") or SENTENCES.get(code) or _l("这一项不对，请核对。")
            field = self[name] if name in self else next(iter(self))
            field.errors = [*field.errors, str(words) % {"n": passwords.SHORTEST}]


class As:
    """Reads a field as the forms of guides do: as a text, a code, an e-mail; keeps its canonical form, says what is wrong.

    `more` are further properties of a guide's field: max, pattern; `like` is an example that everybody understands,
    `said` a sentence of the form's own for whatever is wrong.
    """

    def __init__(
        self, kind: str = "text", *, required: bool = True, like: str = "", said: Any = None, **more: Any
    ) -> None:
        self.said = said
        self.field_flags = {"required": True} if required else {"optional": True}
        self.rule = {"id": "value", "type": kind, "required": required, **more}
        if like:
            self.rule["placeholder"] = {"zh": like, "en": like}

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError with the sentence for the fault."""
        label = str(field.label.text)
        rule = GuideField.model_validate({**self.rule, "label": {"zh": label, "en": label}})
        try:
            field.data = parse(rule, field.data or "") or ""
        except FieldError as wrong:
            raise ValidationError(str(self.said or sentence(rule, wrong, "zh"))) from wrong


MOBILE: dict[str, Any] = {"pattern": "1[3-9][0-9]{9}", "like": "13900001234"}


def tidied(kind: str, words: Any, **more: Any) -> As:
    """The same for a field that says by itself whether it may be empty, with a sentence of its own."""
    reader = As(kind, required=False, said=words, **more)
    reader.field_flags = {}
    return reader


def filled(words: Any) -> InputRequired:
    """The validator for a field that must not be empty, with a sentence that names it."""
    return InputRequired(words)


def uscc_field() -> StringField:
    """The credit code of an enterprise."""
    return StringField(
        _l("统一社会信用代码"),
        [As("uscc")],
        description=_l("18 位，在营业执照右上角"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


def enterprise_name_field() -> StringField:
    """The name on the business licence."""
    return StringField(
        _l("企业名称"), [As(max=100)], description=_l("与营业执照一致"), render_kw={"autocomplete": "organization"}
    )


def legal_representative_field() -> StringField:
    """Who represents it."""
    return StringField(_l("法定代表人"), [As(max=40)])


def mobile_field() -> StringField:
    """Where the person is called."""
    return StringField(_l("手机号"), [As(**MOBILE)], render_kw={"inputmode": "tel", "autocomplete": "tel"})


def consent_field() -> BooleanField:
    """That the enterprise has authorised the person, and that the data may be used."""
    return BooleanField(
        _l("我已得到企业授权，所填属实，同意为办理申请使用以上信息"),
        [filled(_l("没有勾选同意，不能登记。请先看清这句话，同意后勾选。"))],
    )


class SignInForm(PlainForm):
    """Account name and password."""

    account = StringField(
        _l("账户"),
        [filled(_l("账户没有填。请填登录名、邮箱或手机号。"))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(_l("密码"), [filled(_l("密码没有填。"))], render_kw={"autocomplete": "current-password"})

    def refuse(self, code: str) -> None:
        """Say why there is no session, without telling which of name and password is wrong."""
        sentences = {
            "wrong": _("账户或密码不对。请核对大小写，忘记密码的请按本页下方的办法重置。"),
            "waiting": _(
                "密码对了，但账户还没有确认。单位已有经办人的，请他在“经办人”里确认；没有的，请带营业执照和身份证到窗口核验。"
            ),
            "closed": _("这个账户已经停用。需要恢复的，请联系管理员或政务服务中心。"),
        }
        self.account.errors = [*self.account.errors, sentences[code]]


class PasswordForm(PlainForm):
    """The old password and a new one, typed twice."""

    old = PasswordField(
        _l("现在的密码"), [filled(_l("现在的密码没有填。"))], render_kw={"autocomplete": "current-password"}
    )
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


class ProfileForm(AsksProof, PlainForm):
    """Name, mobile and e-mail."""

    name = StringField(_l("姓名"), [As(max=40)], render_kw={"autocomplete": "name"})
    mobile = mobile_field()
    email = StringField(_l("电子邮箱"), [As("email")], render_kw={"inputmode": "email", "autocomplete": "email"})
    password = PasswordField(
        _l("登录密码"),
        [Optional()],
        description=_l("换手机号或者邮箱才要填"),
        render_kw={"autocomplete": "current-password"},
    )


class SignUpForm(PlainForm):
    """The enterprise by its code, the handler, and a password."""

    uscc = uscc_field()
    enterprise_name = enterprise_name_field()
    legal_representative = legal_representative_field()
    name = StringField(
        _l("经办人姓名"),
        [As(max=40)],
        description=_l("以您的名义记录办件"),
        render_kw={"autocomplete": "name"},
    )
    mobile = mobile_field()
    email = StringField(
        _l("电子邮箱"),
        [As("email")],
        description=_l("登录和收通知用"),
        render_kw={"inputmode": "email", "autocomplete": "email"},
    )
    password = PasswordField(
        _l("密码"),
        [filled(_l("密码没有填。"))],
        description=GOOD_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )
    consent = consent_field()

    def names(self) -> bool:
        """Whether the code alone is right; only that is read."""
        return bool(self.uscc.validate(self))

    def know(self, name: str, legal_representative: str) -> None:
        """Fill in what the register says of the enterprise."""
        self.enterprise_name.data, self.legal_representative.data = name, legal_representative
