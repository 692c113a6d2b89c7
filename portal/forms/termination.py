"""Forms of a termination of the proceedings: the proposal with its evidence, the confirmation, and giving it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.formats import zh
from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.i18n import language
from portal.services.termination import EVIDENCE, SERVED
from portal.services.wrong_input import WrongInput
from workflows.termination import CONTINUES, FILED, NOBODY, NONE, PROOFS, REGISTER, WAIVED, Ground, policy

LINE = _l("太长或含有不能显示的字符，最多 200 个字。")
SUCCESSORS: dict[str, Any] = {
    NONE: _l("没有承受人"),
    WAIVED: _l("有承受人，已经书面放弃继续申请"),
    CONTINUES: _l("有承受人，要继续办理"),
}
PROOF_WORDS: dict[str, Any] = {
    FILED: _l("证明文件（上传扫描件）"),
    REGISTER: _l("登记机关或者部门共享的登记记录"),
}


def _line(label: Any, description: Any = "") -> StringField:
    return StringField(label, [Optional(), tidied("text", LINE, max=200)], description=description)


class ProposeForm(StaffForm):
    """What the one who proposes writes: ground, facts, evidence, who takes over, and whom the letter is served on."""

    ground = RadioField(_l("终止情形"), [filled(_l("终止情形没有选。"))])
    facts = TextAreaField(
        _l("查明的事实"),
        words(_l("查明的事实没有写。")),
        description=_l("写明何时、发生了什么、怎样核实的，写进决定书"),
    )
    proof = RadioField(_l("用什么证明"), [filled(_l("用什么证明，没有选。"))])
    document = StringField(
        _l("证明文件或者登记记录的名称"),
        [filled(_l("证明文件或者登记记录的名称没有填。")), tidied("text", LINE, max=200)],
    )
    number = _line(_l("文号或者记录编号"), _l("没有的可以不填"))
    dated = StringField(
        _l("文件日期或者查询日期"),
        [filled(_l("日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        render_kw={"type": "date"},
    )
    scan = FileField(_l("证明文件扫描件"), [Optional()], description=_l("PDF 或者图片；用证明文件证明的必须上传"))
    successor = RadioField(
        _l("有没有承受人"), [Optional()], description=_l("申请人死亡、单位终止的必须选；要继续办理的不能终止")
    )
    heard = TextAreaField(
        _l("听取申请人意见的情况"), optional_words(), description=_l("申请人还在的情形必须写；写进决定书")
    )
    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("为什么不能继续办理，写进决定书"))
    capacity = RadioField(_l("决定书送达给谁"), [filled(_l("送达给谁，没有选。"))])
    recipient = _line(_l("受送达人姓名或者名称"), _l("送达申请人、没有可以送达的人的不填，其他的必须填"))
    address = _line(_l("送达地址"), _l("填了受送达人的必须填"))
    phone = _line(_l("联系电话"))
    nobody = TextAreaField(
        _l("为什么没有可以送达的人"), optional_words(), description=_l("写明找过谁、怎样找的；写进决定书")
    )
    fees = TextAreaField(_l("费用的处理"), optional_words(), description=_l("收过费用的写明退还办法；没有收费的不填"))

    @property
    def said(self) -> Mapping[str, str]:
        """Everything that was written, by name."""
        names = ("facts", "reason", "successor", "capacity", "nobody", "heard", "fees", *EVIDENCE, *SERVED)
        return {name: self[name].data or "" for name in names if name in self}

    def complete(self, given: Any) -> bool:
        """Whether what the chosen ground and proof ask for is there; otherwise the sentences stand beside the fields."""
        ground = policy().grounds.get(self.ground.data or "")
        if self.proof.data == FILED and not (given and given.filename):
            self.scan.errors = [_("证明文件的扫描件没有选。")]
        if ground and ground.successor and not self.successor.data:
            self.successor.errors = [_("有没有承受人，没有选。")]
        if ground and ground.hear and not (self.heard.data or "").strip():
            self.heard.errors = [_("这种情形要先听取申请人的意见，并写在这里。")]
        if ground and self.capacity.data and self.capacity.data not in ground.recipients:
            self.capacity.errors = [_("这种情形的决定书不送达给这样的人，请另选。")]
        if self.capacity.data == NOBODY and not (self.nobody.data or "").strip():
            self.nobody.errors = [_("为什么没有可以送达的人，没有写。")]
        return not self.errors

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, problem in wrong.fields.items():
            self[name].errors = [*self[name].errors, str(_problems()[name, problem])]


def _problems() -> Mapping[tuple[str, str], Any]:
    return {
        ("document", "missing"): _("证明文件或者登记记录的名称没有填。"),
        ("dated", "missing"): _("日期没有填。"),
        ("dated", "future"): _("日期还没有到。"),
        ("dated", "unreadable"): _("日期要写成 2026-10-22 这样。"),
        ("recipient", "missing"): _("受送达人姓名或者名称没有填。"),
        ("address", "missing"): _("送达地址没有填。"),
    }


def propose_form(grounds: Iterable[Ground], *, blank: bool = False) -> ProposeForm:
    """The form with the grounds that fit the applicant, and whom their letters may be served on."""
    more: dict[str, Any] = {"formdata": None} if blank else {}
    form, code, known = ProposeForm(**more), language().code, tuple(grounds)
    form.ground.choices = options(
        (one.name, Markup(_("%(words)s（%(basis)s）")) % {"words": one.words[code], "basis": zh(one.basis)})
        for one in known
    )
    form.proof.choices = options((name, PROOF_WORDS[name]) for name in PROOFS)
    form.successor.choices = options(SUCCESSORS.items())
    whom = dict.fromkeys(one for ground in known for one in ground.recipients)
    form.capacity.choices = options((name, policy().recipients[name][code]) for name in whom)
    return form


class ConfirmForm(StaffForm):
    """The head ends the proceedings."""

    opinion = TextAreaField(
        _l("负责人意见"), words(_l("负责人意见没有写。")), description=_l("写明已经核对事实、证据和理由；记入全过程")
    )


class DropForm(StaffForm):
    """The proposal is given up."""

    reason = TextAreaField(_l("不再终止的理由"), words(_l("理由没有写。")), description=_l("记入全过程，办件照常办理"))
