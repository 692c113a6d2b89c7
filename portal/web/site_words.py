"""The words of a joint site check: where it stands, who goes, what was found, and its refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import date_full, day, zh
from portal.forms.site_check import FINDINGS
from portal.services.decision import DecisionView
from portal.services.timeline import Step
from portal.web.refusals import Words, register
from portal.web.review_words import person


def state(seen: DecisionView) -> Any:
    """Where the joint check stands."""
    at = seen.case.site
    if at.over_on is not None:
        return Markup(_("%(day)s 已进行，有笔录")) % {"day": day(at.over_on)}
    if at.held_on is not None:
        return Markup(_("约定 %(day)s %(time)s")) % {"day": day(at.held_on), "time": zh(at.time)}
    return _("申请人要求改期，请另约日期") if at.owed else _("还没有约定")


def finding(code: str) -> str:
    """What was found at a point."""
    return str(FINDINGS.get(code, "–"))


def member(track: str, officer: str, seen: DecisionView, office: Callable[[str, Mapping[str, Any]], Any]) -> Markup:
    """An officer who goes, with his department."""
    term = seen.case.terms.track(track)
    return Markup("{}　{}").format(office(term.office, seen.offices) if term else track, person(officer, seen))


def place_of(seen: DecisionView) -> str:
    """Where the site probably is: the address that the application gives."""
    answers = seen.file.answers
    for name in ("storage_address", "business_address", "site_address", "address"):
        found = answers.get(name)
        if isinstance(found, dict) and found.get("detail"):
            return str(found["detail"])
    return str(seen.file.content["enterprise"].get("address", ""))


def _set(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"day": date_full(step.facts["held_on"]), "time": zh(step.facts["time"]), "place": zh(step.facts["place"])}
    return _("现场核查日期已定"), Markup(_("%(day)s %(time)s，%(place)s")) % facts


def _reason(title: Callable[[], str]) -> Callable[[Step, Any], tuple[Any, Any]]:
    return lambda step, told: (title(), zh(step.facts["reason"]))


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "SiteCheckSet": _set,
    "SiteCheckMoveAsked": _reason(lambda: _("申请改期现场核查")),
    "SiteCheckCancelled": _reason(lambda: _("现场核查取消")),
    "SiteCheckHeld": lambda step, told: (_("现场核查已进行，笔录已制作"), _("各部门依据同一份笔录写意见")),
    "SiteAnnexed": lambda step, told: (
        _("收到笔录制作以前的现场记录"),
        _("没有网络，笔录制作以后才收到；附在案卷里，不属于已签字的笔录"),
    ),
}

register(
    {
        "site_officers_missing": Words(
            _l("核查人员不够"),
            _l("每个需要核查的部门应当有两名以上人员到场（《行政许可法》第三十四条第三款）。"),
            _l("在人员里补上，再提交。"),
        ),
        "site_stranger": Words(
            _l("核查人员不对"), _l("有人不在这次联合踏勘的名单里，或者他的部门不需要核查现场。"), _l("核对名单再提交。")
        ),
        "site_certificate_missing": Words(
            _l("核查人员没有登记执法证号"),
            _l("核查通知书和笔录要写明每个核查人员的执法证号，账户里没有的：%(officers)s。"),
            _l("请系统管理员在“用户”里打开他的账户填上执法证号，再提交；或者换一名核查人员。"),
        ),
        "no_site_check_needed": Words(
            _l("没有部门需要核查现场"), _l("需要核查现场的意见都已经答复，或者本事项不需要核查。"), _l("直接审查。")
        ),
        "site_check_over": Words(
            _l("联合踏勘已经进行"), _l("%(on)s 已经核查并制作笔录，不能再改。"), _l("看笔录写意见。")
        ),
        "site_note_after_record": Words(
            _l("这一条是笔录制作以后记的"),
            _l("现场核查笔录 %(on)s %(time)s 已经制作，以后记的不属于这次核查，不能收。"),
            _l("要说明的写进审查意见；要再看现场的，请牵头部门另约踏勘。"),
        ),
        "site_note_before_check": Words(
            _l("这一条是核查日以前记的"),
            _l("核查日期是 %(on)s，这一条记的时间比它早，不能收。"),
            _l("核对这台设备的日期和时间；内容写进审查意见。"),
        ),
        "site_check_not_set": Words(
            _l("联合踏勘还没有约定"), _l("没有定日期并通知申请人，不能记录核查。"), _l("先约定日期。")
        ),
        "site_check_ahead": Words(
            _l("联合踏勘还没有进行"),
            _l("这一项意见要依据联合踏勘的笔录作出，约定的日期是 %(on)s。"),
            _l("踏勘结束、笔录生成后再写意见；不再需要踏勘的，由牵头部门取消。"),
        ),
        "site_day_past": Words(_l("核查日期已经过去"), _l("日期不能早于今天。"), _l("改成今天或者以后。")),
        "site_day_ahead": Words(
            _l("核查日期还没有到"), _l("约定的日期是 %(on)s。"), _l("到那一天再写笔录；要改日期的，先改约。")
        ),
        "site_time_missing": Words(_l("核查时间没有写"), _l("通知书要写明时间。"), _l("写上时间再提交。")),
        "site_place_missing": Words(_l("核查地点没有写"), _l("通知书要写明地点。"), _l("写上地点再提交。")),
        "site_move_asked": Words(
            _l("已经改期过一次"), _l("%(on)s 已经申请改期，只能改一次。"), _l("确实不能到场的，请联系牵头部门。")
        ),
        "site_move_late": Words(
            _l("不能再申请改期"), _l("改期应当在核查日（%(on)s）以前申请。"), _l("请联系牵头部门。")
        ),
        "site_record_incomplete": Words(
            _l("核查笔录不完整"), _l("笔录要有签字情况和签字笔录的扫描件。"), _l("补上再保存。")
        ),
        "site_points_missing": Words(
            _l("还有核查要点没有结果"),
            _l("还有 %(number)s 个要点没有记结果。"),
            _l("逐个选符合、不符合或者不涉及，再生成笔录。"),
        ),
        "site_entries_full": Words(
            _l("现场记录太多"), _l("一次踏勘最多记 %(limit)s 条。"), _l("请先生成笔录，其余写进意见。")
        ),
        "no_such_point": Words(
            _l("没有这个核查要点"), _l("办事指南的这一环节没有这个要点。"), _l("重新打开这一页再记。")
        ),
    }
)
