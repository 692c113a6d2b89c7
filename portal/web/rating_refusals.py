"""The sentences of refusals about ratings and their follow-up."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.db import reading
from portal.services.people import names_of
from portal.web.refusals import Words, register, words_of
from portal.web.review_refusals import DETAILS, EVENTS
from portal.web.window_words import who
from workflows.refusal import Refusal

register(
    {
        "no_such_act": Words(
            _l("没有可以评价的这一次服务"),
            _l("评价要对着这件办件，或者对着一次有记录的到窗口办事。"),
            _l("回到办件，从列出的服务里选。"),
        ),
        "no_such_rating": Words(
            _l("没有这条评价"), _l("这件办件没有这条评价，或者它不是差评。"), _l("回到列表，从列出的评价里选。")
        ),
        "rated_too_early": Words(
            _l("办结以后才能评价"), _l("这件办件还没有办结，评价要等结果出来。"), _l("办结以后再到这一页来。")
        ),
        "rated_already": Words(
            _l("这次服务已经评价过"), _l("一次服务只评价一次，先前的评价没有改动。"), _l("看已经作出的评价和答复。")
        ),
        "rating_by_staff": Words(
            _l("评价只由申请人作出"), _l("工作人员不能评价，也不能替申请人评价。"), _l("请申请人自己评价。")
        ),
        "rating_unproven": Words(
            _l("评价前要确认是您本人"),
            _l("编号和查询密码印在收件凭证上，窗口人员也看得到，所以还要填发到您手机上的评价码。"),
            _l("请回到评价页面，先取评价码。"),
        ),
        "rating_code_nowhere": Words(
            _l("评价码发不出去"),
            _l("这件办件没有可以收评价码的手机，或者本站没有接短信平台。"),
            _l("请登录单位账户评价，或者在窗口的评价器上、凭窗口打印的评价单评价。"),
        ),
        "rating_code_just_sent": Words(
            _l("评价码刚刚发过"), _l("一分钟内只发一次。"), _l("请先看手机，没有收到的一分钟后再发。")
        ),
        "rating_codes_enough": Words(
            _l("今天的评价码已经发满"), _l("一件办件一天最多发 5 次评价码。"), _l("请明天再来，或者登录单位账户评价。")
        ),
        "rating_slip_account": Words(
            _l("这件办件不用评价单"),
            _l("这件是用单位账户在网上申请的，登录账户就能评价，不打印评价单。"),
            _l("请申请人登录后在办件页面评价，或者在窗口评价器上评价。"),
        ),
        "rating_slip_phone": Words(
            _l("这件办件不用评价单"),
            _l("申请时留了手机，评价码直接发到申请人自己的手机，不打印评价单。"),
            _l("请申请人在网上用评价码评价，或者在窗口评价器上评价。"),
        ),
        "rating_slip_used": Words(
            _l("这张评价单不能再用"),
            _l("一张评价单只能评价一次；它已经用过，或者后来又打印了新的一张。"),
            _l("还有要评价的，请窗口再打印一张；这条评价不是您作出的，在评价页面点“这不是我评的”。"),
        ),
        "contested_already": Words(
            _l("已经说过这条评价不是您评的"),
            _l("对同一条评价只说一次，由监督人员核实。"),
            _l("看评价页面上的核实结论。"),
        ),
        "no_rating_device": Words(
            _l("这个窗口没有评价器"),
            _l("您没有选在哪个窗口办公，或者这个窗口还没有启用评价器。"),
            _l("先在“叫号”里选窗口；没有评价器的，请管理员在“窗口和号源”里生成密钥。"),
        ),
        "nobody_here_today": Words(
            _l("申请人今天没有来过这个窗口"),
            _l("评价器只给当场在的申请人用：办件要有今天在这个窗口的到场记录。"),
            _l("人在的，先记一次到场；人不在的，由申请人自己在网上评价。"),
        ),
        "rating_over": Words(
            _l("评价的时间已经过了"),
            _l("这次服务可以评价到 %(until)s 为止，已经不能再评价。"),
            _l("对办理仍有意见的，可以在“投诉与建议”里提出。"),
        ),
        "level_missing": Words(_l("满意程度没有选"), _l("评价分五档，要选其中一档。"), _l("选好以后再提交。")),
        "tag_unknown": Words(_l("有不认识的标签"), _l("标签只能从页面列出的里面选。"), _l("重新打开评价页面再选。")),
        "tags_contradict": Words(_l("标签前后矛盾"), _l("同一方面不能既选好的又选不好的。"), _l("留下一个，再提交。")),
        "rating_elsewhere": Words(
            _l("这一步现在不能做"),
            _l("这条差评的处理不在这一步：可能刚刚有人办过，也可能还差前一步。"),
            _l("刷新页面，看现在到了哪一步。"),
        ),
        "finding_missing": Words(
            _l("核实的结论没有选"), _l("核实要写明怎样联系的、结论是什么。"), _l("选好以后再提交。")
        ),
        "finding_without_contact": Words(
            _l("没有联系上，不能认定不属实"),
            _l("认定不属实或者恶意以前，要听申请人怎么说。"),
            _l("换个时间再联系；确实联系不上的，按属实整改。"),
        ),
        "attempts_missing": Words(
            _l("联系的次数还不够"),
            _l("已经记下 %(made)s 次没有联系上，要记满 %(least)s 次，才能按没有联系上结束这一步。"),
            _l("每次联系都记一次“没有联系上”；联系上了，按联系的情况写。"),
        ),
        "attempt_too_soon": Words(
            _l("离上一次联系太近"), _l("两次联系至少隔 %(hours)s 小时。"), _l("过一会儿再联系，再记。")
        ),
        "review_by_same_person": Words(
            _l("不能复核自己作出的认定"), _l("认定和复核要由两个人作出。"), _l("请另一位监督人员复核。")
        ),
        "review_verdict_missing": Words(
            _l("复核的结论没有选"), _l("复核的结论是维持认定，或者改为属实。"), _l("选好以后再提交。")
        ),
        "appealed_already": Words(
            _l("已经申诉过"), _l("对同一条评价的认定只申诉一次。"), _l("等复核的结论；另有问题的，可以投诉。")
        ),
        "reply_missing": Words(_l("答复没有写"), _l("答复要写明怎样整改的。"), _l("写好以后再提交。")),
        "callback_missing": Words(_l("回访的结果没有选"), _l("回访要记下申请人认可不认可。"), _l("选好以后再提交。")),
        "rated_again_already": Words(
            _l("已经再评价过"), _l("答复以后只再评价一次，先前的评价没有改动。"), _l("看已经作出的评价。")
        ),
        "not_answered_yet": Words(
            _l("还没有答复，不能再评价"), _l("再评价要等差评整改并答复以后。"), _l("答复期限写在评价页面上。")
        ),
    }
)


def said(refusal: Refusal) -> Words:
    """The words of a refusal at the follow-up, with who did what since an old page was made."""
    words = words_of(refusal)
    if refusal.rule != "stale":
        return words
    facts: dict[str, Any] = dict(refusal.facts)
    with reading() as session:
        facts["by"] = who(names_of(session, [facts["by"]]).get(facts["by"]))
    facts |= {"at": formats.stamp(facts["at"]), "kind": EVENTS.get(facts["kind"], facts["kind"])}
    return Words(
        words.title, Markup("{} {}").format(words.sentence, Markup(str(DETAILS["stale"])) % facts), words.next_step
    )
