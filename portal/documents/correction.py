"""Letters that answer an application which cannot be accepted as it is: correction notice and refusal to accept (R135, R137)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.documents.data import Due, LetterData, Remedies, Term
from portal.documents.issued import issued
from portal.documents.letter import (
    Block,
    Column,
    Fact,
    Facts,
    Kind,
    Letter,
    Numbered,
    Para,
    Strong,
    Table,
    UnlawfulLetter,
)
from portal.documents.words import (
    arrived,
    before,
    ended,
    grounds,
    handler,
    identity,
    remedies,
    term,
    under,
)


@dataclass(frozen=True)
class Defect:
    """One thing to correct: the material, what is wrong, the standard it must meet, and the ground of the standard."""

    material: str
    problem: str
    standard: str
    basis: str


@dataclass(frozen=True)
class Correction:
    """All defects at once, until when and how they are corrected, and what follows otherwise (R6, R8).

    `basis` is the provision behind the deadline and its consequence.
    """

    received_on: date
    defects: tuple[Defect, ...]
    term: Term
    due: Due
    ways: tuple[str, ...]
    on_expiry: Literal["deemed_withdrawn", "not_accepted", "refused"]
    basis: str
    on_paper: bool = False


@dataclass(frozen=True)
class Competent:
    """The authority that is competent, and where it is reached (R4)."""

    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NotAccepted:
    """Why an application is not accepted; `competent` is named where another authority has the power (R137)."""

    cause: Literal["not_competent", "still_defective", "not_corrected", "false_material", "barred"]
    received_on: date
    facts: str
    reasons: tuple[str, ...]
    basis: str
    competent: Competent | None = None
    correction_number: str = ""


FROM_SERVICE = "（本告知书送达在后的，期限自送达的次日起算，最后一日相应顺延）"
"""What a letter on paper says of the day that it names: it may only get later."""


def _defects(correction: Correction) -> Table:
    columns = (
        Column("序号", 9, "center"),
        Column("材料名称", 20),
        Column("存在的问题", 26),
        Column("补正要求", 26),
        Column("依据", 19),
    )
    rows = tuple(
        (str(at), found.material, found.problem, found.standard, found.basis)
        for at, found in enumerate(correction.defects, 1)
    )
    return Table(columns, rows)


def _expiry(data: LetterData, correction: Correction) -> str:
    you = data.applicant.you
    silent = {
        "deemed_withdrawn": f"逾期没有补正的，视为{you}撤回申请",
        "not_accepted": "逾期没有补正的，本机关作出不予受理决定",
        "refused": f"逾期没有补正的，本机关作出不予{data.act}决定",
    }[correction.on_expiry]
    return (
        f"依据{correction.basis}，{silent}；补正后的材料仍然不符合上列要求的，本机关作出不予受理决定，并书面说明理由。"
    )


def correction_notice(data: LetterData, correction: Correction) -> Letter:
    """补正告知书 (R135; 《行政许可法》第三十二条第一款第四项): every defect, once, with standard, ground, deadline and way (R6)."""
    opening = (
        f"{arrived(data, correction.received_on)}经审查，申请材料不齐全或者不符合法定形式，"
        f"{under(data, '第三十二条第一款第四项')}，现将需要补正的",
        Strong(f"全部内容（共{len(correction.defects)}项）一次告知"),
        "如下：",
    )
    final = (
        "以上是本次申请需要补正的全部内容。除补正后的材料本身仍然不符合上列要求外，本机关不再提出新的补正要求。"
        "补正材料符合上列要求的，本机关自收到全部补正材料之日起受理。"
    )
    deadline = (
        f"请在收到本告知书之日起{term(correction.term)}内，即",
        Strong(before(correction.due)),
        f"补正{FROM_SERVICE if correction.on_paper else ''}。补正可以选择下列方式：",
    )
    return issued(
        data,
        Kind.CORRECTION,
        "申请材料补正告知书",
        "One-off correction notice",
        (
            Para(opening),
            _defects(correction),
            Para(final),
            Para(deadline),
            Numbered(correction.ways),
            Para(_expiry(data, correction)),
            Facts((Fact("办件编号", data.case_number), handler(data))),
        ),
        paper="告知书",
    )


_ARTICLE = {
    "not_competent": "第三十二条第一款第二项",
    "still_defective": "第三十二条",
    "not_corrected": "第三十二条",
    "false_material": "第七十八条",
    "barred": "第七十八条、第七十九条",
}


def _where_to(refused: NotAccepted) -> tuple[Block, ...]:
    body = refused.competent
    if body is None:
        return ()
    reached = (("地址", body.address), ("电话", body.phone))
    rows = (Fact("有权办理的机关", (Strong(body.name),)), *(Fact(label, value) for label, value in reached if value))
    return (Para(("请向下列机关提出申请，递交的材料随本决定书退还：",)), Facts(rows))


def not_accepted(data: LetterData, refused: NotAccepted, contest: Remedies) -> Letter:
    """不予受理决定书 (R137; 《行政许可法》第三十二条第一款第二项、第七十二条): reasons, the competent agency, remedies.

    Raises UnlawfulLetter where another agency is competent and is not named (R4).
    """
    if refused.cause == "not_competent" and refused.competent is None:
        raise UnlawfulLetter("R137")
    notice = (Fact("补正告知书", refused.correction_number),) if refused.correction_number else ()
    return issued(
        data,
        Kind.NOT_ACCEPTED,
        f"{data.act}申请不予受理决定书",
        "Decision not to accept the application",
        (
            Para(arrived(data, refused.received_on) + ended(refused.facts)),
            Facts((*identity(data), *notice, handler(data))),
            Para("不予受理的理由："),
            Numbered(refused.reasons),
            Para((f"{grounds(data, _ARTICLE[refused.cause], refused.basis)}，本机关决定", Strong("不予受理"), "。")),
            *_where_to(refused),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
