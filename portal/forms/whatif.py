"""The form of a what-if: a period, and another calendar, promise or staffing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.forms.account import PlainForm, filled
from workflows.schedule import CalendarError, Year, read_year
from workflows.whatif import MOST

DAY = _l("日期不对，请按 2026-09-30 的样子填写。")
MOST_DAYS = 3660
BIGGEST = 64 * 1024
"""Bytes of a year file at most; the real ones have two thousand."""


class WhatIfForm(PlainForm):
    """Every part but the period may stay empty: what is not asked stays as it was."""

    first = StringField(_l("从"), [filled(_l("开始日期没有填。"))], render_kw={"inputmode": "numeric"})
    last = StringField(_l("到"), [filled(_l("结束日期没有填。"))], render_kw={"inputmode": "numeric"})
    item = SelectField(_l("事项"), validate_choice=False)
    days = StringField(_l("承诺改为（工作日）"), render_kw={"inputmode": "numeric"})
    office = SelectField(_l("部门"), validate_choice=False)
    factor = StringField(
        _l("人手倍数"),
        description=_l("2 是人手加倍，0.5 是减半；用时按倍数缩短或者拉长。"),
        render_kw={"inputmode": "decimal"},
    )
    calendar = FileField(_l("另一份日历"), description=_l("年度文件，如 2026.yaml，替换同一年的放假安排。"))

    def offer(self, items: Iterable[tuple[str, Any]], offices: Iterable[tuple[str, Any]]) -> None:
        """Say what can be chosen."""
        for field, found in ((self.item, items), (self.office, offices)):
            field.choices = [SelectChoice("", _l("不变")), *(SelectChoice(code, words) for code, words in found)]

    def validate_first(self, field: Field) -> None:
        """A day that exists."""
        _day(field)

    def validate_last(self, field: Field) -> None:
        """A day that exists, and not before the first one."""
        if self.first.errors or _day(field) >= _day(self.first):
            return
        raise ValidationError(str(_l("结束日期在开始日期之前，请改其中一个。")))

    def validate_days(self, field: Field) -> None:
        """A whole number of working days, where an item is chosen."""
        text = (field.data or "").strip()
        if self.item.data and not (text.isdecimal() and text.isascii() and int(text) <= MOST_DAYS):
            raise ValidationError(str(_l("选了事项，就要填承诺改为几个工作日，如 10。")))

    def validate_factor(self, field: Field) -> None:
        """A factor, where an office is chosen."""
        if not self.office.data:
            return
        try:
            if not 1 / MOST <= Fraction((field.data or "").strip()) <= MOST:
                raise ValueError(field.data)
        except (ValueError, ZeroDivisionError):
            raise ValidationError(str(_l("人手倍数是 0.01 到 100 之间的数，如 0.5 或者 2。"))) from None

    def validate_calendar(self, field: Field) -> None:
        """A year file that can be used."""
        self.years: list[Year] = []
        if field.data is None or not field.data.filename:
            return
        try:
            text = field.data.read(BIGGEST + 1)
            if len(text) > BIGGEST:
                raise CalendarError(field.data.filename, "too long", "太长")
            self.years = [read_year(text.decode("utf-8"), field.data.filename)]
        except (CalendarError, UnicodeDecodeError):
            raise ValidationError(
                str(_l("这份日历读不了。请核对文件名和内容，格式和系统自带的年度文件相同。"))
            ) from None

    @property
    def period(self) -> tuple[date, date]:
        """The days of the period, once the form is right."""
        return _day(self.first), _day(self.last)

    @property
    def promises(self) -> dict[str, int]:
        """The other promise by item."""
        return {self.item.data: int(self.days.data)} if self.item.data else {}

    @property
    def staff(self) -> dict[str, Fraction]:
        """The other staffing by office."""
        return {self.office.data: Fraction(self.factor.data.strip())} if self.office.data else {}


def _day(field: Field) -> date:
    try:
        return date.fromisoformat((field.data or "").strip())
    except ValueError:
        raise ValidationError(str(DAY)) from None
