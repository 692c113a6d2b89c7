"""Forms after the licence: a check with its result, and results that come back as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.formats import zh
from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.services.colleagues import Colleague

DAY = _l("日期要写成 2026-10-22 这样。")
RESULTS: dict[str, Any] = {"passed": _l("符合要求"), "correct": _l("限期整改"), "failed": _l("不符合要求")}
COMMITMENT_RESULTS: dict[str, Any] = {
    "passed": _l("承诺属实"),
    "correct": _l("限期整改"),
    "failed": _l("承诺不实，提出撤销许可"),
}


class CheckForm(StaffForm):
    """A check after the licence."""

    checked_on = StringField(
        _l("检查日期"), [filled(_l("检查日期没有填。")), tidied("date", DAY)], render_kw={"type": "date"}
    )
    result = RadioField(_l("结果"), [filled(_l("结果没有选。"))])
    words = TextAreaField(_l("检查情况"), words(_l("检查情况没有写。")), description=_l("写明查了什么、发现什么"))
    correct_by = StringField(
        _l("整改的最后一天"),
        [Optional(), tidied("date", DAY)],
        description=_l("限期整改的必须填"),
        render_kw={"type": "date"},
    )
    officers = SelectMultipleField(
        _l("一起检查的人员"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        coerce=int,
        description=_l("检查至少两人，连您在内"),
    )
    scan = FileField(_l("签字的检查记录扫描件"), description=_l("PDF 或者图片；系统保存原件的摘要"))

    def complete(self, given: Any) -> bool:
        """Whether everything is there that goes together; otherwise the sentences stand beside the fields."""
        if self.result.data == "correct" and not self.correct_by.data:
            self.correct_by.errors = [_("限期整改的，整改的最后一天没有填。")]
        if not self.officers.data:
            self.officers.errors = [_("还要选一名一起检查的人员。检查由两名以上工作人员进行。")]
        if not (given and given.filename):
            self.scan.errors = [_("签字的检查记录扫描件没有选。")]
        return not self.errors


def check_form(colleagues: Iterable[Colleague], *, commitment: bool, blank: bool = False) -> CheckForm:
    """The form of a check, with the officers of the office, in the words of a commitment where it is one."""
    more: dict[str, Any] = {"formdata": None} if blank else {}
    form = CheckForm(**more)
    form.result.choices = options((COMMITMENT_RESULTS if commitment else RESULTS).items())
    form.officers.choices = options((one.id, zh(one.name)) for one in colleagues)
    return form


class ResultsForm(PlainForm):
    """A file with results of the inspection system."""

    file = FileField(_l("检查结果文件"), description=_l("CSV 或者 JSON，列名见说明"))
