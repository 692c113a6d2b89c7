"""The form that opens the public status of a case: its number and its query code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, StringField
from wtforms.validators import InputRequired, Length


class FileCheckForm(FlaskForm):
    """A file whose holder wants to know whether it is the one that was issued."""

    file = FileField(
        _l("证照或者文书的 PDF 文件"),
        description=_l("要原来下载的那个文件。文件只用来比对，不保存。"),
        render_kw={"accept": ".pdf,application/pdf"},
    )

    def missing(self) -> None:
        """Say that no file was chosen."""
        self.file.errors = [str(_l("还没有选文件。"))]


class TrackForm(FlaskForm):
    """Number and code; what is wrong with the pair is said of both together, so that neither can be tried out alone."""

    number = StringField(
        _l("办件编号"),
        [
            InputRequired(_l("办件编号没有填。请照收件凭证填写。")),
            Length(max=60, message=_l("办件编号太长，请照收件凭证核对。")),
        ],
        description=_l("收件凭证上有，填全号或后 12 位"),
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
    code = StringField(
        _l("查询密码"),
        [
            InputRequired(_l("查询密码没有填。请照收件凭证填写。")),
            Length(max=20, message=_l("查询密码太长，请照收件凭证核对。")),
        ],
        description=_l("收件凭证上有，8 位字母和数字，例如 K7QM-2XRD"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def refuse(self) -> None:
        """Say that number and code do not belong together, without saying which of them is wrong."""
        self.number.errors = [
            str(_l("编号和查询密码对不上。请照收件凭证逐位核对，密码里没有数字 0、1 和字母 I、L、O。"))
        ]
