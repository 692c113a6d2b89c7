"""Forms of a publicity window: its text, an objection online or at the desk, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.services.wrong_input import WrongInput

TOO_LONG = _l("文字太长或含有不能显示的字符。")
WAYS: dict[str, Any] = {"phone": _l("电话"), "letter": _l("来信"), "visit": _l("当面")}
TOLD: dict[str, Any] = {
    "again": _l("再发一次"),
    "phone": _l("已经电话告知"),
    "letter": _l("已经寄信告知"),
    "visit": _l("已经当面告知"),
}
OUTCOMES: dict[str, Any] = {"upheld": _l("采纳"), "partly": _l("部分采纳"), "dismissed": _l("不采纳")}
_PROBLEMS: dict[str, Any] = {"missing": _l("没有填。"), "long": TOO_LONG}


class _Taking:
    """What the service finds wrong stands beside the field."""

    problems: Mapping[str, Any] = _PROBLEMS

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            field = self[name]  # type: ignore[index]
            field.errors = [*field.errors, str(self.problems.get(code, code))]


class OpenForm(_Taking, StaffForm):
    """The window is opened."""

    text = TextAreaField(
        _l("公示内容"),
        words(_l("公示内容没有写。")),
        description=_l("写明拟作的决定和与公众有关的事实；不写身份证号、电话等个人信息"),
        render_kw={"rows": 6},
    )


class AgainForm(OpenForm):
    """A window is opened once more."""

    reason = TextAreaField(
        _l("为什么重新公示"),
        words(_l("为什么重新公示，没有写。")),
        description=_l("例如采纳了意见、公示内容有误；写进全过程记录，也写在公示里"),
        render_kw={"rows": 2, "maxlength": 400},
    )


class ObjectForm(_Taking, PlainForm):
    """Somebody who is signed in objects."""

    words = TextAreaField(
        _l("您的意见和理由"),
        words(_l("意见没有写。")),
        description=_l("写明哪一点不同意，为什么"),
        render_kw={"rows": 6},
    )
    contact = StringField(
        _l("联系电话或者电子邮箱"),
        [filled(_l("联系方式没有填。")), tidied("text", TOO_LONG, max=100)],
        description=_l("只有办理的人员能看到，不告诉申请人"),
    )


class DeskForm(_Taking, StaffForm):
    """An objection that came by phone, by letter or in person."""

    way = RadioField(_l("怎样提出"), [filled(_l("怎样提出，没有选。"))], choices=options(WAYS.items()))
    received_on = StringField(
        _l("收到的日期"),
        [filled(_l("收到的日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        description=_l("在公示期内"),
        render_kw={"type": "date"},
    )
    name = StringField(_l("姓名或者单位名称"), [filled(_l("姓名没有填。")), tidied("text", TOO_LONG, max=100)])
    contact = StringField(_l("联系方式"), [filled(_l("联系方式没有填。")), tidied("text", TOO_LONG, max=100)])
    words = TextAreaField(_l("意见和理由"), words(_l("意见没有写。")), description=_l("照原话记录"))


class AnswerForm(_Taking, StaffForm):
    """An objection is settled in writing."""

    outcome = RadioField(_l("处理"), [filled(_l("处理没有选。"))], choices=options(OUTCOMES.items()))
    words = TextAreaField(_l("答复和理由"), words(_l("答复没有写。")), description=_l("告诉提出意见的人"))


class ToldForm(_Taking, PlainForm):
    """How an objector was told whom the mail did not reach."""

    way = RadioField(_l("怎么办"), [filled(_l("怎么办没有选。"))], choices=options(TOLD.items()))
    note = StringField(
        _l("记录"),
        [Optional(), tidied("text", TOO_LONG, max=200)],
        description=_l("再发一次的不用写；用别的办法告知的，写什么时候、怎样告知的"),
    )

    def without_mail(self) -> ToldForm:
        """Leave out to send it once more, for somebody who gave no address that a mail could reach."""
        self.way.choices = options((code, name) for code, name in TOLD.items() if code != "again")
        self.note.description = _l("写什么时候、怎样告知的")
        self.note.flags.optional = False
        return self


def outcome_name(code: str) -> str:
    """How an objection was settled."""
    return str(OUTCOMES.get(code, "–"))


def way_name(code: str) -> str:
    """How an objection came."""
    return str(WAYS.get(code, _l("网上")))
