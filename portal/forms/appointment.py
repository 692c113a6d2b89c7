"""Forms of appointments: booking a time, arriving, a number without appointment, and the counters with their slots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from guides.listing import Listing
from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import options
from portal.forms.visit import choices_of, code_field
from portal.services.slot_rules import SlotFacts


class BookForm(PlainForm):
    """One time of those that are offered."""

    purpose = SelectField(_l("来做什么"), choices=choices_of("purposes"))
    slot = RadioField(_l("时间"), [filled(_l("时间没有选。"))], validate_choice=False)

    @property
    def chosen(self) -> tuple[int, date, int]:
        """Counter, day and minute of the chosen time; what is none is no slot, and refused as one that is gone."""
        try:
            window, day, starts = self.slot.data.split("/")
            return int(window), date.fromisoformat(day), int(starts)
        except ValueError:
            return 0, date.min, 0


class CheckInForm(PlainForm):
    """The code of an appointment."""

    code = StringField(
        _l("预约码"),
        [filled(_l("预约码没有填。")), tidied("text", _l("预约码太长。"), max=20)],
        description=_l("8 位，在“我的预约”里，也可以扫二维码"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class TicketForm(PlainForm):
    """Somebody who comes without appointment."""

    item = SelectField(_l("办什么"))
    what = SelectField(_l("来做什么"), choices=choices_of("purposes"))

    def offer(self, guides: Iterable[Listing], language: str) -> TicketForm:
        """Offer the items that are in force today; whoever does not know is served by any counter."""
        known = options((guide.item, guide.short_name.get(language)) for guide in guides)
        self.item.choices = [SelectChoice("", _("不确定，到窗口再说")), *known]
        return self


class ServedForm(PlainForm):
    """What somebody was served for: the case, and why a visit lies beyond the promise."""

    number = StringField(
        _l("办件编号"),
        [Optional(), tidied("text", _l("办件编号太长。"), max=60)],
        description=_l("可以只写日期和流水号，例如 20260929-0017；没有办件的不填"),
    )
    code = code_field()


def clock_time(form: Any, field: Field) -> None:
    """A time such as 9:00; `minutes` of the field is what the service takes."""
    hour, _colon, minute = (field.data or "").strip().replace("：", ":").partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise ValidationError(_("时间要写成 9:00 这样。"))
    field.minutes = int(hour) * 60 + int(minute)


class SlotsForm(PlainForm):
    """The slots of a season at a counter."""

    first = StringField(
        _l("从哪天起"),
        [filled(_l("起始日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        render_kw={"type": "date"},
    )
    last = StringField(
        _l("到哪天止"),
        [Optional(), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        description=_l("一直有效的不填；夏令时间、申报季各设一段"),
        render_kw={"type": "date"},
    )
    opens = StringField(_l("开始"), [clock_time], default="9:00")
    closes = StringField(_l("结束"), [clock_time], default="12:00")
    minutes = IntegerField(_l("每个时段几分钟"), [NumberRange(5, 240, _l("每个时段 5 到 240 分钟。"))], default=30)
    capacity = IntegerField(
        _l("每个时段几人"), [NumberRange(1, 50, _l("每个时段 1 到 50 人。"))], default=2,
        description=_l("留出没有预约的人的时间，不要全部放出来"),
    )  # fmt: skip

    def facts(self) -> SlotFacts:
        """The slots as the service takes them."""
        last = date.fromisoformat(self.last.data) if self.last.data else None
        return SlotFacts(
            first=date.fromisoformat(self.first.data or ""),
            last=last,
            opens=self.opens.minutes,
            closes=self.closes.minutes,
            minutes=self.minutes.data or 0,
            capacity=self.capacity.data or 0,
        )

    def early(self, wrong: dict[str, str]) -> None:
        """Say what the service found."""
        sentences = {"closes": _("结束太早，一个时段也放不下。"), "last": _("结束日期早于起始日期。")}
        for name in wrong:
            self[name].errors = [sentences[name]]
