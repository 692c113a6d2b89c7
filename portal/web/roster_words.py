"""What is said of a list that was brought as a file: what went into which table, what did not, and why a file is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from guides.form import Field
from portal.formats import zh
from portal.i18n import language
from portal.services.rosters import Brought, Fault
from portal.services.text_table import FileRefused

REFUSED: dict[str, Any] = {
    "none": _l("还没有选文件。请选名单的文件，再按“填入”。"),
    "empty": _l("这个文件是空的。请选有内容的名单。"),
    "large": _l("这个文件超过 %(most)s MB。请只留名单，另存后再选。"),
    "encoding": _l("读不出文件里的字。请另存为 XLSX 或者 UTF-8 的 CSV，再选一次。"),
    "csv": _l("从第 %(line)s 行起读不出来，可能有引号没有成对。请另存为 XLSX，再选一次。"),
    "old_excel": _l("这是旧格式的 Excel（XLS）。请另存为 XLSX，再选一次。"),
    "not_workbook": _l("这个文件读不出来，可能坏了或者加了密。请另存为 XLSX，再选一次。"),
    "macros": _l("这个文件带有宏，不收。请另存为不带宏的 XLSX，再选一次。"),
    "hostile": _l("这个文件里有不该有的内容，不收。请把名单复制到新的文件，另存后再选。"),
    "too_much": _l("这个文件太大。请只留名单，另存后再选。"),
    "rows": _l("这个文件的行太多。请只留名单，另存后再选。"),
    "heads": _l("文件里没有找到这一步要的名单。第一行要写栏目名称，例如姓名、证号；可以下载模板照着填。"),
}
MOST_HEADS = 10
_WHY: dict[str, Any] = {
    "formula": _l("是公式，没有填入"),
    "error": _l("是出错的单元格，没有填入"),
    "digits": _l("是数字格式，位数可能不全，没有填入；请改成文本格式"),
    "option": _l("不在选项里，没有填入"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of a file: that it was not taken, or what went into the tables, and a line for all that did not."""

    refused: str = ""
    filled: str = ""
    lines: tuple[Markup, ...] = ()


def refused_words(refused: FileRefused) -> Told:
    """Why a file is not taken, and what to do."""
    return Told(refused=str(REFUSED[refused.code]) % refused.facts)


def told_of(brought: Brought, tables: tuple[Field, ...]) -> Told:
    """What a file that was read has filled in, and every cell, column and row that it has not."""
    counts = [
        ngettext(
            "%(table)s %(num)s 行",
            "%(table)s %(num)s 行",
            len(brought.rows[one.id]),
            table=one.label.get(language().code),
        )
        for one in tables
        if brought.rows.get(one.id)
    ]
    lines = [_fault(one) for one in brought.faults]
    lines += [
        _("%(table)s：文件里没有“%(column)s”这一栏，请补填。", table=_name(table), column=_name(one))
        for table, one in brought.missing
    ]
    lines += [
        _("%(table)s最多填 %(most)s 行，多出来的没有填入。", table=_name(one), most=one.max_rows) for one in brought.cut
    ]
    if unused := dict.fromkeys(head[:20] for head in brought.unused):
        lines.append(
            _("没有用到的栏目：%(names)s。", names=_("、").join(zh(head) for head in list(unused)[:MOST_HEADS]))
        )
    return Told(filled=_("已填入%(tables)s，请核对。", tables=_("、").join(counts)), lines=tuple(map(Markup, lines)))


def _fault(fault: Fault) -> str:
    """A cell that was not taken; every part is escaped where it comes from a file."""
    place = _("第 %(line)s 行“%(column)s”", line=fault.line, column=_name(fault.column))
    sheet = _("工作表“%(sheet)s”", sheet=zh(fault.sheet)) if fault.sheet else ""
    said = _("“%(said)s”", said=zh(fault.said)) if fault.said and fault.why == "option" else ""
    return _("%(sheet)s%(place)s%(said)s%(why)s。", sheet=sheet, place=place, said=said, why=_WHY[fault.why])


def _name(field: Field) -> str:
    return str(escape(field.label.get(language().code)))
