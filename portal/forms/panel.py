"""Forms of an expert review: the panel, an expert who steps aside, a ballot from its signed paper, the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from portal.formats import zh
from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.services.panels import Expert, Seat
from portal.services.wrong_input import WrongInput
from portal.states import PANEL

TOO_LONG = _l("文字太长或含有不能显示的字符。")
CAUSES: dict[str, Any] = {"interest": _l("与申请人有利害关系，回避"), "absent": _l("不能参加")}
DECLARED = _l("每位专家都已书面声明：与申请人没有利害关系")
_PARTS, _SPACES = re.compile(r"\s*[,，、;；|]+\s*"), re.compile(r"\s+")


class PanelForm(StaffForm):
    """A form of the panel, with its own sentences for what the service finds wrong."""

    problems: Mapping[str, Any] = {}

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            place = self[name] if name in self else self["name"]
            place.errors = [*place.errors, str(self.problems.get(code, code))]


_PEOPLE: dict[str, Any] = {
    "missing": _l("每位专家都要写姓名、单位、职称或者专业。"),
    "twice": _l("同一位专家写了两次，或者已经在专家组里。"),
    "interest": _l("专家的单位就是申请人，应当回避，请换人。"),
}


class SetForm(PanelForm):
    """The panel is set up."""

    experts = TextAreaField(
        _l("专家名单"),
        words(_l("专家名单没有写。")),
        description=_l("一行一名：姓名，单位，职称或者专业。第一行是组长；人数为单数"),
        render_kw={"rows": 6},
    )
    questions = TextAreaField(
        _l("请专家回答的问题"), words(_l("请专家回答的问题没有写。")), description=_l("一行一个"), render_kw={"rows": 5}
    )
    reason = TextAreaField(
        _l("为什么再次评审"),
        words(_l("为什么再次评审，没有写。")),
        description=_l("例如申请人已按意见修改设计；上一次的结论仍留在案卷里"),
        render_kw={"rows": 2, "maxlength": 400},
    )
    declared = BooleanField(DECLARED, [filled(_l("没有声明的不能组成专家组；有利害关系的请先换人。"))])

    problems = _PEOPLE

    def first(self) -> SetForm:
        """The form of a first panel, which needs no reason."""
        del self.reason
        return self

    @property
    def people(self) -> list[Expert]:
        """The experts as they were written, a line each; what a line lacks the service finds."""
        return [_expert(line, bool(self.declared.data)) for line in _lines(self.experts.data)]

    @property
    def asked(self) -> list[str]:
        """The questions, a line each."""
        return _lines(self.questions.data)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _expert(line: str, declared: bool) -> Expert:
    parts = _PARTS if _PARTS.search(line) else _SPACES  # what is copied from a table has blanks alone between its cells
    name, unit, title, *_more = [*parts.split(line, maxsplit=2), "", ""]
    return Expert(name, unit, title, declared)


class ReplaceForm(PanelForm):
    """An expert steps aside, and another one takes the seat."""

    seat = RadioField(_l("哪位专家"), [filled(_l("哪位专家，没有选。"))], validate_choice=False)
    cause = RadioField(_l("原因"), [filled(_l("原因没有选。"))], choices=options(CAUSES.items()))
    reason = TextAreaField(_l("说明"), words(_l("说明没有写。")), description=_l("例如：两年内为申请人做过安全评价"))
    name = StringField(_l("接替的专家姓名"), [filled(_l("姓名没有填。")), tidied("text", TOO_LONG, max=40)])
    unit = StringField(_l("单位"), [filled(_l("单位没有填。")), tidied("text", TOO_LONG, max=100)])
    title = StringField(_l("职称或者专业"), [filled(_l("职称或者专业没有填。")), tidied("text", TOO_LONG, max=100)])
    declared = BooleanField(
        _l("接替的专家已书面声明：与申请人没有利害关系"), [filled(_l("没有声明的不能进入专家组。"))]
    )

    problems = _PEOPLE


class BallotForm(PanelForm):
    """A ballot is entered from the signed paper."""

    seat = RadioField(_l("谁的表决票"), [filled(_l("谁的表决票，没有选。"))], validate_choice=False)
    verdict = RadioField(_l("表决"), [filled(_l("表决没有选。"))], choices=options(PANEL.items()))
    opinion = TextAreaField(
        _l("书面意见"), words(_l("书面意见没有写。")), description=_l("照签字的表决票录入，写明理由")
    )
    signed_on = StringField(
        _l("签字日期"),
        [filled(_l("签字日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        render_kw={"type": "date"},
    )
    scan = FileField(_l("签字表决票的扫描件"), description=_l("PDF、JPG 或 PNG；只有牵头部门和监督人员能看"))

    problems: Mapping[str, Any] = {"missing": _l("书面意见没有写。")}


class CloseForm(PanelForm):
    """The record is closed."""

    summary = TextAreaField(
        _l("专家组意见"),
        words(_l("专家组意见没有写。")),
        description=_l("由组长归纳，写进评审意见书；不写谁投了什么票"),
        render_kw={"rows": 5},
    )

    problems: Mapping[str, Any] = {"missing": _l("专家组意见没有写。")}


def seated(form: Any, seats: Iterable[Seat]) -> Any:
    """The form with these experts to choose from."""
    form.seat.choices = options((one.seat, zh(f"{one.name}　{one.unit}")) for one in seats)
    return form


def verdict_name(code: str) -> str:
    """What a ballot, or the panel, says."""
    return str(PANEL.get(code, "–"))


def cause_name(code: str) -> str:
    """Why an expert left."""
    return _("回避") if code == "interest" else _("不能参加")
