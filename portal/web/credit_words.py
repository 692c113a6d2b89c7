"""What is said of credit lists: why a file or a line is refused, what happened to an entry, and what is told of an objection."""

from __future__ import annotations

import sys

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.services.credit_fault_words import file_words, line_words
from portal.services.text_table import FileRefused

__all__ = [
    "ACTS",
    "ARRIVALS",
    "GRADES",
    "GROUNDS",
    "KINDS",
    "PARTLY",
    "SOURCES",
    "STATES",
    "WHY",
    "file_words",
    "init_app",
    "line_words",
    "why_words",
]

KINDS = {"black": _l("黑名单"), "red": _l("红名单")}
PARTLY = _l("改好这些行再运行一次；确实不要它们的，加上 --partly。")
"""What to do about refused lines at the command line; the page says it in its own words."""

ACTS = {
    "listed": _l("列入"),
    "changed": _l("内容有变化"),
    "gone": _l("新版本里没有了"),
    "back": _l("又出现在新版本里"),
    "removed": _l("提前移出"),
    "repaired": _l("信用修复"),
    "annulled": _l("撤销列入"),
    "extended": _l("延长答复期限"),
    "restored": _l("恢复"),
    "objected": _l("提出异议"),
    "upheld": _l("异议成立"),
    "rejected": _l("异议不成立"),
    "not_concerned": _l("与提出异议的单位无关"),
}
GRADES = {"minor": _l("轻微"), "general": _l("一般"), "serious": _l("严重")}
SOURCES = {"folder": _l("文件夹"), "feed": _l("信用平台接口")}
ARRIVALS = {
    "waiting": _l("等您确认"),
    "imported": _l("已导入"),
    "refused": _l("读不了"),
    "dismissed": _l("不采用"),
    "replaced": _l("来了更新的版本"),
}
WHY = {
    "manual": _l("设置为每份由人确认"),
    "new_list": _l("这个名称的名单以前没有"),
    "lines": _l("有读不了的行"),
    "shrunk": _l("比在用的版本少了很多，可能不完整"),
    "rule": _l("没有写依据"),
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
    "annulled": _l("列入已撤销"),
    "gone": _l("不在现行版本里"),
}


def why_words(why: str) -> str:
    """Why a list that came by itself waits, or was refused."""
    return str(WHY.get(why) or file_words(FileRefused(why, missing="…", names="…", most="…", limit="…")) if why else "")


def init_app(app: Flask) -> None:
    """Let templates of any audience say what happened to an entry."""
    app.jinja_env.globals["credit_words"] = lambda: sys.modules[__name__]
