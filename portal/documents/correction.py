"""Letters that answer an application which cannot be accepted as it is: correction notice and refusal to accept (R135, R137)."""

from collections.abc import Iterator
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
    day,
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
    """One thing to correct: the material or answer, what is wrong, the standard it must meet, and the ground of the standard.

    `later` is why it is demanded although the notice before did not name it (R6).
    """

    material: str
    problem: str
    standard: str
    basis: str
    later: str = ""


@dataclass(frozen=True)
class Before:
    """The notice before this one: its number and day, and which one this is."""

    number: str
    issued_on: date
    count: int


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
    before: Before | None = None
    on_paper: bool = False


@dataclass(frozen=True)
class Competent:
    """The authority that is competent, and where it is reached (R4)."""

    name: str
    address: str = ""
    phone: str = ""
    handed_over: bool = False


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


def _defects(defects: tuple[Defect, ...]) -> Table:
    columns = (
        Column("序号", 9, "center"),
        Column("材料名称", 20),
        Column("存在的问题", 26),
        Column("补正要求", 26),
        Column("依据", 19),
    )
    rows = tuple(
        (str(at), found.material, found.problem, found.standard, found.basis) for at, found in enumerate(defects, 1)
    )
    return Table(columns, rows)


def _told(data: LetterData, correction: Correction) -> tuple[Block, ...]:
    """The one-off notice with everything; or a further one, which is another thing in law and says so (R6, article 72 (4))."""
    if correction.before is not None:
        return tuple(_told_again(data, correction, correction.before))
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
    return Para(opening), _defects(correction.defects), Para(final)


def _told_again(data: LetterData, correction: Correction, before: Before) -> Iterator[Block]:
    """What the first notice named and is still not right, apart from what it did not name and a supervisor let be demanded."""
    first = f"《申请材料补正告知书》（{before.number}）"
    again = tuple(one for one in correction.defects if not one.later)
    later = tuple(one for one in correction.defects if one.later)
    yield Para(
        f"{arrived(data, correction.received_on)}本机关已于{day(before.issued_on)}以{first}一次告知需要补正的全部内容。"
        f"本告知书是本次申请的第{before.count}次告知，不是新的一次性告知。"
    )
    if again:
        yield Para((Strong(f"一、前次告知的内容中，补正后仍然不符合要求的（共{len(again)}项）"), "："))
        yield _defects(again)
    if later:
        yield Para((Strong(f"{'二' if again else '一'}、前次没有告知、经监督人员批准增加的（共{len(later)}项）"), "："))
        yield _defects(later)
        yield Numbered(tuple(f"{one.material}：没有在前次一次告知的原因是，{ended(one.later)}" for one in later))
        yield Para(
            "依照《中华人民共和国行政许可法》第三十二条、第七十二条，需要补正的全部内容应当一次告知。"
            f"这次增加告知已经记录并纳入统计。{data.applicant.you}认为增加告知不当的，可以投诉、举报"
            f"（{data.contact.complaint}），投诉不影响本次补正。"
        )
    yield Para("其余材料和内容已经符合要求，不再要求补正。补正材料符合上列要求的，本机关自收到全部补正材料之日起受理。")


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
    deadline = (
        f"请在收到本告知书之日起{term(correction.term)}内，即",
        Strong(before(correction.due)),
        f"补正{FROM_SERVICE if correction.on_paper else ''}。补正可以选择下列方式：",
    )
    return issued(
        data,
        Kind.CORRECTION,
        "申请材料再次补正告知书" if correction.before else "申请材料补正告知书",
        "Further correction notice" if correction.before else "One-off correction notice",
        (
            *_told(data, correction),
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


def _where_to(refused: NotAccepted, you: str) -> tuple[Block, ...]:
    body = refused.competent
    if body is None:
        return ()
    reached = (("地址", body.address), ("电话", body.phone))
    rows = (Fact("有权办理的机关", (Strong(body.name),)), *(Fact(label, value) for label, value in reached if value))
    if not body.handed_over:
        return (Para(("请向下列机关提出申请，递交的材料随本决定书退还：",)), Facts(rows))
    return (
        Para(("请向下列机关提出申请：",)),
        Facts(rows),
        Para(
            f"该机关在本平台办理本项申请。经{you}在本平台或者窗口同意，本机关将申请内容和材料移送该机关，"
            f"由{you}核对后提交；不同意移送的，递交的材料退还。"
        ),
    )


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
            *_where_to(refused, data.applicant.you),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
