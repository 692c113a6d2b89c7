"""The sentences for what deferral refuses: what stands in the way, and the way back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

DEFERRAL: dict[str, Words] = {
    "broken_promises": Words(
        _l("现在不能承诺后补"),
        _l("申请单位有 %(count)s 次容缺承诺没有兑现，也没有修复。材料在受理前交齐的，照常办理。"),
        _l("把材料交齐；或者向牵头部门申请修复记录，修复后马上可以再用。"),
    ),
    "deferral_declined": Words(
        _l("申请人选择了不容缺"),
        _l("申请人对这份材料选择按一般程序办理，不能再标“可后补”。"),
        _l("标为“需补正”，一次告知。"),
    ),
    "credit_not_fresh": Words(
        _l("信用查询已经过期"),
        _l("%(on)s 的查询超过了办事指南规定的有效天数，不能作为容缺的依据。"),
        _l("重新查询信用名单。"),
    ),
    "offered_already": Words(
        _l("已经请申请人确认过"),
        _l("同样的容缺建议已经发给申请人，还没有答复。"),
        _l("等申请人签署，或者请申请人到窗口签字。"),
    ),
    "nothing_offered": Words(
        _l("现在没有要确认的容缺"),
        _l("窗口没有提出容缺建议，或者已经签署、谢绝、受理。"),
        _l("回到办件看现在轮到谁。"),
    ),
    "offer_changed": Words(
        _l("容缺的材料有了变化"),
        _l("您看过之后，窗口改了容缺的材料，所以没有签署。"),
        _l("请重新看一遍承诺书，再签署。"),
    ),
    "postmark_missing": Words(
        _l("没有写明交邮的日期"),
        _l("邮寄补交的，按邮戳的日期算，要照邮戳填写。"),
        _l("填写邮戳日期再提交。"),
    ),
    "postmark_impossible": Words(
        _l("交邮的日期不对"),
        _l("交邮的日期应当在 %(since)s 受理之后、%(today)s 之前。"),
        _l("照邮戳核对日期。"),
    ),
    "courier_missing": Words(_l("没有写快递公司"), _l("窗口要知道等哪一家的邮件。"), _l("填写快递公司再提交。")),
    "parcel_number_missing": Words(_l("没有写邮件号码"), _l("邮件号码在寄件回执上。"), _l("填写邮件号码再提交。")),
    "deferred_before_site_check": Words(
        _l("现场核查前的材料还没有补齐"),
        _l("办事指南规定有材料应当在现场核查开始前补齐，现在还没有补交。"),
        _l("等申请人补交；核查日到了仍没有补交的，在办件里记“核查时没有补齐”。"),
    ),
    "no_site_check_due": Words(
        _l("现场核查还没有开始"),
        _l("这份材料不是在现场核查前补齐的，或者现场核查还没有轮到。"),
        _l("按补交期限办理。"),
    ),
    "promise_false_already": Words(_l("已经认定过"), _l("这项承诺已经认定不实。"), _l("看记录；要改的，记修复。")),
    "promise_not_broken": Words(_l("这项承诺没有违反"), _l("没有违反的承诺不用修复。"), _l("回到容缺台账。")),
    "promise_repaired_already": Words(_l("已经修复过"), _l("这条记录已经修复，不再影响容缺。"), _l("回到容缺台账。")),
}

register(DEFERRAL)
