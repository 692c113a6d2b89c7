"""Forms of the window: an outcome in words, a supplement, a visit, a delivery, and the beginning of a walk-in application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from guides.listing import Listing
from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.services import outcomes
from portal.services.first_contact import Colleague
from portal.services.wrong_input import WrongInput

WAYS: dict[str, Any] = {"electronic": _l("电子送达"), "counter": _l("窗口领取"), "courier": _l("邮寄")}
PURPOSES: dict[str, Any] = {
    "submit": _l("递交材料"),
    "original": _l("核验原件"),
    "interview": _l("面谈"),
    "sign": _l("签字"),
    "collect": _l("领取结果"),
}
CAUSES: dict[str, Any] = {
    "promised": _l("办事指南承诺内的"),
    "incomplete": _l("申请人材料不齐"),
    "ours": _l("我们的原因"),
}


class OutcomeForm(StaffForm):
    """The words that an outcome needs, and the promise behind a deferral that was not made online."""

    competent_body = StringField(
        _l("主管机关"),
        [filled(_l("主管机关没有写。写明应当向哪个机关申请。")), tidied("text", _l("主管机关的名称太长。"), max=120)],
        description=_l("写中文全称"),
    )
    reason = TextAreaField(_l("理由"), words(_l("理由没有写。写明事实和依据，申请人会收到。")), render_kw={"rows": 4})
    signed = BooleanField(
        _l("扫描件就是申请人当面签字的《容缺受理承诺书》，原件存入案卷。"),
        [filled(_l("没有承诺不能容缺。请核对扫描件后勾选，或者返回改成“需补正”。"))],
    )

    def only(self, outcome: str, *, promise: bool) -> OutcomeForm:
        """The form with the questions of one outcome; `promise` asks for the signed commitment."""
        wanted: dict[str, tuple[str, ...]] = {
            outcomes.NOT_ACCEPTED: ("reason",),
            outcomes.NOT_REQUIRED: ("reason",),
            outcomes.NOT_COMPETENT: ("competent_body", "reason"),
            outcomes.DEFERRED: ("signed",) if promise else (),
        }
        for name in ("competent_body", "reason", "signed"):
            if name not in wanted.get(outcome, ()):
                delattr(self, name)
        return self


class SupplementForm(StaffForm):
    """What the clerk finds of a deferred material that came in."""

    verdict = RadioField(
        _l("这份材料"),
        [filled(_l("结论没有选。"))],
        choices=options((("ok", _l("合格")), ("fix", _l("仍不合格，退回重补")))),
    )
    reason = TextAreaField(
        _l("告知申请人的话"), [Optional(), tidied("textarea", _l("文字太长，最多 2,000 字。"), max=2000)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A defect is told in words."""
        right = bool(super().validate(extra_validators))
        if self.verdict.data == "fix" and not (self.reason.data or "").strip():
            self.reason.errors = [_("退回要写明哪里不合格、怎样改。")]
            return False
        return right


class VisitForm(StaffForm):
    """One coming in person."""

    purpose = RadioField(_l("来做什么"), [filled(_l("来做什么没有选。"))], choices=options(PURPOSES.items()))
    cause = RadioField(_l("为什么要来"), [filled(_l("为什么要来没有选。"))], choices=options(CAUSES.items()))


class DeliveryForm(StaffForm):
    """How a result is served, and the proof of it."""

    way = RadioField(_l("送达方式"), [filled(_l("送达方式没有选。"))], choices=options(WAYS.items()))
    recipient = StringField(
        _l("签收人"),
        [Optional(), tidied("text", _l("签收人写得太长。"), max=60)],
        description=_l("窗口领取的要写，与送达回证上的签字一致"),
    )
    proof = StringField(
        _l("邮件号码"),
        [Optional(), tidied("text", _l("邮件号码太长。"), max=60)],
        description=_l("邮寄的要写，在邮政的回执上"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Who collects at the counter signs for it, and what goes by mail has a number (R146)."""
        right = bool(super().validate(extra_validators))
        if self.way.data == "counter" and not self.recipient.data:
            self.recipient.errors = [_("窗口领取的，签收人没有写。")]
            return False
        if self.way.data == "courier" and not self.proof.data:
            self.proof.errors = [_("邮寄的，邮件号码没有写。")]
            return False
        return right


class WalkInForm(PlainForm):
    """Who applies at the window, and for what."""

    item = RadioField(_l("办什么"), [filled(_l("事项没有选。"))])
    uscc = StringField(
        _l("统一社会信用代码"),
        [
            filled(_l("统一社会信用代码没有填。照营业执照右上角填写。")),
            tidied(
                "uscc", _l("统一社会信用代码不对：应为 18 位，末位校验要相符。请照营业执照核对，注意 0 和 O、1 和 I。")
            ),
        ],
        description=_l("18 位，在营业执照右上角"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        _l("单位名称"),
        [Optional(), tidied("text", _l("单位名称太长或含有不能显示的字符。"), max=200)],
        description=_l("第一次来办的单位要填，与营业执照一致；办过的可以不填"),
    )
    legal_representative = StringField(
        _l("法定代表人"), [Optional(), tidied("text", _l("姓名太长。"), max=80)], description=_l("第一次来办的单位要填")
    )
    address = StringField(_l("住所"), [Optional(), tidied("text", _l("地址太长。"), max=300)])

    def offer(self, guides: Iterable[Listing], language: str) -> None:
        """Offer the items that are in force today."""
        self.item.choices = options((guide.item, guide.name.get(language)) for guide in guides)

    def applicant(self) -> dict[str, str]:
        """Who applies, as the service takes it."""
        names = ("uscc", "name", "legal_representative", "address")
        return {name: self[name].data or "" for name in names}

    def take(self, wrong: WrongInput) -> None:
        """Say what the service found."""
        if "name" in wrong.fields:
            self.name.errors = [_("这个代码没有登记过，是第一次来办。请填单位名称，与营业执照一致。")]
        if "uscc" in wrong.fields:
            self.uscc.errors = [_("统一社会信用代码不对，请照营业执照核对。")]


class DeclarationForm(PlainForm):
    """What the applicant signs at the counter before an application is handed in."""

    true = BooleanField(
        _l("申请人已经当面核对全部内容，在打印的申请书上签字，并同意通过本平台接收电子送达的文书。"),
        [filled(_l("还没有勾选。请申请人看过全部内容并签字后勾选。"))],
    )
    later = BooleanField(
        _l("申请人已经在《容缺受理承诺书》上签字，知道逾期不补的后果。"),
        [filled(_l("容缺承诺还没有勾选。请申请人签字后勾选；不承诺的，回到“上传材料”改掉。"))],
    )

    def only(self, *, promises: bool) -> DeclarationForm:
        """The form without the promise where nothing is to come later."""
        if not promises:
            del self.later
        return self


class HandOverForm(StaffForm):
    """To whom a case goes, and why."""

    colleague = SelectField(
        _l("转给哪位同事"), [filled(_l("同事没有选。"))], coerce=lambda value: int(value) if value else None
    )
    reason = TextAreaField(
        _l("转办理由"),
        [
            filled(_l("理由没有写。转办要记入办件的全过程。")),
            tidied("textarea", _l("理由太长，最多 300 字。"), max=300),
        ],
        description=_l("记入办件的全过程，窗口和监督都能看到，不告诉申请人"),
        render_kw={"rows": 3},
    )

    def offer(self, colleagues: Iterable[Colleague]) -> HandOverForm:
        """Offer the colleagues at the window."""
        people = (SelectChoice(str(one.id), one.name, {"lang": "zh-CN"}) for one in colleagues)
        self.colleague.choices = [SelectChoice("", _("请选择")), *people]
        return self

    def take(self, wrong: WrongInput) -> None:
        """Say what the service found."""
        if "colleague" in wrong.fields:
            self.colleague.errors = [_("这位同事已经不在窗口，请另选一位。")]
        if "reason" in wrong.fields:
            self.reason.errors = [_("理由没有写，或者太长（最多 300 字）。")]


class ViewForm(PlainForm):
    """A name for the filters of the queue."""

    name = StringField(
        _l("视图名称"), [filled(_l("名称没有写。")), tidied("text", _l("名称太长，最多 20 个字。"), max=20)]
    )
    first = BooleanField(_l("打开“收件”时先看这个视图"), [Optional()])

    def take(self, wrong: WrongInput) -> None:
        """Say what the service found."""
        many = _("最多存 12 个视图，请先删掉不用的。")
        self.name.errors = [many if wrong.fields.get("name") == "many" else _("名称没有写，或者太长（最多 20 个字）。")]
