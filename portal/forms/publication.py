"""Forms of a published decision: its fields one by one, to be corrected, and taking it off the public list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.forms.account import As, filled
from portal.forms.review import StaffForm, options
from portal.services.publication_changes import MAY_BE_EMPTY
from portal.services.wrong_input import WrongInput

_SAID = {
    "missing": _l("这一项不能空着。"),
    "day": _l("日期看不懂，请写成 2026-09-30。"),
    "uscc": _l("统一社会信用代码不对，请核对 18 位和校验位。"),
    "long": _l("文字太长。"),
    "reversed": _l("有效期至早于有效期自。"),
    "reason_missing": _l("理由没有写。"),
    "reason_long": _l("理由太长，最多 1,000 字。"),
    "ground_missing": _l("请选择为什么撤下。"),
}


class PublicationForm(StaffForm):
    """A form that says what the service found wrong with a field."""

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            field = self[name] if name in self else next(iter(self))
            field.errors = [*field.errors, str(_SAID.get(f"{name}_{code}") or _SAID[code])]


class WithdrawForm(PublicationForm):
    """Why a line is taken off the public list."""

    ground = RadioField(_l("为什么撤下"), validators=[filled(_l("请选择为什么撤下。"))])
    reason = TextAreaField(
        _l("理由"), [As("textarea", max=1000)], description=_l("写明依据的文书。公众看得到，不要写个人信息")
    )

    def offer(self, grounds: Mapping[str, Any]) -> WithdrawForm:
        """The grounds to choose from."""
        self.ground.choices = options(grounds.items())
        return self


def correction_form(
    fields: Mapping[str, str], labels: Mapping[str, Any], *, prefix: str, **more: Any
) -> PublicationForm:
    """A form with a field for everything that may be corrected, as it stands now, and the reason."""
    made: dict[str, Any] = {}
    for code in fields:
        optional = [Optional()] if code in MAY_BE_EMPTY else []
        made[code] = (TextAreaField if code == "XK_NR" else StringField)(labels[code], optional)
    made["reason"] = TextAreaField(
        _l("更正的理由"),
        [As("textarea", max=1000)],
        description=_l("写明错在哪里、依据什么。公众看得到，不要写个人信息"),
    )
    form: PublicationForm = type("CorrectionForm", (PublicationForm,), made)(prefix=prefix, data=dict(fields), **more)
    return form
