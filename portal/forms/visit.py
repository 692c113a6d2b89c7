"""Forms of visits: recording one, asking the applicant to come after other ways were offered, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.i18n import language
from workflows.visits import vocabulary

NONE = "none"
"""The answer that no other way will do."""


def choices_of(kind: str) -> Callable[[], list[SelectChoice]]:
    """The codes of a kind with their words in the language of the page."""
    return lambda: options((code, word.get(language().code)) for code, word in getattr(vocabulary(), kind).items())


def codes() -> list[SelectChoice]:
    """The cause codes, of which none is chosen before."""
    return [SelectChoice("", _("请选择")), *choices_of("codes")()]


def code_field() -> SelectField:
    """Why a visit lies beyond the promise."""
    return SelectField(
        _l("超出承诺的原因"),
        [Optional()],
        choices=codes,
        description=_l("超出办事指南承诺的次数时要选，会报监督人员；承诺以内的不用选"),
    )


class VisitForm(StaffForm):
    """One coming in person."""

    purpose = RadioField(_l("来做什么"), [filled(_l("来做什么没有选。"))], choices=choices_of("purposes"))
    cause = RadioField(_l("为什么要来"), [filled(_l("为什么要来没有选。"))], choices=choices_of("causes"))
    code = code_field()


class AskForm(StaffForm):
    """Asking the applicant to come: what else was offered comes before the request itself."""

    way = RadioField(_l("有没有不用来的办法"), [filled(_l("有没有不用来的办法没有选。"))])
    instead = TextAreaField(_l("为什么网上和邮寄都不行"), optional_words(), description=_l("申请人看得到"))
    purpose = RadioField(_l("请他来做什么"), [Optional()], choices=choices_of("purposes"))
    place = SelectField(_l("到哪里"), [Optional()], choices=choices_of("places"))
    reason = TextAreaField(
        _l("请他来的理由"), optional_words(), description=_l("写明看什么、办什么、带什么，申请人看得到")
    )
    plan_on = StringField(
        _l("哪一天"),
        [Optional(), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        description=_l("不定日期的不填，申请人自己预约"),
        render_kw={"type": "date"},
    )
    code = code_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("instead", "purpose", "place", "reason", "code"):  # who has to come, comes with all of them said
            self[name].flags.optional = False
        self.way.choices = [*choices_of("ways")(), SelectChoice(NONE, _("都不行，要请他来"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """Only where no other way will do, the request itself must be complete."""
        right = bool(super().validate(extra_validators))
        if not right or self.way.data != NONE:
            return right
        sentences = {
            "instead": _("为什么网上和邮寄都不行没有写。"),
            "purpose": _("请他来做什么没有选。"),
            "reason": _("请他来的理由没有写。"),
        }
        for name, said in sentences.items():
            if not (self[name].data or "").strip():
                self[name].errors = [said]
        return not self.errors

    @property
    def day(self) -> date | None:
        """The day that was named."""
        return date.fromisoformat(self.plan_on.data) if self.plan_on.data else None


class WithdrawForm(PlainForm):
    """Taking a request back."""

    asked = HiddenField()
    reason = StringField(_l("取消的理由"), words(_l("取消的理由没有写。申请人看得到。")))
