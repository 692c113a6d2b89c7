"""The sentences for the refusals on a licence after it was issued: what stands in the way, and the next step."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "no_licence": Words(
            _l("这个办件没有证照"), _l("本件没有发出证照，或者证照不在登记簿里。"), _l("从证照登记簿重新进入。")
        ),
        "licence_replaced": Words(
            _l("这张证照已经被新证代替"), _l("%(on)s 换发了新证，这张证照不再变动。"), _l("打开新证办理。")
        ),
        "licence_act_unknown": Words(_l("没有这种处理"), _l("地址里的处理不存在。"), _l("从证照页面里选一种。")),
        "holder_alone": Words(
            _l("只能由持证人本人提出"),
            _l("证照发给材料里写明的个人，放弃陈述、申辩和听证，申请注销，都由本人决定，申请单位不能代办。"),
            _l("请本人用自己的账户提出；没有账户的，带身份证到窗口办理。"),
        ),
        "licence_act_open": Words(
            _l("已经有一项拟作的决定"),
            _l("%(on)s 提出的一项还没有决定，同时只能有一项。"),
            _l("先决定或者放弃那一项。"),
        ),
        "licence_act_impossible": Words(
            _l("现在不能%(act)s"),
            _l("证照的状态是“%(state)s”，不能%(act)s。"),
            _l("看证照的经过，选一种合适的处理。"),
        ),
        "licence_ground_wrong": Words(
            _l("情形和证照的状态不符"), _l("选的情形不适用于现在状态的证照。"), _l("重新选一种情形。")
        ),
        "licence_effect_past": Words(
            _l("生效日期太早"), _l("生效日期不能早于今天（%(first)s）。"), _l("改成今天或者以后。")
        ),
        "licence_until_wrong": Words(
            _l("暂扣的最后一天不对"), _l("最后一天要晚于生效日期；只有暂扣才有最后一天。"), _l("改正日期再提出。")
        ),
        "licence_restore_late": Words(
            _l("恢复的日期太晚"),
            _l("暂扣到期后证照自动恢复，恢复的日期不能晚于 %(last)s，不然等于延长暂扣。"),
            _l("改成 %(last)s 或者以前；要延长的，另行作出暂扣决定。"),
        ),
        "licence_document_missing": Words(
            _l("另一份决定的文号没有写"), _l("这种情形以另一份决定为依据，要写它的文号。"), _l("写上文号再提出。")
        ),
        "licence_heard_missing": Words(
            _l("听证权利的告知没有写"),
            _l("吊销许可证件的处罚以前，应当告知要求听证的权利（《行政处罚法》第六十三条），要写怎样告知的。"),
            _l("写明告知的日期、文书和是否举行了听证，再提出。"),
        ),
        "licence_redress_missing": Words(
            _l("赔偿或者补偿没有写"),
            _l("这种情形给持证人造成损失的，依法应当赔偿或者补偿。"),
            _l("写明怎样赔偿、补偿；没有损失的，写明没有损失和理由。"),
        ),
        "licence_act_missing": Words(
            _l("没有拟作的决定"), _l("这张证照上没有等待决定的事项，可能刚刚有人处理过。"), _l("看证照的经过。")
        ),
        "licence_second_person": Words(
            _l("要由另一个人决定"),
            _l("提出的人不能自己决定，要由另一名有权决定的人员签发。"),
            _l("请另一名负责人决定。"),
        ),
        "licence_defence_unknown": Words(
            _l("没有这种陈述、申辩"), _l("这一项没有告知过陈述、申辩的权利，或者没有这种方式。"), _l("看证照的经过。")
        ),
        "licence_defence_twice": Words(_l("已经记录过"), _l("同样的要求或者放弃只记录一次。"), _l("看证照的经过。")),
        "licence_hearing_late": Words(
            _l("要求听证的期限已过"),
            _l("应当在告知书写明的期限内提出，最后一天是 %(due)s；放弃以后不能再要求。"),
            _l("仍然可以陈述、申辩。"),
        ),
        "licence_hearing_unasked": Words(
            _l("没有人要求听证"), _l("没有等待举行的听证，不能记录已经举行。"), _l("有要求的，先记录要求。")
        ),
        "licence_hearing_open": Words(
            _l("听证还没有举行"),
            _l("持证人已经要求听证，举行以前不能决定，也不能改为放弃。"),
            _l("举行听证，再记录笔录。"),
        ),
        "licence_defence_period": Words(
            _l("陈述、申辩的期限还没有过"),
            _l("持证人可以在 %(due)s 以前陈述、申辩和要求听证。"),
            _l("等期限届满，或者持证人明确放弃。"),
        ),
        "licence_defence_unanswered": Words(
            _l("陈述、申辩没有答复"),
            _l("持证人有陈述、申辩或者举行过听证，决定书要写明怎样采纳。"),
            _l("写上答复再签发。"),
        ),
        "licence_legal_missing": Words(
            _l("没有法制审核意见"),
            _l("这种处理签发以前要经过法制审核，写明审核人、意见和时间。"),
            _l("请提出人以外的人写审核意见。"),
        ),
        "licence_legal_returned": Words(
            _l("法制审核退回修改"),
            _l("最近一次审核的结论是退回修改，不能讨论，也不能签发。"),
            _l("补充以后再审核，或者放弃后重新提出。"),
        ),
        "licence_reviewer_proposed": Words(
            _l("不能审核自己提出的"),
            _l("法制审核由提出人以外的人写，您是提出这项决定的人。"),
            _l("请本部门的另一个人审核。"),
        ),
        "licence_reviewer_signs": Words(
            _l("审核的人不能签发"),
            _l("您写了这项决定的法制审核意见，审核和签发不能是同一个人。"),
            _l("请另一名负责人签发。"),
        ),
        "licence_discussion_missing": Words(
            _l("没有集体讨论的记录"),
            _l("这种处理由负责人集体讨论以后才能签发。"),
            _l("先记录集体讨论，再签发。"),
        ),
        "licence_discussion_against": Words(
            _l("集体讨论的结论是不作出"),
            _l("集体讨论认为不作出这项决定，签发要和讨论的结论一致。"),
            _l("放弃这项决定；情况有变化的，重新讨论并记录。"),
        ),
        "licence_discussion_day": Words(
            _l("讨论的日期不对"),
            _l("讨论的日期要在 %(since)s 和 %(today)s 之间，那时持证人的意见和审核意见都已经有了。"),
            _l("改正日期再保存。"),
        ),
        "licence_drop_against": Words(
            _l("集体讨论的结论是作出"),
            _l("%(on)s 集体讨论认为应当作出这项决定，不能自行放弃。"),
            _l("请负责人签发；情况有变化的，重新讨论并记录。"),
        ),
        "licence_not_suspended": Words(
            _l("证照没有暂扣"), _l("证照没有暂扣，或者暂扣的最后一天还没有过。"), _l("看证照的经过。")
        ),
        "silence_decided": Words(
            _l("期限届满没有作出决定，法律已经有了结果"),
            _l(
                "延续申请在证照到期日前、备案在法定期限内没有作出决定的，依法视为准予延续或者视为备案，不能再准予、不予、终止或者撤回。"
            ),
            _l("刷新页面：系统已经按届满的日期记录这一结果，接着办理制证和送达。"),
        ),
        "former_not_good": Words(
            _l("原证不能代替"),
            _l("原证 %(number)s 的状态是“%(state)s”，不能由新证代替。"),
            _l("原证暂扣的，恢复以后再制证；已经撤销、撤回、吊销、注销或者被代替的，由负责人在办件页面终止本件。"),
        ),
        "no_former_licence": Words(
            _l("这个办件没有原证"), _l("本件不延续、变更或者补发登记簿里的证照。"), _l("回到办件页面。")
        ),
        "renewal_filed": Words(
            _l("这张证照已经申请过延续"),
            _l("%(on)s 已经提出延续申请，办件编号 %(number)s。一张证照同时只办一件延续，以免重复计算有效期。"),
            _l("在“我的办件”里查看那一件：要改内容的，在那一件里补正；要重新申请的，先撤回那一件。"),
        ),
        "former_unchanged": Words(
            _l("没有要按变更后内容办理的"),
            _l("原证 %(number)s 的内容和本件一致，可能刚刚有人处理过。"),
            _l("刷新页面，照常办理。"),
        ),
        "former_still_good": Words(
            _l("原证还可以由新证代替"),
            _l("原证 %(number)s 的状态是“%(state)s”，本件不能以原证失效为由终止。"),
            _l("照常制证；原证暂扣的，等恢复以后再制证。"),
        ),
        "former_act_open": Words(
            _l("原证上有一项拟作的决定"),
            _l("原证 %(number)s 在 %(on)s 提出了一项决定，还没有结论，不能由新证代替。"),
            _l("先决定或者放弃那一项，再制证。"),
        ),
        "cancellation_asked": Words(
            _l("已经申请过注销"), _l("%(on)s 已经申请注销，本机关正在办理。"), _l("等待决定书。")
        ),
        "cancellation_not_asked": Words(
            _l("没有等待答复的注销申请"), _l("持证人没有申请注销，或者已经决定、已经答复。"), _l("看证照的经过。")
        ),
        "reissue_asked": Words(
            _l("已经申请过补发"), _l("%(on)s 已经申请补发，发证机关正在办理。"), _l("等待新证或者答复。")
        ),
        "reissue_not_asked": Words(
            _l("没有等待补发的申请"), _l("持证人没有申请补发，或者已经办好、已经答复。"), _l("看证照的经过。")
        ),
        "answer_proposed": Words(
            _l("已经提出处理意见"), _l("%(on)s 已经提出，等待负责人签发。"), _l("等待签发，或者先撤回、退回。")
        ),
        "answer_not_proposed": Words(
            _l("没有等待签发的处理意见"),
            _l("由承办人提出、负责人签发。还没有人提出，或者已经撤回、退回。"),
            _l("先由承办人提出。"),
        ),
        "reissue_outcome_missing": Words(
            _l("没有选处理意见"), _l("补发，还是不予补发，没有选。"), _l("选一项再提交。")
        ),
        "answer_second_person": Words(
            _l("要由另一个人签发"), _l("提出的人不能自己签发。"), _l("请本部门另一名负责人签发。")
        ),
        "void_declared": Words(
            _l("没有要声明作废的旧证"), _l("指南没有要求声明，或者已经声明过。"), _l("看证照的经过。")
        ),
        "reissue_ground_unknown": Words(_l("没有这种补发的原因"), _l("选的原因不在清单里。"), _l("重新选一种。")),
        "reissue_unstated": Words(_l("没有声明"), _l("补发要由持证人声明证照遗失或者损毁。"), _l("勾选声明再提交。")),
        "reissue_not_good": Words(
            _l("现在不能补发"),
            _l("证照的状态是“%(state)s”，只有有效的证照才补发。"),
            _l("暂扣的等恢复以后再申请；过期的申请延续或者重新申请；已经终止的不再补发。"),
        ),
        "reissue_by_guide": Words(
            _l("这种证照按办事指南补发"),
            _l("这个事项的办事指南里有补发的情形，要按指南申请。"),
            _l("从证照页面打开办事指南，选补发。"),
        ),
    }
)
