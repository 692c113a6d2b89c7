"""The steps of an application: its sections, the materials and the check, each with how far it is."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from guides.conditions import is_filled
from portal.i18n import language
from portal.services.answers import SectionState
from portal.services.draft_view import DraftView

MATERIALS = "materials"
CHECK = "check"


class Step(NamedTuple):
    """One step as the task list draws it: its words, how far it is, and done, bad or neither."""

    label: str
    href: str
    words: str
    state: str
    current: bool = False


def steps_of(view: DraftView, current: str = "") -> list[Step]:
    """All steps of a draft in their order."""
    sections = [_section(view, one, current) for one in view.sections]
    return [*sections, _materials(view, current), _check(view, current)]


def href_of(view: DraftView, step: str) -> str:
    """The address of a step, in the part of the house where the draft is written: at home or at the window."""
    room = "enterprise" if view.channel == "online" else "window"
    if step in (MATERIALS, CHECK):
        return url_for(f"{room}.{step}", draft_id=view.public_id)
    return url_for(f"{room}.section", draft_id=view.public_id, section=step)


def after(view: DraftView, step: str) -> str:
    """The address of the step after this one."""
    names = _names(view)
    return href_of(view, names[min(names.index(step) + 1, len(names) - 1)])


def onward(view: DraftView, step: str) -> str:
    """The address of the next step that holds anything to fill in or to confirm; sections that do not are passed over."""
    names = _names(view)
    idle = {one.section.id for one in view.sections if _idle(view, one)}
    return href_of(view, next(one for one in names[names.index(step) + 1 :] if one not in idle))


def before(view: DraftView, step: str) -> str | None:
    """The address of the step before this one, if there is one."""
    names = _names(view)
    at = names.index(step)
    return href_of(view, names[at - 1]) if at else None


def unfinished(view: DraftView) -> str:
    """The address of the first step that is not done."""
    return next((step.href for step in steps_of(view) if step.state != "done"), href_of(view, CHECK))


def state_words(one: SectionState) -> str:
    """How far a section is, in words."""
    if one.state == "bad":
        return _("有 %(n)s 处要改", n=one.wrong)
    if one.state == "part":
        return _("还差 %(n)s 项", n=one.missing)
    return _("已填好") if one.state == "done" else _("未开始")


def _names(view: DraftView) -> list[str]:
    return [*(one.section.id for one in view.sections), MATERIALS, CHECK]


def _idle(view: DraftView, one: SectionState) -> bool:
    """Whether everything that a section asks is filled in, and nobody has to say whether a register is right about it."""
    waits = any(name in view.stands and view.stands[name]["state"] != "confirmed" for name in one.asked)
    return not waits and one.state not in ("bad", "part") and all(is_filled(view.raw.get(name)) for name in one.asked)


def _section(view: DraftView, one: SectionState, current: str) -> Step:
    state, words = one.state if one.state in ("done", "bad") else "", state_words(one)
    if not one.asked:  # what it asks may rest on answers that are still missing
        state, words = ("done", _("不用填")) if _answered(view) else ("", _("看前面怎么填"))
    label = one.section.title.get(language().code)
    return Step(label, href_of(view, one.section.id), words, state, one.section.id == current)


def _answered(view: DraftView) -> bool:
    """Whether every section that asks anything is filled in, so that no answer can bring up more."""
    return all(one.state == "done" for one in view.sections if one.asked)


def _materials(view: DraftView, current: str) -> Step:
    needed = [one for one in view.requirements if one.state in ("in", "later", "missing")]
    ready = sum(one.state == "in" for one in needed)
    later = sum(one.state == "later" for one in needed)
    words = _("%(done)s / %(total)s 份", done=ready, total=len(needed))
    if later:
        words = _("%(done)s / %(total)s 份，%(later)s 份后补", done=ready, total=len(needed), later=later)
    state = "done" if ready + later == len(needed) else ""
    if not needed and not _answered(view):
        state, words = "", _("看前面怎么填")
    return Step(_("上传材料"), href_of(view, MATERIALS), words, state, current == MATERIALS)


def _check(view: DraftView, current: str) -> Step:
    words = _("可以提交") if view.complete else _("还不能提交")
    return Step(_("核对并提交"), href_of(view, CHECK), words, "", current == CHECK)
