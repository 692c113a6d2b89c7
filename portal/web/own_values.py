"""What the pages of one's own data call the codes that stand in it; a code that means several things is told by its section."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.formats import date_full, moment
from portal.forms import messages as message_forms
from portal.forms import remedies, service, walkin
from portal.i18n import language
from portal.services.reminder_words import limit_name
from portal.states import LETTERS, LICENCES, OUTCOMES, STATES
from portal.web import (
    account_words,
    appointment_words,
    courier_words,
    credit_words,
    deferral_words,
    duty_words,
    message_words,
    queue_words,
    rating_words,
    review_refusals,
    roles,
    service_words,
    source_words,
)
from workflows.rating_policy import load_policy
from workflows.reissue import policy as reissue_policy
from workflows.visits import vocabulary

Codes = Mapping[Any, Any]

_TOLD: Codes = {
    "DraftLapses": _l("草稿即将删除"),
    "OwnDataReady": _l("您的全部信息已经准备好"),
    "ComplaintAnswered": _l("投诉有了答复"),
    "ObjectionAnswered": _l("信用异议已经答复"),
    "ObjectionExtended": _l("信用异议的答复期限延长了"),
    "AppointmentBooked": _l("预约成功"),
    "AppointmentMoved": _l("预约改了时间"),
    "AppointmentReminder": _l("预约提醒"),
    "WebhookPaused": _l("消息接口已经暂停"),
    "Reminded": _l("期限快到了"),
}
_ACTS: Codes = {**review_refusals.EVENTS, **account_words.ACTS}
_PARTIES: Codes = {
    "handler": _l("申请人一方"),
    "officer": _l("工作人员"),
    "system": _l("平台自动"),
    "visitor": _l("凭编号和查询密码"),
    "head": _l("负责人"),
    "supervision": _l("监督人员"),
    "applicant": _l("申请人"),
    "interested": _l("利害关系人"),
}
_RESULTS: Codes = {
    "found": _l("查到了"),
    "unknown": _l("没有查到"),
    "other": _l("是别的单位的"),
    "down": _l("当时查不了"),
}
_WAYS: Codes = {
    "portal": _l("网上"),
    "account": _l("登录后"),
    "password": _l("密码"),
    "openid": _l("统一身份认证"),
    "phone": _l("电话"),
    "desk": _l("窗口"),
    "call": _l("电话"),
    "letter": _l("书面"),
    "post": _l("邮寄"),
    "uscc": _l("统一社会信用代码"),
    "name": _l("名称"),
    "person": _l("人员"),
    **rating_words.RATED_BY,
    **queue_words.CHANNELS,
    **service.WAYS,
}
_STATES: Codes = {
    "shown": _l("等您确认"),
    "confirmed": _l("您已确认"),
    "differs": _l("与您填写的不同"),
    "disputed": _l("您提出登记有误"),
    "open": _l("等答复"),
    "granted": _l("已同意"),
    "refused": _l("没有同意"),
    "asked": _l("请您到场"),
    "made": _l("已到场"),
    "joined": _l("并入另一次到场"),
    "withdrawn": _l("已取消"),
}
_RUNGS: Codes = {
    "opens": _l("开始"),
    "half": _l("过半"),
    "most": _l("过了大半"),
    "near": _l("快到期"),
    "full": _l("到期"),
    "over": _l("超期"),
    "arrived": _l("材料到了"),
}
_DEFENCES: Codes = {
    "statement": _l("陈述申辩"),
    "hearing": _l("要求听证"),
    "request": _l("要求听证"),
    "waived": _l("放弃"),
    "held": _l("已经听证"),
}
_NORMAL: Codes = {"normal": _l("正常"), **source_words.STATUSES}

BY_PLACE: dict[str, Codes] = {
    "letters.kind": LETTERS,
    "served.state": service_words.STATES,
    "served.way": service.WAYS,
    "messages.kind": {**_ACTS, **_TOLD},
    "record.kind": {
        "created": _l("建立"),
        "renamed": _l("改名"),
        "merged": _l("合并"),
    },
    "credit_entries.kind": credit_words.KINDS,
    "credit_bars.ground": credit_words.GROUNDS,
    "appointments.state": appointment_words.STATES,
    "memberships.state": _STATES,
    "licences.state": LICENCES,
    "parcels.state": courier_words.STATES,
    "promises.state": deferral_words.STATES,
    "duties.state": duty_words.STATES,
    "duties.kind": duty_words.KINDS,
    "visits.state": _STATES,
    "complaints.about": remedies.ABOUT,
    "rating_words.kind": {
        "rating": _l("评价"),
        "appeal": _l("申诉"),
        "again": _l("再次评价"),
        "contest": _l("说明不是本人评的"),
        "former": _l("不是本人的那次评价"),
    },
    "registers.result": _RESULTS,
    "enterprise.kind": walkin.KINDS,
    "mail.asked": message_forms.WAYS,
    "mail.date": message_forms.WAYS,
    "mail.decision": message_forms.WAYS,
    "mail.step": message_forms.WAYS,
}
"""By section and column."""

BY_COLUMN: dict[str, tuple[Codes, ...]] = {
    "what": (_ACTS,),
    "topic": (message_words.TOPICS,),
    "topics": (message_words.TOPICS,),
    "sms": (message_words.TOPICS,),
    "outcome": (OUTCOMES,),
    "level": (rating_words.LEVELS,),
    "state": (STATES, _STATES),
    "status": (_NORMAL,),
    "document": (LETTERS,),
    "letter": (LETTERS,),
    "by": (_PARTIES,),
    "party": (_PARTIES,),
    "roles": (roles.ROLES,),
    "locale": ({"zh_Hans_CN": _l("中文"), "en": _l("英文")},),
    "kind": (walkin.KINDS,),
    "way": (_WAYS,),
    "factor": (_WAYS,),
    "channel": (queue_words.CHANNELS,),
    "service": ({"electronic": _l("电子送达"), "paper": _l("纸质送达")},),
    "claim": (remedies.CLAIMS,),
    "founded": (remedies.FOUNDED,),
    "answer": (credit_words.ACTS, {"not_concerned": _l("与您单位无关")}),
    "verdict": ({"concerned": _l("是您单位"), "not_concerned": _l("不是您单位")},),
    "result": (_RESULTS,),
    "port": (service_words.PORTS,),
    "source": (source_words.NAMES, source_words.FACTS),
    "quiet": ({"none": _l("不设")},),
    "media_type": ({"application/pdf": "PDF", "image/png": _l("PNG 图片"), "image/jpeg": _l("JPG 图片")},),
    "rung": (_RUNGS,),
    "defence": (_DEFENCES,),
    "duty": (duty_words.KINDS,),
    "why": ({"person": _l("要核对证件"), "differs": _l("与登记的不一致"), "owned": _l("企业已有负责人")},),
    "stated": ({"yes": _l("是"), "no": _l("否")},),
    "mobile_proven": ({"no": _l("否")},),
    "cause": ({"declared": _l("本人表示"), "silent": _l("期限内没有提出")},),
}
"""By column alone; the first that knows the code says it."""


def words_of(value: Any, key: str, section: str) -> Any:
    """The words of a code at its place; None where it has none."""
    if not isinstance(value, (str, int)):
        return None
    for codes in (BY_PLACE.get(f"{section}.{key}", {}), *BY_COLUMN.get(key, ())):
        if value in codes:
            return codes[value]
    return _special(value, key) if isinstance(value, str) else _hour(value, key)


def _special(value: str, key: str) -> Any:
    if key == "device":
        return account_words.device(value)
    if key == "clock":
        return limit_name(value.partition(":")[0])
    if key == "by":
        return _PARTIES.get(value.partition(":")[0])
    if key == "ground":
        ground = reissue_policy().grounds.get(value)
        return ground.words[language().code] if ground else None
    if key in ("item", "items", "subject"):
        return appointment_words.item_name(value)
    if key == "act":
        return _("这件事的办理") if value == "matter" else _("一次到场")
    if key == "tags":
        found = (load_policy().tag(channel, value) for channel in load_policy().tags)
        return next((tag.words[language().code] for tag in found if tag), None)
    words = {"purpose": vocabulary().purposes, "place": vocabulary().places, "cause": vocabulary().causes}
    word = words.get(key, {}).get(value) or vocabulary().codes.get(value)
    return getattr(word, language().code) if word else None


def _hour(value: int, key: str) -> Any:
    """Minutes since midnight as a time of the day."""
    return f"{value // 60}:{value % 60:02d}" if key == "starts" else None


def day_words(value: Any) -> Any:
    """Days and times as the house writes them, on the clocks of the offices; everything else as it is."""
    if isinstance(value, str) and value[4:5] == "-" and value[7:8] == "-":
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return moment(value)
    return date_full(value) if isinstance(value, date) else value
