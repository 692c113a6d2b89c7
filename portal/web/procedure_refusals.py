"""The sentences for the refusals of intake, correction and deferral: what stands in the way, and the next step."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

PROCEDURE: dict[str, Words] = {
    "no_such_case": Words(
        _l("没有找到这个办件"),
        _l("地址里的办件不存在，或者地址不完整。"),
        _l("从“我的办件”或者列表重新进入。"),
    ),
    "no_such_letter": Words(
        _l("没有找到这份文书"),
        _l("地址里的文书不存在，或者地址不完整。"),
        _l("回到办件，从文书列表重新打开。"),
    ),
    "stale": Words(
        _l("这个办件刚刚有了变化"),
        _l("您打开页面之后，别人已经办理了这个办件，您的操作没有执行。"),
        _l("先看最新情况，再决定要不要继续；您填写的内容还在下面。"),
    ),
    "already_submitted": Words(
        _l("这份申请已经提交过"),
        _l("同一份申请只能提交一次，没有重复提交。"),
        _l("在“我的办件”里查看进度。"),
    ),
    "not_at_window": Words(
        _l("这个办件不在窗口环节"),
        _l("它已经受理、退回补正或者办结，不能再做受理处理。"),
        _l("回到办件查看现在轮到谁。"),
    ),
    "not_in_review": Words(
        _l("这个办件不在审查环节"),
        _l("只有已经受理、还没有决定的办件才能这样办理。"),
        _l("回到办件查看现在轮到谁。"),
    ),
    "already_decided": Words(
        _l("这个办件已经作出决定"),
        _l("决定作出后，不能再提交意见或者另作决定。"),
        _l("查看决定书；确有错误的，依照撤销、变更程序办理。"),
    ),
    "unmarked": Words(
        _l("还有材料没有标记"),
        _l("一次告知要求逐份看过。还没有标记的材料列在页面上。"),
        _l("把每一份材料都标记后再出具文书。"),
    ),
    "outside_guide": Words(
        _l("不能索要指南以外的材料"),
        _l("办事指南没有列出这份材料，任何人不得要求申请人提交。"),
        _l("只在指南所列材料范围内标记。"),
    ),
    "reason_missing_for": Words(
        _l("还没有写明要补正什么"),
        _l("标为“需补正”的材料要写明问题和标准。"),
        _l("在每份需补正的材料下写上告知申请人的话。"),
    ),
    "reason_missing": Words(
        _l("还没有写理由"),
        _l("这一步要书面说明理由。"),
        _l("写上理由再提交。"),
    ),
    "still_to_correct": Words(
        _l("还有材料需要补正"),
        _l("有材料标为“需补正”，现在不能受理。"),
        _l("出具一次性告知，或者核对标记。"),
    ),
    "nothing_to_correct": Words(
        _l("没有需要补正的材料"),
        _l("所有材料都合格或者可以后补，不能要求补正。"),
        _l("受理这份申请。"),
    ),
    "told_once": Words(
        _l("补正内容已经一次告知过"),
        _l("上次告知以外的材料已经合格，不能再提出新的补正要求。"),
        _l("只能指出补正材料本身仍有的问题。"),
    ),
    "notice_too_late": Words(
        _l("已经过了告知期限"),
        _l("期限内没有告知，依法自收到申请材料之日起即为受理，不能再要求补正。"),
        _l("按已受理办理。"),
    ),
    "notice_limit_running": Words(
        _l("告知期限还没有到"),
        _l("期限内没有告知才视为受理。"),
        _l("等期限届满，或者现在就受理。"),
    ),
    "must_tell_first": Words(
        _l("要先一次告知补正"),
        _l("没有告知过补正，不能直接不予受理。"),
        _l("出具一次性告知。"),
    ),
    "competent_body_missing": Words(
        _l("没有写明主管机关"),
        _l("告知不属于本机关职权时，要写明应当向哪个机关申请。"),
        _l("填写主管机关名称。"),
    ),
    "nothing_corrected": Words(
        _l("没有更正内容"),
        _l("当场更正至少要更正一处。"),
        _l("更正后再保存，或者返回。"),
    ),
    "nothing_deferred": Words(
        _l("没有后补的材料"),
        _l("没有材料标为“可后补”，不用容缺受理。"),
        _l("直接受理。"),
    ),
    "not_deferrable": Words(
        _l("这份材料不能容缺"),
        _l("办事指南没有把它列为可容缺材料。"),
        _l("标为“需补正”或者“合格”。"),
    ),
    "deferral_needs_commitment": Words(
        _l("容缺要有申请人的承诺"),
        _l("申请人没有书面承诺后补，不能容缺受理。"),
        _l("请申请人签署承诺，或者改为补正。"),
    ),
    "credit_not_looked_up": Words(
        _l("还没有查到信用情况"),
        _l("容缺受理前要查询信用名单，现在没有查到结果。"),
        _l("重新查询；接口不通时先按补正办理，或者稍后再查。"),
    ),
    "black_list_no_deferral": Words(
        _l("失信名单内的申请人不适用容缺"),
        _l("申请人或者有关人员在严重失信名单内，材料要在受理前交齐；不影响依法受理和审查。"),
        _l("把后补的材料改为需补正。"),
    ),
    "no_correction_open": Words(
        _l("现在没有要补正的内容"),
        _l("这个办件没有等待补正，或者已经补交过。"),
        _l("回到办件查看进度。"),
    ),
    "correction_too_late": Words(
        _l("补正期限已经届满"),
        _l("期限内没有补正，申请已按规定终止。"),
        _l("可以重新提交申请。"),
    ),
    "correction_incomplete": Words(
        _l("补正材料还没有交齐"),
        _l("补正要一次交齐，还有被告知的材料没有上传。"),
        _l("按页面列出的材料逐份上传，再一次提交。"),
    ),
    "correction_period_running": Words(
        _l("补正期限还没有到"),
        _l("期限届满才能按未补正处理。"),
        _l("等期限届满。"),
    ),
    "too_late_to_withdraw": Words(
        _l("现在不能撤回"),
        _l("办件已经作出决定或者已经结束。"),
        _l("查看决定书；已领的证照可以申请注销。"),
    ),
    "not_promised": Words(
        _l("这份材料没有承诺后补"),
        _l("它不在容缺承诺的清单里。"),
        _l("回到办件查看容缺材料。"),
    ),
    "already_supplied": Words(
        _l("这份材料已经补交"),
        _l("窗口还在核对，不用重复补交。"),
        _l("等待核对结果。"),
    ),
    "supplement_too_late": Words(
        _l("补交期限已经届满"),
        _l("期限内没有补交，办件将按承诺书载明的后果处理。"),
        _l("请联系综合窗口。"),
    ),
    "already_confirmed": Words(
        _l("这份材料已经核对合格"),
        _l("不用再次核对。"),
        _l("回到办件继续办理。"),
    ),
    "not_arrived": Words(
        _l("这份材料还没有补交"),
        _l("申请人还没有交来，不能核对。"),
        _l("等申请人补交，或者联系申请人。"),
    ),
    "supplement_period_running": Words(
        _l("补交期限还没有到"),
        _l("期限届满还没有补交，才能按逾期处理。"),
        _l("等期限届满。"),
    ),
}

register(PROCEDURE)
