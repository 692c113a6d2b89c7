"""The public status of a case in words: what happens next, by when and by whom; never who applied and for what goods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from portal.formats import deadline, left, listed, past_law, past_promise, paused, sentences
from portal.i18n import language
from portal.services.case_status import CaseStatus
from portal.services.caseclocks import ClockView
from portal.services.own_tasks import Task
from workflows.clocks import ANSWER, PROMISED
from workflows.limits import Signal

DAYS: dict[str, Any] = {
    "received": _l("收到申请"),
    "accepted": _l("受理"),
    "decided": _l("已作决定"),
    "delivered": _l("结果已送达"),
    "ended": _l("办理结束"),
}
CLOCKS: dict[str, Any] = {
    "notice": _l("答复是否受理"),
    "notice_promised": _l("承诺答复是否受理"),
    "correction": _l("补正"),
    "promised": _l("作决定"),
    "delivery": _l("结果送达"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """The heading that says what happens next, and one sentence on what that means for the applicant."""

    title: Markup | str
    text: Markup | str


def next_step(found: CaseStatus) -> NextStep:
    """What happens next: the applicant's turn first, as on the own page, but without a word of what is asked."""
    title, text = _STEPS[found.turn.code](found)
    if found.asked is not None:
        return _asked(found.asked, title)
    idle = found.turn.code in _IDLE and not found.may_act
    return NextStep(title, sentences(text, _("申请人现在不用做什么。")) if idle else text)


def _asked(task: Task, meanwhile: Markup | str) -> NextStep:
    by = deadline(task.due) if task.due else Markup(_("期限届满前"))
    title = Markup(_("请申请人在 %(by)s<wbr>办理")) % {"by": by}
    text = _("要办什么，登录后在办件页面看，也可以问窗口。")
    return NextStep(title, sentences(text, Markup(_("与此同时：%(turn)s。")) % {"turn": meanwhile}))


def light_words(clock: ClockView) -> str:
    """What the light says: what is left, or how far the limit is past."""
    if clock.signal is Signal.GREY:
        return paused(max(clock.left, 0), clock.unit)
    if clock.left >= 0:
        return left(clock.left, clock.unit)
    of_law = clock.signal is Signal.DARK and clock.kind not in (
        PROMISED,
        ANSWER,
    )  # by how much a promise is past, it says itself
    return (past_law if of_law else past_promise)(clock.left, clock.unit)


def day_name(code: str) -> str:
    """What happened on a day."""
    return str(DAYS[code])


def clock_name(clock: ClockView) -> str:
    """What has to be done until the clock ends."""
    return str(CLOCKS.get(clock.kind, clock.kind))


_IDLE = frozenset({"forwarded", "answer", "supply_checked", "paused", "opinions", "decide", "issue"})
"""Turns of an office in which the applicant waits."""

Words = tuple[Markup | str, str]


def _until(clock: ClockView | None) -> Markup:
    return deadline(clock.due.on) if clock and clock.due.on else Markup(_("期限届满前"))


def _by(text: str, found: CaseStatus, **facts: Any) -> Markup:
    return Markup(text) % {"by": _until(found.turn.clock), **facts}


def _offices(found: CaseStatus) -> str:
    return listed(office.get(language().code) for office in found.offices)


def _answer(found: CaseStatus) -> Words:
    promised = found.turn.clock is not None and found.turn.clock.kind == ANSWER
    said = _("窗口承诺在 %(by)s告知<wbr>是否受理") if promised else _("窗口应在 %(by)s告知<wbr>是否受理")
    title = _by(said, found)
    return title, _("材料不齐的，窗口会一次告知要补正的全部内容。")


def _correct(found: CaseStatus) -> Words:
    return _by(_("请申请人在 %(by)s<wbr>补正"), found), _(
        "要补正什么写在补正告知书里。登录后在办件页面上传，或者到窗口提交。"
    )


def _supply(found: CaseStatus) -> Words:
    n = len(found.turn.materials)
    title = ngettext(
        "请申请人在 %(by)s<wbr>补交 %(num)s 份材料", "请申请人在 %(by)s<wbr>补交 %(num)s 份材料", n, by="%(by)s"
    )
    return _by(title, found), _(
        "这是容缺受理时承诺后补的，写在容缺受理通知书里。登录后在办件页面上传，或者到窗口提交。"
    )


def _opinions(found: CaseStatus) -> Words:
    days = [clock.due.on for clock in found.turn.opinions if clock.due.on]
    when = deadline(max(days)) if days else Markup(_("期限内"))
    title = Markup(_("%(offices)s<wbr>应在 %(when)s答复")) % {"offices": _offices(found), "when": when}
    return title, _("到期不答不算同意，将报督办。")


def _decide(found: CaseStatus) -> Words:
    title = _by(_("%(lead)s<wbr>应在 %(by)s作出决定"), found, lead=_offices(found))
    return title, _("各部门的意见已经到齐。")


def _deliver(found: CaseStatus) -> Words:
    title = _by(_("结果应在 %(by)s送达"), found)
    return title, _("决定已经作出，登录后在办件页面可以先看。")


def _plain(title: Any, text: Any) -> Callable[[CaseStatus], Words]:
    return lambda _found: (str(title), str(text))


_STEPS: dict[str, Callable[[CaseStatus], Words]] = {
    "forwarded": _plain(
        _l("材料正从代收窗口转送受理机关"),
        _l("受理期限自受理机关收到材料之日起计算，现在还没有起算。"),
    ),
    "answer": _answer,
    "correct": _correct,
    "supply": _supply,
    "supply_checked": _plain(_l("窗口正在核对补交的材料"), _l("核对无误后作决定。")),
    "paused": _plain(_l("特别程序进行中，时钟暂停"), _l("这段时间不计入时限，所需天数已经书面告知。")),
    "opinions": _opinions,
    "decide": _decide,
    "issue": _plain(_l("已准予，正在制证"), _l("证照制好后按申请时选的方式送达。")),
    "deliver": _deliver,
    "granted": _plain(_l("已办结：准予"), _l("结果已经送达。证照可以在本站按编号核验。")),
    "refused": _plain(_l("已办结：不予许可"), _l("理由、行政复议和行政诉讼的期限写在决定书里。")),
    "grant_ended": _plain(_l("办理终止，不再制证"), _l("原证已经失去效力，新证不能再制作。")),
    "not_required": _plain(_l("这件事不需要办理许可"), _l("理由见告知书，材料退还申请人。")),
    "not_competent": _plain(_l("这件事不由本机关办理"), _l("应向哪个机关申请，写在决定书里。")),
    "not_accepted": _plain(_l("没有受理"), _l("理由和救济途径写在决定书里。改好后可以重新申请。")),
    "withdrawn": _plain(_l("申请已经撤回"), _l("本件不再办理。需要时可以重新申请。")),
    "terminated": _plain(_l("已经终止办理"), _l("本件不再办理，没有作出准予或者不予的决定。")),
    "acceptance_revoked": _plain(
        _l("受理已经撤销"), _l("容缺材料没有按期补齐。理由和救济途径写在决定书里，可以重新申请。")
    ),
}
