"""Letters to interested parties: the matter and their rights, and the day of the hearing (《行政许可法》第三十六条、第四十七条)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.documents.correction import FROM_SERVICE
from portal.documents.data import LetterData, Remedies, Term
from portal.documents.hearing import RIGHTS, Day, day_facts
from portal.documents.hearing_answer import ACT, GLOSS, TITLE, Answered, body, opening
from portal.documents.issued import issued
from portal.documents.letter import Block, Fact, Facts, Kind, Letter, Note, Numbered, Para, Strong
from portal.documents.words import day, handler, remedies, signer, term, under


@dataclass(frozen=True)
class Matter:
    """What the interested party is told: who applied, what is proposed and why, and the days to ask for a hearing."""

    applicant: str
    reason: str
    period: Term


def right(data: LetterData, told: Matter) -> Letter:
    """利害关系人告知书 (R141): the matter, the right to state, to defend and to ask for a hearing, and the way."""
    opening = (
        f"{told.applicant}于{day(data.applied_on)}申请{data.item}，本机关正在审查，该申请涉及与你方的重大利益关系。"
    )
    rule = (
        f"{under(data, '第三十六条')}，你方有权进行陈述和申辩。{under(data, '第四十七条')}，你方有权要求听证：",
        Strong(f"应当自被告知之日起{term(told.period)}内提出"),
        f"{FROM_SERVICE}；到期没有提出的，本机关依法作出决定。你方不承担组织听证的费用。",
    )
    return _to(
        data,
        Kind.INTERESTED_RIGHT,
        "利害关系人告知书",
        "Notice to an interested party",
        (
            Para(f"{opening}作出决定以前，现将拟作决定的事实和理由告知如下："),
            Numbered((told.reason.rstrip("。；，") + "。",)),
            Facts(_facts(data, told.applicant)),
            Para(rule),
        ),
        "告知书",
    )


def notice(data: LetterData, applicant: str, held: Day) -> Letter:
    """行政许可听证通知书 to an interested party: time, place and who presides, told seven working days before (article 48)."""
    opening = f"{applicant}申请的{data.item}，{under(data, '第四十八条')}，本机关定于下列时间公开举行听证，请你方参加："
    rows = (
        *_facts(data, applicant)[:-1],
        *day_facts(data, held),
    )
    blocks = (Para(opening), Facts(rows), Numbered(RIGHTS))
    return _to(
        data, Kind.INTERESTED_NOTICE, f"{data.act}听证通知书", "Notice of the day of the hearing", blocks, "通知书"
    )


def answer(data: LetterData, told: Answered, contest: Remedies) -> Letter:
    """听证要求答复书 to an interested party whose request the decision overtook, with both remedies (R36, R151)."""
    facts = Facts((*_facts(data, told.applicant)[:-1], signer(data)))
    blocks = (opening(told, "你方"), facts, *body(told, "你方"))
    contact = data.contact
    ask = f"对本答复有疑问的，可以到{contact.address}询问，咨询电话{contact.phone}，监督投诉电话{contact.complaint}。"
    made = issued(
        data, Kind.INTERESTED_ANSWER, TITLE, GLOSS, blocks, paper="答复书", to="利害关系人",
        remedies=remedies(contest, data, ACT, "你方"),
    )  # fmt: skip
    signed, _electronic = made.acknowledgement
    return replace(made, blocks=(*blocks, Para(ask)), acknowledgement=(signed, Note(SERVED_ON_PAPER)))


def _facts(data: LetterData, applicant: str) -> tuple[Fact, ...]:
    return Fact("办件编号", data.case_number), Fact("申请人", applicant), Fact("申请事项", data.item), handler(data)


def _to(data: LetterData, kind: Kind, title: str, gloss: str, blocks: tuple[Block, ...], paper: str) -> Letter:
    """The letter to the interested party, who has no account: it is told how to turn to the authority and how the letter is
    served on paper, and not how the applicant follows the case or agreed to be served (R141, R146)."""
    letter = issued(data, kind, title, gloss, blocks, paper=paper, to="利害关系人")
    signed, _electronic = letter.acknowledgement
    return replace(letter, blocks=(*blocks, Para(_ways(data))), acknowledgement=(signed, Note(SERVED_ON_PAPER)))


SERVED_ON_PAPER = (
    "本文书在纸上送达，不通过网站送达：直接送达的，以你方签收的日期为送达日期；邮寄送达的，以回执上注明的收件日期为送达日期；"
    "委托送达的，以你方签收的日期为送达日期（参照《中华人民共和国民事诉讼法》第八十七条、第八十八条、第九十一条）。"
)
"""How a letter reaches somebody who has no inbox here, and on which day it counts as served."""


def _ways(data: LetterData) -> str:
    """How an interested party speaks up: at the window or by post, by telephone with its questions; it needs no account."""
    contact = data.contact
    hours = f"办公时间：{contact.hours.rstrip('。')}。" if contact.hours else ""
    return (
        f"陈述、申辩的意见和听证要求，可以当面或者书面交到{contact.address}，也可以邮寄到该地址。{hours}"
        f"请写明上列办件编号、名称和联系办法，当面口头提出的由工作人员记录。不需要在网站注册。"
        f"咨询电话{contact.phone}，监督投诉电话{contact.complaint}。"
    )
