"""The words of the review: what a case is stuck on, what stands between now and the decision, how an entry was recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from guides.text import Text
from portal import formats
from portal.actors import Actor, Role
from portal.i18n import language
from portal.services.decision import DecisionView
from portal.services.forecast import Forecast
from portal.services.signed_words import cause_of
from portal.services.worklist_query import CAP
from portal.services.worklist_rows import Pause, Standing, WorkRow
from portal.strips import cause_words, procedure_called
from portal.web import blocker_words
from portal.web.local_words import list_of, local, short_office
from portal.web.local_words import office_name as office_name
from workflows.limits import Signal
from workflows.waits import SILENT, Wait

CREDIT: dict[str, tuple[str, Any]] = {
    "red": ("red", _l("红名单")),
    "black": ("black", _l("黑名单")),
    "none": ("none", _l("无记录")),
    "unavailable": ("off", _l("待查，接口未通")),
    "unchecked": ("off", _l("待查")),
}
GROUPS: dict[str, Any] = {
    "first": _l("先办"),
    "within": _l("时限内"),
    "paused": _l("暂停，时钟不走"),
    "waiting": _l("等前序意见，时钟没有起算"),
}
WHOSE: dict[str, Any] = {"": _l("本部门全部"), "mine": _l("我的和代办的"), "free": _l("还没有承办人")}
UNSIGNED: dict[str, Any] = {"refusal": _l("不予注销"), "issue": _l("补发证照"), "refuse": _l("不予补发")}
"""What waits for a second signature beside the acts on a licence."""

LIGHTS: dict[Signal | None, Any] = {
    Signal.DARK: _l("已超法定"),
    Signal.RED: _l("已超承诺"),
    Signal.YELLOW: _l("临近到期"),
    Signal.GREEN: _l("时限内"),
    Signal.GREY: _l("暂停"),
    None: _l("等前序"),
}


def credit_words(code: str) -> str:
    """What the last look at the credit lists showed."""
    return str(CREDIT.get(code, CREDIT["unchecked"])[1])


def credit_kind(code: str) -> str:
    """The badge of it: red, black, none or off."""
    return CREDIT.get(code, CREDIT["unchecked"])[0]


def light_words(light: Signal | None, left: int | None, unit: str = "working_day", *, track: bool = False) -> str:
    """What stands in a light: what is left of the promise, or by how much which limit is passed."""
    if light is None:
        return _("还没有起算")
    if left is None:
        return _("到期日待定")
    if light is Signal.DARK:
        return formats.past_law(left, unit)
    if left < 0:
        return _("超 %(amount)s", amount=formats.unit(-left, unit)) if track else formats.past_promise(left, unit)
    return formats.paused(left, unit) if light is Signal.GREY else formats.left(left, unit)


def clock_words(clock: Any, *, track: bool = False) -> str:
    """The same for a clock of a case."""
    return light_words(clock.signal, clock.left, clock.unit, track=track)


def light_name(signal: Signal | None, desk: str) -> str:
    """What a filter by light is called: an opinion has no law of its own to miss."""
    if desk == "opinions" and signal is Signal.RED:
        return _("已超期")
    return str(LIGHTS[signal])


def light_by_name(name: str) -> str:
    """The same by its name."""
    return str(LIGHTS[Signal(name)])


def light_count(lights: Mapping[Signal, int], name: str) -> int:
    """How many cases show a light."""
    return lights.get(Signal(name), 0)


def at_most(number: int) -> str:
    """A number that is counted up to a bound: 1,000+ beyond it."""
    return f"{formats.number(CAP)}+" if number > CAP else formats.number(number)


def found_words(total: int) -> str:
    """How many cases a filter left; beyond what is counted only that there are more."""
    return _("超过 1,000 件，请再筛选") if total > CAP else formats.unit(total, "case")


def rest_words(next_day: date) -> Markup:
    """That today does not count, and which day will."""
    words = _("今天休息，时钟不走；下一个工作日是 %(day)s %(weekday)s。")
    return Markup(words) % {"day": formats.day(next_day), "weekday": formats.weekday(next_day)}


def forecast_words(found: Forecast) -> Markup:
    """What will be late at the pace of the last twenty working days."""
    words = _("按近 20 个工作日的速度（每日办结 %(pace)s 件），预计 %(day)s %(weekday)s 有 %(amount)s超出承诺时限。")
    on = found.on or date.max
    facts = {"pace": f"{found.pace:.1f}", "day": formats.day(on), "weekday": formats.weekday(on)}
    return Markup(words) % {**facts, "amount": formats.unit(found.late, "case")}


def stuck_on(row: WorkRow, offices: Mapping[str, Text], decides: bool) -> Any:
    """What a case waits for, in the words of the list: of what stands in the way of its decision what its page says first."""
    if row.leaves_at is not None:
        return Markup(_("已签发，%(at)s 送出")) % {"at": formats.stamp(row.leaves_at)}
    if row.mine is not None:
        return _paused_words(row) if row.paused else _mine_words(row, row.mine)
    if row.put_back:
        return _("签发的决定没有送出：%(cause)s", cause=cause_of(row.put_back))
    if row.wait is not None:
        return _waits_for(row, row.wait, offices)
    if row.paused:
        return _paused_words(row)
    return _("等您决定") if decides else _("等审批人决定")


def next_act(row: WorkRow, decides: bool, own: str = "") -> str:
    """What is done next about a case; of a share that cannot be answered now, nothing.

    `own` is the office of a reader who answers for it: it is not hurried by itself, it writes its opinion.
    """
    if row.leaves_at is not None:
        return _("送出前可以撤回") if decides else ""
    if row.mine is not None:
        return _own_next(row, row.mine) if row.mine.state == "open" and not row.paused else ""
    if row.wait is not None and row.wait.code == SILENT and not row.wait.detail:
        return _hurry_next(row, own)
    if row.wait is not None:
        return blocker_words.next_act(row.wait, decides)
    if row.paused:
        return _("到期结束特别程序，或者等它结束")
    return _("作出决定") if decides else _("核对后报审批人")


def own_office(by: Actor) -> str:
    """The office whose opinions somebody writes; empty for who decides alone."""
    return by.office_code if by.holds(Role.REVIEWER) else ""


def _own_next(row: WorkRow, mine: Standing) -> str:
    return _("到现场踏勘，写核查记录") if row.visit and mine.site else _("写意见")


def _hurry_next(row: WorkRow, own: str) -> str:
    silent = {track.office for track in row.tracks if track.state == "open"}
    if own not in silent:
        return _("催办未答部门")
    return _("写本部门的意见") if silent == {own} else _("写本部门的意见，催办其他部门")


def _waits_for(row: WorkRow, wait: Wait, offices: Mapping[str, Text]) -> Any:
    """The title that the page of the case gives it, and by when; offices that are silent stand together."""
    track = next((one for one in row.tracks if one.track == wait.ref), None)
    if wait.code == "track_open" and (silent := [one for one in row.tracks if one.state == "open"]):
        return _silent_words(silent, offices, wait.detail)
    if wait.code == "procedure_open" and row.pause is not None and row.pause.cause == wait.ref:
        return Markup("%s，%s" if language().code == "zh" else "%s, %s") % (_title(row, wait), _announced(row.pause))
    words = (
        _title(row, wait)
        if track is None
        else blocker_words.title(wait, local(track.name), short_office(track.office, offices))
    )
    if wait.due is None or (wait.code == "hearing_open" and not wait.detail):
        return words
    until = formats.day(wait.due) if wait.code == "hearing_open" else formats.deadline(wait.due)
    return Markup("%s（%s）" if language().code == "zh" else "%s (%s)") % (words, until)


def _title(row: WorkRow, wait: Wait) -> Any:
    if wait.code == "procedure_open":
        return blocker_words.title(wait, procedure_called(row.about[0] if row.about else None, wait.ref))
    return blocker_words.title(wait, Markup(_("或")).join(local(one) for one in row.about) or wait.ref)


def mine_name(row: WorkRow) -> Markup:
    """The share of the department; one that the lead added has no name in the guide."""
    assert row.mine is not None
    if row.mine.name.zh == row.mine.track:
        return Markup(escape(_("牵头部门增加的意见")))
    return local(row.mine.name)


def _mine_words(row: WorkRow, mine: Standing) -> Any:
    if mine.state == "waiting":
        names = list_of(local(track.name) for track in row.tracks if track.track in mine.waits_for)
        return Markup(_("等前序意见：%(names)s")) % {"names": names}
    if row.visit and mine.site:
        return Markup(_("%(day)s 联合踏勘：%(name)s")) % {"day": formats.day(row.visit), "name": mine_name(row)}
    return Markup(_("等您的意见：%(name)s")) % {"name": mine_name(row)}


def _silent_words(tracks: list[Standing], offices: Mapping[str, Text], visit: str = "") -> Markup:
    silent = list_of(dict.fromkeys(short_office(track.office, offices) for track in tracks))
    if visit:
        words = Markup(_("%(offices)s未答，%(day)s 联合踏勘"))
        return words % {"offices": silent, "day": formats.day(date.fromisoformat(visit))}
    due = min((track.due for track in tracks if track.due), default=None)
    if due is None:
        return Markup(_("%(offices)s未答")) % {"offices": silent}
    late = due < formats.business_today()
    words = _("%(offices)s未答，应答日 %(day)s 已过") if late else _("%(offices)s未答，应于 %(day)s 前")
    return Markup(words) % {"offices": silent, "day": formats.day(due)}


def _paused_words(row: WorkRow) -> Any:
    if row.pause is None:
        return _("特别程序没有结束")
    return Markup(_("%(cause)s，%(spell)s")) % {"cause": cause_words(row.pause.cause), "spell": _announced(row.pause)}


def _announced(pause: Pause) -> Markup:
    """Since when a procedure runs, and how long it was announced to take."""
    facts = {"day": formats.day(pause.began), "amount": formats.unit(pause.days)}
    return Markup(_("%(day)s起，预计 %(amount)s")) % facts


def person(reference: str, seen: DecisionView) -> Markup:
    """The name behind a reference of the journal; the applicant and the portal by what they are."""
    if reference.startswith("handler:"):
        return Markup(escape(_("申请人")))
    known = seen.names.get(reference)
    if known and known.name:
        return formats.zh(known.name)
    return Markup(escape(_("工作人员") if reference.startswith("officer:") else _("系统")))


def people(references: Iterable[str], seen: DecisionView) -> Markup:
    """Several of them."""
    return list_of(person(reference, seen) for reference in references)
