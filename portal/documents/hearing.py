"""Letters of a hearing: the right to it, and its day (R140; 《行政许可法》第四十六条至第四十八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.correction import FROM_SERVICE
from portal.documents.data import Due, LetterData, Term
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Kind, Letter, Numbered, Para, Strong
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


def notice(data: LetterData, held: Day) -> Letter:
    """行政许可听证通知书: time, place and who presides, told seven working days before (article 48)."""
    you = data.applicant.you
    opening = (
        f"{you}申请的{data.item}，听证要求于{day(held.requested_on)}提出。"
        f"{under(data, '第四十八条')}，本机关定于下列时间公开举行听证："
    )
    rows = (
        *identity(data),
        Fact("听证日期", (Strong(day(held.held_on)),), half=True),
        Fact("听证时间", held.time or "—", half=True),
        Fact("听证地点", held.place),
        Fact("听证主持人", held.host),
        handler(data),
    )
    rights = (
        "听证主持人不是审查本申请的工作人员；认为主持人与本申请有直接利害关系的，有权申请回避。",
        "听证时可以提出证据，进行申辩和质证；可以委托代理人参加。",
        "听证制作笔录，由参加人确认无误后签字；本机关根据听证笔录作出决定。",
    )
    return issued(
        data,
        Kind.HEARING_NOTICE,
        f"{data.act}听证通知书",
        "Notice of the day of the hearing",
        (
            Para(opening),
            Facts(rows),
            Numbered(rights),
        ),
        paper="通知书",
    )
