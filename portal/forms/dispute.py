"""The form with which an applicant says that a register is wrong about an answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import TextAreaField

from portal.forms.account import PlainForm
from portal.services.wrong_input import WrongInput

_SENTENCES = {
    "reason_missing": _l("理由没有写。请写明登记的为什么不对，例如“法定代表人已于 6 月 1 日变更，登记还没有更新”。"),
    "reason_too_long": _l("理由太长，最多 1000 个字。"),
    "file_none": _l("证明文件没有选。请传能证明对的内容的文件，例如新营业执照、登记通知书。"),
}


class DisputeForm(PlainForm):
    """Why, and the document that shows it; the right value stands in the guide's own control."""

    reason = TextAreaField(
        _l("为什么不对"),
        description=_l("写给窗口人员看，例如什么时候变更的、登记为什么还没有更新"),
        render_kw={"rows": 4},
    )
    file = FileField(_l("证明文件"), description=_l("PDF、JPG、PNG，一个文件"))

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            if f"{name}_{code}" in _SENTENCES:
                self[name].errors = [str(_SENTENCES[f"{name}_{code}"])]
