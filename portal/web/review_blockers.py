"""What stands between now and the decision, line by line: what is missing first, each with who and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from portal import formats
from portal.clock import business_day
from portal.forms.review import procedure_name
from portal.services.decision import DecisionView
from portal.services.track_view import TrackView
from portal.states import OUTCOMES
from portal.web import blocker_words
from portal.web.condition_line import Line
from portal.web.review_case_words import list_of, local, material_name, person, short_office
from portal.web.review_mending import place_of
from workflows import legal_review
from workflows.rules.decision import Blocker
from workflows.second_look import cosigned, legal_review_wanted


def lines(seen: DecisionView, outcome: str, *, mending: bool = True) -> list[Line]:
    """Everything between now and the decision: what is missing first, then what is there.

    With `mending` each missing thing has a link to the place where it is mended, for those who review.
    """
    missing = [_blocker_line(blocker, seen, mending) for blocker in seen.blockers[outcome]]
    return [*missing, *_met(seen, {line.code for line in missing}, outcome)]


def title_of(blocker: Blocker, seen: DecisionView) -> Any:
    """What is missing, without who and when."""
    name, office = _named(blocker, seen)
    return blocker_words.title(blocker, name, office)


def _blocker_line(blocker: Blocker, seen: DecisionView, mending: bool) -> Line:
    hint = _HINTS[blocker.code](blocker, seen)
    return Line(False, title_of(blocker, seen), hint, blocker.code, place_of(blocker, seen) if mending else None)


def _named(blocker: Blocker, seen: DecisionView) -> tuple[Any, Any]:
    """The name of what a blocker is about, and the office whose share it is."""
    if blocker.code in ("track_open", "disagreement_open"):
        track = _track(blocker, seen)
        return local(track.name), short_office(track.term.office, seen.offices)
    if blocker.code == "deferred_open":
        material = next((one for one in seen.materials if one.requirement.key == blocker.ref), None)
        return (material_name(material) if material else blocker.ref), ""
    return (procedure_name(seen, blocker.ref), "") if blocker.code == "procedure_open" else ("", "")


def _track(blocker: Blocker, seen: DecisionView) -> TrackView:
    return next(one for one in seen.tracks if one.term.id == blocker.ref)


def _track_open(blocker: Blocker, seen: DecisionView) -> Any:
    track = _track(blocker, seen)
    if track.waits_for:
        before = list_of(local(one.name) for one in seen.tracks if one.term.id in track.waits_for)
        return Markup(_("等前序意见：%(names)s")) % {"names": before}
    if blocker.detail:
        return Markup(_("%(day)s 联合踏勘，踏勘以后答")) % {"day": formats.day(date.fromisoformat(blocker.detail))}
    return Markup(_("应于 %(day)s 前")) % {"day": formats.day(blocker.due)} if blocker.due else ""


def _deferred_open(blocker: Blocker, seen: DecisionView) -> Any:
    if blocker.detail == "arrived" or not blocker.due:
        return ""
    return Markup(_("企业应于 %(deadline)s")) % {"deadline": formats.deadline(blocker.due)}


def _procedure_open(blocker: Blocker, seen: DecisionView) -> Any:
    stop = next(one for one in seen.case.open_stops if one.cause == blocker.ref)
    facts = {"day": formats.day(stop.began), "amount": formats.unit(stop.announced_days)}
    timed = seen.clocks.get(f"procedure:{stop.cause}")
    if timed is not None and timed.due.on is not None and seen.today > timed.due.on:
        return Markup(_("告知的时间已于 %(day)s 届满：结束程序，或者书面告知新的所需时间")) % {
            "day": formats.day(timed.due.on)
        }
    return Markup(_("%(day)s起，预计 %(amount)s")) % facts


def _credit_stale(blocker: Blocker, seen: DecisionView) -> Any:
    return Markup(_("%(day)s 查，决定前 %(amount)s内有效")) % {
        "day": formats.day(date.fromisoformat(blocker.ref)),
        "amount": formats.unit(seen.case.terms.credit_days, "calendar_day"),
    }


def _since(blocker: Blocker) -> Any:
    """Since when a check of an outside system is missing; it is made by itself as soon as the system answers."""
    if not blocker.detail:
        return ""
    day = formats.day(date.fromisoformat(blocker.detail))
    return Markup(_("%(day)s 起一直没有结果，系统恢复后自动补上")) % {"day": day}


def _since_day(blocker: Blocker) -> Any:
    """On which day it was proposed: the head confirms it or gives it up before anything is decided."""
    day = formats.day(date.fromisoformat(blocker.detail))
    return Markup(_("%(day)s 提出，确认或者不再终止以后才能决定")) % {"day": day}


def _by(blocker: Blocker) -> Any:
    return formats.deadline(blocker.due) if blocker.due else ""


_HINTS: dict[str, Any] = {
    "track_open": _track_open,
    "disagreement_open": lambda b, s: _("由牵头部门在“并联意见”里写处理意见"),
    "fixes_open": lambda b, s: _by(b),
    "deferred_open": _deferred_open,
    "procedure_open": _procedure_open,
    "hearing_period": lambda b, s: _by(b),
    "hearing_open": lambda b, s: (
        _("听证日期已过，写了听证笔录才能决定") if b.ref == "late" else _("听证举行、有了笔录才能决定")
    ),
    "former_not_good": lambda b, s: _("原证失去效力的，不能准予延续、变更或者补发"),
    "former_act_open": lambda b, s: _("先决定或者放弃那一项"),
    "former_changed": lambda b, s: _("核对下面的变更，按变更后的内容办理"),
    "publicity_missing": lambda b, s: _("办事指南规定决定前公示"),
    "publicity_running": lambda b, s: _by(b),
    "publicity_objection": lambda b, s: "",
    "credit_missing": lambda b, s: _since(b) or _("查到结果才能决定"),
    "check_missing": lambda b, s: _since(b),
    "credit_stale": _credit_stale,
    "credit_name": lambda b, s: _("看是不是同一人，再决定"),
    "cosignature_missing": lambda b, s: _("因黑名单命中，由没有写过意见的人员复核"),
    "legal_review_missing": lambda b, s: _("由没有写过意见的人员审核，没有通过不得作出决定"),
    "termination_open": lambda b, s: _since_day(b),
    "discussion_missing": lambda b, s: _("重大决定由负责人集体讨论以后才能签发"),
}


def _met(seen: DecisionView, missing: set[str], outcome: str) -> Iterator[Line]:
    answered = [track for track in seen.tracks if track.answer]
    if answered:
        names = list_of(local(track.name) for track in answered)
        yield Line(True, Markup(_("%(names)s已答")) % {"names": names})
    if seen.case.promises and "deferred_open" not in missing:
        yield Line(True, _("容缺材料已补齐"))
    if (at := seen.credit.looked_at) is not None and not missing & {"credit_missing", "credit_stale"}:
        looked = Markup(_("%(day)s 查，决定前 %(amount)s内有效")) % {
            "day": formats.day(at),
            "amount": formats.unit(seen.case.terms.credit_days, "calendar_day"),
        }
        old = (seen.today - business_day(at)).days > seen.case.terms.credit_days
        yield Line(True, _("信用查询已过有效期，签署时自动再查") if old else _("信用查询在有效期内"), looked)
    if cosigned(seen.case):
        yield Line(True, _("两人复核已完成"), person(seen.case.cosigned_by, seen))
    if (held := seen.case.discussion) is not None:
        came_to = Markup(_("%(day)s，%(n)s 人，讨论结论：%(conclusion)s"))
        facts = {"day": formats.day(held.held_on), "n": held.present, "conclusion": OUTCOMES[held.conclusion]}
        yield Line(True, _("已经集体讨论"), came_to % facts)
    if "legal_review_missing" not in missing:
        yield _legal_line(seen, outcome)


def _legal_line(seen: DecisionView, outcome: str) -> Line:
    if legal_review_wanted(seen.case, outcome):
        return Line(True, _("法制审核已通过"))
    later = legal_review.asked(seen.case) == "on_refusal" and outcome == "grant"
    return Line(True, _("本事项不需要法制审核"), _("拟不予许可时需要") if later else "")
