"""The last page of an application: what the applicant declares, and promises for later."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, PasswordField, RadioField
from wtforms.validators import InputRequired

from portal.forms.proof import AsksProof
from portal.forms.review import options
from portal.forms.service import SERVICES


class DeclarationForm(AsksProof, Form):
    """What is declared when an application is handed in; a promise only where something is to come later."""

    true = BooleanField(
        _l("本单位已经核对以上全部内容，保证内容和材料真实，并对其真实性负责。"),
        [InputRequired(_l("声明还没有勾选。请核对全部内容后勾选，再提交。"))],
    )
    later = BooleanField(
        _l("本单位承诺在上列期限内补齐容缺的材料；没有补齐的，接受上列后果。"),
        [InputRequired(_l("容缺承诺还没有勾选。请勾选；不承诺的，请先回到“上传材料”把材料传上来。"))],
    )

    password = PasswordField(
        _l("登录密码"),
        [InputRequired(_l("签署承诺书要再输入一次登录密码。"))],
        description=_l("再输入一次，作为承诺书的签署；谁、什么时候、签了什么，记入办件"),
        render_kw={"autocomplete": "current-password"},
    )
    service = RadioField(_l("文书怎样送达"), default="electronic", choices=options(SERVICES.items()))

    def __init__(self, *args: Any, promises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not promises:
            del self.later, self.password

    def refuse(self, code: str) -> None:
        """Say what is wrong with the proof."""
        self.unproven(code, _l("密码不对，承诺书没有签署，申请没有提交。请重新输入。"))
