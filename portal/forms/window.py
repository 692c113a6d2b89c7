"""Forms of the window: an outcome in words, a supplement, a delivery, and the beginning of a walk-in application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from guides.listing import Listing
from portal.formats import zh
from portal.forms.account import MOBILE, As, PlainForm, filled, tidied
from portal.forms.code_words import right_code
from portal.forms.review import StaffForm, options, words
from portal.forms.service import SERVICES
from portal.forms.service import WAYS as SERVICE_WAYS
from portal.forms.visit import code_field
from portal.services import outcomes
from portal.services.applicants import ApplicantFacts
from portal.services.first_contact import Colleague
from portal.services.sittings import Agent
from portal.services.wrong_input import WrongInput

WAYS: dict[str, Any] = {
    **SERVICE_WAYS,
    "electronic": _l("电子送达"),
    "counter": _l("窗口领取"),
    "courier": _l("邮寄"),
}


KINDS: dict[str, Any] = {
    "legal_person": _l("公司、企业等法人"),
    "branch": _l("分公司等分支机构"),
    "individual_business": _l("个体工商户"),
}
FORWARDING: dict[str, Any] = {
    "electronic": _l("电子转送：即时到达，材料全部扫描清楚"),
    "courier": _l("邮寄原件：收到之日起算"),
}
CAPACITIES: dict[str, Any] = {
    "self": _l("法定代表人（经营者）本人"),
    "agent": _l("经办人，凭委托书"),
}
WALK_IN_WORDS: dict[tuple[str, str], Any] = {
    ("name", "missing"): _l("这个代码没有登记过，是第一次来办。请填单位名称，与营业执照一致。"),
    ("name", "differs"): _l(
        "这个代码登记的名称是“%(recorded)s”，您填的是“%(name)s”。执照上已经更名的，勾选下面的“已经更名”；填错的，改回来或者清空。"
    ),
    ("name", "twice"): _l(
        "“%(name)s”已经用另一个代码登记过，列在上面。是同一家的，用登记的那一条；确是两家同名单位的，勾选下面的“同名的另一家”。"
    ),
    ("agent_name", "missing"): _l("经办人姓名没有填。凭委托书来办的，照身份证填写。"),
    ("item", "many"): _l("一次最多办 10 件。请分两次登记。"),
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


class WalkInForm(PlainForm):
    """Who applies at the window, and for what."""

    item = SelectMultipleField(
        _l("办什么"),
        [filled(_l("事项没有选。"))],
        description=_l("一次来办几件的，都勾上：相同的内容只填一次，相同的材料只扫一次"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    uscc = StringField(
        _l("统一社会信用代码"),
        [filled(_l("统一社会信用代码没有填。照营业执照右上角填写。")), right_code],
        description=_l("18 位，在营业执照右上角；可以用扫码枪扫执照上的二维码"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        _l("单位名称"),
        [Optional(), tidied("text", _l("单位名称太长或含有不能显示的字符。"), max=200)],
        description=_l("第一次来办的单位要填，与营业执照一致；办过的可以不填"),
    )
    renamed = BooleanField(_l("营业执照上已经更名，登记的名称改成新的名称。"))
    another = BooleanField(_l("确是同名的另一家单位，按新的代码另立一条。"))
    kind = RadioField(_l("单位类型"), validate_choice=False, choices=options(KINDS.items()), default="legal_person")
    legal_representative = StringField(
        _l("法定代表人（经营者）"),
        [Optional(), tidied("text", _l("姓名太长。"), max=80)],
        description=_l("第一次来办的单位要填"),
    )
    address = StringField(_l("住所"), [Optional(), tidied("text", _l("地址太长。"), max=300)])
    capacity = RadioField(_l("谁来办"), validate_choice=False, choices=options(CAPACITIES.items()), default="self")
    agent_name = StringField(_l("经办人姓名"), [Optional(), tidied("text", _l("姓名太长。"), max=80)])
    agent_mobile = StringField(
        _l("经办人手机号"),
        [As(required=False, **MOBILE)],
        description=_l("写进委托书，也用来通知进度；身份证当面核对，不登记号码"),
    )

    def offer(self, guides: Iterable[Listing], language: str) -> None:
        """Offer the items that are in force today."""
        self.item.choices = options((guide.item, guide.name.get(language)) for guide in guides)

    def applicant(self) -> ApplicantFacts:
        """Who applies, as the service takes it."""
        names = ("uscc", "name", "legal_representative", "address")
        said = {name: self[name].data or "" for name in names}
        kind = self.kind.data or "legal_person"
        return ApplicantFacts(**said, kind=kind, renamed=bool(self.renamed.data), another=bool(self.another.data))

    def agent(self) -> Agent:
        """Who stands at the counter."""
        name, mobile = self.agent_name.data or "", self.agent_mobile.data or ""
        return Agent(capacity=self.capacity.data or "self", name=name, mobile=mobile)

    def take(self, wrong: WrongInput, recorded: str = "") -> None:
        """Say what the service found; `recorded` is the name that stands in the record of this code."""
        self.found = dict(wrong.fields)
        for field, code in wrong.fields.items():
            words = WALK_IN_WORDS.get((field, code), _l("这一项不对，请核对。"))
            shown: Any = self._fields.get(field, self.item)
            facts = {"name": zh(self.name.data or ""), "recorded": zh(recorded)}
            shown.errors = [*shown.errors, Markup(str(words)) % facts]

    def asks(self, name: str) -> bool:
        """Whether a tick that settles a doubt is shown: where the doubt has come up, or was settled already."""
        marks = {"renamed": "differs", "another": "twice"}
        found = getattr(self, "found", {})
        return bool(self[name].data) or found.get("name") == marks[name]


class DeclarationForm(PlainForm):
    """What the applicant signs at the counter before an application is handed in."""

    true = BooleanField(
        _l("申请人已经当面核对全部内容，在打印的申请书上签字。"),
        [filled(_l("还没有勾选。请申请人看过全部内容并签字后勾选。"))],
    )
    later = BooleanField(
        _l("申请人已经在《容缺受理承诺书》上签字，知道逾期不补的后果。"),
        [filled(_l("容缺承诺还没有勾选。请申请人签字后勾选；不承诺的，回到“上传材料”改掉。"))],
    )

    agent = BooleanField(
        _l("经办人的身份证件和委托书已经当面核对，委托书签名盖章。"),
        [filled(_l("经办人还没有核对。看过身份证件和委托书后勾选；没有委托书的，打印后请申请人签署。"))],
    )
    forwarding = RadioField(
        _l("怎样转送受理机关"),
        [filled(_l("转送方式没有选。"))],
        choices=options(FORWARDING.items()),
        description=_l("受理期限从受理机关收到之日起算，不从代收之日起算"),
    )
    service = RadioField(_l("文书怎样送达（申请人签字确认）"), default="electronic", choices=options(SERVICES.items()))

    def only(self, *, promises: bool, agent: bool = False, point: bool = False) -> DeclarationForm:
        """The form with the questions of this application: a promise, an agent, a point that sends it on."""
        for name, asked in (("later", promises), ("agent", agent), ("forwarding", point)):
            if not asked:
                delattr(self, name)
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
