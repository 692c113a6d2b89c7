"""Forms of a walk-in application: who applies and for what, and what is signed at the counter before it is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from guides.listing import Listing
from portal.formats import zh
from portal.forms.account import MOBILE, As, PlainForm, filled, tidied
from portal.forms.code_words import right_code
from portal.forms.review import options
from portal.forms.service import SERVICES
from portal.services import persons
from portal.services.applicants import ApplicantFacts
from portal.services.persons import NATURAL_PERSON
from portal.services.sittings import Agent
from portal.services.wrong_input import WrongInput

KINDS: dict[str, Any] = {
    "legal_person": _l("公司、企业等法人"),
    "branch": _l("分公司等分支机构"),
    "individual_business": _l("个体工商户"),
    NATURAL_PERSON: _l("自然人（个人）"),
}
ID_FAULTS: dict[str, Any] = {
    "length": _l("身份证号码应为 18 位，这里是 %(n)s 位。请照身份证补齐。"),
    "alphabet": _l("身份证号码前 17 位是数字，最后一位是数字或者 X。请照身份证核对。"),
    "birth": _l("身份证号码第 7 到 14 位是出生日期，这里不是一个日期。请照身份证核对。"),
    "check": _l("身份证号码最后一位（校验码）与前 17 位不符：有一位抄错了。请照身份证逐位核对。"),
}
FORWARDING: dict[str, Any] = {
    "electronic": _l("电子转送：即时到达，材料全部扫描清楚"),
    "courier": _l("邮寄原件：收到之日起算"),
}
CAPACITIES: dict[str, Any] = {
    "self": _l("本人（法定代表人、经营者或者申请的个人）"),
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
    ("item", "firms"): _l("勾选的事项里有只由单位申请的：办事指南没有把自然人列为申请人。去掉它，或者由单位来申请。"),
    ("item", "many"): _l("一次最多办 10 件。请分两次登记。"),
}


def applicants_code(form: Any, field: Any) -> None:
    """An enterprise's code, or where a natural person applies the identity number; ValidationError with what is wrong."""
    if persons.is_sign(field.data or ""):  # somebody who was chosen among those that are known
        form.kind.data = NATURAL_PERSON
        return
    if form.kind.data != NATURAL_PERSON:
        right_code(form, field)
        return
    field.data = persons.read_number(field.data or "")
    if fault := persons.fault(field.data):
        raise ValidationError(str(ID_FAULTS[fault]) % {"n": len(field.data)})


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
        _l("统一社会信用代码或者身份证号码"),
        [filled(_l("代码没有填。单位照营业执照右上角填写，个人填身份证号码。")), applicants_code],
        description=_l(
            "单位填营业执照右上角的 18 位代码，可以用扫码枪扫二维码；个人填身份证号码，以后各处只显示头尾四位"
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        _l("单位名称或者姓名"),
        [Optional(), tidied("text", _l("名称太长或含有不能显示的字符。"), max=200)],
        description=_l("第一次来办的要填，与营业执照或者身份证一致；办过的可以不填"),
    )
    renamed = BooleanField(_l("营业执照上已经更名，登记的名称改成新的名称。"))
    another = BooleanField(_l("确是同名的另一家单位，按新的代码另立一条。"))
    kind = RadioField(_l("谁申请"), validate_choice=False, choices=options(KINDS.items()), default="legal_person")
    legal_representative = StringField(
        _l("法定代表人（经营者）"),
        [Optional(), tidied("text", _l("姓名太长。"), max=80)],
        description=_l("第一次来办的单位要填；个人不填"),
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

    def only(self, *, promises: bool, agent: bool = False, point: bool = False, inbox: bool = True) -> DeclarationForm:
        """The form with the questions of this application: a promise, an agent, a point that sends it on, an inbox."""
        if not inbox:
            del self.service
        for name, asked in (("later", promises), ("agent", agent), ("forwarding", point)):
            if not asked:
                delattr(self, name)
        return self
