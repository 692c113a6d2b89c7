"""终止办理程序决定书: the end of the proceedings of a case under way, as a document that can be contested (R152)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.documents.data import LetterData, Remedies
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Heading, Kind, Letter, Para, Strong
from portal.documents.words import day, ended, identity, joined, remedies, signer


@dataclass(frozen=True)
class Evidence:
    """What proves the ground: a paper or the entry of a register, by name, number and day."""

    document: str
    number: str
    dated: str
    register: bool = False


@dataclass(frozen=True)
class Served:
    """On whom the letter is served, in which capacity; `nobody` says why nobody is left."""

    name: str
    capacity: str
    applicant: bool = False
    nobody: str = ""


@dataclass(frozen=True)
class Ended:
    """Why the proceedings end: ground, facts, evidence, reason and provision, and what goes back to whoever may have it."""

    ground: str
    facts: str
    evidence: Evidence
    reason: str
    basis: str
    ended_on: date
    served: Served
    heard: str = ""
    waived: bool = False
    fees: str = ""
    returned: tuple[str, ...] = ()


def terminated(data: LetterData, end: Ended, contest: Remedies) -> Letter:
    """终止行政许可办理程序决定书: ground, facts, evidence, reason, what goes back, and both remedies (R151, R152).

    It is addressed to whoever takes the place of an applicant who is gone.
    """
    licence = data.item_type == "licence"
    letter = issued(
        data,
        Kind.TERMINATION,
        f"终止{data.act}办理程序决定书",
        "Decision ending the licensing proceedings" if licence else "Decision ending the filing proceedings",
        (
            Para(
                f"{data.applicant.name}于{day(data.applied_on)}提出的{data.item}申请，在办理中出现应当终止办理的情形。"
            ),
            Facts((*identity(data), *_rows(end), signer(data))),
            Heading("一、事实和证据"),
            Para(f"{ended(end.facts)}{_proof(end.evidence)}"),
            Heading("二、理由和依据"),
            Para(f"{ended(end.reason)}{_heard(end)}"),
            Heading("三、决定"),
            Para((f"{end.basis}，本机关决定自{day(end.ended_on)}起", Strong(f"终止该申请的{data.act}办理程序"), "。")),
            Para(_goes_back(end)),
        ),
        paper="决定书",
        to="受送达人",
        receipt=not end.served.nobody,
        remedies=remedies(contest, _spoken_to(data, end.served)),
    )
    return replace(letter, recipient=_addressee(data, end.served))


def _rows(end: Ended) -> tuple[Fact, ...]:
    nobody = end.served.nobody.rstrip("。")
    return (Fact("终止情形", end.ground), *((Fact("受送达人", f"无（{nobody}）"),) if nobody else ()))


def _proof(evidence: Evidence) -> str:
    number = f"（{evidence.number}）" if evidence.number else ""
    if evidence.register:
        return f"以上事实有{evidence.document}{number}为证，查询日期为{evidence.dated}。"
    return f"以上事实有{evidence.document}{number}为证，日期为{evidence.dated}。"


def _heard(end: Ended) -> str:
    waived = "权利义务承受人已经书面放弃继续申请。" if end.waived else ""
    return waived + (f"本机关已经听取申请人的意见：{ended(end.heard)}" if end.heard else "")


def _goes_back(end: Ended) -> str:
    """The papers, for whoever may have them, and what becomes of fees; nothing was charged where nothing was written of it."""
    money = ended(end.fees) if end.fees else "本件没有收取费用。"
    if not end.returned:
        return f"没有需要退还的材料。{money}"
    whom = "由本机关保存，可以取得这些材料的人随时领取" if end.served.nobody else "原件退还受送达人"
    return f"已经递交的{joined(end.returned)}，共{len(end.returned)}项，{whom}。{money}"


def _addressee(data: LetterData, served: Served) -> str:
    if served.applicant:
        return data.applicant.name
    if served.nobody:
        return f"{data.applicant.name}（申请人）"
    return f"{served.name}（申请人{data.applicant.name}的{served.capacity}）" if served.name else data.applicant.name


def _spoken_to(data: LetterData, served: Served) -> LetterData:
    """Who takes the applicant's place is a person, whatever the applicant was: 你, not 你单位."""
    return data if served.applicant else replace(data, applicant=replace(data.applicant, person=True))
