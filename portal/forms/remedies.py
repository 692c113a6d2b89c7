"""Forms of remedies: an application for reconsideration, its way to the body, a complaint and its answer."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.services.wrong_input import WrongInput

CLAIMS = {
    "annul": _l("撤销这个决定"),
    "change": _l("变更这个决定"),
    "confirm": _l("确认这个决定违法"),
    "order": _l("责令限期作出决定"),
}
WAYS = {"electronic": _l("通过复议平台"), "post": _l("邮寄"), "hand": _l("当面递交")}
OUTCOMES = {
    "upheld": _l("维持"),
    "changed": _l("变更"),
    "annulled": _l("撤销"),
    "unlawful": _l("确认违法"),
    "ordered": _l("责令履行"),
    "rejected": _l("不予受理或者驳回"),
    "withdrawn": _l("申请人撤回，终止"),
    "settled": _l("调解或者和解"),
}
ABOUT = {
    "attitude": _l("服务态度"),
    "extra_material": _l("要了指南上没有的材料"),
    "later_demand": _l("分几次告知补正"),
    "late": _l("超过承诺的日子"),
    "visits": _l("多跑了路"),
    "fee": _l("收费"),
    "guide": _l("办事指南不清楚或者有错"),
    "system": _l("网站不好用"),
    "other": _l("其他"),
}
ENTERPRISE, PRIVATE = "enterprise", "private"
IN_NAME = {
    ENTERPRISE: _l("以本单位的名义：企业账户的负责人也看得到"),
    PRIVATE: _l("以个人的名义：只有您和监督人员看得到"),
}
FOUNDED = {"yes": _l("属实"), "partly": _l("部分属实"), "no": _l("不属实")}
TOO_LONG = _l("文字太长或含有不能显示的字符。")
DAY = _l("日期要写成 2026-10-22 这样。")


def _day(label: Any, missing: Any) -> StringField:
    return StringField(label, [filled(missing), tidied("date", DAY)], render_kw={"type": "date"})


def _short(label: Any, **more: Any) -> StringField:
    return StringField(label, [Optional(), tidied("text", TOO_LONG, max=200)], **more)


def _long(missing: Any) -> list[Any]:
    return [filled(missing), tidied("textarea", TOO_LONG, max=5000)]


class ReconsiderationForm(StaffForm):
    """What only the applicant can say; everything else the application takes from the case."""

    claim = RadioField(_l("请求"), [filled(_l("请求没有选。"))])
    facts = TextAreaField(
        _l("事实和理由"),
        _long(_l("事实和理由没有写。写明哪里不对、为什么。")),
        description=_l("哪一点事实不对，哪一条依据用错了，程序哪里有问题；最多 5,000 字"),
        render_kw={"rows": 8},
    )
    evidence = TextAreaField(
        _l("证据"),
        [Optional(), tidied("textarea", TOO_LONG, max=2000)],
        description=_l("列出证据的名称；办件里的材料和文书由本平台一并转交，不用再交"),
        render_kw={"rows": 3},
    )
    phone = _short(_l("联系电话"), render_kw={"inputmode": "tel", "autocomplete": "tel"})
    agent = _short(_l("委托代理人"), description=_l("有代理人的写姓名；授权委托书交给复议机关"))
    late = TextAreaField(
        _l("超过期限的理由"),
        optional_words(),
        description=_l("因不可抗力或者其他正当理由耽误的，期限自障碍消除之日起继续计算"),
        render_kw={"rows": 3},
    )

    def offer(self, claims: tuple[str, ...]) -> ReconsiderationForm:
        """The form with the claims that this act allows."""
        self.claim.choices = options((one, CLAIMS[one]) for one in claims)
        return self


class PassOnForm(StaffForm):
    """The application went to the body."""

    passed_on = _day(_l("转送日期"), _l("转送日期没有填。"))
    way = RadioField(_l("怎样转送"), [filled(_l("怎样转送没有选。"))], choices=options(WAYS.items()))
    reference = _short(_l("凭据"), description=_l("例如快递单号、系统回执号、签收人"))


class EndForm(StaffForm):
    """What the body answered."""

    outcome = SelectField(
        _l("结果"),
        [filled(_l("结果没有选。"))],
        choices=[*options((("", _l("请选择")),)), *options(OUTCOMES.items())],
    )
    ended_on = _day(_l("文书日期"), _l("文书日期没有填。"))
    reference = _short(_l("文书号"), description=_l("例如 临政复〔2026〕31号；申请人撤回的可以不填"))
    words = TextAreaField(_l("说明"), optional_words(), render_kw={"rows": 3})


class ComplaintForm(PlainForm):
    """What went wrong, and what would help."""

    case = HiddenField()
    once = HiddenField()
    about = RadioField(_l("投诉什么"), [filled(_l("投诉什么没有选。"))], choices=options(ABOUT.items()))
    words = TextAreaField(
        _l("发生了什么"),
        words(_l("发生了什么没有写。写明时间、窗口或者页面、经过。")),
        description=_l("什么时候，在哪个窗口或者哪个页面，谁说了什么、做了什么"),
        render_kw={"rows": 6},
    )
    wish = TextAreaField(
        _l("您希望怎样解决"), [Optional(), tidied("textarea", TOO_LONG, max=1000)], render_kw={"rows": 2}
    )
    name = RadioField(
        _l("以谁的名义"),
        [filled(_l("以谁的名义没有选。"))],
        choices=options(IN_NAME.items()),
        description=_l("提交以后不能改"),
    )

    def of(self, *, enterprise: bool) -> ComplaintForm:
        """The form for somebody who acts for an enterprise, or for nobody but himself, who has nothing to choose."""
        if not enterprise:
            del self.name
        return self

    @property
    def in_name(self) -> bool:
        """Whether it is filed in the name of the enterprise."""
        return "name" in self and self.name.data == ENTERPRISE

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name in wrong.fields:
            self[name].errors = [*self[name].errors, str(_l("请填写这一项。"))]


class AnswerForm(PlainForm):
    """The answer to a complaint."""

    founded = RadioField(_l("认定"), [filled(_l("认定没有选。"))], choices=options(FOUNDED.items()))
    answer = TextAreaField(
        _l("答复"),
        words(_l("答复没有写。写明查到什么、怎样处理。")),
        description=_l("投诉人看到的就是这段话：查到什么、怎样处理、以后怎样避免"),
        render_kw={"rows": 6},
    )

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name in wrong.fields:
            self[name].errors = [*self[name].errors, str(_l("请填写这一项。"))]
