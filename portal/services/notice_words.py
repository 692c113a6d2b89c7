"""The words of notices: one short, polite message an event, in both languages, with what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.services.reminder_words import day_words, reminder_words
from workflows import events as e
from workflows.case import Case
from workflows.rating_policy import load_policy
from workflows.service import UNSERVED


@dataclass(frozen=True, slots=True)
class Facts:
    """What a notice may say: the event, the case with it, its number and item, and where to read more."""

    event: e.Event
    case: Case
    number: str
    item_zh: str
    item_en: str
    site: str
    public_id: str


def words_of(facts: Facts, *, staff: bool = False) -> tuple[str, str]:
    """Subject and body in the language in force. A mail carries no personal data: details are behind the sign-in."""
    sentence = sentence_of(facts.event)
    item = facts.item_en if str(get_locale()).startswith("en") else facts.item_zh
    tail = _("请登录“一窗”查看办件：%(site)s", site=facts.site)
    short = facts.number[-12:]
    subject = _("办件 %(short)s：%(sentence)s", short=f"{short[:8]}-{short[8:]}", sentence=sentence)
    greeting = _("同事，您好：") if staff else _("您好：")
    body = "\n\n".join((greeting, _("%(item)s（办件编号 %(number)s）", item=item, number=facts.number), sentence, tail))
    return subject, body + "\n"


def sentence_of(event: e.Event) -> str:
    """What an event means for the applicant, in one sentence in the language in force."""
    if isinstance(event, e.Reminded):
        return reminder_words(event.clock, event.rung, event.due_on)
    if isinstance(event, e.CorrectionRequested):
        return _("请在 %(day)s 24:00 前补正 %(n)s 项", day=_day(event, "correction"), n=_fixes(event))
    if isinstance(event, e.Accepted | e.AcceptedDeferred | e.DeemedAccepted):
        return _("申请已受理，承诺 %(day)s 前办结", day=_day(event, "promised"))
    if isinstance(event, e.VisitAsked) and event.plan_on:
        return _("请您在 %(day)s 到场一次，原因和可以替代的办法见办件页", day=day_words(event.plan_on))
    if isinstance(event, e.Submitted) and event.forwarding == "courier":
        return _("材料已经代收，正在转送受理机关；受理期限自受理机关收到之日起计算")
    if isinstance(event, e.Granted) and any(kind == "filed" for kind, _number in event.letters):
        return _("已予以备案，见告知书；备案证明随后制作、送达")
    return _plain(event)


def _plain(event: e.Event) -> str:
    sentences = {
        e.Submitted: _("申请已收到，我们会在受理期限内答复您"),
        e.Arrived: _("受理机关已经收到代收的材料，受理期限从今天起计算"),
        e.NotRequiredDeclared: _("这件事不需要办理许可，理由见告知书"),
        e.CompetenceDeclined: _("这件事不由本机关办理，应向哪个机关申请见决定书"),
        e.AcceptanceRefused: _("申请没有受理，理由和救济途径见决定书"),
        e.DeemedWithdrawn: _("期限已过，申请视为撤回，可以重新申请"),
        e.AcceptanceRevoked: _("容缺材料没有按期补交，受理已撤销，理由和救济途径见决定书"),
        e.Terminated: _("办理程序已经终止，没有作出准予或者不予的决定，理由和救济途径见决定书"),
        e.DeferredRejected: _("补交的材料还不合格，请按说明在期限内重新补交"),
        e.DeferralOffered: _("窗口建议容缺受理，请登录查看，可以签署承诺，也可以选择不容缺"),
        e.CaseSuspended: _("容缺材料没有按期补齐，办件暂停办理，宽限期和后果见告知书"),
        e.CaseResumed: _("容缺材料已经补交，办件恢复办理"),
        e.FalsePromiseFound: _("您单位的一项容缺承诺被认定不实，理由在办件页面，您可以陈述、申辩"),
        e.PromiseRepaired: _("您单位没有兑现的容缺承诺已经修复，可以再用容缺"),
        e.ClockPaused: _("特别程序已开始，办理时限暂停计算"),
        e.ClockResumed: _("特别程序已结束，办理时限恢复计算"),
        e.Extended: _("办理期限已延长，理由和新的到期日见通知书"),
        e.DeemedRenewed: _("证照到期时没有作出决定，依法视为准予延续，见告知书"),
        e.HearingTold: _("作出决定以前您可以要求听证，期限和办法见告知书"),
        e.VisitAsked: _("请您到场一次，原因和可以替代的办法见办件页"),
        e.VisitWithdrawn: _("您不用来了，原来请您到场的通知已经取消"),
        e.HearingRequestOvertaken: _("您邮寄的听证要求没有超过期限，但是到达时已经作出决定，怎样处理见办件页面"),
        e.HearingAnswered: _("您决定以后到达的听证要求已经书面答复，理由和救济途径见答复书"),
        e.HearingSet: _("听证的时间和地点已经确定，见通知书"),
        e.HearingAdjourned: _("听证延期举行，新的日期另行书面通知"),
        e.HearingHeld: _("听证笔录已制作，决定将根据笔录作出"),
        e.FixesTold: _("审查中有材料要补正，一次告知，内容和期限见告知书"),
        e.SiteCheckSet: _("现场核查的时间和地点已经确定，见通知书；当天不方便的，可以申请改期一次"),
        e.SiteCheckCancelled: _("原来通知的现场核查已经取消，理由在办件页面"),
        e.SiteCheckHeld: _("现场核查已完成，笔录已制作"),
        e.PanelSet: _("专家组已组成，开始评审您的申请"),
        e.PanelClosed: _("专家评审已结束，结论见意见书"),
        e.PublicityOpened: _("作出决定以前正在公示，公示期见公示书"),
        e.PublicityObjected: _("公示期内收到异议，本机关正在核实"),
        e.PublicityAnswered: _("公示期内的异议已经处理"),
        e.DutyChecked: _("证后检查的结果已记录，要求整改的，请按期整改"),
        e.RevocationProposed: _("核查发现承诺不实，已提出撤销许可，您有权陈述和申辩"),
        e.GrantEnded: _("原证已经被撤销、撤回、吊销、注销或者失效，本件不再制证，办理终止，理由和救济途径见决定书"),
        e.LimitChanged: _("办理期限已依法变更，原因和新的到期日见告知书"),
        e.CalendarApplied: _("节假日安排已经公布，有关期限的最后一天已经确定，见告知书"),
        e.Granted: _("已作出准予决定"),
        e.Refused: _("已作出不予许可（备案）决定，理由和救济途径见决定书"),
        e.DeemedFiled: _("备案期限已过，依照规定视为已经备案，见告知书"),
        e.LicenceIssued: _("证照已制作"),
        e.Rated: _("这件办件收到一次没有登录的评价，不是您单位评的，请在办件的评价页面告诉我们"),
        e.RatingContestDecided: _("您说不是您单位作出的评价，监督人员已经核实，结论和理由在评价页面"),
        e.RatingVerified: _("您的评价已经核实，认定和理由在办件页面"),
        e.RatingReviewed: _("您的评价已经复核，结论和理由在办件页面"),
        e.RatingAnswered: _("您反映的问题已经整改，答复在办件页面，您可以再评价一次"),
        e.CheckDone: _("您交来的一个文件带有病毒，已经隔离，请换一份干净的文件，办法见办件页面"),
        e.LicenceActProposed: _("本机关拟对您单位的证照作出决定，事实、理由和陈述、申辩、听证的权利见告知书"),
        e.LicenceActDropped: _("本机关不再对您单位的证照作出原来拟作的决定，证照状态不变"),
        e.LicenceSuspended: _("您单位的证照已暂扣，理由、期限和救济途径见决定书"),
        e.LicenceRestored: _("您单位的证照已恢复效力，见通知书"),
        e.LicenceRevoked: _("您单位的行政许可已撤销，理由和救济途径见决定书"),
        e.LicenceWithdrawn: _("您单位的行政许可已撤回，理由、补偿和救济途径见决定书"),
        e.LicencePenallyRevoked: _("行政处罚决定吊销的证照已登记，见通知书"),
        e.LicenceReissued: _("证照已补发，编号和有效期不变，原来的证照作废"),
        e.CancellationRefused: _("没有同意注销证照，证照继续有效，理由和救济途径见决定书"),
        e.ReissueRefused: _("没有同意补发证照，理由和救济途径见决定书"),
        e.LicenceCancelled: _("您单位的证照已注销，理由和救济途径见决定书"),
        e.ReconsiderationPassedOn: _("您的行政复议申请已转送复议机关，复议机关会直接答复您"),
        e.ReconsiderationEnded: _("您的行政复议申请有了结果，见办件页面"),
        e.ServiceFailed: _back(event),
        e.PublicationCorrected: _("这件办件的公示内容已经更正，改了什么和原因在公示页面"),
        e.PublicationWithdrawn: _("这件办件的公示已经撤下，原因在公示页面"),
        e.Delivered: _(
            "结果已送达，送达回证在“我的办件”里；%(days)s 天内可以评价这次服务", days=load_policy().rate_within.days
        ),
    }
    return sentences.get(type(event), _("办件有了新进展"))


def _back(event: e.Event) -> str:
    if getattr(event, "reason", "") == UNSERVED:
        return _("快递公司不收您留的地址，结果没有寄出，请在办件页面改地址，或者改用电子送达、窗口领取")
    return _("邮寄的结果退回来了，请在办件页面改地址再寄，或者改用电子送达、窗口领取")


def _fixes(event: e.CorrectionRequested) -> int:
    return sum(1 for mark in event.marks if mark.verdict == "fix")


def _day(event: e.Event, clock: str) -> str:
    told = next((t for t in getattr(event, "told", ()) if t.clock == clock and t.on), None)
    return day_words(told.on) if told and told.on else _("通知书所载日期")
