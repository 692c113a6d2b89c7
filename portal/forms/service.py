"""Forms of the service of letters: how one goes out, how it arrived, why it came back, and a mail that was given up."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, StringField
from wtforms.validators import Optional

from portal.forms.account import PlainForm, filled, tidied
from portal.forms.review import StaffForm, options

WAYS: dict[str, Any] = {
    "electronic": _l("电子送达"),
    "counter": _l("窗口直接送达"),
    "courier": _l("邮寄"),
    "left": _l("留置送达"),
    "entrusted": _l("委托送达"),
    "public_notice": _l("公告送达"),
}
SENDS = ("courier", "entrusted", "public_notice")
ON_PAPER = ("counter", "courier", "left", "entrusted", "public_notice")
REASONS: dict[str, Any] = {
    "returned": _l("邮件退回"),
    "nobody": _l("上门没有人"),
    "moved": _l("已经搬走，找不到人"),
    "refused": _l("拒绝签收"),
    "bounced": _l("邮箱退信"),
    "unserved": _l("快递公司不收这个地址"),
}
SERVICES: dict[str, Any] = {
    "electronic": _l("电子送达：文书进入“我的办件”的当天就算送达，邮件同时提醒"),
    "paper": _l("纸质送达：到窗口领取或者邮寄，期限自收到之日起算"),
}


class SendForm(StaffForm):
    """How a letter goes out, and under which number."""

    way = RadioField(
        _l("怎样送出"), [filled(_l("送出的方式没有选。"))], choices=options((name, WAYS[name]) for name in SENDS)
    )
    reference = StringField(
        _l("邮件号码、受托单位或者公告"),
        [
            filled(_l("邮寄的写邮件号码，委托的写受托单位，公告的写公告的编号和载体。")),
            tidied("text", _l("太长，最多 60 个字。"), max=60),
        ],
    )
    why = StringField(
        _l("怎样查明下落不明"),
        [Optional(), tidied("text", _l("太长，最多 200 个字。"), max=200)],
        description=_l("还没有用别的方式送过就公告的必须写，例如：住所已经拆除，社区证明去向不明"),
    )
    evidence = FileField(
        _l("下落不明的证明"), [Optional()], description=_l("PDF、JPG、PNG；社区、公安机关的证明或者实地查看的记录")
    )

    def without_grounds(self) -> SendForm:
        """The form of a letter that another way failed to bring: a public notice needs no other ground."""
        del self.why, self.evidence
        return self


class ServeForm(StaffForm):
    """How and when a letter arrived, with its proof."""

    way = RadioField(_l("怎样送达"), [filled(_l("送达方式没有选。"))], choices=options((w, WAYS[w]) for w in ON_PAPER))
    served_on = StringField(
        _l("送达日期"),
        [filled(_l("送达日期没有填。")), tidied("date", _l("日期要写成 2026-10-22 这样。"))],
        description=_l("照回证上的签收日期、邮件回执上的收件日期填；公告送达的按公告届满日算"),
        render_kw={"type": "date"},
    )
    names = StringField(
        _l("签收人，或者留置的见证人"),
        [Optional(), tidied("text", _l("太长，最多 60 个字。"), max=60)],
        description=_l("窗口直接送达和留置送达的要写，与回证上的签名一致"),
    )
    reference = StringField(
        _l("邮件号码或者受托单位"),
        [Optional(), tidied("text", _l("太长，最多 60 个字。"), max=60)],
        description=_l("送出时已经写过的不用再写"),
    )
    sheet = FileField(_l("回证扫描件"), [Optional()], description=_l("PDF、JPG、PNG；签了字的回证或者邮件回执"))

    @property
    def day(self) -> date:
        """The day of service; the validators have seen that it is one."""
        return date.fromisoformat(self.served_on.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Who signs, and who witnesses, is named (R146)."""
        right = bool(super().validate(extra_validators))
        if self.way.data in ("counter", "left") and not self.names.data:
            self.names.errors = [_("签收人没有写。") if self.way.data == "counter" else _("见证人没有写。")]
            return False
        return right


class FailForm(StaffForm):
    """Why a letter came back."""

    reason = RadioField(_l("为什么没有送到"), [filled(_l("原因没有选。"))], choices=options(REASONS.items()))
    note = StringField(_l("说明"), [Optional(), tidied("text", _l("太长，最多 200 个字。"), max=200)])


class ChoiceForm(StaffForm):
    """How an applicant wants letters."""

    service = RadioField(_l("文书怎样送达"), [filled(_l("送达方式没有选。"))], choices=options(SERVICES.items()))


class MailForm(PlainForm):
    """What is done about a mail that was given up."""

    way = RadioField(
        _l("怎么办"),
        [filled(_l("怎么办没有选。"))],
        choices=options([("again", _l("再发一次")), ("phone", _l("已经电话告知")), ("paper", _l("改为纸质送达文书"))]),
    )
    note = StringField(
        _l("记录"),
        [Optional(), tidied("text", _l("太长，最多 200 个字。"), max=200)],
        description=_l("电话告知的要写：什么时候、跟谁说的"),
    )
