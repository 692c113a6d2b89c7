"""The words of the window: outcomes and why one does not follow, what stands in the way of a mark."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape

from portal import formats
from portal.forms.window import WAYS
from portal.i18n import language
from portal.services import outcomes
from portal.services.desk import Desk
from portal.services.first_contact import Contact
from portal.services.outcomes import Count, Outcome
from portal.services.people import Name
from portal.services.tracking import Tracking
from portal.states import LETTERS, STATES
from portal.web.local_words import (
    local as local,
)
from portal.web.queue_words import (
    CHANNELS as CHANNELS,
)
from portal.web.queue_words import (
    DAYS as DAYS,
)
from portal.web.queue_words import (
    GROUPS as GROUPS,
)
from portal.web.queue_words import (
    KINDS as KINDS,
)
from portal.web.queue_words import (
    LIGHTS as LIGHTS,
)
from portal.web.queue_words import (
    OWNERS as OWNERS,
)
from portal.web.queue_words import (
    UNOWNED as UNOWNED,
)
from portal.web.queue_words import (
    busy_words as busy_words,
)
from portal.web.queue_words import (
    light_words as light_words,
)
from portal.web.queue_words import (
    present_words as present_words,
)
from portal.web.queue_words import (
    waited_words as waited_words,
)
from portal.web.queue_words import (
    why_waiting as why_waiting,
)
from portal.web.review_words import at_most as at_most

OUTCOMES: dict[str, Any] = {
    outcomes.ACCEPTED: _l("受理"),
    outcomes.DEFERRED: _l("容缺受理"),
    outcomes.CORRECTION: _l("一次性告知补正"),
    outcomes.ON_SPOT: _l("当场更正"),
    outcomes.NOT_ACCEPTED: _l("不予受理"),
    outcomes.NOT_REQUIRED: _l("不需许可"),
    outcomes.NOT_COMPETENT: _l("不属本机关"),
}
ACTS: dict[str, Any] = {
    outcomes.ACCEPTED: _l("受理并出具文书"),
    outcomes.DEFERRED: _l("容缺受理并出具文书"),
    outcomes.CORRECTION: _l("出具补正告知书"),
    outcomes.NOT_ACCEPTED: _l("出具不予受理决定书"),
    outcomes.NOT_REQUIRED: _l("出具不需要许可告知书"),
    outcomes.NOT_COMPETENT: _l("出具不予受理决定书"),
}
DONE: dict[str, Any] = {
    outcomes.ACCEPTED: _l("已受理，《受理通知书》已经生成。"),
    outcomes.DEFERRED: _l("已容缺受理，《受理通知书》和《容缺受理通知书》已经生成。"),
    outcomes.CORRECTION: _l("已一次性告知，《补正告知书》已经生成，等申请人补正。"),
    outcomes.NOT_ACCEPTED: _l("已不予受理，决定书已经生成。"),
    outcomes.NOT_REQUIRED: _l("已告知不需要许可，告知书已经生成。"),
    outcomes.NOT_COMPETENT: _l("已告知不属于本机关职权，决定书已经生成。"),
}
EVENT_OF = {
    outcomes.ACCEPTED: "Accepted",
    outcomes.DEFERRED: "AcceptedDeferred",
    outcomes.CORRECTION: "CorrectionRequested",
    outcomes.NOT_ACCEPTED: "AcceptanceRefused",
    outcomes.NOT_REQUIRED: "NotRequiredDeclared",
    outcomes.NOT_COMPETENT: "CompetenceDeclined",
}
"""The event that each outcome leaves in the journal: a second click finds its own."""

VERDICTS: dict[str, Any] = {"ok": _l("合格"), "fix": _l("需补正"), "later": _l("后补"), "": _l("未标")}
MARKS: dict[str, Any] = {"ok": _l("合格"), "fix": _l("需补正"), "later": _l("可后补")}
IN_THE_WAY: dict[str, Any] = {
    "point_unmet": _l("有要点不符"),
    "nothing_brought": _l("没有交来文件"),
    "told_once": _l("上次告知时已合格"),
    "not_deferrable": _l("不可容缺"),
    "black_list": _l("黑名单不适用容缺"),
    "red_list_only": _l("只限红名单单位"),
    "deferral_declined": _l("申请人选择不容缺"),
    "broken_promises": _l("有承诺没有兑现"),
    "unknown": _l("没有这种标记"),
}
WRONG: dict[str, Any] = {
    "point_unmet": _l("有审查要点不符，不能标“合格”。先改要点，或者标“需补正”。"),
    "nothing_brought": _l("这份材料没有交来文件，不能标“合格”。标“需补正”，或者当场扫描补上。"),
    "told_once": _l("上次告知时这份材料已经合格，不能再要求补正（《行政许可法》第七十二条）。"),
    "not_deferrable": _l("办事指南没有把这份材料列为可容缺，不能后补。"),
    "black_list": _l("申请人在失信名单内，不适用容缺。请标“需补正”。"),
    "red_list_only": _l("这份材料只对守信红名单上的单位可容缺。请标“需补正”。"),
    "deferral_declined": _l("申请人选择了不容缺，按一般程序办理。请标“需补正”。"),
    "broken_promises": _l("申请人有没有修复的失约记录，现在不能容缺，记录见本页。请标“需补正”。"),
    "unknown": _l("没有这种标记，请从三种里选。"),
}
WRONG_REASON: dict[str, Any] = {
    "missing": _l("标“需补正”要写明哪里不对、怎样改，申请人会照着补。"),
    "long": _l("告知申请人的话最多 2,000 字，请写短些。"),
}
DEMANDS: dict[str, Any] = {
    "asked": _l("已请监督人员批准增加告知："),
    "permitted": _l("监督人员已批准增加告知，可以标“需补正”："),
    "refused": _l("监督人员没有批准增加告知："),
}
FIELD_REASONS: tuple[str, ...] = (
    "与所附材料不一致，请核对后改为一致。",
    "没有写完整，请补写完整。",
    "写的内容看不清楚，请写明。",
)
"""Words for an answer that may be told to any applicant; they go into letters, which are Chinese."""
KEYS: tuple[tuple[str, Any], ...] = (
    ("J K", _l("下一份、上一份材料或者申请表的一节，先存下这一份")),
    ("1 2 3", _l("标合格、需补正、可后补，马上保存；在申请表里标光标所在的一栏")),
    ("Y N", _l("审查要点符合、不符，接着到下一条")),
    ("G", _l("看过没有问题：没答的要点都记符合，标合格；申请表的这一节没标的都标合格。接着到下一份")),
    ("U", _l("撤回刚才用 G 标的一份，回到那里重新标")),
    ("A", _l("申请表的这一节，未标的栏全部标合格")),
    ("E", _l("写告知申请人的话，按 Esc 离开")),
    ("Space", _l("往下看，看到底翻到下一页")),
    ("[ ]", _l("上一页、下一页")),
    ("+ -", _l("放大、缩小")),
    ("W", _l("整页、适合宽度")),
    ("R", _l("旋转，这个文件记住方向")),
    ("T", _l("这份材料的下一个文件；在申请表里换对照的材料")),
    ("C", _l("和上一版、以前受理的比较")),
    ("D", _l("标出不同处")),
    ("Ctrl+Enter", _l("去确认结果、看文书；在那一页按 Enter 出具")),
    ("Q", _l("回到收件，停在这一件")),
    ("X", _l("办下一件：没有人负责的，或者您负责的")),
    ("?", _l("打开、收起这张表")),
)
WHY_NOT: dict[str, Any] = {
    "nothing_marked": _l("还没有标记"),
    "deferral_needs_commitment": _l("有材料后补"),
    "nothing_deferred": _l("没有后补的"),
    "not_deferrable": _l("有材料不可容缺"),
    "credit_not_looked_up": _l("信用还没有查到结果"),
    "black_list_no_deferral": _l("黑名单不适用容缺"),
    "broken_promises": _l("有容缺承诺没有兑现"),
    "deferral_declined": _l("申请人选择不容缺"),
    "nothing_to_correct": _l("无需补正"),
    "notice_too_late": _l("告知期限已过，依法视为受理"),
    "told_once": _l("超出上次告知的范围"),
    "must_tell_first": _l("还没有告知过补正"),
    "reason_missing_for": _l("有材料没有写明问题"),
}
FAULTS: dict[str, Any] = {
    "no_such_page": _l("这个文件没有这一页。"),
    "locked": _l("这个文件加了密码，打不开。"),
    "unreadable": _l("这个文件打不开，可能已经损坏。"),
    "slow": _l("这一页太复杂，画了很久没有画完。"),
}
TURNS: dict[str, Any] = {
    "forwarded": _l("材料在寄来的路上，收到后开始计时"),
    "answer": _l("轮到窗口：受理或者告知补正"),
    "correct": _l("轮到申请人：补正"),
    "supply": _l("轮到申请人：补交容缺材料"),
    "supply_checked": _l("轮到窗口：核对补交的容缺材料"),
    "paused": _l("特别程序进行中，时钟不走"),
    "opinions": _l("轮到%(offices)s：审查意见"),
    "decide": _l("轮到%(offices)s：作出决定"),
    "issue": _l("轮到窗口：制证"),
    "deliver": _l("轮到窗口：送达"),
    "granted": _l("已办结，准予"),
    "refused": _l("已办结，不予"),
    "grant_ended": _l("已办结，不再制证"),
}


def officer_words(contact: Contact | None) -> Markup:
    """Who answers for a case, with what is wrong with that."""
    if contact is None:
        return escape(_("还没有人领办"))
    if not contact.serves:
        return Markup(_("%(name)s（已离开窗口）")) % {"name": formats.zh(contact.name)}
    return formats.zh(contact.name)


def outcome_words(outcome: Outcome, counted: Count) -> str:
    """One outcome as the bar names it: what follows with its numbers, what does not with the reason."""
    name = outcome_name(outcome.code)
    if outcome.state == "follows":
        return _("%(outcome)s：%(numbers)s", outcome=name, numbers=count_words(counted))
    why = why_not(outcome, counted)
    return _("%(outcome)s：%(why)s", outcome=name, why=why) if why else name


def outcome_name(code: str) -> str:
    """An outcome by name, at the beginning of a line."""
    name = str(OUTCOMES[code])
    return name[:1].upper() + name[1:]


def count_words(counted: Count) -> str:
    """8 份合格，1 份后补."""
    parts = [
        ngettext("%(num)s 份合格", "%(num)s 份合格", counted.ok) if counted.ok else "",
        ngettext("%(num)s 份需补正", "%(num)s 份需补正", counted.fix) if counted.fix else "",
        ngettext("%(num)s 份后补", "%(num)s 份后补", counted.later) if counted.later else "",
        ngettext("申请表 %(num)s 栏需补正", "申请表 %(num)s 栏需补正", counted.fields_fix)
        if counted.fields_fix
        else "",
    ]
    return _("，").join(part for part in parts if part)


def why_not(outcome: Outcome, counted: Count) -> str:
    """Why an outcome does not follow; nothing for one that is open."""
    if outcome.state == "open":
        return _("只能重申没有补好的") if outcome.code == outcomes.CORRECTION else ""
    if outcome.why == "still_to_correct":
        n = counted.fix + counted.fields_fix
        return ngettext("有 %(num)s 项需补正", "有 %(num)s 项需补正", n)
    if outcome.why == "deferral_needs_commitment":
        return ngettext("有 %(num)s 份后补", "有 %(num)s 份后补", counted.later)
    if outcome.code == outcomes.ON_SPOT:
        return _("没有要更正的")
    return str(WHY_NOT.get(outcome.why, ""))


def deferral_short(material: Any) -> str:
    """承诺 8 个工作日: for how long a material may follow, as the mark says it."""
    rule = material.deferrable
    if rule is None:
        return ""
    if rule.days:
        return _("承诺 %(amount)s", amount=formats.unit(rule.days, rule.unit))
    return _("现场核查前补齐") if rule.until == "site_check" else _("决定前补齐")


def way_name(code: str) -> str:
    """How a result was served."""
    return str(WAYS.get(code, code))


def letter_names(kinds: tuple[str, ...]) -> Markup:
    """《受理通知书》《容缺受理通知书》, and in English the names one after the other."""
    shown = [str(LETTERS.get(kind, kind)) for kind in dict.fromkeys(kinds)]
    if language().code == "en":
        return Markup(", ").join(escape(name) for name in shown)
    return Markup("").join(Markup("《{}》").format(name) for name in shown)


def who(name: Name | None) -> Markup:
    """The name of an officer, or the portal."""
    return formats.zh(name.name) if name and name.name else escape(_("系统"))


def turn_words(found: Tracking) -> Markup:
    """Whose turn it is, said to the clerk: who, and what."""
    turn = found.turn
    offices = [local(found.offices[code]) for code in turn.parties if code in found.offices]
    named = Markup("、" if language().code == "zh" else ", ").join(offices)
    sentence = TURNS.get(turn.code)
    return Markup(str(sentence)) % {"offices": named} if sentence else escape(STATES.get(turn.code, ""))


def deferral_hint(desk: Desk, material: Any) -> str:
    """Why this material may or may not follow later, for the line under the officer's words."""
    if not material.term.deferrable:
        return ""
    promised = _("申请人已承诺后补") if material.promised else _("申请人没有承诺后补")
    seen = desk.credit
    if not desk.credit_required:
        return promised
    if seen.result == "unchecked":
        return _("%(promised)s；信用还没有查到结果", promised=promised)
    if seen.result == "black":
        return _("%(promised)s；信用查询命中失信名单", promised=promised)
    return _("%(promised)s；信用查询未见失信", promised=promised)
