"""The proof of service of a letter: from the event that served it, or from its coming into the agreed inbox (R146)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from guides.guide import Guide
from portal.documents import service
from portal.documents.data import Officer
from portal.documents.letter import Letter
from portal.documents.words import day
from portal.services.letter_interested import to_party
from portal.services.letter_source import Source
from workflows import events as e
from workflows.calendar import SHANGHAI
from workflows.evolve import day_of
from workflows.service import ELECTRONIC, PUBLIC_NOTICE, TRIED, policy

TITLES = {
    "correction": "申请材料补正告知书",
    "acceptance": "受理通知书",
    "not_accepted": "不予受理决定书",
    "not_required": "不需要许可告知书",
    "deferral_notice": "容缺受理通知书",
    "acceptance_revoked": "撤销受理决定书",
    "suspension": "暂停办理告知书",
    "special_procedure": "特别程序告知书",
    "resumption": "恢复计算办理期限告知书",
    "extension": "延长办理期限通知书",
    "calendar": "办理期限告知书",
    "withdrawn": "撤回申请告知书",
    "termination": "终止行政许可办理程序决定书",
    "hearing_right": "听证告知书",
    "hearing_notice": "听证通知书",
    "hearing_record": "听证笔录",
    "hearing_answer": "听证要求答复书",
    "interested_right": "利害关系人告知书",
    "interested_notice": "听证通知书",
    "interested_answer": "听证要求答复书",
    "limit": "办理期限变更告知书",
    "renewal": "视为准予延续告知书",
    "grant": "准予行政许可决定书",
    "refusal": "不予行政许可决定书",
    "grant_ended": "准予后终止办理决定书",
    "filed": "备案告知书",
    "deemed_filed": "视为备案告知书",
    "filing": "备案证明",
    "review_correction": "审查补正告知书",
    "site_notice": "现场核查通知书",
    "site_record": "现场核查笔录",
    "expert_record": "专家评审意见书",
    "publicity_notice": "决定前公示",
    "licence_notice": "事先告知书",
    "licence_suspended": "暂扣许可证件决定书",
    "licence_restored": "恢复许可证件效力通知书",
    "licence_revoked": "撤销行政许可决定书",
    "licence_withdrawn": "撤回行政许可决定书",
    "licence_penal_revoked": "吊销许可证件登记通知书",
    "licence_cancelled": "注销行政许可决定书",
    "licence_again": "补发的证照",
    "cancellation_refused": "不予注销行政许可决定书",
    "reissue_refused": "不予补发证照决定书",
}
"""What proofs call the letters; letters are Chinese whatever the language of the page."""


def title_of(kind: str, guide: Guide) -> str:
    """What a letter of a case is called: a filing is refused by a letter of its own name, a licence is called as its guide says."""
    if kind == "refusal" and guide.item_type == "filing":
        return "不予备案决定书"
    return TITLES.get(kind, str(guide.result.document))


def proof(s: Source) -> Letter:
    """The proof of the service of one letter, dated as its sheet or its receipt says."""
    event = s.entry.event
    assert isinstance(event, e.LetterServed)
    numbers = {(seq, kind): number for seq, kind, number in s.case.numbers}
    title = title_of(event.document, s.guide)
    number = numbers.get((event.letter, event.document), "") or (s.case.licence.number if s.case.licence else "")
    left = event.way == "left"
    to = to_party(s) if event.document in policy().others else s.data
    made = service.Service(
        documents=(service.Served(title, number),),
        way=event.way,  # type: ignore[arg-type]
        address=_inbox(s) if event.way == ELECTRONIC else to.applicant.address,
        arrived_at=arrived(s, event.served_on),
        consent_on=s.case.consent_on if event.way == ELECTRONIC else None,
        receiver="" if left else s.recipient,
        courier_number=event.reference if event.way == "courier" else "",
        witnesses=(s.recipient or event.witnesses,) if left else (),
        refusal="受送达人拒绝签收，文书留置于其住所" if left else "",
        servers=(Officer(s.signer),) if s.signer else (),
        **_published(s, event),
    )
    return service.proof(to, made)


FAILED = {
    "returned": "邮件退回",
    "nobody": "上门没有人",
    "moved": "已经搬走，找不到人",
    "refused": "拒绝签收",
    "bounced": "邮箱退信",
}
WAYS = {
    "courier": "邮寄",
    "entrusted": "委托送达",
    "counter": "窗口直接送达",
    "left": "留置送达",
    "electronic": "电子送达",
}


def _published(s: Source, event: e.LetterServed) -> dict[str, Any]:
    """The cause and the course of a public notice, and the days after which it counts; nothing for another way."""
    if event.way != PUBLIC_NOTICE:
        return {}
    one = s.case.letters[event.letter, event.document]
    told = {"notice_days": policy().ways[PUBLIC_NOTICE].days}
    if not one.ground:  # a journal of before noted neither
        return told
    course = [f"{day(past.on)}{WAYS.get(past.way, '上门送达')}，{FAILED[past.reason]}" for past in one.tries]
    course.append(f"{day(one.sent_on or event.served_on)}发出公告（{one.reference}）")
    cause = "采用其他方式无法送达" if one.ground == TRIED else f"受送达人下落不明：{one.why.rstrip('。')}"
    return {**told, "cause": cause, "course": tuple(course)}


def inbox(s: Source, document: str, number: str) -> Letter:
    """The proof of a letter that no act serves: with consent it is served the moment it stands in the agreed inbox.

    《民事诉讼法》第九十条: the day on which it reaches the system that the addressee confirmed. It bears no number of its own.
    """
    made = service.Service(
        documents=(service.Served(title_of(document, s.guide), number),),
        way="electronic",
        address=_inbox(s),
        arrived_at=s.entry.at,
        consent_on=s.case.consent_on,
        servers=(Officer(s.signer),) if s.signer else (),
    )
    return service.proof(s.data, made)


def _inbox(s: Source) -> str:
    """The address of the handler's inbox, as he confirmed it when he handed in."""
    return str(s.content["handler"]["email"] or s.applicant.name)


def arrived(s: Source, on: date) -> datetime:
    """The moment of the act when it was recorded on its own day; otherwise the day alone is known, and the hour is left open."""
    if day_of(s.entry) == on:
        return s.entry.at
    return datetime.combine(on, time(0), SHANGHAI)
