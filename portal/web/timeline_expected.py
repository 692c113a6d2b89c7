"""The timeline's words for what is still expected, from whom, and how many days are left for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from portal.formats import left, unit
from portal.services.timeline import Step
from portal.web.timeline_parts import Told, plain


def _expected_opinion(step: Step, told: Told) -> tuple[Any, Any]:
    track = step.facts["track"]
    title = _("%(office)s答复（%(track)s）", office=told.office(track), track=told.track(track))
    if step.facts["waits"]:
        names = _("、").join(told.track(one) for one in step.facts["waits"])
        return title, _("等 %(names)s 答复后开始", names=names)
    return title, _amounts(step)


def _expected_supplement(step: Step, told: Told) -> tuple[Any, Any]:
    return _("您补交：%(name)s", name=told.materials([step.facts["material"]])), _amounts(step)


def _expected_correction(step: Step, told: Told) -> tuple[Any, Any]:
    return _("您补正：%(names)s", names=told.materials(step.facts["materials"])), _amounts(step)


def _expected_decision(step: Step, told: Told) -> tuple[Any, Any]:
    owed = _("全部意见和容缺材料到齐后作出") if step.facts["deferred"] else _("全部意见到齐后作出")
    return _("审核决定"), owed


def _expected_delivery(step: Step, told: Told) -> tuple[Any, Any]:
    return _("送达结果"), _amounts(step)


def _expected_answer(step: Step, told: Told) -> tuple[Any, Any]:
    return _("窗口告知是否受理"), _amounts(step)


def _amounts(step: Step) -> str:
    if "total" not in step.facts:
        return ""
    total = unit(step.facts["total"], step.facts["unit"])
    if step.facts["left"] < 0:
        return _("%(total)s，已超期 %(late)s", total=total, late=unit(-step.facts["left"], step.facts["unit"]))
    return _("%(total)s，%(left)s", total=total, left=left(step.facts["left"], step.facts["unit"]))


WORDS: dict[str, Callable[[Step, Told], tuple[Any, Any]]] = {
    "answer": _expected_answer,
    "correction": _expected_correction,
    "opinion": _expected_opinion,
    "supplement": _expected_supplement,
    "decision": _expected_decision,
    "delivery": _expected_delivery,
    "arrival": plain(lambda: _("受理机关收到材料"), lambda step: _("受理期限从这一天起计算")),
}
