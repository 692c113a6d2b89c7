"""The words of the page of a case: clocks, answers, materials and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from portal import formats
from portal.forms.major_acts import CONCLUSIONS
from portal.forms.review import procedure_name
from portal.i18n import language
from portal.services import law
from portal.services.caseclocks import ClockView
from portal.services.casefile import CaseFile
from portal.services.decision import DecisionView, MaterialView
from portal.services.reminder_words import limit_name
from portal.services.track_view import TrackView
from portal.states import OUTCOMES, SAID
from portal.strips import cause_words
from portal.web import rating_words, review_credit_words, track_words
from portal.web.local_words import list_of, local, office_name, short_office
from portal.web.review_words import clock_words, credit_kind, credit_words, light_words, people, person
from workflows.case import Case
from workflows.events import Reminded, TracksReminded
from workflows.ladder import load_ladder
from workflows.limits import Signal
from workflows.procedure_time import left, spent

__all__ = [
    "cause_words", "clock_words", "credit_kind", "credit_words", "list_of", "local", "office_name",
    "people", "person", "procedure_name", "short_office",
]  # fmt: skip


def procedure_cap(seen: DecisionView, cause: str) -> str:
    """The longest time that the guide publishes for a kind of special procedure, and what is left of it; nothing without one."""
    term = seen.case.terms.pause(cause)
    most = left(seen.case, term, law.calendar(), seen.today) if term else None
    if term is None or most is None:
        return ""
    said = {
        "most": formats.unit(term.max_days or 0),
        "used": formats.unit(spent(seen.case, cause, law.calendar(), seen.today)),
    }
    return _("同类程序合计 %(most)s，已用 %(used)s，还剩 %(left)s", left=formats.unit(most), **said)


def title_words(file: CaseFile) -> str:
    """What tells the pages of several cases apart: the applicant, whose name is Chinese; in English the item."""
    return file.applicant_name if language().code == "zh" else file.guide.name.get("en")


def case_light(seen: DecisionView) -> str:
    """The light of the case: past the law it says by how much the law is passed."""
    clock = seen.promised
    if clock is not None and clock.signal is Signal.DARK and seen.statutory is not None:
        return light_words(Signal.DARK, seen.statutory.left, seen.statutory.unit)
    return clock_words(clock) if clock else ""


def accepted_words(case: Case) -> str:
    """How the application was accepted."""
    return {"deferral": _("容缺受理"), "silence": _("视为受理")}.get(case.accepted_how, _("受理"))


def situation_names(file: CaseFile) -> list[Markup]:
    """The situations of the guide that the answers led to."""
    found = (file.guide.situation(name) for name in file.case.terms.situations)
    return [local(one.name) for one in found if one]


def answer_words(code: str) -> str:
    """A verdict or an outcome in a cell."""
    return str(SAID.get(code) or OUTCOMES.get(code) or code)


def axis(day: date) -> Markup:
    """A day above a column; the month in a part of its own, which narrow screens leave out."""
    if language().code == "en":
        return Markup('{}<span class="mo"> {}</span>').format(*formats.cell(day).split(" ", 1))
    return Markup('<span class="mo">{}/</span>{}').format(day.month, day.day)


def answer_short(code: str) -> str:
    """The same in three signs at most, for a cell."""
    short = {"conditions": _("有条件"), "deemed": _("视为无异议")}
    return short.get(code) or answer_words(code)


def answer_sign(code: str) -> str:
    """A verdict or an outcome in one sign, where a cell has no room for words: agreed, not agreed, or not concerned."""
    return {"agree": "✓", "conditions": "✓*", "disagree": "✗", "deemed": "✓?", "grant": "✓", "refuse": "✗"}.get(
        code, "–"
    )


def lanes_caption(seen: DecisionView) -> Markup:
    """What a column is, and every pause with its days."""
    crowded = seen.lanes is not None and (len(seen.lanes.columns) > 13 or language().code == "en")
    key = _("✓ 同意，✓* 有条件同意，✗ 不同意，– 不涉及，+ 超期。") if crowded else ""
    parts = [Markup(escape(_("一格一个工作日。"))), Markup(escape(key))]
    for stop in seen.case.stops:
        facts = {
            "cause": procedure_name(seen, stop.cause),
            "day": formats.day(stop.began),
            "end": formats.day(stop.ended),
        }
        words = _("暂停：%(cause)s，%(day)s至%(end)s。") if stop.ended else _("暂停：%(cause)s，%(day)s起。")
        parts.append(Markup(words) % facts)
    return Markup(" ").join(parts)


def answer_by(clock: ClockView) -> Markup:
    """By when the office has to answer."""
    if clock.due.on is None:
        return Markup("")
    return Markup(_("本部门应于 %(day)s 前答复。")) % {"day": formats.day(clock.due.on)}


def supply_words(clock: ClockView) -> Markup:
    """By when the applicant has to bring a deferred material."""
    if clock.due.on is None:
        return Markup("")
    return Markup(_("申请人应在 %(deadline)s补交")) % {"deadline": formats.deadline(clock.due.on)}


def reminded_words(track: str, seen: DecisionView) -> Markup:
    """The days on which the office of a track was reminded."""
    days = [
        formats.day(entry.at)
        for entry in seen.file.recorded
        if (isinstance(entry.event, Reminded) and entry.event.clock == f"track:{track}")
        or (isinstance(entry.event, TracksReminded) and track in entry.event.tracks)
    ]
    return Markup(_("%(days)s 已提醒。")) % {"days": list_of(dict.fromkeys(days))} if days else Markup("")


def materials_words(seen: DecisionView) -> str:
    """How many materials there are, found in order, shared and still to come."""
    fine = sum(
        1
        for one in seen.materials
        if (one.mark and one.mark.verdict == "ok") or (one.promise and one.promise.confirmed)
    )
    later = len(seen.deferred)
    if later:
        return _("材料 %(n)s 份：%(fine)s 份合格，%(later)s 份容缺", n=len(seen.materials), fine=fine, later=later)
    return _("材料 %(n)s 份：%(fine)s 份合格", n=len(seen.materials), fine=fine)


def mark_of(material: MaterialView) -> Markup:
    """The window's verdict on a material, with its sign."""
    kind, words = "todo", _("未核对")
    if material.promise and material.promise.confirmed:
        kind, words = "ok", _("已补，合格")
    elif material.promise:
        kind, words = "later", _("已补，待核对") if material.promise.arrived_on else _("容缺")
    elif material.mark:
        kind, words = {"ok": ("ok", _("合格")), "fix": ("fix", _("要补正"))}.get(
            material.mark.verdict, ("later", _("容缺"))
        )
    return Markup('<span class="ow-verdict {}">{}</span>').format(kind, words)


def procedures_hint(seen: DecisionView) -> str:
    """What runs, and what may still be begun."""
    running = [procedure_name(seen, stop.cause) for stop in seen.case.open_stops]
    if running:
        return _("正在进行：%(names)s", names=list_of(running))
    if "extend" in seen.acts:
        return _("延期最多 %(amount)s，一次", amount=formats.unit(seen.case.terms.extension_days))
    return ""


LEGAL: dict[str, Any] = {"passed": _l("通过"), "returned": _l("退回修改")}
"""What a legal review came to."""
_DELIVERY: dict[str, Any] = {"electronic": _l("电子送达"), "counter": _l("窗口领取"), "courier": _l("邮寄")}


def about_words(name: str, code: str, seen: DecisionView) -> Any:
    """What an act of the record is about, in words: a track, a material, a cause, a verdict, what the lists showed."""
    match name:
        case "track":
            return track_name(code, seen.tracks)
        case "material":
            return next((material_name(one) for one in seen.materials if one.requirement.key == code), code)
        case "outcome" | "conclusion":
            return (OUTCOMES | CONCLUSIONS).get(code, code)
        case "cause":
            return procedure_name(seen, code)
        case "verdict":
            return SAID.get(code) or rating_words.code_words(code) or LEGAL.get(code, code)
        case "result":
            return rating_words.code_words(code) or credit_words(code)
        case "stage":
            return review_credit_words.STAGES.get(code, code)
        case "way":
            return rating_words.code_words(code) or _DELIVERY.get(code, code)
        case "how":
            return track_words.HOW.get(code, code)
        case "officer" | "on_behalf":
            return person(code, seen)
        case "rung":
            return _rung(code)
    return clock_name(code, seen)


def _rung(code: str) -> str:
    found = load_ladder().rung(code)
    if found is not None and found.early:
        return _("已用 %(percent)s", percent=f"{found.percent}%")
    return {"near": _("临近到期"), "full": _("最后一天"), "over": _("已经到期")}.get(code, code)


def clock_name(name: str, seen: DecisionView) -> Any:
    """What a clock is for, by its name."""
    kind, _sep, ref = name.partition(":")
    known = {
        "publication": _("公示时限"),
        "hearing_request": _("要求听证"),
        "interested_request": _("利害关系人要求听证"),
        "hearing": _("举行听证"),
        "hearing_notice": _("听证前的通知"),
        "hearing_day": _("举行听证的日子"),
        "licence_defence": _("陈述、申辩和要求听证"),
        "reissue": _("补发证照"),
        "cancellation": _("答复注销申请"),
        "notice": _("受理时限"),
        "notice_promised": _("承诺答复是否受理"),
        "correction": _("补正时限"),
        "promised": _("承诺时限"),
        "statutory": _("法定时限"),
        "delivery": _("送达时限"),
    }
    if kind in ("rating_contact", "rating_fix"):
        return limit_name(kind)
    if kind == "track":
        return track_name(ref, seen.tracks)
    if kind == "procedure":
        return procedure_name(seen, ref)
    if kind in ("deferred", "grace"):
        return about_words("material", ref, seen)
    return known.get(kind, name)


def track_names(tracks: Iterable[str], seen: DecisionView) -> list[Markup]:
    """The names of several tracks."""
    return [track_name(track, seen.tracks) for track in tracks]


def material_name(material: MaterialView) -> Markup:
    """The material that was brought, or all that would do."""
    brought = {one.material for one in material.files}
    several = [
        one for one in material.requirement.alternatives if one.id in brought
    ] or material.requirement.alternatives
    return Markup(_("或")).join(local(one.name) for one in several)


def track_name(track: str, tracks: Iterable[TrackView]) -> Markup:
    """The name of a track by its id."""
    return next((local(one.name) for one in tracks if one.term.id == track), Markup(escape(track)))
