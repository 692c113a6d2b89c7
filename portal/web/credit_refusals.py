"""The sentences for what credit lists, objections and statutory bars forbid."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "credit_list_changed": Words(
            _l("名单刚刚有了新版本"),
            _l("您预览以后，别人导入或登记了“%(name)s”的新版本 %(version)s。这次没有导入。"),
            _l("再看一遍和新版本的差别，确认后再导入。"),
        ),
        "credit_lines_refused": Words(
            _l("文件里有读不了的行"),
            _l("有 %(lines)s 行不能导入，整份没有导入。"),
            _l("改好这些行再选文件；确实不要它们的，勾选“有错的行不导入”（命令行用 --partly）。"),
        ),
        "no_such_credit_entry": Words(
            _l("没有这条名单记录"),
            _l("地址里的记录不存在。"),
            _l("回到信用名单，从列表里选。"),
        ),
        "credit_act_not_now": Words(
            _l("这条记录已经是这个状态"),
            _l("已经移出或修复的不能再移出；没有移出的不能恢复。可能同事刚刚办过。"),
            _l("看一看下面的经过，再决定。"),
        ),
        "credit_entry_known": Words(
            _l("这条记录已经登记过"),
            _l("同一单位或人员、同一决定书的记录已经在名单里，没有再登记。"),
            _l("请在名单里查找，看它的经过。"),
        ),
    }
)
