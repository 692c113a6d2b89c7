"""The sentences for the refusals of review, decision and delivery: what stands in the way, and the next step."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

DECISION: dict[str, Words] = {
    "discussion_before_opinions": Words(
        _l("部门意见还没有到齐"),
        _l("集体讨论要以全部意见为依据。"),
        _l("等意见到齐后再讨论、记录。"),
    ),
    "discussion_day": Words(
        _l("讨论的日期不对"),
        _l("集体讨论在受理之后进行，不能记录还没有到的日期。"),
        _l("核对日期再保存。"),
    ),
    "discussion_few": Words(
        _l("参加讨论的人不够"),
        _l("集体讨论由几位负责人一起进行，每个人的意见都要写明。"),
        _l("补上参加的人和他们的意见。"),
    ),
    "discussion_incomplete": Words(
        _l("讨论记录不完整"),
        _l("记录要写明结论和每个人的意见。"),
        _l("补上以后再保存。"),
    ),
    "discussion_unfollowed": Words(
        _l("决定和集体讨论的结论不一致"),
        _l("不照讨论结论作决定的，要写明理由。"),
        _l("写明理由，或者照讨论结论决定。"),
    ),
    "decision_signed": Words(
        _l("决定已经签发，还没有送出"),
        _l("签发后到送出前，决定所根据的内容不能再变。"),
        _l("确需改动的，请签发人先撤回决定；送出以后按已决定的办件处理。"),
    ),
    "nothing_signed": Words(
        _l("现在没有等待送出的决定"),
        _l("决定可能刚被撤回、送出，或者退回重办。"),
        _l("看办件现在的状态。"),
    ),
    "signed_by_other": Words(
        _l("只有签发人可以撤回"),
        _l("送出前撤回决定，只能由签发的人自己做。"),
        _l("请签发人撤回。"),
    ),
    "undo_over": Words(
        _l("撤回的时间已过"),
        _l("决定正在送出，或者已经送出，不能再撤回。"),
        _l("决定有错误的，送出后依法变更、撤销或者另行更正。"),
    ),
    "undo_running": Words(
        _l("还没有到送出的时间"),
        _l("签发的决定要等撤回的时间过去才送出。"),
        _l("等到送出的时间。"),
    ),
    "no_such_track": Words(
        _l("没有这个审查环节"),
        _l("这个办件不需要这个部门审查。"),
        _l("回到待办列表。"),
    ),
    "already_answered": Words(
        _l("这个环节已经有意见"),
        _l("同一环节只作一次意见，您的意见没有提交。"),
        _l("先看已有的意见；确需更正的，请牵头部门处理。"),
    ),
    "predecessor_open": Words(
        _l("前一环节还没有答复"),
        _l("这个环节要等前面的部门答复后才开始。"),
        _l("等前一环节答复。"),
    ),
    "verdict_missing": Words(
        _l("没有选择结论"),
        _l("意见要有明确的结论。"),
        _l("选择结论再提交。"),
    ),
    "opinion_missing": Words(
        _l("还没有写意见"),
        _l("意见不能只签名，要写明结论和依据。"),
        _l("写上意见再提交。"),
    ),
    "basis_missing": Words(
        _l("没有写明依据"),
        _l("不同意或者不予许可要写明依据的条款。"),
        _l("写上法律、标准的条款。"),
    ),
    "facts_missing": Words(
        _l("没有写明事实"),
        _l("不予许可要写明查明的事实。"),
        _l("写上事实再作决定。"),
    ),
    "officers_missing": Words(
        _l("现场核查要有两名以上工作人员"),
        _l("依照《行政许可法》第三十四条，核查实质内容应当指派两名以上工作人员。"),
        _l("选择一同核查的同事。"),
    ),
    "no_such_procedure": Words(
        _l("这个理由不能暂停时限"),
        _l("只有法律列明的特别程序，或者指南载明的情形，才能不计入时限。"),
        _l("不暂停，继续办理。"),
    ),
    "already_paused": Words(
        _l("这个特别程序已经启动"),
        _l("同一程序不能重复启动。"),
        _l("结束现有程序后再启动。"),
    ),
    "announce_length": Words(
        _l("没有写明合适的所需时间"),
        _l("启动特别程序要书面告知所需时间，不能超过指南规定的上限。"),
        _l("填写所需的工作日数。"),
    ),
    "not_paused": Words(
        _l("这个特别程序没有在进行"),
        _l("它没有启动，或者已经结束。"),
        _l("回到办件查看时限。"),
    ),
    "resumed_before_pause": Words(
        _l("结束的日子早于启动的日子"),
        _l("特别程序从 %(began)s 启动，本机日期却是 %(today)s，可能是服务器时钟被调早了。"),
        _l("请系统管理员核对服务器时间，然后再结束。"),
    ),
    "no_extension": Words(
        _l("这个事项不能延期"),
        _l("办事指南没有规定延期。"),
        _l("在期限内作出决定。"),
    ),
    "extended_already": Words(
        _l("已经延期过一次"),
        _l("延期只能一次。"),
        _l("在延长后的期限内作出决定。"),
    ),
    "extension_too_long": Words(
        _l("延期天数不合规定"),
        _l("延期最多 %(max_days)s 个工作日，至少 1 个。"),
        _l("改成规定范围内的天数。"),
    ),
    "extension_too_late": Words(
        _l("期限已过，不能延期"),
        _l("延期要在期限届满前批准。"),
        _l("作出决定，并说明超期的原因。"),
    ),
    "approval_missing": Words(
        _l("没有写明批准人"),
        _l("延期要由行政机关负责人批准。"),
        _l("填写批准人。"),
    ),
    "blocked": Words(
        _l("还不能决定"),
        _l("有必需的环节没有完成，页面列出了每一项、由谁完成、什么时候到期。"),
        _l("完成列出的各项后再决定。"),
    ),
    "cosigner_decides": Words(
        _l("第二人复核的人不能再作决定"),
        _l("严格审查要两个人分别复核和决定。"),
        _l("请另一位审批人作决定。"),
    ),
    "already_cosigned": Words(
        _l("已经有第二人复核"),
        _l("不用重复复核。"),
        _l("查看复核意见。"),
    ),
    "explain_lateness": Words(
        _l("已超过承诺期限，要说明原因"),
        _l("超过承诺时限的，应当公开说明原因。"),
        _l("填写超期说明再作决定。"),
    ),
    "no_silent_decision": Words(
        _l("不能按视为备案处理"),
        _l("期限没有届满，或者这个事项没有视为备案的规定。"),
        _l("作出决定。"),
    ),
    "unknown_credit_result": Words(
        _l("信用查询结果不完整"),
        _l("没有得到可以识别的查询结果。"),
        _l("重新查询。"),
    ),
    "not_granted": Words(
        _l("还没有准予许可"),
        _l("准予之后才能制作证照。"),
        _l("等作出决定。"),
    ),
    "validity_reversed": Words(
        _l("有效期的起止日期颠倒"),
        _l("有效期止不能早于有效期起。"),
        _l("核对日期。"),
    ),
    "number_missing": Words(
        _l("没有证照编号"),
        _l("编号没有生成，证照没有制作。"),
        _l("重新制作；仍不行请联系管理员。"),
    ),
    "not_issued": Words(
        _l("证照还没有制作"),
        _l("准予许可的，先制作证照再送达。"),
        _l("先制证。"),
    ),
    "nothing_to_deliver": Words(
        _l("现在没有可以送达的结果"),
        _l("还没有决定，或者已经送达。"),
        _l("回到办件查看进度。"),
    ),
    "way_missing": Words(
        _l("没有选择送达方式"),
        _l("可以电子送达、窗口领取或者邮寄。"),
        _l("选择一种方式。"),
    ),
    "proof_missing": Words(
        _l("没有送达凭据"),
        _l("窗口领取要写领取人，邮寄要写运单号。"),
        _l("补上后再确认送达。"),
    ),
    "visit_incomplete": Words(
        _l("跑动记录没有填完整"),
        _l("要有地点、目的和原因。"),
        _l("补全后再保存。"),
    ),
    "not_decided": Words(
        _l("还没有作出决定"),
        _l("决定作出后才能公示。"),
        _l("等作出决定。"),
    ),
    "already_published": Words(
        _l("已经公示过"),
        _l("同一决定只公示一次。"),
        _l("查看结果公示。"),
    ),
    "not_published": Words(
        _l("还没有公示"),
        _l("决定作出后 7 个工作日内公示，公示以后才能更正或者撤下。"),
        _l("等公示以后再办。"),
    ),
    "publication_withdrawn": Words(
        _l("公示已经撤下"),
        _l("这条公示已于 %(on)s撤下，不能再更正或者撤下一次。"),
        _l("看一看更正和撤下的记录。"),
    ),
    "publication_unchanged": Words(
        _l("没有改动任何一项"),
        _l("填的内容和现在公示的一样，没有更正。"),
        _l("改好写错的项再提交。"),
    ),
    "publication_ground_missing": Words(
        _l("没有选为什么撤下"), _l("没有原因的，公示不能撤下。"), _l("从列出的原因里选一种。")
    ),
    "no_such_publication": Words(
        _l("没有这条公示"), _l("地址里的公示不存在。"), _l("回到许可公示，用名称或者文书号查找。")
    ),
    "reminded_already": Words(
        _l("已经提醒过"),
        _l("同一时点只提醒一次。"),
        _l("不用再操作。"),
    ),
}

register(DECISION)
