"""Forms of ratings: what the applicant says, and what the follow-up of a bad rating asks of the staff."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.i18n import language
from portal.services.rating_words import LONGEST
from workflows.rating_policy import load_policy

TOO_LONG = _l("文字太长或含有不能显示的字符，最多 1,000 字。")
PRIVATE = _l("只给处理的人和监督人员看，不公开。请不要写身份证号、电话等个人信息")


class LevelForm(PlainForm):
    """One of the five levels, and free words."""

    level = RadioField(_l("满意程度"), [filled(_l("满意程度没有选。请选一档。"))])
    words = TextAreaField(_l("想说的话"), [Optional(), tidied("textarea", TOO_LONG, max=LONGEST)], description=PRIVATE)

    def __init__(self, *args: Any, levels: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = options((str(level), name) for level, name in levels.items())


class RatingForm(LevelForm):
    """A first rating: tags of the channel, and whether the name may be public."""

    tags = SelectMultipleField(
        _l("好在哪里，差在哪里"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l("可以不选，可以选几个"),
    )
    named = RadioField(
        _l("公开评价时"),
        choices=options((("no", _l("匿名：不公开单位名称")), ("yes", _l("实名：公开单位名称")))),
        default="no",
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(tag.code, tag.words[language().code]) for tag in load_policy().tags[channel]]
        self.tags.choices = options(sorted(said, key=lambda one: one[0].endswith("_bad")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say beside the tags when both sides of one thing were ticked."""
        fine = super().validate(extra_validators)
        contents = [code.rpartition("_")[0] for code in self.tags.data or ()]
        if len(set(contents)) < len(contents):
            self.tags.errors = [*self.tags.errors, _l("同一方面不能既选好的又选不好的。请留下一个。")]
            return False
        return fine


class AppealForm(PlainForm):
    """Why the applicant does not accept that a rating was excluded."""

    words = TextAreaField(
        _l("申诉的理由"),
        [filled(_l("申诉的理由没有写。")), tidied("textarea", TOO_LONG, max=LONGEST)],
        description=PRIVATE,
    )


class VerifyForm(StaffForm):
    """What contact with the applicant showed."""

    way = RadioField(_l("怎样联系的"), [filled(_l("怎样联系的没有选。"))])
    finding = RadioField(_l("核实的结论"), [filled(_l("核实的结论没有选。"))])
    reason = TextAreaField(
        _l("情况和理由"),
        words(_l("情况和理由没有写。写明申请人怎么说、查到什么。")),
        description=_l("写明申请人怎么说、查到什么。申请人能看到"),
    )


class TriedForm(StaffForm):
    """An attempt that reached nobody."""

    tried = RadioField(_l("怎样联系的"), [filled(_l("怎样联系的没有选。"))])
    happened = StringField(
        _l("情况"),
        [Optional(), tidied("text", _l("情况太长或含有不能显示的字符。"), max=200)],
        description=_l("例如无人接听、号码是空号。申请人能看到"),
    )


class AnswerForm(StaffForm):
    """What was put right, for the applicant and for everybody."""

    reply = TextAreaField(
        _l("整改情况和答复"),
        words(_l("答复没有写。写明怎样整改的。")),
        description=_l("会给申请人，也会公开。不写姓名、电话等个人信息"),
    )


class CallBackForm(StaffForm):
    """What the applicant says of the rectification."""

    result = RadioField(_l("回访结果"), [filled(_l("回访的结果没有选。"))])
    note = StringField(_l("申请人的意见"), [Optional(), tidied("text", _l("意见太长或含有不能显示的字符。"), max=500)])


class ReviewForm(StaffForm):
    """The supervisor's review of a finding."""

    verdict = RadioField(_l("复核结论"), [filled(_l("复核的结论没有选。"))])
    reason = TextAreaField(
        _l("理由"), words(_l("复核的理由没有写。")), description=_l("写明看了什么、为什么。申请人能看到")
    )


class ContestForm(PlainForm):
    """That a rating is somebody else's; nothing more has to be said."""

    words = TextAreaField(
        _l("想说明的情况"), [Optional(), tidied("textarea", TOO_LONG, max=LONGEST)], description=PRIVATE
    )


class CodeForm(PlainForm):
    """The rating code that was sent to the telephone."""

    code = StringField(
        _l("评价码"),
        [filled(_l("评价码没有填。请照短信填写。"))],
        description=_l("短信里的 6 位数字，10 分钟内有效"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"},
    )

    def refuse(self) -> None:
        """Say that the code is not right, or no longer."""
        self.code.errors = [str(_l("评价码不对，或者已经失效。请核对短信，或者重新发一个。"))]


class SlipForm(PlainForm):
    """The code on a rating slip."""

    slip = StringField(
        _l("评价单上的评价码"),
        [filled(_l("评价单上的评价码没有填。"))],
        description=_l("10 位字母和数字，大小写都可以"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": "40"},
    )

    def refuse(self) -> None:
        """Say that no slip has this code, or not any more."""
        self.slip.errors = [str(_l("没有这个评价码，或者这张评价单已经用过、已经重新打印过。请核对最新的一张。"))]


class DeviceForm(PlainForm):
    """The key of a counter's rating device."""

    key = StringField(
        _l("评价器密钥"),
        [filled(_l("评价器密钥没有填。"))],
        description=_l("管理员在“窗口和号源”里为这个窗口生成，16 位"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": "40"},
    )

    def refuse(self) -> None:
        """Say that no device has this key."""
        self.key.errors = [str(_l("没有这个密钥的评价器。请核对，或者请管理员重新生成。"))]


class DecideContestForm(StaffForm):
    """Whether a rating was the applicant's."""

    verdict = RadioField(_l("核实结论"), [filled(_l("核实的结论没有选。"))])
    reason = TextAreaField(
        _l("理由"), words(_l("核实的理由没有写。")), description=_l("写明怎样向申请人核实的。申请人能看到")
    )
