"""The sentences for what the writing and publishing of guides refuses, and for guides that are out of use."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

GUIDES: dict[str, Words] = {
    "no_such_version": Words(
        _l("没有这一版指南"),
        _l("地址可能抄错了，或者这一版已经不在目录里。"),
        _l("从“指南管理”的列表里重新打开。"),
    ),
    "guide_moved_on": Words(
        _l("这一版已经不在这个步骤"),
        _l("您打开页面以后，别的同事已经处理了这一版。"),
        _l("重新打开这一版，看现在的状态。"),
    ),
    "guide_revised": Words(
        _l("内容已经改过"),
        _l("您打开页面以后，这一版的内容又改过，所以没有处理。"),
        _l("重新打开这一版，看过现在的内容再办。"),
    ),
    "two_people": Words(
        _l("发布要两个人"),
        _l("这一版是您提交发布的，不能由您自己批准。"),
        _l("请另一位指南编写员或者系统管理员登录后核对并发布。"),
    ),
    "guide_faulty": Words(
        _l("这一版还不能发布"),
        _l("检查发现 %(count)s 处必须改的地方。"),
        _l("打开这一版，按“检查结果”逐处改好，再提交。"),
    ),
    "guide_day_taken": Words(
        _l("这一天已经有一版"),
        _l("%(day)s 起施行的另一版已经发布。"),
        _l("换一个施行日期再提交。"),
    ),
    "guide_not_in_force": Words(
        _l("这一版不用撤下"),
        _l("它已经被新版代替，或者已经停止使用，不会再用它开始新的申请。"),
        _l("要停用的是现行的一版，请从列表里打开。"),
    ),
    "guide_reason_missing": Words(
        _l("理由没有填"),
        _l("不予发布和撤下都要写明理由，记入这份指南的记录。"),
        _l("回到这一页写明理由再办。"),
    ),
    "guide_stopped": Words(
        _l("这份办事指南已停止使用"),
        _l("这个事项现在不能开始或者提交新的申请；已经提交的申请照常办理，您填过的内容都还在。"),
        _l("想知道现在怎样办，请打窗口电话；新的指南施行以后，草稿会接着用。"),
    ),
}

register(GUIDES)
