"""Forms of the window: an outcome in words, a supplement, a delivery, a hand-over and the name of a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options, words
from portal.forms.service import WAYS as SERVICE_WAYS
from portal.forms.visit import code_field
from portal.services import outcomes
from portal.services.first_contact import Colleague
from portal.services.wrong_input import WrongInput

WAYS: dict[str, Any] = {
    **SERVICE_WAYS,
    "electronic": _l("电子送达"),
    "counter": _l("窗口领取"),
    "courier": _l("邮寄"),
}


class OutcomeForm(StaffForm):
    """The words that an outcome needs, and the promise behind a deferral that was not made online."""

    target = SelectField(
        _l("主管机关在本平台办理的，移送到"),
        [Optional()],
        description=_l("申请人同意后，内容和材料带到新的申请，不用重新填"),
        validate_choice=True,
    )
    competent_body = StringField(
        _l("主管机关"),
        [Optional(), tidied("text", _l("主管机关的名称太长。"), max=120)],
        description=_l("上面没有列出的，写中文全称；选了上面的可以不写"),
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
            outcomes.NOT_COMPETENT: ("target", "competent_body", "reason"),
            outcomes.DEFERRED: ("signed",) if promise else (),
        }
        for name in ("target", "competent_body", "reason", "signed"):
            if name not in wanted.get(outcome, ()):
                delattr(self, name)
        return self

    def offer(self, found: Iterable[tuple[str, str]]) -> OutcomeForm:
        """Offer the offices of the portal with their items, where the outcome asks for one."""
        if "target" in self:
            self.target.choices = options([("", _("不在本平台，只写名称")), *found])
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """The competent body is named, by choice or in words (R4)."""
        right = bool(super().validate(extra_validators))
        if "target" in self and not self.target.data and not (self.competent_body.data or "").strip():
            self.competent_body.errors = [_("主管机关没有写。写明应当向哪个机关申请。")]
            return False
        return right


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


class DeliveryForm(StaffForm):
    """How a result is served, and the proof of it."""

    way = RadioField(_l("送达方式"), [filled(_l("送达方式没有选。"))], choices=options(WAYS.items()))
    recipient = StringField(
        _l("签收人"),
        [Optional(), tidied("text", _l("签收人写得太长。"), max=60)],
        description=_l("窗口领取的要写，与送达回证上的签字一致"),
    )
    proof = StringField(
        _l("邮件号码、见证人或者受托单位"),
        [Optional(), tidied("text", _l("太长，最多 60 个字。"), max=60)],
        description=_l("邮寄的写邮件号码，留置的写见证人，委托的写受托单位"),
    )
    visit_code = code_field()

    def validate(self, extra_validators: Any = None) -> bool:
        """Who collects at the counter signs for it, and what goes by mail has a number (R146)."""
        right = bool(super().validate(extra_validators))
        if self.way.data == "counter" and not self.recipient.data:
            self.recipient.errors = [_("窗口领取的，签收人没有写。")]
            return False
        if self.way.data == "left" and not self.proof.data:
            self.proof.errors = [_("留置送达的，见证人没有写。")]
            return False
        if self.way.data == "entrusted" and not self.proof.data:
            self.proof.errors = [_("委托送达的，受托单位没有写。")]
            return False
        if self.way.data == "courier" and not self.proof.data:
            self.proof.errors = [_("邮寄的，邮件号码没有写。")]
            return False
        return right


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
