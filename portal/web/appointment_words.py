"""The words of appointments and tickets, and the sentences of what is refused about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.formats import business_today
from portal.i18n import language
from portal.services import figures, law
from portal.web.refusals import Words, register

STATES: dict[str, Any] = {
    "booked": _l("已预约"),
    "arrived": _l("已到，等叫号"),
    "served": _l("已办"),
    "cancelled": _l("已取消"),
    "missed": _l("约了没有来"),
}

register(
    {
        "no_such_window": Words(_l("没有这个窗口"), _l("窗口可能已经撤掉。"), _l("回到列表另选一个。")),
        "no_such_purpose": Words(_l("没有这种事由"), _l("地址或表单里的事由不在列表中。"), _l("从列表里选。")),
        "no_such_appointment": Words(
            _l("没有这个预约"),
            _l("预约码可能抄错了，也可能已经取消。"),
            _l("核对 8 位预约码；没有预约的也能办，请向导办台取号。"),
        ),
        "no_such_ticket": Words(_l("没有这个号"), _l("这个号不在今天的队列里。"), _l("回到叫号页看现在的队列。")),
        "slot_gone": Words(
            _l("这个时间约不到了"),
            _l("您选的时间刚刚约满，或者已经过了。没有预约。"),
            _l("另选一个时间；不预约直接来也能办，网上办不用来。"),
        ),
        "appointments_enough": Words(
            _l("预约已经够多"),
            _l("一家单位最多同时有 %(limit)s 个没有办的预约。没有再约。"),
            _l("先取消用不着的；不预约直接来也能办，网上办不用来。"),
        ),
        "appointments_paused": Words(
            _l("暂时不能预约"),
            _l("30 天内有 %(missed)s 次约了没有来，位置空着别人用不上，暂时不能再约。"),
            _l("网上办和直接到窗口取号不受影响；30 天后自动恢复。"),
        ),
        "appointment_over": Words(
            _l("这个预约已经不能改"), _l("时间已经到了，或者已经取消、已经办过。"), _l("要另约的，重新选时间。")
        ),
        "appointment_other_day": Words(
            _l("不是今天的预约"),
            _l("这个预约是 %(day)s 的，今天不能取预约号。"),
            _l("改到今天还有空的时间，或者直接取号排队。"),
        ),
        "slots_overlap": Words(
            _l("和已有的时段重叠"),
            _l("同一窗口在同一时间已经有时段，一个时段能约几人就说不清了。没有增加。"),
            _l("先删掉原来的，或者改日期和钟点。"),
        ),
        "ticket_open": Words(
            _l("先办完叫到的号"), _l("这个窗口叫到的人还没有办完。"), _l("办完或者记“叫了没有来”，再叫下一个。")
        ),
        "nobody_waits": Words(_l("没有人在等"), _l("现在没有这个窗口能办的号。"), _l("有人取号后再叫。")),
        "ticket_done": Words(
            _l("%(number)s 号已经办过"), _l("这个号已经办完、没有来，或者还没有叫到。"), _l("看叫号页上现在的号。")
        ),
        "ticket_recall_first": Words(
            _l("再叫一次"), _l("只叫过一次，人可能在路上，还不能记“叫了没有来”。"), _l("按“再叫一次”，仍不来再记。")
        ),
        "visit_without_case": Words(
            _l("没有办件，记不了到场"),
            _l("到场记在办件上，这个号还没有连到办件。"),
            _l("填办件编号；还没有提交的，提交时自动记到场。"),
        ),
        "no_such_number": Words(
            _l("没有找到这件办件"),
            _l("编号“%(number)s”没有对应的办件，或者不止一件。没有记。"),
            _l("照接收凭证核对编号，写日期和流水号，例如 20260929-0017。"),
        ),
    }
)


def init_app(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.filters.update(clock_time=clock_time, item_name=item_name, appointment_state=state)


def clock_time(minutes: int | None) -> str:
    """9:30 for the minutes of a day."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"


def item_name(item: str, on: date | None = None) -> str:
    """The name of an item in the language of the page; its code where no guide is in force."""
    if not item:
        return "–"
    found = figures.names(on or business_today()).get(item)
    return found.get(language().code) if found else item


def state(name: str) -> str:
    """What became of an appointment."""
    return str(STATES.get(name, name))


def items() -> Any:
    """The guides in force today."""
    return law.catalogue().listings(business_today())
