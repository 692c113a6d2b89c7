"""What the lists of the window say of a case: why it waits there, its light, how long it has waited, whose it is."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from portal import formats
from portal.services import law
from portal.services.presence import Present
from portal.services.window_rows import WaitingRow
from portal.web.local_words import local
from workflows.limits import Signal

KINDS: dict[str, Any] = {
    "new": _l("新收件"),
    "returned": _l("补正交回"),
    "supplement": _l("容缺补交"),
    "correction": _l("补正"),
    "deferral": _l("容缺后补"),
    "granted": _l("待制证"),
    "issued": _l("待送达"),
    "refused": _l("不予决定待送达"),
}
CHANNELS: dict[str, Any] = {"online": _l("网上"), "window": _l("窗口"), "post": _l("邮寄"), "remote": _l("异地代收")}
GROUPS: dict[str, Any] = {"first": _l("先办"), "within": _l("时限内"), "paused": _l("暂停，时钟不走")}
LIGHTS: dict[Signal, Any] = {
    Signal.DARK: _l("已超法定"),
    Signal.RED: _l("已超期"),
    Signal.YELLOW: _l("临近到期"),
    Signal.GREEN: _l("时限内"),
    Signal.GREY: _l("暂停"),
}
DAYS: dict[str, Any] = {
    "notice": _l("告知到期"),
    "correction": _l("补正到期"),
    "promised": _l("承诺办结"),
    "statutory": _l("法定办结"),
}
OWNERS: dict[str, Any] = {"all": _l("全部"), "mine": _l("我负责的"), "unowned": _l("没有人负责的")}
UNOWNED: dict[str, Any] = {"untaken": _l("一直没有人领办"), "left": _l("首问负责人已经离开窗口")}


def present_words(one: Present) -> Markup:
    """王某 10:02 起正在办理: who else has the desk open."""
    words = _("%(name)s %(time)s 起正在办理") if one.working else _("%(name)s %(time)s 打开过这件")
    return Markup(words) % {"name": formats.zh(one.name), "time": f"{formats.local(one.since):%H:%M}"}


def busy_words(row: WaitingRow) -> Markup:
    """The same for a row of the queue."""
    assert row.busy_since is not None
    return present_words(Present(row.busy, row.busy_since, True))


def waited_words(days: int | None) -> str:
    """已等 2 个工作日: how long a case has lain at the window."""
    if days is None:
        return ""
    return _("已等 %(amount)s", amount=formats.unit(days)) if days else _("不满 1 个工作日")


def light_words(light: Signal | None, left: int | None, unit: str = "working_day") -> str:
    """What stands in a light of the window: what is left, that it ends today, or by how much it is over."""
    if left is None:
        return _("到期日待定")
    if light is Signal.GREY:
        return formats.paused(left, unit)
    if light is Signal.DARK:
        return formats.past_law(left, unit)
    if left < 0:
        return _("超期 %(amount)s", amount=formats.unit(-left, unit))
    return _("今天到期") if left == 0 else formats.left(left, unit)


def why_waiting(row: WaitingRow) -> Markup:
    """What a case waits for from its applicant."""
    if row.kind == "correction":
        return escape(_("补正告知书所列的材料"))
    guide = law.guide_of(row.item, row.guide_version)
    names = [local(one.name) for one in guide.materials if {one.id, one.group} & set(row.missing)]
    return Markup(_("；")).join(names) or escape(_("容缺的材料"))
