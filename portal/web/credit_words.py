"""What is said of credit lists: why a file or a line is refused, what happened to an entry, and what is told of an objection."""

from __future__ import annotations

import sys

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.services.credit_file import FileRefused, Refused

KINDS = {"black": _l("黑名单"), "red": _l("红名单")}
ACTS = {
    "listed": _l("列入"),
    "changed": _l("内容有变化"),
    "gone": _l("新版本里没有了"),
    "back": _l("又出现在新版本里"),
    "removed": _l("提前移出"),
    "repaired": _l("信用修复"),
    "restored": _l("恢复"),
    "objected": _l("提出异议"),
    "upheld": _l("异议成立"),
    "rejected": _l("异议不成立"),
}
GROUNDS = {
    "false_materials": _l("隐瞒情况或者提供虚假材料申请：一年内不得再次申请"),
    "improper_means": _l("以欺骗、贿赂等不正当手段取得许可，已经撤销：三年内不得再次申请"),
}
STATES = {
    "current": _l("有效"),
    "waiting": _l("还没有开始"),
    "expired": _l("已到期"),
    "removed": _l("已提前移出"),
    "repaired": _l("已修复"),
    "gone": _l("不在现行版本里"),
}
_FILES = {
    "empty": _l("这是空文件，没有导入。请重新导出后再选。"),
    "no_lines": _l("文件里只有表头，没有一行名单。没有导入；名单清空的，请逐条移出。"),
    "encoding": _l("文件的编码读不出来。请另存为 UTF-8 或 GB18030（Excel 的“CSV（逗号分隔）”）后再选。"),
    "spreadsheet": _l("这是 Excel 文件。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”，再选另存的文件。"),
    "json": _l("JSON 读不出来：应当是名单条目的数组，或者带 entries 的对象。请对照手册改好。"),
    "csv": _l("CSV 读不出来，可能有一行的引号没有成对。请用 Excel 或文本编辑器检查后再选。"),
    "columns": _l("文件缺少这些列：%(missing)s。请对照手册的列名改好表头；列名是乱码的，请换一种编码另存。"),
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
    "double": _l("和第 %(first)s 行重复"),
}


def file_words(wrong: FileRefused) -> str:
    """Why a file cannot be read, and what to do."""
    return str(_FILES[wrong.code]) % wrong.facts


def line_words(refused: Refused) -> str:
    """Why a line is not taken; an identity number is never said."""
    return str(_LINES[refused.fault]) % {"said": refused.said, "first": refused.first}


def init_app(app: Flask) -> None:
    """Let templates of any audience say what happened to an entry."""
    app.jinja_env.globals["credit_words"] = lambda: sys.modules[__name__]
