"""The letter that ends a special procedure: the time to decide runs again, and these are its last days (R27, R138)."""

from dataclasses import dataclass
from datetime import date

from portal.documents.data import Due, LetterData
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Kind, Letter, Para, Strong
from portal.documents.procedure import accepted
from portal.documents.words import day, due, handler, identity, joined, under


@dataclass(frozen=True)
class Resumption:
    """A special procedure is over: what was told of it, its end, the new last days, and what else is still not counted (R27)."""

    name: str
    began: date
    ended_on: date
    promised: Due
    statutory: Due
    accepted_on: date
    acceptance_number: str
    notice: str = ""
    still: tuple[str, ...] = ()
    stops_statutory: bool = True


def resumption(data: LetterData, resumed: Resumption) -> Letter:
    """恢复计算办理期限告知书 (《行政许可法》第四十五条): the procedure is over, and these are the last days now."""
    notice = f"（《特别程序告知书》{resumed.notice}）" if resumed.notice else ""
    opening = accepted(data, resumed.accepted_on, resumed.acceptance_number)
    law = under(data, "第四十五条") if resumed.stops_statutory else "依据本机关公布的办事指南"
    counts = "办理期限" if resumed.stops_statutory else "承诺办理期限"
    over = f"{resumed.name}{notice}已于{day(resumed.ended_on)}结束。{law}，{counts}自次日起继续计算，现将新的办结日期告知如下："
    rows = (
        *identity(data),
        Fact("特别程序", resumed.name, half=True),
        Fact("不计入期限的时间", f"{day(resumed.began)}次日至{day(resumed.ended_on)}", half=True),
        Fact("承诺办结日期", (Strong(due(resumed.promised)),), half=True),
        Fact("法定办结日期", due(resumed.statutory), half=True),
        handler(data),
    )
    still = joined(resumed.still) if resumed.still else ""
    more = f"{still}还没有结束，上列日期按其于本告知书日期结束计算；结束以后另行书面告知。"
    return issued(
        data,
        Kind.RESUMPTION,
        "恢复计算办理期限告知书",
        "Notice that the time to decide runs again",
        (Para(opening + over), Facts(rows), *((Para(more),) if still else ())),
        paper="告知书",
    )
