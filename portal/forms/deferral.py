"""Forms of deferral: the applicant's signature, a parcel on its way, what the desk takes in, and the record of a promise."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.forms.account import filled, tidied
from portal.forms.proof import AsksProof
from portal.forms.review import StaffForm, options, words


class SignForm(AsksProof, StaffForm):
    """The applicant signs the commitment by entering the password again, or by signing in at the provider again."""

    password = PasswordField(
        _l("登录密码"),
        [InputRequired(_l("签署承诺书要再输入一次登录密码。"))],
        description=_l("再输入一次，作为承诺书的签署"),
        render_kw={"autocomplete": "current-password"},
    )

    def refuse(self, code: str) -> None:
        """Say what is wrong with the proof."""
        self.unproven(code, _l("密码不对，承诺书没有签署。请重新输入。"))


class ParcelForm(StaffForm):
    """A promised material that the applicant has posted."""

    courier = StringField(
        _l("快递公司"),
        [filled(_l("快递公司没有写。")), tidied("text", _l("快递公司的名称太长，最多 30 个字。"), max=30)],
        description=_l("例如：邮政 EMS"),
    )
    number = StringField(
        _l("邮件号码"),
        [filled(_l("邮件号码没有写，在寄件回执上。")), tidied("text", _l("邮件号码太长，最多 40 个字符。"), max=40)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    posted_on = DateField(
        _l("交邮日期"),
        [InputRequired(_l("交邮日期没有填，或者不是日期。照寄件回执填写。"))],
        description=_l("照寄件回执上的邮戳；邮戳在补交期限内的，算按期补交"),
    )


class ReceiveForm(StaffForm):
    """How a promised material came to the desk."""

    way = RadioField(
        _l("怎样交来"),
        [filled(_l("怎样交来没有选。"))],
        choices=options((("window", _l("送到窗口")), ("courier", _l("邮寄")))),
    )
    posted_on = DateField(_l("邮戳日期"), [Optional()], description=_l("邮寄的照邮戳填；邮戳在期限内的，算按期补交"))

    def validate(self, extra_validators: Any = None) -> bool:
        """What came by mail has a postmark, and nothing else has."""
        right = bool(super().validate(extra_validators))
        if self.way.data == "courier" and not self.posted_on.data:
            self.posted_on.errors = [_("邮寄的，邮戳日期没有填，或者不是日期。")]
            return False
        return right


class SettleForm(StaffForm):
    """An officer's finding on a promise, with the reason."""

    finding = RadioField(_l("认定"), [filled(_l("认定没有选。"))])
    reason = TextAreaField(
        _l("理由"),
        words(_l("理由没有写。写明事实和依据，申请人会收到。")),
        description=_l("写明事实和依据，申请人能看到"),
        render_kw={"rows": 3},
    )

    def offer(self, findings: dict[str, Any]) -> SettleForm:
        """Offer the findings that are possible now."""
        self.finding.choices = options(findings.items())
        return self
