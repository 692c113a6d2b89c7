"""What the applicant has to do, in words: one heading that says what until when, one sentence, and the button that leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from portal.actors import Actor
from portal.formats import business_today, date_full, deadline, unit, weekday, zh
from portal.services import own_tasks
from portal.services.own_tasks import OwnTask, Task
from portal.web.visit_words import place

bp = Blueprint("task_words", __name__)


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task as it is said: the heading, one sentence, the label of its button and the address."""

    title: Markup | str
    text: Markup | str
    label: str
    href: str


def task_words(task: Task, case_id: str) -> TaskWords:
    """The words of a task of a case."""
    title, text, label, (endpoint, anchor) = _WORDS[task.code](task)
    return TaskWords(title, text, label, url_for(endpoint, case_id=case_id, _anchor=anchor or None))


def tasks_in_words(by: Actor, *, on: date) -> list[tuple[OwnTask, TaskWords]]:
    """Everything that the person's enterprise has to do, each with its words."""
    return [(one, task_words(one.task, one.public_id)) for one in own_tasks.tasks(by=by, on=on)]


@bp.app_template_filter("task_short")
def short(task: Task) -> str:
    """A task in a few words, as the list of cases says it."""
    many = {"supply": ngettext("请您补交 %(num)s 份", "请您补交 %(num)s 份", task.count)}
    return many.get(task.code) or str(_SHORT[task.code])


@bp.app_template_filter("task_day")
def day_of(task: Task) -> Markup:
    """The day of an appointment, or until when a task may wait."""
    if task.code in ("visit", "site_check", "hearing"):
        return Markup("{} {}").format(date_full(task.due), task.time) if task.time else date_full(task.due)
    return deadline(task.due)


@bp.app_template_filter("task_ahead")
def ahead(task: Task) -> str:
    """The weekday of the last day and how far off it is, in calendar days, as people plan; nothing where there is no such day."""
    if task.due is None or (days := (task.due - business_today()).days) < 0:
        return ""
    if days < len(_NEAR):
        return str(_NEAR[days])
    return _("%(weekday)s，还有 %(days)s", weekday=weekday(task.due), days=unit(days, "calendar_day"))


_NEAR = (_l("就是今天"), _l("就是明天"))
_SHORT: dict[str, Any] = {
    "correct": _l("请您补正"),
    "fix": _l("请您交审查补正"),
    "offer": _l("请您选择是否容缺受理"),
    "hand_over": _l("请您决定是否移送"),
    "hearing_request": _l("您可以要求听证"),
    "licence_defence": _l("您可以陈述、申辩或者要求听证"),
    "visit": _l("请您到场"),
    "site_check": _l("请您配合现场核查"),
    "hearing": _l("听证日期已定"),
    "courier": _l("请您说明结果怎样送达"),
    "mend": _l("请您整改"),
    "renew": _l("可以申请延续"),
}
Way = tuple[str, str]
Words = tuple[Markup | str, Markup | str, str, Way]
_CASE = "enterprise.case"


def _by(text: str, task: Task) -> Markup:
    return Markup(text) % {"by": deadline(task.due) if task.due else Markup(_("期限届满前"))}


def _correct(task: Task) -> Words:
    title = ngettext("请在 %(by)s<wbr>补正 %(num)s 项", "请在 %(by)s<wbr>补正 %(num)s 项", task.count, by="%(by)s")
    return _by(title, task), _("补好后一次提交。"), _("去补正"), ("enterprise.correction_page", "")


def _supply(task: Task) -> Words:
    title = ngettext(
        "请在 %(by)s<wbr>补交 %(num)s 份容缺材料", "请在 %(by)s<wbr>补交 %(num)s 份容缺材料", task.count, by="%(by)s"
    )
    return _by(title, task), _("这是容缺受理时您承诺后补的。"), _("去补交"), ("enterprise.supplement_page", "")


def _fix(task: Task) -> Words:
    title = ngettext(
        "请在 %(by)s<wbr>交齐 %(num)s 份审查补正材料",
        "请在 %(by)s<wbr>交齐 %(num)s 份审查补正材料",
        task.count,
        by="%(by)s",
    )
    return (
        _by(title, task),
        _("要交什么写在《审查补正告知书》里，审查照常进行。"),
        _("交补正材料"),
        ("enterprise.fixes", ""),
    )


def _offer(task: Task) -> Words:
    text = _("您签署承诺书后可以先受理，材料后补；也可以选择不容缺，按一般程序办理。")
    return _("窗口建议容缺受理，请您选择"), text, _("看承诺书"), ("enterprise.offer", "")


def _hand_over(task: Task) -> Words:
    text = _("同意的，填写的内容和能用的材料带到新的申请；不同意的，材料退还给您。")
    return _("请您决定是否移送"), text, _("看移送的说明"), (_CASE, "h-over")


def _hearing_request(task: Task) -> Words:
    title = _by(_("您可以在 %(by)s<wbr>要求听证"), task)
    return title, _("也可以明确放弃。"), _("听证的权利和办法"), ("enterprise.hearing", "")


def _licence_defence(task: Task) -> Words:
    title = _by(_("发证机关拟对证照作出决定，您可以在 %(by)s<wbr>陈述、申辩或者要求听证"), task)
    text = _("事实、理由和依据写在事先告知书里；没有提出的，发证机关依法决定。")
    return title, text, _("看拟作的决定并答复"), ("enterprise.licence", "h-open")


def _courier(task: Task) -> Words:
    text = _("邮寄的结果没有送到。请改地址再寄，或者改用电子送达、窗口领取。")
    return _("请说明结果怎样送达"), text, _("看邮寄的情况"), (_CASE, "courier")


def _visit(task: Task) -> Words:
    where = place(task.place)
    if task.due:
        title: Markup | str = Markup(_("请您在 %(day)s<wbr>到%(place)s一次")) % {
            "day": date_full(task.due),
            "place": where,
        }
    else:
        title = _("请您到%(place)s一次", place=where)
    return title, _("为什么要来、不想来怎么办，写在办件页面的“到场”里。"), _("看要办什么"), (_CASE, "visits")


def _meet(
    title: Callable[[], str], text: Callable[[], str], label: Callable[[], str], endpoint: str
) -> Callable[[Task], Words]:
    def words(task: Task) -> Words:
        said = Markup(title()) % {"day": date_full(task.due), "time": task.time}
        return said, Markup(text()) % {"place": zh(task.place)}, label(), (endpoint, "")

    return words


def _mend(task: Task) -> Words:
    return _by(_("请在 %(by)s<wbr>整改"), task), _("这是证照以后的检查提出来的。"), _("看要整改什么"), (_CASE, "after")


def _renew(task: Task) -> Words:
    title = Markup(_("可以申请延续，最迟 %(day)s")) % {"day": date_full(task.due)}
    return title, _("到期没有申请的，证照失效。"), _("看怎样延续"), (_CASE, "after")


_WORDS: dict[str, Callable[[Task], Words]] = {
    "correct": _correct,
    "supply": _supply,
    "fix": _fix,
    "offer": _offer,
    "hand_over": _hand_over,
    "hearing_request": _hearing_request,
    "licence_defence": _licence_defence,
    "courier": _courier,
    "visit": _visit,
    "site_check": _meet(
        lambda: _("%(day)s %(time)s<wbr>各部门一起到现场核查"),
        lambda: _("地点：%(place)s。请安排人在场；这一天不方便的，可以申请改期。"),
        lambda: _("核查的安排和改期"),
        "enterprise.site_check",
    ),
    "hearing": _meet(
        lambda: _("%(day)s %(time)s<wbr>举行听证"),
        lambda: _("地点：%(place)s。您可以本人参加，也可以委托代理人参加。"),
        lambda: _("听证的权利和办法"),
        "enterprise.hearing",
    ),
    "mend": _mend,
    "renew": _renew,
}
