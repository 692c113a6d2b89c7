"""Letters of a hearing: the right to it, and its day (R140; 《行政许可法》第四十六条至第四十八条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.documents.correction import FROM_SERVICE
from portal.documents.data import Due, LetterData, Term
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Heading, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import before, day, handler, identity, term, under


@dataclass(frozen=True)
class Right:
    """What is proposed and on which facts, and until when a hearing can be asked for."""

    accepted_on: date
    acceptance_number: str
    reason: str
    period: Term
    until: Due
    on_paper: bool = False


@dataclass(frozen=True)
class Day:
    """The hearing itself: when, where, who presides, who asked for it and on which day."""

    requested_on: date
    held_on: date
    time: str
    place: str
    host: str
    announced: bool = False
    explanation: str = ""
    """Why the day lies past the period to hold it; empty for a day within it."""


@dataclass(frozen=True)
class Record:
    """What was said at the hearing: day and place, who presided, the statements by part, and how it was signed.

    `scan` is the digest of the signed paper; `refused` says that a party would not sign and a witness did.
    """

    PARTS: ClassVar[tuple[str, ...]] = (
        "names", "officer", "applicant", "interested", "evidence", "conclusion", "witness", "host", "recorder",
    )  # fmt: skip

    held_on: date
    time: str
    place: str
    host: str
    scan: str
    refused: bool
    said: Mapping[str, str]


def _accepted(data: LetterData, accepted_on: date, number: str) -> str:
    notice = f"（《{data.act}受理通知书》{number}）" if number else ""
    return f"{data.applicant.you}申请的{data.item}，本机关已经于{day(accepted_on)}受理{notice}。"


def right(data: LetterData, told: Right) -> Letter:
    """行政许可听证告知书: the facts, the decision that is proposed, the right to be heard and its period (article 47)."""
    you = data.applicant.you
    opening = (
        f"{_accepted(data, told.accepted_on, told.acceptance_number)}作出决定以前，现将拟作决定的事实和理由告知如下："
    )
    rule = (
        f"{under(data, '第四十七条')}，{you}或者利害关系人享有要求听证的权利。要求听证的，"
        f"应当自被告知之日起{term(told.period)}内提出（",
        Strong(before(told.until)),
        f"）{FROM_SERVICE if told.on_paper else ''}；到期没有提出的，本机关依法作出决定。申请人、利害关系人不承担组织听证的费用。",
    )
    return issued(
        data,
        Kind.HEARING_RIGHT,
        f"{data.act}听证告知书",
        "Notice of the right to a hearing",
        (
            Para(opening),
            Numbered((told.reason.rstrip("。；，") + "。",)),
            Facts((*identity(data), handler(data))),
            Para(rule),
        ),
        paper="告知书",
    )


RIGHTS = (
    "听证主持人不是审查本申请的工作人员；认为主持人与本申请有直接利害关系的，有权申请回避。",
    "听证时可以提出证据，进行申辩和质证；可以委托代理人参加。",
    "听证制作笔录，由参加人确认无误后签字；本机关根据听证笔录作出决定。",
)
"""What whoever takes part in a hearing is told of it (article 48)."""


def day_facts(data: LetterData, held: Day) -> tuple[Fact, ...]:
    """When and where the hearing is held and who presides, as every notice of it tells."""
    return (
        Fact("听证日期", (Strong(day(held.held_on)),), half=True),
        Fact("听证时间", held.time or "—", half=True),
        Fact("听证地点", held.place),
        Fact("听证主持人", held.host),
        handler(data),
    )


def notice(data: LetterData, held: Day) -> Letter:
    """行政许可听证通知书: time, place and who presides, told seven working days before (article 48)."""
    you = data.applicant.you
    begun = f"听证要求于{day(held.requested_on)}提出。{under(data, '第四十八条')}，"
    if held.announced:
        begun = f"涉及公共利益，{under(data, '第四十六条、第四十八条')}，本机关向社会公告，"
    late = ""
    if held.explanation:
        late = f"因{held.explanation.strip().rstrip('。；，')}，未能在收到听证要求之日起二十日内举行。"
    opening = f"{you}申请的{data.item}，{begun}{late}本机关定于下列时间公开举行听证："
    rows = (
        *identity(data),
        *day_facts(data, held),
    )
    return issued(
        data,
        Kind.HEARING_NOTICE,
        f"{data.act}听证通知书",
        "Notice of the day of the hearing",
        (
            Para(opening),
            Facts(rows),
            Numbered(RIGHTS),
        ),
        paper="通知书",
    )


def record(data: LetterData, held: Record) -> Letter:
    """行政许可听证笔录: who came, what both sides said, what was shown, what follows, and who signed (article 48 (5))."""
    said = held.said
    opening = f"{data.applicant.you}申请的{data.item}，于下列时间公开举行听证，{under(data, '第四十八条')}制作笔录："
    rows = (
        *identity(data),
        Fact("听证日期", (Strong(day(held.held_on)),), half=True),
        Fact("听证时间", held.time or "—", half=True),
        Fact("听证地点", held.place),
        Fact("听证主持人", "　".join(part for part in (held.host, said["host"]) if part), half=True),
        Fact("记录人", said["recorder"] or "—", half=True),
        Fact("到场人员", said["names"] or "—"),
    )
    return issued(
        data,
        Kind.HEARING_RECORD,
        f"{data.act}听证笔录",
        "Record of the hearing",
        (Para(opening), Facts(rows), *_said(held), Para(_signed(held))),
        paper="笔录",
        receipt=False,
        notes=(f"签字笔录扫描件摘要（SHA-256）：{held.scan}",),
    )


SAID = {
    "officer": "审查人员的意见、证据和理由",
    "applicant": "申请人的陈述、申辩和质证",
    "interested": "利害关系人的陈述、申辩和质证",
    "evidence": "出示的证据",
    "conclusion": "主持人归纳",
}


def _said(held: Record) -> Iterator[Heading | Para]:
    for name, title in SAID.items():
        if held.said.get(name):
            yield Heading(title)
            yield Para(held.said[name])


def _signed(held: Record) -> str:
    if held.refused:
        return f"参加人拒绝签字，已经在笔录上注明情况，见证人：{held.said['witness']}。"
    return "笔录经参加人确认无误后签字。"
