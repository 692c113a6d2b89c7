"""审查补正告知书: what the departments want put right during the review, told once (R4, R87)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData
from portal.documents.issued import issued
from portal.documents.letter import Column, Facts, Kind, Letter, Para, Strong, Table
from portal.documents.words import day, handler, identity


@dataclass(frozen=True)
class Fix:
    """One thing to put right: the department that asks, the material, what is wrong with it."""

    office: str
    material: str
    words: str


def review_correction(data: LetterData, fixes: tuple[Fix, ...], until: date) -> Letter:
    """Everything at once, until when, how to hand it in, and that the review goes on meanwhile."""
    you = data.applicant.you
    opening = (
        f"{you}申请的{data.item}已经受理。各部门审查中发现下列材料需要补正，由牵头部门汇总，一次告知；"
        "以后不再提出新的补正要求："
    )
    columns = (Column("序号", 8, "center"), Column("材料", 30), Column("补正什么", 42), Column("环节", 20))
    table = Table(columns, tuple((f"{n}", one.material, one.words, one.office) for n, one in enumerate(fixes, 1)))
    rest = (
        f"请在{day(until)}前（含当日）一次交齐：通过{data.contact.site}办件页面，或者送到、寄到{data.contact.address}"
        f"（电话{data.contact.phone}）。",
        "补正期间审查照常进行，办理期限不停止计算；到期没有交齐的，本机关依据现有材料作出决定，作出决定以前交来的一并审查。",
    )
    return issued(
        data,
        Kind.REVIEW_CORRECTION,
        "审查补正告知书",
        "Notice of what to put right during the review",
        (
            Para(opening),
            table,
            Facts((*identity(data), handler(data))),
            Para((Strong(rest[0]), rest[1])),
        ),
        paper="告知书",
    )
