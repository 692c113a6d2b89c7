"""Letters on the course of a case: special procedure, extension, and the end by withdrawal (R138, R139, R152)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.documents.data import Due, LetterData, Remedies, Term
from portal.documents.issued import issued
from portal.documents.letter import Column, Fact, Facts, Kind, Letter, Para, Strong, Table
from portal.documents.words import (
    day,
    due,
    grounds,
    handler,
    identity,
    joined,
    remedies,
    term,
    under,
)


@dataclass(frozen=True)
class SpecialProcedure:
    """A procedure whose time is not counted: its name, why, by whom, since when and how long (R27).

    `stops_statutory` is false for a cause outside article 45, which stops the promised period only (R166).
    """

    name: str
    reason: str
    organiser: str
    basis: str
    began: date
    needed: Term
    accepted_on: date
    acceptance_number: str
    stops_statutory: bool = True
    told_on: date | None = None
    told: Term | None = None
    """The notice before this one where it takes longer than was told: its day, and how long it said."""
    most: Term | None = None
    beyond: Term | None = None
    approver: str = ""
    """The longest time of the guide, by how much all procedures of the kind go past it, and who approved that."""


@dataclass(frozen=True)
class Extension:
    """Why and by how much the decision period is extended, who approved it, and the new last day (R24, R25)."""

    reason: str
    days: Term
    before: Due
    after: Due
    approver: str
    approved_on: date
    accepted_on: date
    acceptance_number: str
    joint: bool = False
    document: str = ""
    """The number of the paper by which the government approved the extension of joint handling."""


@dataclass(frozen=True)
class NewPeriod:
    """A period that another took the place of: its name, how long it was and is, the provision, and the new last day."""

    period: str
    before: Term
    after: Term
    basis: str
    due: Due


@dataclass(frozen=True)
class Changed:
    """What happened during the case on which the law gives other periods, why, and which."""

    cause: str
    reason: str
    changed_on: date
    periods: tuple[NewPeriod, ...]
    accepted_on: date
    acceptance_number: str


@dataclass(frozen=True)
class Fixed:
    """One period whose last day a published schedule settled: its name, the day told before, and the day that holds."""

    period: str
    before: date | None
    after: Due


@dataclass(frozen=True)
class Published:
    """The schedule of a year was published: what that makes of the periods of a case, and whether one was kept as told."""

    year: int
    periods: tuple[Fixed, ...]
    kept: bool = False
    region: str = ""
    """The document of a region's festivals; empty where the national schedule was published."""


@dataclass(frozen=True)
class Withdrawal:
    """How an application came to its end without a decision, and the papers that go back (R8, R152)."""

    cause: Literal["correction_expired", "deferral_failed", "file_returned", "terminated", "own_request"]
    facts: str
    ended_on: date
    basis: str
    returned: tuple[str, ...] = ()


def accepted(data: LetterData, accepted_on: date, number: str) -> str:
    """That the application was accepted, when, and by which notice."""
    notice = f"（《{data.act}受理通知书》{number}）" if number else ""
    return f"{data.applicant.you}申请的{data.item}，本机关已经于{day(accepted_on)}受理{notice}。"


def special_procedure(data: LetterData, special: SpecialProcedure) -> Letter:
    """特别程序告知书 (R138; 《行政许可法》第四十五条): the procedure, its ground, the time needed, and that it is not counted."""
    law = under(data, "第四十五条") if special.stops_statutory else f"依据{special.basis}"
    scope = "法定办理期限和承诺办理期限" if special.stops_statutory else "承诺办理期限，法定办理期限照常计算"
    ground = f"和{special.basis}" if special.stops_statutory and special.basis else ""
    opening = accepted(data, special.accepted_on, special.acceptance_number)
    rule = (
        f"{law}{ground}，",
        Strong(f"{special.name}所需时间不计入{scope}"),
        f"。{special.name}结束之日起办理期限继续计算，本机关书面告知新的办结日期。",
    )
    rows = (
        *identity(data),
        Fact("特别程序", special.name, half=True),
        Fact("组织单位", special.organiser, half=True),
        Fact("开始日期", day(special.began), half=True),
        Fact("所需时间", (Strong(term(special.needed)),), half=True),
        *((Fact("批准人", special.approver),) if special.beyond else ()),
        handler(data),
    )
    return issued(
        data,
        Kind.SPECIAL_PROCEDURE,
        "特别程序告知书",
        "Notice of a special procedure",
        (
            Para(f"{opening}{_needed(special)}"),
            Facts(rows),
            Para(rule),
            *_beyond(special),
        ),
        paper="告知书",
    )


def _beyond(special: SpecialProcedure) -> tuple[Para, ...]:
    """That it goes past what the authority published itself, by how much, and by whose approval (R34, R52)."""
    if special.beyond is None or special.most is None:
        return ()
    most, more = term(special.most), term(special.beyond)
    return (Para(f"办事指南公布的{special.name}最长时间合计{most}，本次告知后超过{more}，已经本机关负责人批准。"),)


def _needed(special: SpecialProcedure) -> str:
    """Why it is held; where it takes longer than was told, what had been told."""
    reason = special.reason.rstrip("。；，")
    if special.told is None or special.told_on is None:
        return f"{reason}，需要依法进行{special.name}，现将所需时间告知如下："
    before = f"{special.name}所需时间，本机关于{day(special.told_on)}告知为{term(special.told)}"
    return f"{before}。因{reason}，在该时间内不能结束，现将重新确定的所需时间告知如下："


def extension(data: LetterData, extended: Extension) -> Letter:
    """延期通知书 (R139; 《行政许可法》第四十二条): reason, days, new last day, who approved; served before the limit."""
    article = "第四十二条第二款" if extended.joint else "第四十二条第一款"
    opening = accepted(data, extended.accepted_on, extended.acceptance_number)
    decision = (
        f"因{extended.reason.rstrip('。；，')}，不能在{day(extended.before.on)}以前作出决定。"
        f"{under(data, article)}，经{extended.approver}批准，办理期限",
        Strong(f"延长{term(extended.days)}"),
        "，最迟于",
        Strong(due(extended.after)),
        "作出决定。办理期限只延长一次。",
    )
    rows = (
        *identity(data),
        Fact("原办结日期", due(extended.before), half=True),
        Fact("新的办结日期", due(extended.after), half=True),
        Fact("批准人", extended.approver, half=True),
        Fact("批准日期", day(extended.approved_on), half=True),
        *((Fact("批准文号", extended.document),) if extended.document else ()),
        Fact("延期理由", extended.reason),
        handler(data),
    )
    return issued(
        data,
        Kind.EXTENSION,
        "延长办理期限通知书",
        "Notice of extension",
        (
            Para(opening),
            Para(decision),
            Facts(rows),
        ),
        paper="通知书",
    )


def limits(data: LetterData, changed: Changed) -> Letter:
    """办理期限变更告知书: what happened, its ground, and the periods that hold from now on (R35)."""
    columns = (
        Column("期限", 20),
        Column("原期限", 18, "center"),
        Column("现期限", 18, "center"),
        Column("最后一天", 44),
    )
    rows = tuple((one.period, term(one.before), term(one.after), due(one.due)) for one in changed.periods)
    basis = joined(tuple(dict.fromkeys(one.basis for one in changed.periods)))
    opening = accepted(data, changed.accepted_on, changed.acceptance_number)
    reason = f"{opening}{changed.reason.rstrip('。；，')}，本机关于{day(changed.changed_on)}决定{changed.cause}。"
    return issued(
        data,
        Kind.LIMIT,
        "办理期限变更告知书",
        "Notice of changed limits",
        (
            Para(f"{reason}依据{basis}，办理期限变更如下："),
            Table(columns, rows),
            Facts((*identity(data), handler(data))),
        ),
        paper="告知书",
    )


def calendar(data: LetterData, published: Published) -> Letter:
    """办理期限告知书 (R158; 《行政许可法》第八十二条): the last days that hold now that a year's holidays are known."""
    columns = (
        Column("期限", 40),
        Column("原告知的最后一天", 30, "center"),
        Column("确定的最后一天", 30, "center"),
    )
    rows = tuple((one.period, day(one.before) if one.before else "—", due(one.after)) for one in published.periods)
    kept = "重新计算早于已经告知的日期的，仍以已经告知的日期为准。" if published.kept else ""
    you = data.applicant.you
    notice = f"{published.year}年节假日安排已经公布。"
    if published.region:
        notice = f"{published.year}年地方法定节日的放假安排已经公布（{published.region}）。"
    opening = f"{you}于{day(data.applied_on)}提出的{data.item}申请，有关期限跨越的{notice}"
    festivals = "地方法定节日依据《全国年节及纪念日放假办法》第四条也不计算。" if published.region else ""
    rule = f"{under(data, '第八十二条')}，期限以工作日计算，不含法定节假日。{festivals}本机关按照公布的安排重新计算，确定如下："
    return issued(
        data,
        Kind.CALENDAR,
        "办理期限告知书",
        "Notice of last days under the published schedule",
        (
            Para(opening + rule),
            Table(columns, rows),
            Facts((*identity(data), handler(data))),
            *((Para(kept),) if kept else ()),
        ),
        paper="告知书",
    )


def _ending(data: LetterData, ended: Withdrawal) -> tuple[str, ...]:
    you = data.applicant.you
    if ended.cause == "own_request":
        return (f"依据{ended.basis}，", Strong(f"{you}的申请自{day(ended.ended_on)}起撤回"), "，本机关终止办理。")
    law = grounds(data, "第三十二条", ended.basis)
    if ended.cause in ("file_returned", "terminated"):
        return (f"{law}，本机关自{day(ended.ended_on)}起", Strong("终止办理，退回申请"), "。")
    return (f"{law}，自{day(ended.ended_on)}起", Strong(f"视为{you}撤回申请"), "，本机关终止办理。")


def withdrawn(data: LetterData, ended: Withdrawal, contest: Remedies) -> Letter:
    """撤回申请告知书 (R8, R73, R152): the end in fact of a procedure, as a document that can be contested."""
    you = data.applicant.you
    returned = f"退还{you}递交的{joined(ended.returned)}，共{len(ended.returned)}项。" if ended.returned else ""
    titles = {"own_request": "撤回申请告知书", "file_returned": "退件告知书", "terminated": "终止办理告知书"}
    ended_here = ended.cause in ("file_returned", "terminated")
    act = "终止办理" if ended_here else "撤回"
    return issued(
        data,
        Kind.WITHDRAWN,
        titles.get(ended.cause, "视为撤回申请告知书"),
        "Notice that the file is returned" if ended_here else "Notice that the application is withdrawn",
        (
            Para(f"{you}于{day(data.applied_on)}提出的{data.item}申请，{ended.facts.rstrip('。')}。"),
            Facts((*identity(data), handler(data))),
            Para(_ending(data, ended)),
            Para(f"{returned}{you}可以重新提出申请，{act}不影响重新申请的权利。"),
        ),
        paper="告知书",
        remedies=remedies(contest, data, "本告知"),
    )
