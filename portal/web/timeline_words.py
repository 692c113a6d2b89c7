"""The timeline in words: every kind of event, and everything that is expected, as a heading and a hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from guides.text import Text
from portal.formats import day, sentences, stamp, unit, zh
from portal.forms.service import REASONS
from portal.i18n import language
from portal.services.casefile import CaseFile
from portal.services.signed_words import cause_of
from portal.services.timeline import Step
from portal.states import LETTERS, VERDICTS
from portal.web import (
    deferral_words,
    hearing_timeline,
    licence_words,
    original_words,
    panel_words,
    publicity_words,
    rating_words,
    remedy_words,
    site_words,
    termination_words,
    timeline_expected,
    timeline_limits,
    track_words,
)
from portal.web.service_words import check_name, check_result, way_name
from portal.web.timeline_parts import Told, joined, of_kind, plain, reason, who


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as the timeline macro draws it."""

    at: Markup | str
    title: Markup | str
    hint: Markup | str
    kind: str


def entries(steps: Iterable[Step], file: CaseFile, offices: Mapping[str, Text]) -> list[Entry]:
    """The steps of a case in words, in the order given."""
    return [_entry(step, Told(file, offices)) for step in steps]


def _entry(step: Step, told: Told) -> Entry:
    title, hint = _WORDS[step.code](step, told)
    return Entry(_when(step), title, hint, step.kind)


def _when(step: Step) -> Markup | str:
    if step.kind != "next":
        return stamp(step.at)
    if step.on is None:
        return _("还没有开始")
    word = _("预计 %(day)s前") if step.code == "decision" else _("%(day)s前")
    rests = _("（暂停中，按今天恢复算）") if step.facts.get("moves") else ""
    rests += _("（暂定）") if step.facts["due"].provisional else ""
    return Markup(word) % {"day": day(step.on)} + rests


def _submitted(step: Step, told: Told) -> tuple[Any, Any]:
    received = ngettext("收到 %(num)s 份材料", "收到 %(num)s 份材料", len(step.facts["materials"]))
    shared = told.materials(step.facts["shared"])
    if step.facts["forwarding"]:
        return _("代收窗口已经收件"), joined(who(step), received)
    return _("申请已提交"), joined(received, _("%(names)s由共享取得", names=shared) if shared else "")


def _accepted(step: Step, told: Told) -> tuple[Any, Any]:
    later, due = step.facts["later"], step.facts["due"]
    title = ngettext("受理，容缺 %(num)s 份", "受理，容缺 %(num)s 份", len(later)) if later else _("受理")
    promise = Markup(_("承诺到期 %(day)s")) % {"day": day(due.on)} if due and due.on else ""
    return title, joined(who(step), promise)


def _deemed_accepted(step: Step, told: Told) -> tuple[Any, Any]:
    since = Markup(_("窗口没有在期限内告知，自 %(day)s 起即为受理")) % {"day": day(step.facts["effective_on"])}
    return _("视为受理"), since


def _with(title: Callable[[], str]) -> Callable[[Step, Told], tuple[Any, Any]]:
    """Who answers for the case from now on, with the office."""

    def said(step: Step, told: Told) -> tuple[Any, Any]:
        one = step.facts["officer"]
        office = one.office_en if language().code == "en" else one.office_zh
        return title(), Markup("{}{}{}").format(zh(office), Markup(" ") if office else "", zh(one.name))

    return said


def _correction(step: Step, told: Told) -> tuple[Any, Any]:
    n = len(step.facts["fixes"])
    first = ngettext("一次性告知：补正 %(num)s 项", "一次性告知：补正 %(num)s 项", n)
    again = ngettext("再次告知：补正 %(num)s 项", "再次告知：补正 %(num)s 项", n)
    title = again if step.facts["restated"] else first
    return title, joined(told.materials(step.facts["fixes"]), who(step))


def _corrected(step: Step, told: Told) -> tuple[Any, Any]:
    return _("交回补正"), told.materials(step.facts["handed_in"])


def _on_spot(step: Step, told: Told) -> tuple[Any, Any]:
    changed = told.materials(step.facts["items"])
    mended = _("改了：%(names)s", names=changed) if changed else ""
    return _("当场更正"), joined(mended, zh(step.facts["note"]) if step.facts["note"] else "", who(step))


def _demand(title: Callable[[], str]) -> Callable[[Step, Told], tuple[Any, Any]]:
    """A demand outside the first notice, with what it is about and why."""
    return lambda step, told: (title(), joined(told.materials([step.facts["material"]]), reason(step), who(step)))


def _handed_over(step: Step, told: Told) -> tuple[Any, Any]:
    name = told.offices.get(step.facts["office"])
    office = name.get(language().code) if name else step.facts["office"]
    agreed = _("申请人同意移送到%(office)s", office=office)
    return (agreed if step.facts["agreed"] else _("申请人没有同意移送到%(office)s", office=office)), who(step)


def _opinion(step: Step, told: Told) -> tuple[Any, Any]:
    verdict = str(VERDICTS.get(step.facts["verdict"], step.facts["verdict"]))
    office, track = told.office(step.facts["track"]), told.track(step.facts["track"])
    title = _("%(office)s答复（%(track)s）：%(verdict)s", office=office, track=track, verdict=verdict)
    spent = ""
    if "used" in step.facts:
        amounts = {"used": unit(step.facts["used"], step.facts["unit"]), "total": step.facts["total"]}
        spent = _("用了 %(used)s，共 %(total)s 个", **amounts)
    return title, spent


def _hearing_set(step: Step, told: Told) -> tuple[Any, Any]:
    when = Markup(_("%(day)s %(time)s，%(place)s"))
    facts = {"day": day(step.facts["held_on"]), "time": step.facts["time"], "place": zh(step.facts["place"])}
    late = Markup(_("；超过期限举行的原因：%(why)s")) % {"why": zh(step.facts["explanation"])}
    return _("听证日期已定"), when % facts + (late if step.facts.get("explanation") else "")


def _credit(step: Step, told: Told) -> tuple[Any, Any]:
    title = _("受理前查询信用") if step.facts["stage"] == "intake" else _("决定前信用复查")
    said = {
        "none": _("没有命中名单。"),
        "red": _("列入守信名单，按绿色通道办理。"),
        "black": _("与失信名单一致，本件转为两人复核；办理时限不变。您可以陈述、申辩或者提出异议。"),
        "unavailable": _("名单暂时查不到，恢复后再查；不影响您的申请。"),
    }
    return title, said.get(step.facts["result"], "")


def _withdrawn(step: Step, told: Told) -> tuple[Any, Any]:
    return _("申请已经撤回"), reason(step)


def _causes(step: Step) -> Markup:
    return joined(*(cause_of(code) for code in step.facts["causes"]))


def _lapsed(step: Step, told: Told) -> tuple[Any, Any]:
    title = _("退件，终止办理") if step.facts["cause"] == "file_returned" else _("视为撤回")
    return title, sentences(_("给您的期限已经过去，没有收到材料。"), told.materials([step.facts["material"]]))


def _material(title: Callable[[], str]) -> Callable[[Step, Told], tuple[Any, Any]]:
    return lambda step, told: (title(), joined(told.materials([step.facts["material"]]), zh(step.facts.get("reason"))))


def _delivered(step: Step, told: Told) -> tuple[Any, Any]:
    ways = {"electronic": _("电子送达"), "counter": _("窗口领取"), "courier": _("邮寄送达")}
    return _("结果送达"), ways.get(step.facts["way"], "")


def _licensed(step: Step, told: Told) -> tuple[Any, Any]:
    return _("制作证照"), Markup(_("编号 %(number)s")) % {"number": zh(step.facts["number"])}


def _service_chosen(step: Step, told: Told) -> tuple[Any, Any]:
    paper = step.facts["service"] == "paper"
    return (_("文书改为纸质送达") if paper else _("文书改为电子送达")), who(step)


def _letter_on_way(step: Step, told: Told) -> tuple[Any, Any]:
    """Sent, served or back: which letter, how, and on which day."""
    facts = step.facts
    title = {
        "LetterSent": _("送出：%(letter)s", letter=LETTERS.get(facts["document"])),
        "LetterServed": _("送达：%(letter)s", letter=LETTERS.get(facts["document"])),
        "ServiceFailed": _("没有送到：%(letter)s", letter=LETTERS.get(facts["document"])),
    }[step.code]
    on = facts.get("served_on") or facts.get("sent_on") or facts.get("failed_on")
    why = REASONS.get(facts.get("reason", ""), "")
    return title, joined(way_name(facts["way"]) if facts["way"] else "", day(on), why, who(step))


def _check_done(step: Step, told: Told) -> tuple[Any, Any]:
    return check_result(step.facts["check"], step.facts["result"], step.facts["differs"]), ""


def _arrived(step: Step, told: Told) -> tuple[Any, Any]:
    if step.facts["way"] == "electronic":
        return _("材料已经以电子方式转到受理机关"), _("受理期限从此刻起计算")
    return _("受理机关收到材料"), joined(
        _("受理期限从这一天起计算"), zh(step.facts["note"]) if step.facts["note"] else ""
    )


_WORDS: dict[str, Callable[[Step, Told], tuple[Any, Any]]] = {
    "Submitted": _submitted,
    "Arrived": _arrived,
    "CorrectedOnSpot": _on_spot,
    "NotRequiredDeclared": plain(lambda: _("告知：这件事不需要许可")),
    "CompetenceDeclined": plain(lambda: _("告知：不由本机关办理")),
    "CorrectionRequested": _correction,
    "Corrected": _corrected,
    "Accepted": _accepted,
    "AcceptedDeferred": _accepted,
    "DeemedAccepted": _deemed_accepted,
    "AcceptanceRefused": plain(lambda: _("不予受理")),
    "DeemedWithdrawn": _lapsed,
    "Withdrawn": _withdrawn,
    "DeferredConfirmed": _material(lambda: _("容缺材料核对无误")),
    "DeferredRejected": _material(lambda: _("补交的材料不合格，请重新补交")),
    "DeferralLapsed": _material(lambda: _("容缺材料逾期没有补交")),
    **deferral_words.WORDS,
    "AcceptanceRevoked": _material(lambda: _("撤销受理")),
    "CreditLookedUp": _credit,
    "OpinionGiven": _opinion,
    "Cosigned": plain(lambda: _("第二人复核签字")),
    "LegallyReviewed": plain(lambda: _("法制审核")),
    "DecisionDiscussed": plain(lambda: _("集体讨论")),
    "DecisionSigned": plain(lambda: _("已签发，等待送出"), reason),
    "DecisionTakenBack": plain(lambda: _("签发的决定撤回了"), reason),
    "DecisionPutBack": plain(lambda: _("签发的决定没有送出，退回重办"), _causes),
    "Granted": of_kind(lambda: _("决定：准予"), lambda: _("予以备案")),
    "Refused": of_kind(lambda: _("决定：不予许可"), lambda: _("决定：不予备案")),
    "DeemedFiled": plain(lambda: _("期限届满，视为已经备案")),
    **track_words.TIMELINE,
    **site_words.TIMELINE,
    **remedy_words.TIMELINE,
    **panel_words.TIMELINE,
    **publicity_words.TIMELINE,
    **termination_words.TIMELINE,
    "LicenceIssued": _licensed,
    "Delivered": _delivered,
    "VisitRecorded": plain(lambda: _("到窗口一次")),
    "VisitAsked": plain(lambda: _("请您到场一次"), reason),
    "VisitWithdrawn": plain(lambda: _("取消到场，不用来了"), reason),
    "Published": plain(lambda: _("决定已经公示"), lambda step: ""),
    "PublicationCorrected": plain(lambda: _("公示内容已更正"), reason),
    "PublicationWithdrawn": plain(lambda: _("公示已撤下"), reason),
    "CaseTaken": _with(lambda: _("窗口领办，由首问负责人负责到底")),
    "CaseHandedOver": _with(lambda: _("转办，首问负责人换为")),
    "HearingTold": plain(lambda: _("告知听证的权利"), reason),
    "HearingSet": _hearing_set,
    **hearing_timeline.WORDS,
    **licence_words.TIMELINE,
    "LaterDemandAsked": _demand(lambda: _("请监督人员批准增加告知")),
    "LaterDemandPermitted": _demand(lambda: _("监督人员批准增加告知")),
    "LaterDemandRefused": _demand(lambda: _("监督人员没有批准增加告知")),
    "HandOverAnswered": _handed_over,
    "Reminded": plain(lambda: _("期限提醒"), lambda step: ""),
    "OriginalsSeen": original_words.seen,
    "Rated": rating_words.rated,
    "RatingContactTried": rating_words.tried,
    "RatingSlipPrinted": rating_words.slip_printed,
    "RatingContested": rating_words.contested,
    "RatingContestDecided": rating_words.contest_decided,
    "RatingVerified": rating_words.verified,
    "RatingReviewed": rating_words.reviewed,
    "RatingAppealed": rating_words.appealed,
    "RatingAnswered": rating_words.answered,
    "RatingCalledBack": rating_words.called_back,
    "RatedAgain": rating_words.rated_again,
    "ServiceChosen": _service_chosen,
    "LetterSent": _letter_on_way,
    "LetterServed": _letter_on_way,
    "ServiceFailed": _letter_on_way,
    "CheckOwed": plain(lambda: _("外部核验待完成"), lambda step: check_name(step.facts["check"])),
    "CheckDone": _check_done,
    **timeline_limits.WORDS,
    **timeline_expected.WORDS,
}
