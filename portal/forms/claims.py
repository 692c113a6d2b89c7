"""What the window notes when it has seen the papers of an enterprise whose account waits."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.forms.account import As, PlainForm
from portal.services.wrong_input import WrongInput

_LONG = _l("太长，请写短一些。")
_MISSING = _l("没有填。")


class ClaimForm(PlainForm):
    """The enterprise as its licence says, and which papers were shown."""

    name = StringField(_l("企业名称"), [As(max=200)], description=_l("照营业执照填"))
    legal_representative = StringField(_l("法定代表人"), [As(max=40)], description=_l("照营业执照填"))
    paper = StringField(
        _l("核验了什么"), [As(max=200)], description=_l("例如：营业执照原件、经办人身份证、法定代表人授权书")
    )

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            words: Any = _LONG if code == "long" else _MISSING
            self[name].errors = [*self[name].errors, str(words)]
