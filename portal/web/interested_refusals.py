"""The sentences for the refusals of what interested parties are told."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "interested_unnamed": Words(
            _l("利害关系人没有写明"),
            _l("告知书要写明利害关系人的名称和送达地址。"),
            _l("填写名称和地址再告知。"),
        ),
        "interested_unknown": Words(
            _l("没有选是哪一名利害关系人"),
            _l("每名利害关系人分别要求、分别放弃，一名的表示不算别人的。"),
            _l("在名单里选一名；没有书面告知过的，填名称和送达地址。"),
        ),
        "hearing_not_overtaken": Words(
            _l("没有等待答复的听证要求"),
            _l("这一方没有在决定以后提出按期邮寄的听证要求，或者已经书面答复。"),
            _l("看文书里的答复书。"),
        ),
        "hearing_answer_missing": Words(
            _l("没有选怎样答复"),
            _l("答复要写明原决定是否改变。"),
            _l("选一项再提交。"),
        ),
        "hearing_answer_no_proposal": Words(
            _l("还没有提出撤销"),
            _l("答复说已经提出撤销，但是这件的证照没有等待决定的撤销。"),
            _l("先在证照页面提出撤销，再答复；不撤销的，选“原决定不改变”。"),
        ),
        "answer_basis_missing": Words(
            _l("没有写明依据"),
            _l("答复要写明依据的条款。"),
            _l("写上法律、法规或者标准的条款。"),
        ),
        "interested_told_already": Words(
            _l("这名利害关系人已经告知"),
            _l("同一名称和地址的告知书已经生成。"),
            _l("在“文书送达”里送达；地址有变的，按新地址再告知。"),
        ),
        "hearing_postmark_missing": Words(
            _l("没有写明邮戳"),
            _l("邮寄的听证要求，是否超过期限按邮戳的日期算，邮戳日期和邮件号码要照信封填写。"),
            _l("填写邮戳日期和邮件号码再记录；信封存入案卷。"),
        ),
        "hearing_postmark_impossible": Words(
            _l("邮戳日期不对"),
            _l("邮戳日期应当在 %(since)s 告知之后、%(today)s 之前。"),
            _l("照信封上的邮戳核对日期。"),
        ),
        "interested_after_notice": Words(
            _l("来不及提前七日通知利害关系人"),
            _l("听证定在 %(on)s；提前七日通知，现在最早只能在 %(earliest)s 举行。"),
            _l("先把听证延期，告知利害关系人以后再定日期。"),
        ),
    }
)
