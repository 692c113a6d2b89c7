"""The words of the tracks: who has a share, for whom somebody acts, how a disagreement was settled, what silence means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import date_full, day, zh
from portal.i18n import language
from portal.services.decision import DecisionView
from portal.services.timeline import Step
from portal.services.track_view import TrackView
from portal.web.refusals import Words, register
from portal.web.review_words import person
from workflows.events import DEEMED, Reminded
from workflows.ladder import SUPERVISION, load_ladder
from workflows.terms import DEEMED_CONSENT

HOW: dict[str, Any] = {
    "adopted": _l("采纳意见"),
    "settled": _l("协商一致"),
    "overruled": _l("不采纳意见"),
}


def reminded() -> str:
    """What is said once departments were hurried."""
    return _("已记录催办，当天并入每个人的提醒邮件，一人一天一封；到期不答不算同意，将报督办。")


def silence(track: TrackView, seen: DecisionView) -> str | Markup:
    """What happens when the last day of an opinion passes without one, or that it was escalated, and when (R91)."""
    if track.term.on_silence == DEEMED_CONSENT and not track.term.site_check:
        return _("按办事指南，到期不答视为对这一项意见没有异议；不等于准予。")
    if track.clock is not None and track.clock.left < 0 and (told := escalated(track.term.id, seen)):
        return Markup(_("到期没有答，不算同意；%(day)s 已报督办。")) % {"day": day(told)}
    return _("到期不答不算同意，将报督办。")


def escalated(track: str, seen: DecisionView) -> datetime | None:
    """When supervision was first told that the last day of an opinion had come; None while it was not."""
    ladder = load_ladder()
    return next(
        (
            entry.at
            for entry in seen.file.recorded
            if isinstance(entry.event, Reminded)
            and entry.event.clock == f"track:{track}"
            and SUPERVISION in ladder.told(entry.event.clock, entry.event.rung)
        ),
        None,
    )


def who_has(track: TrackView, seen: DecisionView) -> Markup:
    """The officer who has a share."""
    if not track.officer:
        return Markup("")
    return Markup(_("由%(name)s办理")) % {"name": person(track.officer, seen)}


def acting_for(track: TrackView, seen: DecisionView) -> Markup:
    """For whom the person would answer, or whose share it is."""
    if track.for_whom:
        return Markup(_("%(name)s不在岗，由您代办，记录里写明代谁。")) % {"name": person(track.for_whom, seen)}
    return who_has(track, seen)


def signed_by(track: TrackView, seen: DecisionView) -> Markup:
    """Who answered, and for whom."""
    answer = track.answer
    if answer is None:
        return Markup("")
    if answer.verdict == DEEMED:
        return Markup("{}").format(_("到期没有答复"))
    names = Markup(_("、")).join(person(one, seen) for one in answer.officers)
    if not answer.on_behalf:
        return names
    return Markup(_("%(names)s（代%(absent)s）")) % {"names": names, "absent": person(answer.on_behalf, seen)}


def settled(track: TrackView, seen: DecisionView) -> Markup:
    """How the lead settled a disagreement."""
    one = track.resolution
    if one is None:
        return Markup("")
    return Markup(_("处理（%(how)s，%(who)s，%(day)s）：%(words)s")) % {
        "how": str(HOW.get(one.how, one.how)),
        "who": person(one.by, seen),
        "day": date_full(one.on),
        "words": zh(one.words),
    }


def added(track: TrackView, seen: DecisionView) -> Markup:
    """That a department was added, when and why."""
    if track.added is None:
        return Markup("")
    facts = {"day": date_full(track.added.on), "reason": zh(track.added.reason), "who": person(track.added.by, seen)}
    return Markup(_("%(day)s 由%(who)s增加：%(reason)s")) % facts


def materials(seen: DecisionView) -> list[tuple[str, str]]:
    """The materials of the case as options; each by the name of its first alternative."""
    named = ((one.requirement.key, one.requirement.alternatives[0].name) for one in seen.materials)
    return [(key, name.get(language().code)) for key, name in named]


def material(key: str, seen: DecisionView) -> str:
    """A material by its name, an answer of the form by its key."""
    return dict(materials(seen)).get(key, key)


def _of_track(title: Callable[[str, str], str]) -> Callable[[Step, Any], tuple[Any, Any]]:
    return lambda step, told: (title(told.office(step.facts["track"]), told.track(step.facts["track"])), "")


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "TracksReminded": lambda step, told: (
        _("牵头部门催办"),
        _("、").join(told.office(one) for one in step.facts["tracks"]),
    ),
    "TrackHandedOver": _of_track(lambda office, track: _("%(office)s内部转交：%(track)s", office=office, track=track)),
    "TrackAdded": _of_track(lambda office, track: _("增加征求意见：%(office)s", office=office)),
    "TrackReopened": _of_track(lambda office, track: _("请%(office)s重新答复：%(track)s", office=office, track=track)),
    "OpinionDeemed": _of_track(
        lambda office, track: _("%(office)s到期没有答复，按办事指南视为没有异议", office=office)
    ),
    "FixWished": _of_track(lambda office, track: _("%(office)s请牵头部门告知补正", office=office)),
    "FixesTold": lambda step, told: (
        _("审查中一次告知补正"),
        told.materials(dict.fromkeys(material for _track, material, _words in step.facts["fixes"])),
    ),
    "FixesHandedIn": lambda step, told: (_("交来审查补正"), told.materials(step.facts["materials"])),
    "DisagreementResolved": _of_track(lambda office, track: _("对%(office)s不同意见的处理", office=office)),
}

register(
    {
        "track_of_other": Words(
            _l("这一项由您的同事办理"),
            _l("这一项意见已经交给本部门别的人员，只有本人、代办人或者转交以后的人能办。"),
            _l("请本人或者部门负责人先转交给您。"),
        ),
        "track_handed_to_owner": Words(
            _l("这一项已经由这位同事办理"), _l("转交要交给另一个人。"), _l("选另一位同事，或者不用转交。")
        ),
        "track_there_already": Words(
            _l("这个部门已经在征求意见"), _l("同一个环节只问一次。"), _l("要它重新答复的，用“请部门重新答复”。")
        ),
        "question_missing": Words(
            _l("没有写请部门审查什么"), _l("办事指南没有这一环节，要写明问题。"), _l("写明要它答复的问题再提交。")
        ),
        "track_not_answered": Words(_l("这一项还没有答复"), _l("没有答复过的，不用重新答复。"), _l("可以催办。")),
        "track_has_followers": Words(
            _l("后面的环节已经答复"),
            _l("它后面的意见依据这一项作出，不能单独重新答复这一项。"),
            _l("先请后面的环节重新答复。"),
        ),
        "no_deemed_consent": Words(
            _l("不能视为没有异议"), _l("期限没有届满，或者办事指南没有这样规定。"), _l("等部门答复，可以催办。")
        ),
        "no_disagreement": Words(
            _l("这一项没有不同意见"), _l("只有部门不同意的，才要处理。"), _l("回到办件看各部门意见。")
        ),
        "resolution_kind_missing": Words(
            _l("没有选怎样处理"), _l("不同意见要么采纳，要么协商一致，要么说明理由不采纳。"), _l("选一种再提交。")
        ),
        "resolution_missing": Words(
            _l("没有写处理意见"), _l("对不同意见的处理要写明事实、依据和理由。"), _l("写上处理意见再提交。")
        ),
        "fixes_told": Words(
            _l("审查补正已经一次告知过"),
            _l("%(on)s 已经告知申请人，以后不再提出新的补正要求。"),
            _l("依据现有材料和交来的补正写意见。"),
        ),
        "fix_wished": Words(
            _l("这份材料已经请求过补正"), _l("同一份材料，一个部门只提一次。"), _l("写全以后由牵头部门一次告知。")
        ),
        "no_fix_wished": Words(
            _l("没有部门请求补正"), _l("没有内容可以告知申请人。"), _l("等各部门提出，或者直接审查。")
        ),
        "no_fix_told": Words(_l("现在没有要补正的材料"), _l("审查中没有告知过补正。"), _l("回到办件看现在轮到谁。")),
        "fix_file_missing": Words(_l("还没有选文件"), _l("每份要补正的材料至少交一个文件。"), _l("选好文件再提交。")),
        "right_revoked": Words(
            _l("您的权限刚刚有了变化"),
            _l("您的账户已经停用、调到别的部门，或者不再有办理这一步的角色，操作没有执行。"),
            _l("请部门负责人或者系统管理员核对您的角色。"),
        ),
        "no_such_absence": Words(_l("没有找到这条不在岗记录"), _l("它可能已经取消。"), _l("回到列表看最新情况。")),
        "absence_overlaps": Words(
            _l("这几天已经登记过不在岗"),
            _l("已有的登记：%(from_on)s 到 %(until_on)s。"),
            _l("先取消已有的，或者改日期。"),
        ),
        "stand_in_away": Words(
            _l("这几天不能这样代办"),
            _l("代办人自己不在岗，或者本人正在替别人代办（%(from_on)s 到 %(until_on)s）。"),
            _l("另选一位代办人，或者先改那一条登记。"),
        ),
    }
)
