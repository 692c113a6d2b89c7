"""What stands in the head and the foot of a page: by audience, by role, and only where the page exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.actors import Actor, Role
from portal.auth import actor_or_none


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go: its words, its endpoint, and who sees it (nobody named: everybody)."""

    words: Any
    endpoint: str
    roles: tuple[Role, ...] = ()


PUBLIC = (
    Entry(_l("办事指南"), "public.guides"),
    Entry(_l("进度查询"), "public.track"),
    Entry(_l("证照核验"), "public.verify"),
    Entry(_l("公开数据"), "public.figures"),
)
STAFF = (
    Entry(_l("收件"), "window.queue", (Role.WINDOW,)),
    Entry(_l("补正"), "window.corrections", (Role.WINDOW,)),
    Entry(_l("出件"), "window.deliveries", (Role.WINDOW,)),
    Entry(_lp("head", "文书送达"), "window.services", (Role.WINDOW,)),
    Entry(_lp("head", "查办件"), "window.cases", (Role.WINDOW,)),
    Entry(_l("叫号"), "window.counters", (Role.WINDOW,)),
    Entry(_l("窗口登记"), "window.walk_in", (Role.INTAKE,)),
    Entry(_l("异地代收"), "window.forwarded", (Role.WINDOW, Role.INTAKE)),
    Entry(_l("待办"), "review.worklist", (Role.REVIEWER, Role.DECIDER)),
    Entry(_l("已决定"), "review.decided", (Role.REVIEWER, Role.DECIDER)),
    Entry(_l("移送"), "window.hand_overs", (Role.WINDOW, Role.REVIEWER, Role.DECIDER)),
    Entry(_l("信用异议"), "review.objections", (Role.REVIEWER, Role.DECIDER)),
    Entry(_l("证后"), "review.duties", (Role.REVIEWER, Role.DECIDER)),
    Entry(_l("证照登记"), "licences.register", (Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)),
    Entry(_l("全部办件"), "supervision.cases", (Role.SUPERVISOR,)),
    Entry(_l("容缺"), "deferral.ledger", (Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)),
    Entry(_l("增加告知"), "supervision.demands", (Role.SUPERVISOR,)),
    Entry(_lp("head", "投诉和复议"), "supervision.remedies", (Role.SUPERVISOR,)),
    Entry(_lp("head", "好差评"), "rating.followed", (Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)),
    Entry(_l("证后"), "supervision.duties", (Role.SUPERVISOR,)),
    Entry(_l("到场"), "supervision.visits", (Role.SUPERVISOR,)),
    Entry(_l("评查"), "supervision.audits", (Role.SUPERVISOR,)),
    Entry(_l("评查"), "review.audits", (Role.REVIEWER, Role.DECIDER)),
    Entry(_l("指南"), "authoring.guides", (Role.AUTHOR, Role.ADMINISTRATOR)),
    Entry(_l("用户"), "admin.users", (Role.ADMINISTRATOR,)),
    Entry(_lp("head", "部门"), "admin.offices", (Role.ADMINISTRATOR,)),
    Entry(_lp("head", "申请人"), "admin.enterprises", (Role.ADMINISTRATOR,)),
    Entry(_l("工作日历"), "admin.calendar", (Role.ADMINISTRATOR,)),
    Entry(_l("信用名单"), "admin.credit", (Role.ADMINISTRATOR,)),
    Entry(_l("窗口和号源"), "admin.windows", (Role.ADMINISTRATOR,)),
    Entry(_l("外部系统"), "admin.systems", (Role.ADMINISTRATOR,)),
)
RIGHTS = (
    Entry(_l("投诉与建议"), "public.complaints"),
    Entry(_l("行政复议与行政诉讼"), "public.remedies"),
    Entry(_l("听证公告"), "public.hearings"),
    Entry(_l("决定前公示"), "public.publicity"),
    Entry(_l("个人信息怎样使用"), "public.privacy"),
)
ABOUT = (
    Entry(_l("无障碍声明"), "public.accessibility"),
    Entry(_l("权力清单"), "public.power_list"),
    Entry(_l("责任清单"), "public.duty_list"),
    Entry(_l("开放数据与接口"), "public.open_data"),
    Entry(_l("一窗 OneWindow 是开源软件"), "public.about"),
)
DESKS = {
    "window": _l("综合窗口"),
    "visits": _l("到场"),
    "review": _l("审批"),
    "supervision": _l("监督"),
    "rating": _l("好差评"),
    "deferral": _l("容缺"),
    "licences": _l("证照登记"),
    "termination": _l("终止办理"),
    "admin": _l("管理"),
    "authoring": _l("指南"),
    "account": _l("账户"),
}
HOMES = (
    ("window.queue", Role.WINDOW),
    ("window.forwarded", Role.INTAKE),
    ("review.worklist", Role.DECIDER),
    ("review.worklist", Role.REVIEWER),
    ("supervision.cases", Role.SUPERVISOR),
    ("admin.users", Role.ADMINISTRATOR),
    ("authoring.guides", Role.AUTHOR),
    ("enterprise.cases", Role.HANDLER),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the template draws it; `current` is page, true (somewhere below it) or empty."""

    words: str
    href: str
    current: str = ""


def init_app(app: Flask) -> None:
    """Give the templates their navigation."""
    app.jinja_env.globals.update(
        public_links=lambda: links(PUBLIC),
        staff_links=lambda: links(STAFF),
        rights_links=lambda: links(RIGHTS),
        about_links=lambda: links(ABOUT),
        desk_name=desk_name,
        address_of=address_of,
        start_page=start_page,
        page_href=page_href,
    )


def links(entries: tuple[Entry, ...]) -> list[Link]:
    """The entries that exist and that the person at the screen may follow."""
    actor = actor_or_none()
    held = actor.roles if actor else frozenset()
    found = [
        Link(str(entry.words), address_of(entry.endpoint), _current(entry.endpoint))
        for entry in entries
        if address_of(entry.endpoint) and (not entry.roles or held & set(entry.roles))
    ]
    here = [one for one in found if one.current == "page"] or sorted(
        (one for one in found if one.current), key=lambda one: len(one.href)
    )  # below /review/objections one is in that room, not in /review as well
    return [one if one in here[-1:] else replace(one, current="") for one in found]


def address_of(endpoint: str, **values: Any) -> str:
    """The address of a page, or nothing when there is no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def case_page_of(case_id: str, by: Actor) -> str:
    """The page of a case in the part of the house where this person works."""
    rooms = {"handler": ("enterprise.case",), "officer": ("window.case", "review.case", "supervision.case")}
    wanted = (name for name in rooms.get(by.kind, ()) if by.kind == "handler" or name.partition(".")[0] in _rooms(by))
    return next((href for name in wanted if (href := address_of(name, case_id=case_id))), url_for("account.profile"))


def _rooms(by: Actor) -> set[str]:
    names = {"window": "window", "reviewer": "review", "decider": "review", "supervisor": "supervision"}
    return {names[str(role)] for role in by.roles if str(role) in names}


def desk_name() -> str:
    """The name of the part of the house that a staff page belongs to."""
    return str(DESKS.get(request.blueprint or "", _("工作台")))


def start_page(roles: frozenset[Role]) -> str:
    """Where somebody with these roles begins the day."""
    homes = (address_of(endpoint) for endpoint, role in HOMES if role in roles)
    return next((home for home in homes if home), address_of("public.home") or "/")


def page_href(page: int) -> str:
    """The address of another page of the list that is shown."""
    asked = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": page}
    return url_for(request.endpoint or "", **asked)


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    href = address_of(endpoint)
    return "true" if href and len(href) > 1 and request.path.startswith(href.rstrip("/") + "/") else ""
