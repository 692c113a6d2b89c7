"""The sentences for what is refused of walk-ins: sittings, pages, papers, remote intake and merging."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "no_such_sitting": Words(
            _l("没有这次登记"), _l("地址里的登记不存在，或者已经作废。"), _l("回到窗口登记，按代码重新找到申请人。")
        ),
        "not_taken_here": Words(
            _l("这里不能代收"),
            _l("%(items)s：这个代收窗口没有代收这一项的约定。"),
            _l("请申请人在网上申请，或者到受理机关的窗口办理；也可以去掉这一项，先办其他的。"),
        ),
        "forwarding_missing": Words(
            _l("没有选转送方式"), _l("代收的申请要写明怎样转送受理机关。"), _l("回到核对页，选电子转送或者邮寄。")
        ),
        "not_forwarded": Words(
            _l("不在转送途中"),
            _l("这个办件现在是“%(state)s”，不是正在转送的。可能同事已经确认收到。"),
            _l("打开办件看最新状态。"),
        ),
        "pages_changed": Words(
            _l("页的顺序刚刚变了"),
            _l("装订的时候，有人改了页的顺序，所以没有装订。页都还在。"),
            _l("回到扫描页看一遍，再装订。"),
        ),
        "no_such_page_act": Words(
            _l("没有这个操作"), _l("对页只能上移、下移、转向和去掉。"), _l("回到扫描页，用页下面的按钮。")
        ),
        "no_such_material": Words(
            _l("清单里没有这份材料"),
            _l("这种情形不要这份材料，清单以外的不能要。"),
            _l("回到材料清单，从列出的材料进入。"),
        ),
        "no_such_paper": Words(
            _l("没有这份待签文书"), _l("这份申请不需要签这一种文书。"), _l("回到“打印签字”，看需要签的几份。")
        ),
    }
)
