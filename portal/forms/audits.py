"""Forms of the case-file audit: a draw, findings, the office's reply, and the last word."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.forms.account import PlainForm
from portal.forms.review import StaffForm, words
from portal.services.audit_draws import Finding
from portal.services.audit_lot import MOST

ROWS = 5
POINTS = NumberRange(0, 100, _l("分数是 0 到 100 的整数。"))


class DrawForm(PlainForm):
    """From which closed files, and how many."""

    first = DateField(_l("从"), [InputRequired(_l("开始日期没有填，或者不是日期。"))])
    last = DateField(_l("到"), [InputRequired(_l("结束日期没有填，或者不是日期。"))])
    office = SelectField(_l("部门"), choices=[], validate_choice=True)
    number = IntegerField(
        _l("抽几份"),
        [InputRequired(_l("抽几份没有填，或者不是整数。")), NumberRange(1, MOST, _l("一次抽 1 到 50 份。"))],
        default=5,
    )

    def offer(self, offices: list[tuple[str, str]]) -> DrawForm:
        """Offer the offices; the first choice is all of them."""
        self.office.choices = [("", _("全部部门")), *offices]
        return self

    def no_period(self, fault: str) -> None:
        """Say that the period ends before it begins, or is not over (`not_over`)."""
        early, running = _("结束日期早于开始日期，请改正。"), _("结束日期最晚是昨天：今天办结的案卷还会增加。")
        self.last.errors = [running if fault == "not_over" else early]


class FindingsForm(StaffForm):
    """What a person found: up to five findings with their points."""

    def said(self) -> list[Finding]:
        """The findings that say something."""
        rows = [(self[f"words_{n}"], self[f"points_{n}"]) for n in range(1, ROWS + 1)]
        return [Finding(words.data or "", points.data or 0) for words, points in rows if (words.data or "").strip()]

    def too_many_points(self) -> None:
        """Say that more than a hundred points are taken off."""
        self["points_1"].errors = [_("扣分加起来不能超过 100 分。")]


for _n in range(1, ROWS + 1):
    setattr(
        FindingsForm,
        f"words_{_n}",
        TextAreaField(_l("问题"), [Optional()], render_kw={"rows": 2, "lang": "zh-CN", "maxlength": 2000}),
    )
    setattr(FindingsForm, f"points_{_n}", IntegerField(_l("扣分"), [Optional(), POINTS]))


class ReplyForm(StaffForm):
    """What the office says to the findings."""

    reply = TextAreaField(
        _l("说明"),
        words(_l("说明没有写。写明是否属实、原因和怎样整改。")),
        description=_l("写明是否属实、原因和怎样整改；只能说明一次"),
        render_kw={"rows": 4, "lang": "zh-CN"},
    )


class SettleForm(StaffForm):
    """The score of the file, and why."""

    score = IntegerField(_l("得分"), [InputRequired(_l("得分没有填，或者不是整数。")), POINTS])
    conclusion = TextAreaField(
        _l("结论"),
        words(_l("结论没有写。写明采纳了哪些、为什么。")),
        render_kw={"rows": 3, "lang": "zh-CN"},
    )


def version_of(form: Any) -> int:
    """The version of the file that the page was made from; -1 where the page says none."""
    return int(form.seq)
