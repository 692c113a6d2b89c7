"""The sentences of refusals in review and decision, and how the facts of a refusal are said on the page of a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.forms.review import procedure_name
from portal.services.decision import DecisionView
from portal.states import STATES
from portal.web.refusals import Words, register
from portal.web.review_blockers import title_of
from portal.web.review_case_words import list_of, person, track_name
from workflows.refusal import Refusal


def detail(refusal: Refusal, seen: DecisionView) -> str:
    """Who, when and what exactly, for the refusals that know it; nothing for the others."""
    facts = {name: _fact(name, value, seen) for name, value in refusal.facts.items()}
    words = DETAILS.get(refusal.rule)
    return Markup(str(words)) % facts if words else ""


def _fact(name: str, value: Any, seen: DecisionView) -> Any:
    match name:
        case "by":
            return person(value, seen)
        case "at" | "until":
            return formats.stamp(value)
        case "track":
            return track_name(value, seen.tracks)
        case "tracks":
            return list_of(track_name(one, seen.tracks) for one in value)
        case "cause":
            return procedure_name(seen, value)
        case "state":
            return STATES.get(value, value)
        case "blockers":
            return list_of(title_of(one, seen) for one in value)
        case "kind":
            return EVENTS.get(value, value)
    return formats.day(value) if isinstance(value, date) and not isinstance(value, datetime) else value


EVENTS: dict[str, Any] = {
    "Submitted": _l("提交了申请"),
    "Arrived": _l("确认收到了代收材料"),
    "CorrectedOnSpot": _l("当场更正了材料"),
    "NotRequiredDeclared": _l("告知不需要许可"),
    "CompetenceDeclined": _l("告知不属本机关职权"),
    "CorrectionRequested": _l("发出了补正告知书"),
    "Corrected": _l("交来了补正材料"),
    "Accepted": _l("受理了申请"),
    "AcceptedDeferred": _l("容缺受理了申请"),
    "DeemedAccepted": _l("逾期未告知，视为受理"),
    "AcceptanceRefused": _l("决定不予受理"),
    "DeemedWithdrawn": _l("视为撤回申请"),
    "Withdrawn": _l("撤回了申请"),
    "TerminationProposed": _l("提出终止办理"),
    "TerminationDropped": _l("不再终止办理"),
    "Terminated": _l("终止了办理"),
    "DeferredArrived": _l("交来了容缺材料"),
    "DeferredConfirmed": _l("核对容缺材料合格"),
    "DeferredRejected": _l("退回了容缺材料"),
    "DeferralLapsed": _l("容缺材料逾期未补"),
    "DeferralOffered": _l("建议容缺受理"),
    "DeferralPromised": _l("签署了容缺承诺"),
    "DeferralDeclined": _l("选择不容缺"),
    "ParcelAnnounced": _l("寄出了容缺材料"),
    "CaseSuspended": _l("暂停办理"),
    "CaseResumed": _l("恢复办理"),
    "FalsePromiseFound": _l("认定虚假承诺"),
    "PromiseRepaired": _l("修复了失约记录"),
    "AcceptanceRevoked": _l("撤销了受理"),
    "CreditLookedUp": _l("查了信用名单"),
    "OpinionGiven": _l("写了意见"),
    "OpinionDeemed": _l("到期没有答复，视为没有异议"),
    "TracksReminded": _l("催办了部门意见"),
    "TrackHandedOver": _l("转交了部门意见"),
    "TrackAdded": _l("增加了征求意见的部门"),
    "TrackReopened": _l("请部门重新答复"),
    "DisagreementResolved": _l("处理了不同意见"),
    "ClockPaused": _l("启动了特别程序"),
    "ClockResumed": _l("结束了特别程序"),
    "Extended": _l("延长了期限"),
    "Cosigned": _l("写了复核意见"),
    "LegallyReviewed": _l("写了法制审核意见"),
    "DecisionDiscussed": _l("记录了集体讨论"),
    "DecisionSigned": _l("签发了决定，等待送出"),
    "DecisionTakenBack": _l("撤回了签发的决定"),
    "DecisionPutBack": _l("签发的决定没有送出，退回重办"),
    "Granted": _l("决定准予"),
    "Refused": _l("决定不予"),
    "DeemedFiled": _l("逾期未答复，视为已经备案"),
    "LicenceIssued": _l("制作了证照"),
    "Delivered": _l("送达了结果"),
    "VisitRecorded": _l("记录了到场"),
    "VisitAsked": _l("请申请人到场"),
    "VisitWithdrawn": _l("取消了到场"),
    "Published": _l("公示了决定"),
    "PublicationCorrected": _l("更正了公示"),
    "PublicationWithdrawn": _l("撤下了公示"),
    "Reminded": _l("发出了到期提醒"),
    "DeemedRenewed": _l("到期未决定，视为准予延续"),
    "HearingTold": _l("告知了听证的权利"),
    "HearingRequested": _l("记录了听证要求"),
    "HearingRequestOvertaken": _l("记录了决定以后到达的听证要求"),
    "HearingAnswered": _l("书面答复了决定以后到达的听证要求"),
    "InterestedAnswered": _l("书面答复了利害关系人的听证要求"),
    "HearingSet": _l("定了听证的日期"),
    "HearingAnnounced": _l("公告了听证"),
    "InterestedTold": _l("书面告知了利害关系人"),
    "InterestedSummoned": _l("通知了利害关系人听证的日期"),
    "HearingWaived": _l("记录了放弃听证"),
    "HearingRequestWithdrawn": _l("撤回了听证要求"),
    "HearingAdjourned": _l("延期举行听证"),
    "HearingHeld": _l("举行了听证，制作了笔录"),
    "FixWished": _l("请牵头部门告知补正"),
    "FixesTold": _l("一次告知了审查补正"),
    "FixesHandedIn": _l("交来了审查补正"),
    "SiteCheckSet": _l("定了联合踏勘的日期"),
    "SiteCheckMoveAsked": _l("申请改期现场核查"),
    "SiteCheckCancelled": _l("取消了联合踏勘"),
    "SiteCheckHeld": _l("进行了联合踏勘，制作了笔录"),
    "SiteAnnexed": _l("送来了笔录制作以前的现场记录"),
    "ReconsiderationFiled": _l("提交了行政复议申请"),
    "ReconsiderationPassedOn": _l("把复议申请转送了复议机关"),
    "ReconsiderationEnded": _l("登记了行政复议的结果"),
    "PanelSet": _l("组成了专家组"),
    "ExpertReplaced": _l("更换了一名专家"),
    "BallotCast": _l("登记了一张专家表决票"),
    "PanelClosed": _l("出具了专家评审意见书"),
    "PublicityOpened": _l("开始了决定前公示"),
    "PublicityObjected": _l("记录了公示意见"),
    "PublicityAnswered": _l("答复了公示意见"),
    "InspectionHandedOver": _l("移交了证后监管"),
    "DutyChecked": _l("记录了证后检查"),
    "RevocationProposed": _l("提出撤销许可"),
    "RenewalFiled": _l("申请了延续"),
    "StandingTaken": _l("记录原证的状态对新证有效"),
    "RevocationNotMade": _l("记录新证没有撤销"),
    "ChainEnded": _l("记录新证已经终止"),
    "RenewalEnded": _l("记录延续没有办成"),
    "RenewalDeemed": _l("记录依法视为准予延续"),
    "FormerSeen": _l("查看了原证的状态"),
    "FormerTaken": _l("按原证变更后的内容办理"),
    "FormerTied": _l("与登记簿里的原证衔接"),
    "GrantEnded": _l("终止了办理，不再制证"),
    "LicenceActProposed": _l("拟对证照作出决定"),
    "LicenceActReviewed": _l("审核了拟对证照作出的决定"),
    "LicenceActDiscussed": _l("记录了集体讨论"),
    "LicenceDefended": _l("记录了陈述、申辩"),
    "LicenceActDropped": _l("放弃了拟作的决定"),
    "LicenceSuspended": _l("暂扣了证照"),
    "LicenceRestored": _l("恢复了证照"),
    "LicenceRevoked": _l("撤销了许可"),
    "LicenceWithdrawn": _l("撤回了许可"),
    "LicencePenallyRevoked": _l("登记了证照吊销"),
    "LicenceCancelled": _l("注销了证照"),
    "CancellationAsked": _l("申请注销证照"),
    "LicenceReplaced": _l("换发了新证"),
    "ReissueAsked": _l("申请补发证照"),
    "ReissueProposed": _l("提出了补发申请的处理意见"),
    "ReissueReturned": _l("退回了补发申请的处理意见"),
    "LicenceReissued": _l("补发了证照"),
    "VoidDeclared": _l("公开声明了旧证作废"),
    "CancellationRefusalProposed": _l("提出了不予注销的处理意见"),
    "CancellationRefusalReturned": _l("退回了不予注销的处理意见"),
    "CancellationRefused": _l("没有同意注销证照"),
    "ReissueRefused": _l("没有同意补发证照"),
    "ApplicantBarred": _l("记录了不得再次申请"),
    "LimitChanged": _l("变更了办理期限"),
    "CalendarApplied": _l("公布了新的节假日安排"),
    "Rated": _l("评价了服务"),
    "RatingContactTried": _l("记下一次没有联系上"),
    "OriginalsSeen": _l("核对了原件"),
    "RatingSlipPrinted": _l("打印了评价单"),
    "RatingContested": _l("说评价不是自己评的"),
    "RatingContestDecided": _l("核实了评价是谁评的"),
    "RatingVerified": _l("核实了差评"),
    "RatingReviewed": _l("复核了差评的认定"),
    "RatingAppealed": _l("对差评的认定提出申诉"),
    "RatingAnswered": _l("答复了差评"),
    "RatingCalledBack": _l("回访了申请人"),
    "RatedAgain": _l("再次评价了服务"),
    "CaseTaken": _l("领办了这件"),
    "CaseHandedOver": _l("转办了这件"),
    "LaterDemandAsked": _l("请求增加告知"),
    "LaterDemandPermitted": _l("批准了增加告知"),
    "LaterDemandRefused": _l("没有批准增加告知"),
    "HandOverAnswered": _l("答复了是否移送"),
    "ServiceChosen": _l("改了送达方式"),
    "LetterSent": _l("送出了文书"),
    "LetterServed": _l("送达了文书"),
    "ServiceFailed": _l("记下文书没有送到"),
    "CheckOwed": _l("记下外部核验待完成"),
    "CheckDone": _l("完成了外部核验"),
}

DETAILS: dict[str, Any] = {
    "stale": _l("您打开页面后，%(by)s 在 %(at)s %(kind)s。"),
    "already_decided": _l("现在的状态：%(state)s。"),
    "not_in_review": _l("现在的状态：%(state)s。"),
    "already_answered": _l("已经有意见的环节：%(track)s。"),
    "predecessor_open": _l("还在等：%(tracks)s。"),
    "officers_missing": _l("要 %(wanted)s 名，现在 %(given)s 名。"),
    "announce_length": _l("办事指南的上限：%(max_days)s 个工作日。"),
    "extended_already": _l("已经延长 %(days)s 个工作日。"),
    "blocked": _l("还差：%(blockers)s。"),
    "discussion_few": _l("至少 %(wanted)s 人，现在 %(given)s 人。"),
    "discussion_before_opinions": _l("还在等：%(tracks)s。"),
    "discussion_day": _l("最早 %(since)s，最晚 %(today)s。"),
    "decision_signed": _l("%(by)s 已签发，%(until)s 送出。"),
    "signed_by_other": _l("签发人：%(by)s。"),
    "undo_over": _l("%(until)s 起不能再撤回。"),
    "track_of_other": _l("现在由 %(by)s 办理：%(track)s。"),
    "site_officers_missing": _l("人员不够的环节：%(tracks)s。"),
    "track_has_followers": _l("后面已经答复的：%(tracks)s。"),
}

register(
    {
        "track_not_open": Words(
            _l("这项意见现在不用催"), _l("它已经答复，或者还在等前序意见。"), _l("看各部门的时钟。")
        ),
        "reminded_today": Words(
            _l("今天已经催过"), _l("同一项意见一天只催办一次。"), _l("明天还没有答复的，可以再催。")
        ),
    }
)
