"""What the inbox says of a message that no event of a case causes, in one sentence, and to which page it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.services import other_messages as m
from portal.services.reminder_words import day_words

Facts = Mapping[str, Any]


def sentence(kind: str, facts: Facts) -> str:
    """The sentence of a message of `other_messages`, in the language in force; empty for any other kind."""
    return _SENTENCES[kind](facts) if kind in _SENTENCES else ""


def _day(facts: Facts) -> str:
    return day_words(date.fromisoformat(facts["on"])) if facts.get("on") else ""


def _when(facts: Facts) -> str:
    starts = int(facts["starts"])
    return _("%(day)s %(time)s", day=_day(facts), time=f"{starts // 60}:{starts % 60:02d}")


_SENTENCES: dict[str, Callable[[Facts], str]] = {
    m.LAPSES: lambda facts: _("一份申请草稿很久没有改动，将在 %(day)s 删除，还要用的请保留", day=_day(facts)),
    m.OWN_DATA: lambda facts: _("您的全部信息已经准备好，可以下载到 %(day)s", day=_day(facts)),
    m.COMPLAINT: lambda _facts: _("您的投诉有了答复"),
    m.OBJECTION: lambda _facts: _("信用异议已经答复"),
    m.LATER: lambda facts: _("信用异议的答复期限延长到 %(day)s", day=_day(facts)),
    m.BOOKED: lambda facts: _("预约成功：%(when)s", when=_when(facts)),
    m.MOVED: lambda facts: _("预约改到 %(when)s", when=_when(facts)),
    m.REMINDER: lambda facts: _("提醒：您约了 %(when)s 到窗口", when=_when(facts)),
}
PAGES = {
    m.LAPSES: "enterprise.cases",
    m.OWN_DATA: "account.data",
    m.COMPLAINT: "enterprise.complaints",
    m.OBJECTION: "enterprise.credit",
    m.LATER: "enterprise.credit",
    m.BOOKED: "enterprise.appointments",
    m.MOVED: "enterprise.appointments",
    m.REMINDER: "enterprise.appointments",
}
