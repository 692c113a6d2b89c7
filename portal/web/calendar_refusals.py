"""The sentences for holiday notices that cannot be brought in, and for cases to which one was applied already."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "calendar_unusable": Words(
            _l("这份放假安排用不了"),
            _l("%(file)s：%(reason)s。没有导入，日历没有变化。"),
            _l("对照放假文件改好，再导入；地方法定节日要写明文件、条款和节日名称，也不能和全国安排相反。"),
        ),
        "calendar_gap": Words(
            _l("中间缺一年"),
            _l("日历里没有 %(missing)s 年，导入 %(year)s 年会留下空档，跨年的期限算不出来。没有导入。"),
            _l("先导入 %(missing)s 年的安排。"),
        ),
        "calendar_settled": Words(
            _l("这一年的安排已经公布并且开始执行"),
            _l("%(year)s 年的安排已经公布，文件里有 %(days)s 天和它不一样。改它会改变已经走过的期限，没有导入。"),
            _l("确认发文机关更正了通知的，勾选“改已经开始的年度”（命令行用 --force）后再导入。"),
        ),
        "calendar_scope": Words(
            _l("没有这个部门"),
            _l("“%(scope)s”不是全国、本地区、政务服务中心，也不是部门代码。没有导入。"),
            _l("从列表里选适用范围，或者先建部门。"),
        ),
        "hours_unusable": Words(
            _l("这份对外时间用不了"),
            _l("%(file)s：%(reason)s。没有导入，对外时间没有变化。"),
            _l("对照公告改好文件，再导入。"),
        ),
        "hours_scope": Words(
            _l("没有这个部门"),
            _l("“%(scope)s”不是政务服务中心，也不是部门代码。没有导入。"),
            _l("从列表里选是谁的时间，或者先建部门。"),
        ),
        "calendar_applied_already": Words(
            _l("这份安排已经用过"),
            _l("%(year)s 年的这份安排已经用于这个办件，期限没有再变。"),
            _l("不用再做什么。"),
        ),
    }
)
