"""The form with which an administrator brings in a holiday notice: first a preview, then the import itself."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, SelectField, ValidationError

from portal.forms.account import PlainForm


class Carried(PlainForm):
    """A text file; `text` and `name` carry it from the preview to the import."""

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


class HoursForm(Carried):
    """The opening hours of a desk as a file, and whose they are."""

    file = FileField(
        _l("对外时间文件"),
        description=_l("YAML：since（开始实行的日期）、source（公告）、week（每周），需要时加 seasons（冬夏两季）"),
    )
    scope = SelectField(_l("谁的时间"), description=_l("部门没有自己的时间的，用政务服务中心的"))


class CalendarForm(Carried):
    """A notice as a file, and for whom it is."""

    file = FileField(
        _l("放假安排文件"), description=_l("国务院办公厅通知的机器可读文件（JSON），或者本系统格式的年度文件（YAML）")
    )
    scope = SelectField(
        _l("适用范围"),
        description=_l(
            "全国的安排和本地区的法定节日决定工作日；中心或部门的关门日只影响哪天收件，不改变法定的工作日。本地区的文件要写明放假文件、依据的条款和节日名称"
        ),
    )
    force = BooleanField(_l("改已经开始的年度（发文机关更正了通知）"))
