"""The words of the inbox: topics, what a message says, and how it stands on each channel."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.auth import actor_or_none
from portal.services import messages, other_words
from portal.services.message_status import Channel
from portal.services.message_topics import topic_of
from portal.services.messages import Told
from portal.services.notice_words import sentence_of
from portal.web.account_words import account_act

bp = Blueprint("message_words", __name__)

TOPICS: dict[str, Any] = {
    "asked": _l("请您办理"),
    "date": _l("日期提醒"),
    "decision": _l("决定和证照"),
    "step": _l("办理进展"),
    "account": _l("账户"),
}
CHANNELS: dict[str, Any] = {
    "mail": _l("邮件"),
    "digest": _l("邮件"),
    "message_digest": _l("邮件"),
    "account": _l("邮件"),
    "appointment": _l("邮件"),
    "credit_objection": _l("邮件"),
    "objection": _l("邮件"),
    "sms": _l("短信"),
    "mobile_code": _l("短信"),
    "webhook": _l("消息接口"),
}
STATES: dict[str, Any] = {
    "waiting": _l("等待发出"),
    "sent": _l("%(at)s 已发出"),
    "delivered": _l("%(at)s 已送达"),
    "held": _l("现在是免打扰时段，%(at)s 发出"),
    "digest": _l("汇总在 %(at)s 的邮件里"),
    "failed": _l("没有送到：%(why)s"),
    "handled": _l("没有送到，已用别的办法告知"),
    "withheld": _l("没有发送"),
}
REASONS: dict[str, Any] = {
    "address": _l("没有留邮箱"),
    "undelivered": _l("短信平台的回执说手机没有收到，请核对手机号"),
    "bounced": _l("退信，请核对邮箱"),
    "refused": _l("对方拒收，请核对邮箱或者手机号"),
    "gone": _l("没有可用的号码或者接口"),
    "silent": _l("试了多次，对方系统没有回应"),
    "left": _l("收件人已经不再为这家企业办事"),
    "over": _l("发送以前事情已经办完或者取消"),
    "off": _l("收件人选了不发邮件"),
    "off_sms": _l("收件人选了不发短信，或者手机号还没有确认"),
}
SENT_STATES: dict[str, Any] = {
    "queued": _l("等待发出"),
    "sending": _l("正在发送"),
    "sent": _l("对方已收到"),
    "failed": _l("没有送到"),
    "withheld": _l("没有发送"),
}


@bp.app_template_filter("topic_name")
def topic_name(code: str) -> str:
    """A topic of messages."""
    return str(TOPICS.get(code, code))


@bp.app_template_filter("message_sentence")
def message_sentence(told: Told) -> str:
    """What a message says, in one sentence."""
    if told.event is not None:
        return sentence_of(told.event)
    facts = told.facts or {}
    if told.kind == "WebhookPaused":
        return _("您单位的消息接口连续 %(n)s 次没有回应，已经暂停。请检查后恢复", n=facts.get("failures", ""))
    if told.kind in other_words.PAGES:
        return other_words.sentence(told.kind, facts)
    return _("您的账户：%(what)s", what=account_act(told.kind))


@bp.app_template_filter("message_channel")
def message_channel(code: str) -> str:
    """A channel."""
    return str(CHANNELS.get(code, code))


@bp.app_template_filter("channel_state")
def channel_state(channel: Channel) -> Markup:
    """How a message stands on a channel: 邮件：今天 10:12 已发出."""
    facts = {"at": formats.stamp(channel.at), "why": REASONS.get(channel.reason, "")}
    known = channel.state == "withheld" and channel.reason in REASONS
    state = Markup(_("没有发送：%(why)s") if known else str(STATES[channel.state])) % facts
    return Markup(_("%(channel)s：%(state)s")) % {"channel": message_channel(channel.name), "state": state}


@bp.app_template_filter("failure_reason")
def failure_reason(code: str) -> str:
    """Why a message was given up."""
    return str(REASONS.get(code, code))


@bp.app_template_filter("sent_state")
def sent_state(code: str) -> str:
    """How a message to a webhook stands."""
    return str(SENT_STATES.get(code, code))


@bp.app_template_filter("told_kind")
def told_kind(kind: str) -> str:
    """What a kind of event is about, where there is no room for its sentence."""
    return _("测试") if kind == "Test" else topic_name(topic_of(kind))


@bp.app_template_global("unread_messages")
def unread_messages() -> int:
    """How many messages wait for the person at the screen, asked once a page; only an enterprise's side has an inbox."""
    if "unread_messages" not in g:
        actor = actor_or_none()
        inbox = actor is not None and actor.kind == "handler" and actor.enterprise_id is not None
        g.unread_messages = messages.unread(by=actor) if actor is not None and inbox else 0
    count: int = g.unread_messages
    return count
