"""Forms on a licence after it was issued: an act proposed, decided or given up, and what its holder says."""

from __future__ import annotations

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
from workflows.licence import Act
from workflows.proposal import LicenceProposal

DAY = _l("日期要写成 2026-10-22 这样。")
DEFENCES: dict[str, Any] = {
    "statement": _l("书面或者当面陈述、申辩"),
    "hearing": _l("要求听证"),
    "waived": _l("明确放弃陈述、申辩和听证"),
    "held": _l("听证已经举行"),
}
WISHES: dict[str, Any] = {
    "statement": _l("陈述、申辩"),
    "hearing": _l("陈述、申辩，并要求听证"),
    "waived": _l("不陈述、不申辩，也不要求听证"),
}


class ActForm(StaffForm):
    """An act on a licence: its ground, the facts, the reason, the provision, and from when it holds."""

    ground = RadioField(_l("情形"), [filled(_l("情形没有选。"))])
    facts = TextAreaField(
        _l("查明的事实"), words(_l("查明的事实没有写。")), description=_l("写明何时、何地、查明了什么，写进文书")
    )
    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("写进文书"))
    basis = StringField(
        _l("依据的条款"),
        [Optional(), tidied("text", _l("依据太长或含有不能显示的字符。"), max=500)],
        description=_l("不写的，用情形后面的条款"),
    )
    document = StringField(
        _l("另一份决定的文号"),
        [Optional(), tidied("text", _l("文号太长，最多 80 个字。"), max=80)],
        description=_l("因行政处罚决定或者别的决定作出的，必须写"),
    )
    heard = TextAreaField(
        _l("听证权利的告知"),
        optional_words(),
        description=_l("处罚决定以前哪天、用哪份文书告知了要求听证的权利，是否举行了听证；写进文书"),
    )
    redress = TextAreaField(
        _l("赔偿或者补偿"),
        optional_words(),
        description=_l("因机关过错撤销、因公共利益撤回的必须写；没有损失的，写明理由"),
    )
    effective_on = StringField(
        _l("生效日期"),
        [Optional(), tidied("date", DAY)],
        description=_l("不填的，自作出决定之日起"),
        render_kw={"type": "date"},
    )
    until = StringField(
        _l("暂扣的最后一天"),
        [Optional(), tidied("date", DAY)],
        description=_l("到期自行恢复；不填的，恢复以前一直暂扣"),
        render_kw={"type": "date"},
    )

    def complete(self, act: Act) -> bool:
        """Whether what the chosen ground asks for was written; otherwise the sentences stand beside the fields."""
        ground = act.grounds.get(self.ground.data or "")
        if ground and ground.document and not (self.document.data or "").strip():
            self.document.errors = [_("这种情形要写另一份决定的文号。")]
        if ground and ground.heard and "heard" in self and not (self.heard.data or "").strip():
            self.heard.errors = [_("吊销以前要告知听证的权利，怎样告知的没有写。")]
        if ground and ground.redress and "redress" in self and not (self.redress.data or "").strip():
            self.redress.errors = [_("这种情形要写怎样赔偿或者补偿。")]
        return not self.errors


def act_form(act: Act, standing: str, *, blank: bool = False) -> ActForm:
    """The form of an act with the grounds that fit the licence; fields that none of them needs are left out."""
    more: dict[str, Any] = {"formdata": None} if blank else {}
    form = ActForm(**more)
    grounds = act.open_grounds(standing)
    code = language().code
    form.ground.choices = options(
        (one.name, Markup(_("%(words)s（%(basis)s）")) % {"words": one.words[code], "basis": zh(one.basis)})
        for one in grounds
    )
    if not any(one.document for one in grounds):
        del form.document
    if not any(one.heard for one in grounds):
        del form.heard
    if not any(one.redress for one in grounds):
        del form.redress
    if not act.ends:
        del form.until
    return form


class DecideForm(StaffForm):
    """The decision on what another officer proposed."""

    defence = TextAreaField(
        _l("对陈述、申辩和听证意见的答复"),
        words(_l("持证人有陈述、申辩或者举行过听证，答复没有写。")),
        description=_l("写明采纳、不采纳哪些和理由，写进决定书"),
    )


def decide_form(proposal: LicenceProposal | None, *, blank: bool = False) -> DecideForm:
    """The form of a decision with what this proposal needs: an answer where somebody said something."""
    more: dict[str, Any] = {"formdata": None} if blank else {}
    form = DecideForm(prefix="decide-", **more)
    if not (proposal and any(one.paper for one in proposal.defences)):
        del form.defence
    return form


class DropForm(StaffForm):
    """A proposal given up."""

    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("已经告知持证人的，同时告知不再作出"))


class RefuseCancellationForm(StaffForm):
    """What the holder asked for is refused."""

    reason = TextAreaField(
        _l("不予注销的理由"), words(_l("理由没有写。")), description=_l("写明查明了什么、为什么不能注销，写进决定书")
    )
    basis = TextAreaField(_l("依据"), optional_words(), description=_l("不写的，用《行政许可法》第三十八条、第七十条"))


class NoteForm(StaffForm):
    """What the holder said in person or on paper, and the hearing that was held."""

    defence = RadioField(_l("记录什么"), [filled(_l("记录什么，没有选。"))], choices=options(DEFENCES.items()))
    words = TextAreaField(_l("内容"), words(_l("内容没有写。")), description=_l("照原话记；听证的写笔录要点"))
    scan = FileField(_l("签字的材料扫描件"), [Optional()], description=_l("PDF 或者图片；听证的必须上传笔录"))

    def complete(self, given: Any) -> bool:
        """Whether the record of a hearing comes with its signed paper."""
        if self.defence.data == "held" and not (given and given.filename):
            self.scan.errors = [_("签字的听证笔录扫描件没有选。")]
        return not self.errors


class DefendForm(StaffForm):
    """What the holder says to a proposed act."""

    wish = RadioField(_l("您的意见"), [filled(_l("您的意见没有选。"))], choices=options(WISHES.items()))
    words = TextAreaField(_l("陈述和申辩的内容"), optional_words(), description=_l("写明事实、理由，可以随后另交证据"))

    def complete(self) -> bool:
        """Whether a statement says something."""
        if self.wish.data == "statement" and not (self.words.data or "").strip():
            self.words.errors = [_("陈述和申辩的内容没有写。")]
        return not self.errors


class CancelForm(StaffForm):
    """The holder asks for the cancellation."""

    reason = TextAreaField(_l("为什么要注销"), words(_l("原因没有写。")), description=_l("例如：停止经营"))
