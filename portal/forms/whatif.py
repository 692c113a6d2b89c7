"""The form of a what-if: a period, and another calendar, promise or staffing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled
from workflows.schedule import CalendarError, Year, read_year
from workflows.whatif import EVERY, MOST

DAY = _l("日期不对，请按 2026-09-30 的样子填写。")
MOST_DAYS = 3660
_ITEM, _OFFICE = "promise__", "staff__"
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
        for field, all_of_them, found in ((self.item, _l("全部事项"), items), (self.office, _l("全部部门"), offices)):
            first = [SelectChoice("", _l("不变")), SelectChoice(EVERY, all_of_them)]
            field.choices = [*first, *(SelectChoice(code, words) for code, words in found)]

    @property
    def each_item(self) -> list[Field]:
        """The fields of single items, beside what is said of one or of all."""
        return [field for field in self if field.name.startswith(_ITEM)]

    @property
    def each_office(self) -> list[Field]:
        """The fields of single offices."""
        return [field for field in self if field.name.startswith(_OFFICE)]

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
        if self.item.data:
            _whole(self, field)

    def validate_factor(self, field: Field) -> None:
        """A factor, where an office is chosen."""
        if self.office.data:
            _factor(self, field)

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
        """The other promises by item; what stands at a single item comes before what is said of all."""
        said = [(self.item.data, self.days.data)] if self.item.data else []
        said += [(field.name.removeprefix(_ITEM), field.data) for field in self.each_item if field.data]
        return {item: int(days) for item, days in said}

    @property
    def staff(self) -> dict[str, Fraction]:
        """The other staffing by office."""
        said = [(self.office.data, self.factor.data)] if self.office.data else []
        said += [(field.name.removeprefix(_OFFICE), field.data) for field in self.each_office if field.data]
        return {office: Fraction(factor.strip()) for office, factor in said}


def form_of(items: Iterable[tuple[str, Any]], offices: Iterable[tuple[str, Any]], **data: Any) -> WhatIfForm:
    """The form with a field for every item and every office, so that a scenario may name as many as it likes."""
    items, offices = list(items), list(offices)
    number, decimal = {"inputmode": "numeric"}, {"inputmode": "decimal"}
    fields: dict[str, Any] = {
        _ITEM + code: StringField(words, [Optional(), _whole], render_kw=number) for code, words in items
    }
    fields |= {_OFFICE + code: StringField(words, [Optional(), _factor], render_kw=decimal) for code, words in offices}
    form: WhatIfForm = type("WhatIfForm", (WhatIfForm,), fields)(data=data)
    form.offer(items, offices)
    return form


def _whole(form: PlainForm, field: Field) -> None:
    text = (field.data or "").strip()
    if not (text.isdecimal() and text.isascii() and int(text) <= MOST_DAYS):
        raise ValidationError(str(_l("选了事项，就要填承诺改为几个工作日，如 10。")))


def _factor(form: PlainForm, field: Field) -> None:
    try:
        if not 1 / MOST <= Fraction((field.data or "").strip()) <= MOST:
            raise ValueError(field.data)
    except (ValueError, ZeroDivisionError):
        raise ValidationError(str(_l("人手倍数是 0.01 到 100 之间的数，如 0.5 或者 2。"))) from None


def _day(field: Field) -> date:
    try:
        return date.fromisoformat((field.data or "").strip())
    except ValueError:
        raise ValidationError(str(DAY)) from None
