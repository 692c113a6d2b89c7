"""决定前公示: what is about to be decided, until when anybody may object, and how (R161; 《行政许可法》第三十六条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import day, identity


@dataclass(frozen=True)
class Window:
    """What is shown, and the window: its first and last day, both counted, in working days."""

    text: str
    opened_on: date
    last_on: date
    days: int
    basis: str


def publicity_notice(data: LetterData, shown: Window) -> Letter:
    """The notice of a publicity window, printed as such windows are: from A to B (N working days)."""
    ground = f"根据{shown.basis}，" if shown.basis else ""
    opening = f"{data.applicant.name}申请的{data.item}正在审查。{ground}作出决定以前公示如下："
    rows = (
        *identity(data),
        Fact("公示内容", shown.text),
        Fact("公示期", (Strong(f"{day(shown.opened_on)}至{day(shown.last_on)}（{shown.days}个工作日）"),)),
    )
    ways = (
        f"对公示的内容有异议的，公示期内可以登录{data.contact.site}，在“公示”页面提出；",
        f"也可以打电话（{data.handler.phone or data.contact.phone}），或者写信、当面提出，地址：{data.contact.address}；",
        "提出异议请写明理由、姓名或者单位名称和联系方式；每一条异议都书面答复，答复以前不作出决定。",
    )
    return issued(
        data,
        Kind.PUBLICITY_NOTICE,
        f"{data.act}决定前公示",
        "Publicity before the decision",
        (Para(opening), Facts(rows), Numbered(ways)),
        paper="公示",
        receipt=False,
    )
