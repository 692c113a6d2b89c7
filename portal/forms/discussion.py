"""The form of a collegial discussion: when and where, who said what, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.forms.account import filled, tidied
from portal.forms.review import LONGEST, StaffForm, options, words
from portal.services.discussion import STATEMENTS, Voice
from portal.services.wrong_input import WrongInput
from portal.states import OUTCOMES
from workflows.discussion import load_policy

SEATS = 7
"""People that the form has room for; a larger meeting is recorded by its members who decide."""

TOO_LONG = _l("文字太长或含有不能显示的字符。")
_PARTS = ("name", "post", "opinion")


class DiscussionForm(StaffForm):
    """A discussion, with room for SEATS voices; rows that are empty are nobody."""

    held_on = StringField(
        _l("讨论日期"),
        [filled(_l("讨论日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        render_kw={"type": "date"},
    )
    place = StringField(_l("讨论地点"), [filled(_l("讨论地点没有填。")), tidied("text", TOO_LONG, max=200)])
    host = StringField(
        _l("讨论主持人"),
        [filled(_l("主持人没有填。")), tidied("text", TOO_LONG, max=80)],
        description=_l("姓名，要在参加讨论的人里"),
    )
    secretary = StringField(_l("讨论记录人"), [filled(_l("记录人没有填。")), tidied("text", TOO_LONG, max=80)])
    summary = TextAreaField(
        _l("讨论情况"), words(_l("讨论情况没有写。")), description=_l("写明承办人的汇报、争议的问题和讨论的要点")
    )
    conclusion = RadioField(_l("讨论结论"), [filled(_l("结论没有选。"))], choices=options(OUTCOMES.items()))

    def seat(self, number: int) -> list[Field]:
        """The three fields of one person."""
        return [self[f"{part}_{number}"] for part in _PARTS]

    @property
    def voices(self) -> list[Voice]:
        """Everybody of whom something was written, in the order of the form."""
        rows = [[(field.data or "").strip() for field in self.seat(number)] for number in range(1, SEATS + 1)]
        return [Voice(*row) for row in rows if any(row)]

    @property
    def said(self) -> dict[str, str]:
        """What the record says beside the voices."""
        return {name: self[name].data or "" for name in STATEMENTS}

    @property
    def day(self) -> date:
        """The day of the discussion."""
        return date.fromisoformat(self.held_on.data)

    @property
    def crowded(self) -> bool:
        """Whether somebody sits beyond the first rows, so that those are shown."""
        more = range(load_policy().least + 1, SEATS + 1)
        return any(field.data or field.errors for number in more for field in self.seat(number))

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields; it counts the rows that were filled in."""
        filled_rows = [n for n in range(1, SEATS + 1) if any((field.data or "").strip() for field in self.seat(n))]
        for name, problem in wrong.fields.items():
            part, _sep, number = name.partition("_")
            place = f"{part}_{filled_rows[int(number) - 1]}" if number else name
            self[place].errors = [*self[place].errors, str(_problems()[part if number else name, problem])]


def _problems() -> Mapping[tuple[str, str], Any]:
    return {
        ("place", "missing"): _("讨论地点没有填。"),
        ("host", "missing"): _("主持人没有填。"),
        ("host", "stranger"): _("主持人不在参加讨论的人里，请核对姓名。"),
        ("secretary", "missing"): _("记录人没有填。"),
        ("summary", "missing"): _("讨论情况没有写。"),
        ("name", "missing"): _("姓名没有填。"),
        ("name", "twice"): _("有人写了两次，每人只写一行。"),
        ("post", "missing"): _("职务没有填。"),
        ("opinion", "missing"): _("意见没有写。"),
    }


def _asked(number: int, sentence: Any) -> Any:
    """The first seats are taken: as many as the fewest who may decide together."""
    return filled(sentence) if number <= load_policy().least else Optional()


for _number in range(1, SEATS + 1):
    _name = [_asked(_number, _l("第 %(n)s 位：姓名没有填。", n=_number)), tidied("text", TOO_LONG, max=40)]
    _post = [_asked(_number, _l("第 %(n)s 位：职务没有填。", n=_number)), tidied("text", TOO_LONG, max=80)]
    _said = [_asked(_number, _l("第 %(n)s 位：意见没有写。", n=_number)), tidied("textarea", TOO_LONG, max=LONGEST)]
    setattr(DiscussionForm, f"name_{_number}", StringField(_l("姓名"), _name))
    setattr(DiscussionForm, f"post_{_number}", StringField(_l("职务"), _post))
    setattr(DiscussionForm, f"opinion_{_number}", TextAreaField(_l("意见"), _said))
