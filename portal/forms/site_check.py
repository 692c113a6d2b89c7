"""Forms of the joint site check: the appointment, another day, what is noted on the site, and the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from markupsafe import Markup, escape
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.formats import zh
from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.forms.tracks import TrackForm
from portal.services.site_checks import Candidate

TOO_LONG = _l("文字太长或含有不能显示的字符。")
DAY = _l("日期要写成 2026-10-22 这样。")
TIME = _l("时间要写成 09:30 这样。")


class _OnlyWhereSigned(Optional):
    """May be empty for this form; whether it may for the record depends on who signed, so the page does not call it optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, bool] = {}


def _short(label: Any, missing: Any, **more: Any) -> StringField:
    return StringField(label, [filled(missing), tidied("text", TOO_LONG, max=200)], **more)


class SetForm(TrackForm):
    """The appointment."""

    held_on = StringField(
        _l("核查日期"), [filled(_l("核查日期没有填。")), tidied("date", DAY)], render_kw={"type": "date"}
    )
    time = StringField(
        _l("核查时间"), [filled(_l("核查时间没有填。")), tidied("text", TIME, max=20)], description=_l("例如：09:30")
    )
    place = _short(_l("核查地点"), _l("核查地点没有填。"))
    team = SelectMultipleField(
        _l("核查人员"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l("每个需要核查的部门不少于两人；先和各部门约好，只约一个时间"),
    )
    reason = TextAreaField(_l("改期的理由"), optional_words(), description=_l("改变已经通知的日期时必须写，写进通知书"))

    problems: Mapping[str, Any] = {"stranger": _l("只能选各部门在岗的审查人员。")}


def set_form(found: Mapping[str, Iterable[Candidate]], names: Mapping[str, Any], **more: Any) -> SetForm:
    """The form with the officers who may go, each with the share it is for."""
    form = SetForm(prefix="set-", **more)
    form.team.choices = options(
        (f"{track}|{one.reference}", _named(names[track], one)) for track, people in found.items() for one in people
    )
    return form


def _named(share: Any, one: Candidate) -> Markup:
    number = zh(one.certificate) if one.certificate.strip() else escape(_("没有登记执法证号，不能派"))
    return Markup("{}　{}　{}").format(zh(f"{share}"), zh(one.name), number)


def pairs(chosen: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The track and the account of what was ticked."""
    parts = (one.partition("|") for one in chosen)
    return tuple((track, officer) for track, _, officer in parts)


class MoveForm(StaffForm):
    """Another day is asked for."""

    wish = StringField(_l("希望改到哪一天"), [Optional(), tidied("date", DAY)], render_kw={"type": "date"})
    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")))


class CancelForm(StaffForm):
    """The appointment is given up."""

    reason = TextAreaField(_l("取消的理由"), words(_l("取消的理由没有写。")), description=_l("告知申请人"))


class RecordForm(TrackForm):
    """The record of the check."""

    team = SelectMultipleField(_l("到场的核查人员"), widget=ListWidget(), option_widget=CheckboxInput())
    began = StringField(
        _l("开始时间"), [filled(_l("开始时间没有填。")), tidied("text", TIME, max=20)], description=_l("例如：09:30")
    )
    ended = StringField(_l("结束时间"), [filled(_l("结束时间没有填。")), tidied("text", TIME, max=20)])
    shown = RadioField(
        _l("执法证件"),
        [filled(_l("有没有出示执法证件没有选。"))],
        choices=options([("yes", _l("核查人员已向申请人出示")), ("absent", _l("申请人没有人到场，未能出示"))]),
    )
    party = _short(
        _l("申请人到场人员"), _l("申请人到场人员没有填。"), description=_l("姓名和职务；没有人到场的写“没有人到场”")
    )
    statement = TextAreaField(
        _l("申请人意见"),
        [_OnlyWhereSigned(), tidied("textarea", TOO_LONG, max=2000)],
        description=_l("照原话写；没有意见的写“没有意见”。只有拒绝签字或者没有人到场的，可以不写"),
    )
    signed = RadioField(
        _l("签字"),
        [filled(_l("签字情况没有选。"))],
        choices=options(
            [("signed", _l("核查人员和申请人都已签字")), ("refused", _l("申请人拒绝签字或者没有人到场，见证人已签字"))]
        ),
    )
    witness = StringField(
        _l("见证人"),
        [Optional(), tidied("text", TOO_LONG, max=200)],
        description=_l("申请人拒绝签字或者没有人到场的必须填"),
    )
    scan = FileField(_l("签字笔录的扫描件或照片"), description=_l("PDF、JPG 或 PNG"))

    problems: Mapping[str, Any] = {
        "began": _l("开始时间没有填。"),
        "ended": _l("结束时间没有填。"),
        "party": _l("申请人到场人员没有填。"),
        "statement": _l("申请人意见没有写；没有意见的写“没有意见”。"),
        "shown": _l("有没有出示执法证件没有选。"),
        "absent": _l("申请人没有人到场的，不会有申请人的签字，请选见证人签字。"),
        "witness": _l("申请人拒绝签字或者没有人到场的，见证人没有填。"),
        "team": _l("到场人员没有选对。"),
    }


def record_form(people: Iterable[tuple[str, Any]], **more: Any) -> RecordForm:
    """The form with everybody who was to come."""
    form = RecordForm(prefix="record-", **more)
    form.team.choices = options(people)
    return form


FINDINGS: dict[str, Any] = {"ok": _l("符合"), "fault": _l("不符合"), "none": _l("不涉及")}
PROBLEMS: dict[str, Any] = {
    "entry": _l("这一条没有编号，请重新打开这一页再记。"),
    "finding": _l("不符合的，情况要写明。"),
    "words": _l("还没有写，也没有选照片。"),
}


def problem(name: str, code: str) -> str:
    """What is wrong with something noted on the site."""
    return _("文字最多 2,000 字。") if code == "long" else str(PROBLEMS.get(name, PROBLEMS["words"]))
