"""The sentences for what drafts, files and corrections refuse: what stands in the way, and the next step."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

APPLICATION: dict[str, Words] = {
    "no_such_draft": Words(
        _l("没有找到这份草稿"),
        _l("它可能已经被您单位的经办人删除，或者地址不完整。"),
        _l("从“我的办件”重新进入，或者从办事指南重新开始。"),
    ),
    "draft_submitted": Words(
        _l("这份申请已经提交"),
        _l("提交以后内容就固定了，这一页的修改没有保存。"),
        _l("要改的，等窗口的补正告知；急需更正的，请打窗口电话。进度在“我的办件”里看。"),
    ),
    "draft_stale": Words(
        _l("这一步在别处改过了"),
        _l("您打开页面以后，这一步在另一个窗口或者由另一位经办人改过，这次没有覆盖。"),
        _l("请另开一页看现在的内容，再决定要不要重新保存；您填写的内容还在下面。"),
    ),
    "draft_changed": Words(
        _l("核对之后草稿又改过"),
        _l("您打开核对页以后，草稿的内容有了变化，所以没有提交。"),
        _l("请重新打开核对页，再看一遍后提交。"),
    ),
    "guide_unavailable": Words(
        _l("这个事项的办事指南暂时不能用"),
        _l("指南文件正在更正，现在不能开始或者继续申请。您填过的内容都还在。"),
        _l("请过一会儿再来；急用的，请打窗口电话。"),
    ),
    "guide_changed": Words(
        _l("办事指南已经更新"),
        _l("这份草稿按旧版指南填写，旧版已经停用，所以没有提交。"),
        _l("请重新打开草稿，我们会换到现行指南并列出改了什么；把每一步再看一遍后提交，填过的内容都会保留。"),
    ),
    "no_such_section": Words(
        _l("没有这一步"),
        _l("这份申请没有这一步，地址可能抄错了，或者指南已经更新。"),
        _l("从“我的办件”重新进入这份申请。"),
    ),
    "no_such_file": Words(
        _l("没有找到这个文件"),
        _l("它可能已经被删除，或者地址不完整。"),
        _l("回到材料清单重新打开。"),
    ),
    "paper_expired": Words(
        _l("“%(filename)s”已经过了有效期"),
        _l("它的有效期到 %(valid_to)s，没有放进这份申请。"),
        _l("请上传现在有效的；日期写错了的，在“材料库”里改正后再用。"),
    ),
    "paper_not_stated": Words(
        _l("“%(filename)s”是您自己编制的，要先确认内容没有变化"),
        _l("自己编制的材料凭您的承诺使用，没有确认，所以没有放进去。"),
        _l("回到材料清单，看过内容，再按“内容没有变化，就用这份”。"),
    ),
    "paper_not_asked": Words(
        _l("这份申请不要“%(filename)s”"),
        _l("按您现在的回答，材料清单里没有这一种材料，所以没有放进去。"),
        _l("回到材料清单，按列出的材料上传。"),
    ),
    "file_handed_in": Words(
        _l("这个文件已经交了，不能删除"),
        _l("交给窗口的文件要留在案卷里。"),
        _l("文件有错的，等窗口的补正告知，或者打窗口电话说明。"),
    ),
    "file_lost": Words(
        _l("文件“%(filename)s”暂时取不出来"),
        _l("登记还在，存放文件的地方没有应答。"),
        _l("请过一会儿再试；还不行的，请告诉窗口，由运维人员恢复。"),
    ),
    "correction_changes_case": Words(
        _l("这样改就成了另一种情形"),
        _l("改过的答案会换掉材料清单或者审查部门，不能算作补正。您填写的内容已经保存，没有交出去。"),
        _l("请把决定情形的答案改回原样；确实变了情形的，请撤回后重新申请，或者打窗口电话问清楚。"),
    ),
}

register(APPLICATION)
