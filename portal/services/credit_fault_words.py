"""Why a credit list, or a line of it, is not taken, in the language in force, with what to do about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.services import credit_terms
from portal.services.credit_file import Refused
from portal.services.text_table import FileRefused

_FILES = {
    "empty": _l("这是空文件，没有导入。请重新导出后再选。"),
    "no_lines": _l("文件里只有表头，没有一行名单。没有导入；名单清空的，请逐条移出。"),
    "pdf": _l("这是 PDF，读不出名单。请向提供名单的单位要 .xlsx、.csv 或 .json 文件，再选一次。"),
    "picture": _l("这是图片，读不出名单。请向提供名单的单位要 .xlsx、.csv 或 .json 文件，再选一次。"),
    "packed": _l("这是压缩包，没有打开。请先解压，再选里面的 .xlsx、.csv 或 .json 文件。"),
    "encoding": _l("文件的编码读不出来。请另存为 UTF-8 或 GB18030（Excel 的“CSV（逗号分隔）”）后再选。"),
    "old_excel": _l(
        "这是旧版 Excel（.xls）文件，或者设了密码。请在 Excel 里去掉密码，另存为“Excel 工作簿（.xlsx）”后再选。"
    ),
    "not_workbook": _l(
        "这不是 Excel 工作簿，或者文件已经损坏。请在 Excel 里打开，另存为“Excel 工作簿（.xlsx）”后再选。"
    ),
    "macros": _l("工作簿里有宏，不收。请另存为不带宏的“Excel 工作簿（.xlsx）”后再选。"),
    "too_much": _l("工作簿展开后太大（超过 %(most)s MB），或者部件太多。请只留名单这一张表，另存后再选。"),
    "hostile": _l("工作簿里有不该有的内容（外部实体），不收。请把名单复制到新的工作簿，另存后再选。"),
    "sheet": _l("没有这张工作表。文件里有：%(names)s。请写对名称，或者不填，读第一张。"),
    "ending": _l("只收 .xlsx、.csv、.json 和 .txt 文件。请另存为其中一种，再放进文件夹。"),
    "about": _l("文件名看不出是哪个名单，或者太长。请改成“名单名称@版本.xlsx”，再放进文件夹。"),
    "infected": _l("文件带有病毒，没有读。"),
    "rows": _l("工作表超过 %(most)s 行。请拆成几个名单导入；下面有很多空行的，请删掉。"),
    "json": _l("JSON 读不出来：应当是名单条目的数组，或者带 entries 的对象。请对照手册改好。"),
    "csv": _l("CSV 从第 %(line)s 行起读不出来，可能有引号没有成对。请用 Excel 或文本编辑器检查后再选。"),
    "columns": _l("文件缺少这些列：%(missing)s。请对照手册的列名改好表头；列名是乱码的，请换一种编码另存。"),
    "columns_double": _l("有几列说的是同一项：%(doubled)s。每项只留一列，再选一次。"),
    "too_large": _l("文件超过 %(limit)s MB。请拆成几个名单导入。"),
}
_LINES = {
    "nobody": _l("没有写单位，也没有写人员"),
    "uscc": _l("统一社会信用代码 %(said)s 不对（位数或校验位）"),
    "person_id": _l("身份证号不对（位数、日期或校验位）"),
    "reversed": _l("有效期至早于列入日期"),
    "grounds": _l("没有写列入事由"),
    "body": _l("没有写列入机关"),
    "date": _l("日期“%(said)s”看不懂，应当像 2026-09-30"),
    "long": _l("有一格文字太长"),
    "shape": _l("格数和表头对不上，或者不是一条记录"),
    "quote": _l("有一格的引号没有成对，把下面几行也读成了这一格。请改好引号"),
    "grade": _l("失信等级“%(said)s”看不懂，应当是轻微、一般或者严重"),
    "term": _l("有效期和失信等级不相符：轻微的 %(minor)s 个月，一般的 %(general)s 个月，严重的 %(serious)s 个月"),
    "number": _l("“%(said)s”一格是数字，Excel 会丢掉前面的 0 和后面的几位。请把整列设成“文本”格式，重新填写"),
    "formula": _l("“%(said)s”一格是公式。请复制后“选择性粘贴”为数值"),
    "error": _l("“%(said)s”一格是错误值（例如 #N/A）。请改成正确的内容"),
    "merged": _l("“%(said)s”一格是合并的单元格。请取消合并，每行都填全"),
    "double": _l("和第 %(first)s 行重复"),
}


def file_words(wrong: FileRefused) -> str:
    """Why a file cannot be read, and what to do."""
    return str(_FILES[wrong.code]) % wrong.facts


def line_words(refused: Refused) -> str:
    """Why a line is not taken; an identity number is never said."""
    return str(_LINES[refused.fault]) % {"said": refused.said, "first": refused.first, **credit_terms.months()}
