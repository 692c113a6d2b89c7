"""Forms of messages: how somebody wants to be told, and an enterprise's webhook."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.account import SENTENCES, PlainForm, filled
from portal.forms.review import options
from portal.services.message_choices import Choices
from portal.services.message_topics import DIGEST, MAIL_WAYS, NOW, OFF, SMS_TOPICS
from portal.services.quiet_hours import NONE
from portal.services.wrong_input import WrongInput

SENTENCES.update(
    quiet_unsaid=_l("填了时间的，请选“自己定”；不自己定的，请把时间清空。"),
    quiet_wrong=_l("免打扰时段不对。请写成 22:00 和 07:00 这样的时间，两个不能一样。"),
    url_scheme=_l("地址要以 https:// 开头。"),
    url_host=_l("地址不对，请核对网址。"),
    url_password=_l("地址里不能带用户名和密码。"),
    url_port=_l("地址里的端口不对。"),
    url_private=_l("这个地址不在公网上，请填公网能访问的地址。"),
    url_long=_l("地址太长，最多 500 个字符。"),
    url_unknown=_l("找不到这个网址的服务器，请核对。"),
    topics_none=_l("至少选一种；什么都不要的，请移除消息接口。"),
)
WAYS: dict[str, Any] = {NOW: _l("立即发送"), DIGEST: _l("每天汇总一次"), OFF: _l("不发邮件")}
NAMES: dict[str, Any] = {
    "asked": _l("请您办理"),
    "date": _l("日期提醒"),
    "decision": _l("决定和证照"),
    "step": _l("办理进展"),
}
EXAMPLES: dict[str, Any] = {
    "asked": _l("要补正、补交、到场，可以陈述、申辩、听证"),
    "date": _l("期限快到了、时间改了；邮件在早上一起发"),
    "decision": _l("准予、不予、证照制作、送达和以后的变动"),
    "step": _l("收到、受理、暂停、恢复"),
}
HOUSE, OWN = "house", "own"


def _mail(topic: str) -> RadioField:
    choices = options((way, WAYS[way]) for way in MAIL_WAYS[topic])
    return RadioField(NAMES[topic], choices=choices, default=NOW, description=EXAMPLES[topic])


class ChoicesForm(PlainForm):
    """Mail a topic at a time, SMS, quiet hours, language; an owner may follow every case."""

    asked = _mail("asked")
    date = _mail("date")
    decision = _mail("decision")
    step = _mail("step")
    sms = SelectMultipleField(
        _l("同时发短信"),
        choices=options((topic, NAMES[topic]) for topic in SMS_TOPICS),
        description=_l("短信只写办件编号，不写姓名和内容"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    quiet = RadioField(
        _l("免打扰时段"),
        choices=options(((HOUSE, _l("按本站的")), (NONE, _l("不设")), (OWN, _l("自己定")))),
        default=HOUSE,
        description=_l("这段时间不发邮件和短信，之后再发；当天就要办的仍然立即发送"),
    )
    first = StringField(_l("从几点"), [Optional()], description=_l("例如 22:00"))
    last = StringField(_l("到几点"), [Optional()], description=_l("例如 07:00"))
    follows_all = BooleanField(_l("关注本单位的全部办件，包括别人经办的"))
    locale = RadioField(
        _l("邮件和短信用的语言"),
        choices=options((("zh_Hans_CN", _l("中文")), ("en", _l("英文")))),
        default="zh_Hans_CN",
    )

    @classmethod
    def of(cls, known: Choices) -> ChoicesForm:
        """The form as it was filled in last."""
        first, _dash, last = known.quiet.partition("-") if known.quiet not in ("", NONE) else ("", "", "")
        mail = {topic: known.mails(topic) for topic in MAIL_WAYS}
        quiet = OWN if first else known.quiet or HOUSE
        return cls(
            formdata=None,
            **mail,
            sms=sorted(known.sms),
            quiet=quiet,
            first=first,
            last=last,
            follows_all=known.follows_all,
            locale=known.locale,
        )

    def choices(self, known: Choices) -> Choices:
        """What was chosen. Raises WrongInput (quiet: unsaid) for hours that were typed beside another choice than one's own hours,
        where none were `known` before: they would be dropped without a word."""
        if self.quiet.data != OWN and known.quiet in ("", NONE) and (self.first.data or self.last.data):
            raise WrongInput(quiet="unsaid")
        hours = "-".join(_clock(one.data or "") for one in (self.first, self.last))
        quiet = {OWN: hours, NONE: NONE}.get(self.quiet.data, "")
        mail = {topic: self[topic].data for topic in MAIL_WAYS if self[topic].data != NOW}
        return Choices(mail, frozenset(self.sms.data or ()), quiet, bool(self.follows_all.data), self.locale.data)


def _clock(text: str) -> str:
    """A time as the service reads it: `7:00` and `7：00` are 07:00."""
    return text.strip().replace("：", ":").rjust(5, "0")


class WebhookForm(PlainForm):
    """The enterprise's own address."""

    url = StringField(
        _l("接收消息的地址"),
        [filled(_l("地址没有填。"))],
        description=_l("https:// 开头，公网能访问"),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "maxlength": "500"},
    )


class WebhookTopicsForm(PlainForm):
    """What the enterprise's own address is told of."""

    topics = SelectMultipleField(
        _l("发哪几种"),
        choices=options((topic, NAMES[topic]) for topic in SMS_TOPICS),
        description=_l("没有选的种类不发到这个地址，“消息”里照样有"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
