"""Proof of service: who got which document, how and when (R146)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from portal.documents.data import LetterData, Officer
from portal.documents.letter import (
    Block,
    Column,
    Fact,
    Facts,
    Kind,
    Letter,
    Note,
    Para,
    Signature,
    Table,
    UnlawfulLetter,
)
from portal.documents.words import day, moment

Way = Literal["electronic", "counter", "courier", "left", "entrusted", "public_notice"]


@dataclass(frozen=True)
class Served:
    """A document that was served: its name, its number, how many copies."""

    name: str
    number: str
    copies: int = 1


@dataclass(frozen=True)
class Service:
    """One service: the documents, the way, the place, the day of arrival, who signed, and witnesses of a refusal.

    `consent_on` is the day the addressee agreed to electronic service; without it there is no electronic service (R146).
    """

    documents: tuple[Served, ...]
    way: Way
    address: str
    arrived_at: datetime | None = None
    consent_on: date | None = None
    receiver: str = ""
    relation: str = ""
    courier_number: str = ""
    witnesses: tuple[str, ...] = ()
    refusal: str = ""
    servers: tuple[Officer, ...] = ()
    cause: str = ""
    course: tuple[str, ...] = ()
    notice_days: int = 0
    """Of a public notice: its cause and course, which the file has to note down, and after how many days it counts."""


_WAYS: dict[Way, str] = {
    "electronic": "电子送达",
    "counter": "窗口直接送达",
    "courier": "邮寄送达",
    "left": "留置送达",
    "entrusted": "委托送达",
    "public_notice": "公告送达",
}
_RULES: dict[Way, str] = {
    "electronic": "电子送达以文书到达受送达人确认的系统之日为送达日期（参照《中华人民共和国民事诉讼法》第九十条）。",
    "counter": "直接送达以受送达人在本回证上的签收日期为送达日期（参照《中华人民共和国民事诉讼法》第八十七条、第八十八条）。",
    "courier": "邮寄送达以回执上注明的收件日期为送达日期（参照《中华人民共和国民事诉讼法》第九十一条）。",
    "left": "受送达人拒绝签收的，由见证人签名，文书留在其住所，即视为送达（参照《中华人民共和国民事诉讼法》第八十九条）。",
    "entrusted": "委托送达以受送达人在本回证上的签收日期为送达日期（参照《中华人民共和国民事诉讼法》第九十一条）。",
    "public_notice": "公告送达自发出公告之日起经过{days}日，即视为送达（参照《中华人民共和国民事诉讼法》第九十五条）。",
}


def _signing(data: LetterData, service: Service) -> tuple[Fact, ...]:
    if service.way == "electronic" and service.consent_on is not None:
        consent = f"{data.applicant.name}已经于{day(service.consent_on)}书面同意电子送达，并确认送达地址"
        return (Fact("同意电子送达", consent),)
    return (
        Fact("签收人（签名）", service.receiver, half=True),
        Fact("与受送达人的关系", service.relation, half=True),
    )


def _refused(service: Service) -> tuple[Fact, ...]:
    if not service.refusal:
        return ()
    return (Fact("拒收事由和日期", service.refusal), Fact("见证人（签名）", "、".join(service.witnesses)))


def _published(service: Service) -> tuple[Fact, ...]:
    """Why a letter was published and what had been tried (《民事诉讼法》第九十五条: 在案卷中记明原因和经过)."""
    if not service.cause:
        return ()
    return Fact("公告送达的原因", service.cause), Fact("经过", "；".join(service.course))


def _facts(data: LetterData, service: Service) -> Facts:
    arrived = moment(service.arrived_at) if service.arrived_at else "　　　　年　　月　　日　　时　　分"
    courier = (Fact("邮件号码", service.courier_number),) if service.courier_number else ()
    servers = "、".join(f"{one.name}（{one.certificate}）" if one.certificate else one.name for one in service.servers)
    return Facts(
        (
            Fact("受送达人", data.applicant.name),
            Fact(data.applicant.code_name, data.applicant.code),
            Fact("办件编号", data.case_number),
            Fact("送达方式", _WAYS[service.way]),
            Fact("送达地址", service.address),
            *courier,
            *_signing(data, service),
            Fact("送达时间", arrived),
            *_refused(service),
            *_published(service),
            Fact("送达人（签名）", servers),
        )
    )


def proof(data: LetterData, service: Service) -> Letter:
    """送达回证 (R146; 《民事诉讼法》第八十七条至第九十五条 by analogy): document, number, recipient, way, date, signature.

    Raises UnlawfulLetter for electronic service to somebody who did not agree to it.
    """
    if service.way == "electronic" and service.consent_on is None:
        raise UnlawfulLetter("R146")
    columns = (
        Column("序号", 8, "center"),
        Column("送达的文书", 44),
        Column("文书号", 38),
        Column("份数", 10, "center"),
    )
    rows = tuple((str(at), one.name, one.number, str(one.copies)) for at, one in enumerate(service.documents, 1))
    blocks: tuple[Block, ...] = (
        Para(f"{data.agency.name}就{data.item}一案，向受送达人送达下列文书："),
        Table(columns, rows),
        _facts(data, service),
        Note(_RULES[service.way].format(days=service.notice_days)),
    )
    return Letter(
        kind=Kind.SERVICE,
        title="送达回证",
        gloss="Proof of service",
        number=data.number,
        agency=data.agency,
        recipient="",
        blocks=blocks,
        signature=Signature((data.agency.name, day(data.issued_on))),
        foot=("本回证存入案卷。",),
        qr=data.verify,
    )
