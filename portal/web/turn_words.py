"""Whose turn it is, in one heading that says who does what until when, and one sentence on what that means for the applicant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.formats import date_full, day, deadline, left, past_promise, sentences, unit, zh
from portal.i18n import language
from portal.services.caseclocks import ClockView
from portal.services.own_tasks import Task
from portal.services.tracking import Tracking, asked_now
from portal.strips import cause_words
from portal.web import termination_words
from portal.web.requirement_words import names_of
from portal.web.task_words import TaskWords, task_words
from workflows.clocks import ANSWER


@dataclass(frozen=True, slots=True)
class TurnWords:
    """The block of a case page that says whose turn it is; `action` is the label and the address of its one button."""

    who: Markup
    title: Markup | str
    text: Markup | str
    action: tuple[str, str] | None = None
    also: tuple[TaskWords, ...] = ()


def turn_words(found: Tracking) -> TurnWords:
    """The words of the turn, for the applicant."""
    title, text, action = _PARTS[found.turn.code](found)
    others = [one for one in found.tasks if one.code != found.turn.code]
    also = tuple(task_words(one, found.file.public_id) for one in others)
    asked = asked_now(found.file.case, found.turn, found.tasks) or _defence(found)
    if asked is None:
        return TurnWords(_who(found), title, text, action, also)
    at = others.index(asked)
    return _yours(found, title, also[at], (*also[:at], *also[at + 1 :]))


def _yours(found: Tracking, title: Markup | str, first: TaskWords, rest: tuple[TaskWords, ...]) -> TurnWords:
    """The turn of an applicant who has something to do while the office works: his task first, then the office's turn."""
    parties = ("applicant", *found.turn.parties)
    said = _("这件申请的状态：%(turn)s。") if found.file.case.ended else _("与此同时：%(turn)s。")
    meanwhile = _filled(said, turn=title)
    return TurnWords(
        _named(found, parties),
        first.title,
        Markup("{}{}").format(first.text, meanwhile),
        (first.label, first.href),
        rest,
    )


def _defence(found: Tracking) -> Task | None:
    """A right that runs out after the case has ended goes before the end of the case."""
    return next((one for one in found.tasks if one.code == "licence_defence"), None) if found.file.case.ended else None


def office_name(found: Tracking, code: str) -> str:
    """An office in the language of the page; the applicant is addressed."""
    fixed = {"applicant": _("您"), "window": _("综合窗口")}
    name = found.offices.get(code)
    return fixed.get(code) or (name.get(language().code) if name else code)


def _who(found: Tracking) -> Markup:
    return _named(found, found.turn.parties)


def _named(found: Tracking, parties: tuple[str, ...]) -> Markup:
    if not parties:
        return Markup("")
    names = (Markup("<b>{}</b>").format(office_name(found, code)) for code in parties)
    return Markup(_("现在轮到 %(who)s")) % {"who": Markup(_(" 和 ")).join(names)}


def _by(clock: ClockView | None) -> Markup:
    """By 24:00 of the last day; the words of the law where its year is not published."""
    return deadline(clock.due.on) if clock and clock.due.on else Markup(_("期限届满前"))


def _filled(text: str, **facts: Any) -> Markup:
    return Markup(text) % facts


def _left(clock: ClockView | None) -> str:
    if clock is None:
        return ""
    return left(clock.left, clock.unit) if clock.left >= 0 else past_promise(clock.left, clock.unit)


Parts = tuple[Markup | str, Markup | str, tuple[str, str] | None]


def _answer(found: Tracking) -> Parts:
    promised = found.main == ANSWER
    said = _("窗口承诺在 %(by)s告知<wbr>是否受理") if promised else _("窗口应在 %(by)s告知<wbr>是否受理")
    title = _filled(said, by=_by(found.turn.clock))
    silence = found.file.case.terms.deemed_acceptance
    text = _("%(left)s。材料不齐的，窗口会一次告诉您要补正什么；您现在不用做什么。", left=_left(found.turn.clock))
    if not silence:
        return title, text, None
    if promised and found.statutory and found.statutory.due.on:
        then = _("到 %(day)s 24:00 法定期限届满没有告知的，自收到之日起即为受理。")
        return title, sentences(text, _filled(then, day=day(found.statutory.due.on))), None
    return title, text + _("到期没有告知的，自收到之日起即为受理。"), None


def _correct(found: Tracking) -> Parts:
    names, clock = names_of(found.file, found.turn.materials), found.turn.clock
    title = _filled(
        ngettext("请在 %(by)s<wbr>补正 %(num)s 项", "请在 %(by)s<wbr>补正 %(num)s 项", len(names), by="%(by)s"),
        by=_by(clock),
    )
    text = _("%(names)s。%(left)s，补好后一次提交。", names=_("；").join(names), left=_left(clock))
    return title, text, (_("去补正"), url_for("enterprise.correction_page", case_id=found.file.public_id))


def _supply(found: Tracking) -> Parts:
    names, clock = names_of(found.file, found.turn.materials), found.turn.clock
    many = ngettext(
        "请在 %(by)s<wbr>补交 %(num)s 份容缺材料", "请在 %(by)s<wbr>补交 %(num)s 份容缺材料", len(names), by="%(by)s"
    )
    text = _filled(_("%(names)s，%(left)s。"), names=_("；").join(names), left=_left(clock))
    href = url_for("enterprise.supplement_page", case_id=found.file.public_id)
    return _filled(many, by=_by(clock)), sentences(text, *_others(found)), (_("去补交"), href)


def _others(found: Tracking) -> Iterator[Markup]:
    """What departments do meanwhile, so that nobody thinks the case stands still."""
    for one in found.turn.opinions:
        term = found.file.case.terms.track(one.ref)
        office = office_name(found, term.office) if term else one.ref
        when = day(one.due.on) if one.due.on else Markup(_("期限届满"))
        late = _("%(office)s的意见应在 %(when)s前作出，已经超期，我们在催办，您不用做什么。")
        due = _("%(office)s的意见也应在 %(when)s前作出，您不用做什么。")
        yield _filled(late if one.left < 0 else due, office=office, when=when)


def _supply_checked(found: Tracking) -> Parts:
    names = names_of(found.file, found.turn.materials)
    return (
        _("窗口正在核对您补交的材料"),
        _("%(names)s。核对无误后作决定；您现在不用做什么。", names=_("；").join(names)),
        None,
    )


def _paused(found: Tracking) -> Parts:
    stop = next(one for one in reversed(found.pauses) if one.ended is None)
    title = _("%(cause)s进行中，时钟暂停", cause=cause_words(stop.cause))
    text = _filled(
        _("自 %(since)s 的次日起不计时，预计 %(days)s。原因：%(reason)s。您现在不用做什么。"),
        since=day(stop.began), days=unit(stop.announced_days), reason=zh(stop.reason.rstrip("。. ")),
    )  # fmt: skip
    promised, due = found.clocks.get("promised"), Markup("")
    if promised is not None and promised.due.on is not None:
        due = _filled(_("如果今天结束，承诺到期日是 %(day)s。"), day=day(promised.due.on))
    return title, sentences(text, due), None


def _opinions(found: Tracking) -> Parts:
    offices = _("、").join(office_name(found, code) for code in found.turn.parties)
    days = [one.due.on for one in found.turn.opinions if one.due.on]
    when = deadline(max(days)) if days else Markup(_("期限届满前"))
    late = any(one.left < 0 for one in found.turn.opinions)
    text = _("已经超期，我们在催办。") if late else _("到期不答不算同意，将报督办。")
    title = _filled(_("%(offices)s<wbr>应在 %(when)s答复"), offices=offices, when=when)
    return title, sentences(text, _("您现在不用做什么。")), None


def _decide(found: Tracking) -> Parts:
    lead = office_name(found, found.file.case.terms.lead)
    title = _filled(_("%(lead)s<wbr>应在 %(by)s作出决定"), lead=lead, by=_by(found.turn.clock))
    return title, _("全部意见已经到齐，%(left)s。您现在不用做什么。", left=_left(found.turn.clock)), None


def _issue(found: Tracking) -> Parts:
    filing = found.file.guide.item_type == "filing"
    return (
        _("已经备案，正在制作备案证明") if filing else _("已准予，正在制证"),
        _filled(_("结果应在 %(by)s送达您。您现在不用做什么。"), by=_by(found.turn.clock)),
        None,
    )


def _deliver(found: Tracking) -> Parts:
    granted = found.file.case.outcome == "grant"
    title = _filled(_("结果应在 %(by)s送达您"), by=_by(found.turn.clock))
    text = _("已经制证。") if granted else _("已作出不予许可的决定，理由和救济途径写在决定书里。")
    return title, sentences(text, _("文书在本页“文书”里可以先看。")), None


def _granted(found: Tracking) -> Parts:
    case = found.file.case
    number = case.licence.number if case.licence else ""
    text = _filled(_("%(on)s 送达。"), on=date_full(case.delivered_on))
    licence = _filled(_("证书编号 %(number)s。"), number=zh(number)) if number else ""
    return _("已办结：准予"), sentences(text, licence), None


def _refused(found: Tracking) -> Parts:
    text = _filled(
        _("%(on)s 送达。理由、行政复议和行政诉讼的期限写在决定书里。"), on=date_full(found.file.case.delivered_on)
    )
    return _("已办结：不予许可"), text, None


def _ended(title: Callable[[], str], text: Callable[[], str]) -> Callable[[Tracking], Parts]:
    return lambda found: (title(), text(), None)


def _terminated(found: Tracking) -> Parts:
    why = termination_words.why(found.file.case)
    text = _(
        "原因：%(why)s。没有作出准予或者不予的决定；理由、行政复议和行政诉讼的期限写在决定书里，递交的原件退还。",
        why=why,
    )
    return _("已经终止办理"), text, None


_PARTS: dict[str, Callable[[Tracking], Parts]] = {
    "forwarded": _ended(
        lambda: _("材料正从代收窗口转送受理机关"),
        lambda: _("受理期限自受理机关收到材料之日起计算，现在还没有起算。收到后这里会写明日期；您现在不用做什么。"),
    ),
    "answer": _answer,
    "correct": _correct,
    "supply": _supply,
    "supply_checked": _supply_checked,
    "paused": _paused,
    "opinions": _opinions,
    "decide": _decide,
    "issue": _issue,
    "deliver": _deliver,
    "granted": _granted,
    "refused": _refused,
    "grant_ended": _ended(
        lambda: _("办理终止，不再制证"),
        lambda: _("原证已经失去效力，新证不能再制作。理由见办理经过，救济途径写在决定书里。"),
    ),
    "not_required": _ended(lambda: _("这件事不需要办理许可"), lambda: _("理由见告知书，材料退还给您。")),
    "not_competent": _ended(lambda: _("这件事不由本机关办理"), lambda: _("应向哪个机关申请，写在决定书里。")),
    "not_accepted": _ended(lambda: _("没有受理"), lambda: _("理由和救济途径写在决定书里。改好后可以重新申请。")),
    "withdrawn": _ended(lambda: _("申请已经撤回"), lambda: _("本件不再办理。需要时可以重新申请，材料照新的清单交。")),
    "terminated": _terminated,
    "acceptance_revoked": _ended(
        lambda: _("受理已经撤销"), lambda: _("容缺材料没有按期补齐。理由和救济途径写在决定书里，可以重新申请。")
    ),
}
