"""The form with which an administrator brings in a holiday notice: first a preview, then the import itself."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, SelectField, ValidationError

from portal.forms.account import PlainForm


class CalendarForm(PlainForm):
    """A notice as a file, and for whom it is; `text` and `name` carry the file from the preview to the import."""

    file = FileField(
        _l("放假安排文件"), description=_l("国务院办公厅通知的机器可读文件（JSON），或者本系统格式的年度文件（YAML）")
    )
    scope = SelectField(
        _l("适用范围"), description=_l("全国的安排决定工作日；中心或部门的只影响哪天收件，不改变法定的工作日")
    )
    force = BooleanField(_l("改已经开始的年度（国务院办公厅更正了通知）"))
    text = HiddenField()
    name = HiddenField()

    def validate_file(self, field: Any) -> None:
        """Read the chosen file into `text`; a form that carries its text needs none."""
        chosen = field.data
        if not getattr(chosen, "filename", ""):
            if not self.text.data:
                raise ValidationError(_l("还没有选文件。"))
            return
        try:
            self.text.data = chosen.read(1_000_000).decode("utf-8")
        except UnicodeDecodeError as wrong:
            raise ValidationError(_l("文件不是 UTF-8 编码，请另存后再选。")) from wrong
        self.name.data = chosen.filename
