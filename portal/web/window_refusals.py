"""The sentences for what only the window refuses, and how the facts of a refusal are said at the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.db import reading
from portal.services.people import names_of
from portal.states import STATES
from portal.web import review_refusals
from portal.web.refusals import Words, register, words_of
from portal.web.window_words import who
from workflows.refusal import Refusal

register(
    {
        "mark_changed": Words(
            _l("这份材料刚刚有人标过"),
            _l("您打开页面以后，%(by)s 在 %(at)s 标记了同一份材料，这次没有覆盖。您写的话保留在下面。"),
            _l("先看同事的标记，再决定要不要改。"),
        ),
        "taken_already": Words(
            _l("这件已经有人领办"),
            _l("%(by)s 在 %(at)s 领办了这件，是它的首问负责人。"),
            _l("要接过来办的，请对方转办给您，或者请窗口负责人指定。"),
        ),
        "not_first_contact": Words(
            _l("这件不由您转办"),
            _l("%(by)s 从 %(at)s 起是这件的首问负责人。"),
            _l("请对方转办，或者请窗口负责人指定。"),
        ),
        "handed_to_owner": Words(
            _l("这件本来就由这位同事负责"),
            _l("%(by)s 已经是这件的首问负责人，没有变动。"),
            _l("要换人的，请选另一位同事。"),
        ),
        "handover_reason_missing": Words(
            _l("转办理由没有写"),
            _l("转办要记入办件的全过程，不能没有理由。"),
            _l("写明为什么转办，再提交。"),
        ),
        "case_ended": Words(
            _l("这件已经办结"),
            _l("办结的办件不再领办，也不再转办。"),
            _l("在办件页面看经过。"),
        ),
        "no_such_view": Words(
            _l("没有这个视图"),
            _l("它可能已经被您删掉了。"),
            _l("回到收件，从现有的视图里选。"),
        ),
        "no_such_outcome": Words(
            _l("没有这种处理结果"),
            _l("受理环节只有法律规定的几种结果，地址里的这一种不在其中。"),
            _l("回到受理台，从列出的结果里选。"),
        ),
    }
)


DETAILS: dict[str, Any] = {
    "stale": review_refusals.DETAILS["stale"],
    "unmarked": _l("还没有标记的：%(materials)s。"),
    "reason_missing_for": _l("没有写明问题的：%(materials)s。"),
    "still_to_correct": _l("需补正的：%(materials)s。"),
    "not_deferrable": _l("不可容缺的：%(materials)s。"),
    "told_once": _l("上次告知以外的：%(materials)s。"),
    "not_at_window": _l("现在的状态：%(state)s。"),
}


def said(refusal: Refusal, names: dict[str, str] | None = None) -> Words:
    """The words of a refusal, with who, when and what exactly; `names` are the materials of the case by their keys."""
    facts = {key: _fact(key, value, names or {}) for key, value in refusal.facts.items()}
    words = words_of(Refusal(refusal.rule, **facts))
    detail = DETAILS.get(refusal.rule)
    return (
        Words(words.title, Markup("{} {}").format(words.sentence, Markup(str(detail)) % facts), words.next_step)
        if detail
        else words
    )


def _fact(key: str, value: Any, names: dict[str, str]) -> Any:
    match key:
        case "by":
            with reading() as session:
                return who(names_of(session, [value]).get(value))
        case "at":
            return formats.stamp(value)
        case "kind":
            return review_refusals.EVENTS.get(value, value)
        case "state":
            return STATES.get(value, value)
        case "materials":
            return "、".join(names.get(one, one) for one in _listed(value))
    return formats.day(value) if isinstance(value, date) and not isinstance(value, datetime) else value


def _listed(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value
