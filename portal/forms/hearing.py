"""Forms of a hearing: the steps of the office that leads, what the applicant asks for, and the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.formats import zh
from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.services.hearings import Presider
from portal.services.wrong_input import WrongInput
from workflows.hearing import POST

PRESENT = (
    ("applicant", _l("申请人")),
    ("agent", _l("申请人的代理人")),
    ("interested", _l("利害关系人")),
    ("officer", _l("审查人员")),
)
CAUSES = (
    ("party", _l("当事人有正当理由申请延期")),
    ("force_majeure", _l("不可抗力")),
    ("agency", _l("本机关的原因")),
)
TOO_LONG = _l("文字太长或含有不能显示的字符。")


class HearingForm(StaffForm):
    """A form of a hearing, with its own sentences for what the service finds wrong."""

    problems: Mapping[str, Any] = {}

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name in wrong.fields:
            self[name].errors = [*self[name].errors, str(self.problems[name])]


def _party() -> SelectField:
    """Who speaks: the choices are those who may still say it (`of_step`); for anybody else the rule says why not."""
    return SelectField(_l("谁"), [filled(_l("没有选是谁。"))], validate_choice=False)


class ToldForm(StaffForm):
    """The right to a hearing is told."""

    reason = TextAreaField(
        _l("拟作的决定、事实和理由"), words(_l("拟作的决定和理由没有写。")), description=_l("写进听证告知书")
    )


class InterestedForm(StaffForm):
    """An interested party is told in a letter of its own."""

    name = StringField(_l("利害关系人名称"), [filled(_l("利害关系人名称没有填。")), tidied("text", TOO_LONG, max=200)])
    address = StringField(
        _l("送达地址"),
        [filled(_l("送达地址没有填。")), tidied("text", TOO_LONG, max=200)],
        description=_l("告知书和听证通知书按这个地址送达；申请人看不到名称和地址"),
    )


class RequestedForm(HearingForm):
    """Somebody asked for the hearing on paper."""

    party = _party()
    name = StringField(
        _l("利害关系人名称"),
        [Optional(), tidied("text", TOO_LONG, max=200)],
        description=_l("没有书面告知过的利害关系人必须填，名单里有的不用填"),
    )
    address = StringField(
        _l("送达地址"), [Optional(), tidied("text", TOO_LONG, max=200)], description=_l("听证通知书按这个地址送达")
    )
    way = RadioField(
        _l("怎样提出"),
        [filled(_l("怎样提出没有选。"))],
        choices=options((("counter", _l("当面提出")), (POST, _l("邮寄")))),
        default="counter",
    )
    posted_on = DateField(
        _l("邮戳日期"), [Optional()], description=_l("邮寄的照信封上的邮戳填；邮戳在期限内的，没有超过期限")
    )
    postmark = StringField(
        _l("邮件号码"),
        [Optional(), tidied("text", TOO_LONG, max=80)],
        description=_l("邮寄的必须填；没有号码的写邮戳上的邮局，信封存入案卷"),
    )
    note = TextAreaField(_l("说明"), optional_words(), description=_l("例如：书面提出，附申请书"))

    def validate(self, extra_validators: Any = None) -> bool:
        """What came by post has a postmark and what shows it."""
        right = bool(super().validate(extra_validators))
        if self.way.data == POST:
            if not self.posted_on.data and not self.posted_on.errors:
                self.posted_on.errors = [_("邮寄的，邮戳日期没有填，或者不是日期。")]
            if not (self.postmark.data or "").strip():
                self.postmark.errors = [_("邮寄的，邮件号码没有填。")]
        return right and not self.errors

    def posted(self) -> tuple[date | None, str]:
        """The day of the postmark and what shows it; neither of what came in person."""
        if self.way.data != POST:
            return None, ""
        return self.posted_on.data, self.postmark.data or ""

    problems: Mapping[str, Any] = {
        "name": _l("利害关系人要求听证的，名称没有填。"),
        "address": _l("利害关系人要求听证的，送达地址没有填。"),
    }


class GivenUpForm(StaffForm):
    """A party gives the hearing up, or takes its request back."""

    party = _party()
    reason = TextAreaField(_l("说明"), optional_words(), description=_l("例如：书面提出，附说明"))


class AbsentForm(StaffForm):
    """A party stayed away."""

    party = _party()
    reason = TextAreaField(
        _l("情况"), words(_l("情况没有写。")), description=_l("写明何时通知、何时未到、没有说明理由")
    )


class DayForm(HearingForm):
    """The day of the hearing."""

    held_on = StringField(
        _l("听证日期"),
        [filled(_l("听证日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        render_kw={"type": "date"},
    )
    time = StringField(
        _l("听证时间"), [filled(_l("听证时间没有填。")), tidied("text", TOO_LONG, max=20)], description=_l("例如：9:30")
    )
    place = StringField(_l("听证地点"), [filled(_l("听证地点没有填。")), tidied("text", TOO_LONG, max=200)])
    presider = RadioField(
        _l("听证主持人"),
        [filled(_l("听证主持人没有选。"))],
        description=_l("审查过本申请的人员不在名单里，不能主持"),
        validate_choice=False,
    )
    host = StringField(
        _l("听证主持人的职务"),
        [filled(_l("听证主持人的职务没有填。")), tidied("text", TOO_LONG, max=80)],
        description=_l("例如：法规科科长"),
    )

    problems: Mapping[str, Any] = {"presider": _l("听证主持人没有选对，请在名单里选。")}


class SetForm(DayForm):
    """The day of the hearing that somebody asked for."""

    explanation = TextAreaField(
        _l("超过期限举行的原因"),
        optional_words(),
        description=_l("期限内已经来不及提前七日通知的必须填；写进听证通知书"),
    )


class AnnouncedForm(DayForm):
    """The authority itself holds a hearing."""

    reason = TextAreaField(
        _l("为什么举行听证"),
        words(_l("理由没有写。")),
        description=_l("法律、法规、规章规定应当听证，或者涉及公共利益的重大事项；写进公告"),
    )


class AdjournedForm(StaffForm):
    """The hearing is put off."""

    cause = SelectField(_l("原因"), choices=options(CAUSES))
    reason = TextAreaField(_l("说明"), words(_l("说明没有写。")))


class RecordForm(HearingForm):
    """The record of the hearing."""

    recorder = RadioField(
        _l("记录人"), [filled(_l("记录人没有选。"))], description=_l("不能是主持人"), validate_choice=False
    )
    present = SelectMultipleField(
        _l("到场的各方"),
        [filled(_l("到场的各方没有选。"))],
        choices=options(PRESENT),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    names = TextAreaField(_l("到场人员"), words(_l("到场人员没有写。")), description=_l("姓名、身份，一人一行"))
    officer = TextAreaField(_l("审查人员的意见、证据和理由"), words(_l("审查人员的意见没有写。")))
    applicant = TextAreaField(_l("申请人的陈述、申辩和质证"), optional_words())
    interested = TextAreaField(_l("利害关系人的陈述、申辩和质证"), optional_words())
    evidence = TextAreaField(_l("出示的证据"), optional_words())
    conclusion = TextAreaField(
        _l("主持人归纳"), words(_l("主持人归纳没有写。")), description=_l("双方一致的、有争议的")
    )
    signed = RadioField(
        _l("签字"),
        [filled(_l("签字的情况没有选。"))],
        choices=options((("signed", _l("参加人确认无误后签字")), ("refused", _l("有参加人拒绝签字，由见证人签字")))),
    )
    witness = StringField(
        _l("见证人"), [Optional(), tidied("text", TOO_LONG, max=80)], description=_l("拒绝签字的必须填")
    )
    scan = FileField(_l("签字的笔录扫描件"), description=_l("PDF 或者图片；系统保存原件的摘要"))

    problems: Mapping[str, Any] = {
        "applicant": _l("申请人到场的，陈述没有写。"),
        "interested": _l("利害关系人到场的，陈述没有写。"),
        "witness": _l("有人拒绝签字的，见证人没有填。"),
        "recorder": _l("记录人没有选对，请在名单里选。"),
    }


class AskForm(StaffForm):
    """The applicant asks for the hearing."""

    words = TextAreaField(
        _l("想在听证会上说明什么"), optional_words(), description=_l("可以不写；证据可以在听证会上出示")
    )


class ReasonForm(StaffForm):
    """The applicant gives the hearing up, or takes the request back; a reason is not asked for."""

    reason = TextAreaField(_l("说明"), optional_words())


HEARING: dict[str, type[StaffForm]] = {
    "hearing_told": ToldForm,
    "hearing_interested": InterestedForm,
    "hearing_requested": RequestedForm,
    "hearing_set": SetForm,
    "hearing_announced": AnnouncedForm,
    "hearing_waived": GivenUpForm,
    "hearing_withdrawn": GivenUpForm,
    "hearing_adjourned": AdjournedForm,
    "hearing_absent": AbsentForm,
}
"""The steps on the page of procedures, in the order in which they are shown."""


SAYS = {
    "hearing_requested": "ask",
    "hearing_waived": "waive",
    "hearing_withdrawn": "withdraw",
    "hearing_absent": "withdraw",
}
"""What a party says with a step; who stays away is one of those whose request stands."""


def of_step(
    step: str, presiders: Iterable[Presider], parties: Mapping[str, Any] | None = None, *, blank: bool = False
) -> Any:
    """The form of a step; its fields begin with the step's name, because the page holds several.

    `parties` are the choices of who speaks, by what is said (SAYS).
    """
    more: dict[str, Any] = {"formdata": None} if blank else {}
    form = HEARING[step](prefix=f"{step}-", **more)
    if "party" in form:
        form["party"].choices = options([("", _("请选择")), *(parties or {}).get(SAYS[step], ())])
    if "presider" in form:
        form["presider"].choices = chosen_from(presiders)
    return form


def chosen_from(officers: Iterable[Presider]) -> list[Any]:
    """Officers as choices."""
    return options((one.reference, zh(one.name)) for one in officers)
