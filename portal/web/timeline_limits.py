"""The timeline's words for what happens to a limit: pauses, extension, another length, another calendar, its silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from portal.formats import day, unit, zh
from portal.services.timeline import Step
from portal.strips import cause_words
from portal.web.limit_words import limit_name
from portal.web.period_words import period_name
from portal.web.timeline_parts import Told, joined, reason
from workflows.events import Moved


def _paused(step: Step, told: Told) -> tuple[Any, Any]:
    since = Markup(_("自 %(day)s 的次日起不计时")) % {"day": day(step.facts["began_on"])}
    return _("时钟暂停：%(cause)s", cause=cause_words(step.facts["cause"])), since


def _resumed(step: Step, told: Told) -> tuple[Any, Any]:
    if step.facts["superseded"]:
        return _("%(cause)s：原告知的时间到此为止", cause=cause_words(step.facts["cause"])), ""
    since = Markup(_("自 %(day)s 的次日起继续计时")) % {"day": day(step.facts["ended_on"])}
    return _("%(cause)s结束，时钟恢复", cause=cause_words(step.facts["cause"])), since


def _extended(step: Step, told: Told) -> tuple[Any, Any]:
    return _("期限延长 %(days)s", days=unit(step.facts["days"])), reason(step)


def _renewed(step: Step, told: Told) -> tuple[Any, Any]:
    words = _("申请于 %(filed)s 提出，没有超过 %(by)s；证照 %(expires)s 到期时没有作出决定")
    facts = {"filed": step.facts["filed_on"], "by": step.facts["apply_by"], "expires": step.facts["expires_on"]}
    return _("视为准予延续"), Markup(words) % {name: day(value) for name, value in facts.items()}


def _limit_changed(step: Step, told: Told) -> tuple[Any, Any]:
    title = _("%(cause)s，办理期限变更", cause=cause_words(step.facts["cause"]))
    lines = (
        Markup(_("%(name)s由 %(was)s 改为 %(now)s（%(basis)s）"))
        % {
            "name": limit_name(one.kind),
            "was": unit(one.was, one.was_unit),
            "now": unit(one.value, one.unit),
            "basis": zh(one.basis),
        }
        for one in step.facts["limits"]
    )
    return title, joined(*lines, reason(step) if step.facts["reason"] else "")


def _calendar(step: Step, told: Told) -> tuple[Any, Any]:
    title = _("%(year)s年节假日安排已经公布，期限重新计算", year=step.facts["year"])
    if step.facts["scope"]:
        title = _("%(year)s年地方法定节日已经公布，期限重新计算", year=step.facts["year"])
    return title, joined(*(_moved(one, told) for one in step.facts["moved"] if one.running))


def _moved(one: Moved, told: Told) -> Markup:
    kind, _sep, ref = one.clock.partition(":")
    own = told.materials([ref]) if kind in ("deferred", "grace") else told.track(ref) if kind == "track" else ""
    name = own or period_name(kind)
    if one.after is None or one.before == one.after:
        words = _("%(name)s仍是 %(after)s")
    else:
        words = _("%(name)s由 %(before)s 改为 %(after)s") if one.before else _("%(name)s是 %(after)s")
    line = Markup(words) % {"name": zh(name), "before": day(one.before), "after": day(one.after)}
    return line + (_("（已经告知的日期不提前）") if one.kept else "")


WORDS: dict[str, Callable[[Step, Told], tuple[Any, Any]]] = {
    "ClockPaused": _paused,
    "ClockResumed": _resumed,
    "Extended": _extended,
    "CalendarApplied": _calendar,
    "DeemedRenewed": _renewed,
    "LimitChanged": _limit_changed,
}
