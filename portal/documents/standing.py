"""Letters on a licence after it was issued: what is proposed, and what was decided, with the way to contest it (R40, R145)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.documents.correction import FROM_SERVICE
from portal.documents.data import Due, LetterData, Remedies, Term
from portal.documents.issued import issued
from portal.documents.letter import Block, Fact, Facts, Heading, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import before, day, ended, handler, remedies, signer, term


@dataclass(frozen=True)
class Kept:
    """An application to cancel that is refused: its day, why it is refused, and the provision."""

    asked_on: date
    reason: str
    basis: str


@dataclass(frozen=True)
class Held:
    """The licence that a letter is about."""

    document: str
    number: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Reasons:
    """Why: the ground in the words of the law, the facts, the reason, the provision, and the decision of another procedure."""

    ground: str
    facts: str
    reason: str
    basis: str
    document: str = ""
    heard: str = ""


@dataclass(frozen=True)
class Proposed:
    """An act that is proposed, and until when the holder may answer."""

    act: str
    reasons: Reasons
    effective_on: date
    period: Term
    until: Due
    on_paper: bool = False


@dataclass(frozen=True)
class Decided:
    """An act that was decided: since when it holds, until when a suspension lasts, what is owed, how the holder was answered;
    on which day it was discussed collegially, and whether it was reviewed legally."""

    kind: Kind
    act: str
    reasons: Reasons
    effective_on: date
    until: date | None = None
    redress: str = ""
    defence: str = ""
    notice_number: str = ""
    hearing: bool = False
    discussed_on: date | None = None
    reviewed: bool = False


def held_words(held: Held) -> str:
    """The licence by name, number and term."""
    until = f"至{day(held.valid_to)}" if held.valid_to else "起长期有效"
    return f"{held.document}（证书编号{held.number}，有效期{day(held.valid_from)}{until}）"


def _whose(data: LetterData) -> tuple[Fact, ...]:
    """The first rows: nobody applies here, so that the item is named by its licence alone."""
    return Fact("办件编号", data.case_number), Fact(data.applicant.code_name, data.applicant.code)


def _why(reasons: Reasons) -> Iterator[Block]:
    yield Heading("一、查明的事实")
    yield Numbered((ended(reasons.facts),))
    yield Heading("二、理由")
    named = f"根据{reasons.document}，" if reasons.document else ""
    yield Para(f"{named}属于“{reasons.ground}”的情形。{ended(reasons.reason)}")
    if reasons.heard:
        yield Para(f"作出处罚决定以前，已经依法告知要求听证的权利：{ended(reasons.heard)}")


def notice(data: LetterData, held: Held, told: Proposed) -> Letter:
    """拟作不利决定的事先告知书: facts, reasons, what is proposed, and the right to state, defend and be heard (R36)."""
    you = data.applicant.you
    right = (
        f"{you}有权进行陈述、申辩，也可以要求听证。应当自收到本告知书之日起{term(told.period)}内提出（",
        Strong(before(told.until)),
        f"）{FROM_SERVICE if told.on_paper else ''}，可以在网站“我的证照”中提出，也可以书面递交本机关；到期没有提出的，"
        f"本机关依法作出决定。{you}不承担组织听证的费用。",
    )
    return issued(
        data,
        Kind.LICENCE_NOTICE,
        f"{told.act}{data.act}事先告知书",
        "Notice of a proposed act on the licence",
        (
            Para(
                f"{you}持有的{held_words(held)}，本机关拟作出{told.act}的决定，现将事实、理由、依据和{you}的权利告知如下："
            ),
            Facts((*_whose(data), handler(data))),
            *_why(told.reasons),
            Heading("三、拟作的决定"),
            Para(f"依据{told.reasons.basis}，本机关拟{told.act}上述证件，{_from(data, told)}起生效。"),
            Heading("四、陈述、申辩和听证的权利"),
            Para(right),
        ),
        paper="告知书",
    )


def _from(data: LetterData, told: Proposed) -> str:
    """Nothing takes effect on the day on which it is told: what names no later day begins with the decision."""
    later = told.effective_on > data.issued_on
    return f"拟自{day(told.effective_on)}" if later else "自作出决定之日"


TITLES = {
    Kind.LICENCE_SUSPENDED: ("暂扣许可证件决定书", "Decision suspending the licence"),
    Kind.LICENCE_RESTORED: ("恢复许可证件效力通知书", "Notice that the licence is in force again"),
    Kind.LICENCE_REVOKED: ("撤销{act}决定书", "Decision revoking the grant"),
    Kind.LICENCE_WITHDRAWN: ("撤回{act}决定书", "Decision withdrawing the grant"),
    Kind.LICENCE_PENAL_REVOKED: ("吊销许可证件登记通知书", "Notice that a penalty took the licence away"),
    Kind.LICENCE_CANCELLED: ("注销{act}决定书", "Decision cancelling the licence"),
}


def decision(data: LetterData, held: Held, decided: Decided, contest: Remedies) -> Letter:
    """The decision on a licence, in the form of R144: facts, reasons, provision, since when, what is owed, remedies (R145)."""
    title, gloss = TITLES[decided.kind]
    restored = decided.kind is Kind.LICENCE_RESTORED
    return issued(
        data,
        decided.kind,
        title.format(act=data.act),
        gloss,
        (
            Para(f"{data.applicant.you}持有的{held_words(held)}，本机关作出如下决定："),
            Facts((*_whose(data), *_days(decided), signer(data))),
            *_why(decided.reasons),
            *_answers(data, decided),
            Heading("三、决定" if not decided.defence else "四、决定"),
            Para(_decided(decided)),
            *(Para(one) for one in _consequences(data, decided)),
        ),
        paper="通知书" if restored else "决定书",
        remedies=() if restored else remedies(contest, data),
    )


def restored_by_time(data: LetterData, held: Held, last: date, on: date) -> Letter:
    """The notice that a suspension ended with its last day; nobody decided anything."""
    title, gloss = TITLES[Kind.LICENCE_RESTORED]
    rows = (*_whose(data), Fact("暂扣期满", day(last), half=True), Fact("恢复日期", day(on), half=True))
    words = f"{data.applicant.you}持有的{held_words(held)}，暂扣期限已经于{day(last)}届满，自次日起恢复效力。"
    return issued(
        data, Kind.LICENCE_RESTORED, title, gloss, (Para(words), Facts((*rows, handler(data)))), paper="通知书"
    )


def _days(decided: Decided) -> Iterator[Fact]:
    yield Fact("生效日期", (Strong(day(decided.effective_on)),), half=True)
    if decided.until:
        yield Fact("暂扣至", (Strong(day(decided.until)),), half=True)


def _answers(data: LetterData, decided: Decided) -> Iterator[Block]:
    if not decided.defence:
        return
    yield Heading("三、陈述、申辩和听证")
    number = f"（{decided.notice_number}）" if decided.notice_number else ""
    heard = "，并且举行了听证" if decided.hearing else ""
    opening = f"本机关已经书面告知{data.applicant.you}拟作的决定和权利{number}{heard}。"
    yield Para(f"{opening}答复：{ended(decided.defence)}")


def _decided(decided: Decided) -> tuple[str, ...]:
    end = f"至{day(decided.until)}止" if decided.until else "起"
    head = f"依据{decided.reasons.basis}，{_together(decided)}本机关决定自{day(decided.effective_on)}{end}"
    return (head, Strong(decided.act), "上述证件。")


def _together(decided: Decided) -> str:
    """Who stands behind a major decision: the heads of the authority, who discussed it (《行政处罚法》第五十七条第二款)."""
    if decided.discussed_on is None:
        return "经法制审核，" if decided.reviewed else ""
    reviewed = "法制审核和" if decided.reviewed else ""
    return f"经{reviewed}本机关负责人{day(decided.discussed_on)}集体讨论，"


_AFTER = {
    Kind.LICENCE_SUSPENDED: "暂扣期间不得从事该许可的活动。{end}",
    Kind.LICENCE_RESTORED: "自恢复之日起可以从事该许可的活动。",
    Kind.LICENCE_REVOKED: "自生效之日起不得从事该许可的活动。请将证件交回本机关。",
    Kind.LICENCE_WITHDRAWN: "自生效之日起不得从事该许可的活动。请将证件交回本机关。",
    Kind.LICENCE_PENAL_REVOKED: "自生效之日起不得从事该许可的活动。请将证件交回本机关。",
    Kind.LICENCE_CANCELLED: "该证件自生效之日起失效，本机关在登记簿和网站上公示。请将证件交回本机关。",
}


def _consequences(data: LetterData, decided: Decided) -> Iterator[str]:
    if decided.redress:
        yield ended(decided.redress)
    end = "期满自行恢复效力。" if decided.until else "恢复符合条件以后，可以申请恢复。"
    yield _AFTER[decided.kind].format(end=end)


def not_cancelled(data: LetterData, held: Held, told: Kept, contest: Remedies) -> Letter:
    """不予注销决定书: what was asked for, the reason, the provision, and how to contest it (R144, R145)."""
    return issued(
        data,
        Kind.CANCELLATION_REFUSED,
        f"不予注销{data.act}决定书",
        "Decision refusing to cancel the licence",
        (
            Para(f"{data.applicant.you}{day(told.asked_on)}申请注销{held_words(held)}。"),
            Facts((*_whose(data), signer(data))),
            Heading("一、理由"),
            Para(ended(told.reason)),
            Heading("二、决定"),
            Para(f"依据{told.basis}，本机关决定不予注销。证照的效力不因本决定改变；情况有变化的，可以再次申请。"),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
