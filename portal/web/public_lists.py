"""The power list and the duty list (权力清单, 责任清单): made from the catalogue in force, as pages and as tables."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from guides.power_list import COLUMNS
from portal.auth import audience
from portal.formats import business_today
from portal.i18n import language
from portal.services import power_lists
from portal.web import csv_file
from portal.web.public import bp

HEADS: dict[str, Any] = {
    "code": _l("基本编码"),
    "name": _l("事项名称"),
    "kind": _l("权力类型"),
    "basis": _l("设定依据"),
    "level": _l("行使层级"),
    "accepts": _l("受理机构"),
    "decides": _l("决定机构"),
    "supervises": _l("监管机构"),
    "entrusted": _l("委托"),
    "limits": _l("办结时限"),
    "fee": _l("收费"),
}
EVENTS: dict[str, Any] = {"entered": _l("列入"), "changed": _l("变更"), "left": _l("退出")}


@bp.get("/power-list")
@audience("public")
def power_list() -> Any:
    """Every power in force by office, and what happened to the list."""
    on = business_today()
    return render_template(
        "public/power_list.html",
        offices=power_lists.powers(on),
        history=power_lists.history(on),
        heads=HEADS,
        events=EVENTS,
    )


@bp.get("/power-list.csv")
@audience("public")
def power_list_csv() -> Any:
    """The same as a table, in the language of the page."""
    code = language().code
    rows = [
        [one.name.get(code), *(each.cells[column].get(code) for column in COLUMNS), each.guide.codes.task_code]
        for one in power_lists.powers(business_today())
        for each in one.powers
    ]
    head = [_l("机关"), *(HEADS[column] for column in COLUMNS), _l("实施编码")]
    return csv_file.download(head, rows, "power-list.csv")


@bp.get("/duty-list")
@audience("public")
def duty_list() -> Any:
    """What each office owes in each of its items, with the basis of every duty."""
    return render_template("public/duty_list.html", offices=power_lists.duties(business_today()))


@bp.get("/duty-list.csv")
@audience("public")
def duty_list_csv() -> Any:
    """The same as a table, in the language of the page."""
    code = language().code
    rows = [
        [
            one.name.get(code), item.guide.codes.catalog_code, item.guide.name.get(code), duty.name.get(code),
            duty.duty.get(code), " / ".join(each.get(code) for each in duty.times),
            " / ".join(each.get(code) for each in duty.bases),
        ]
        for one in power_lists.duties(business_today())
        for item in one.items
        for duty in item.duties
    ]  # fmt: skip
    head = [_l("机关"), HEADS["code"], HEADS["name"], _l("责任"), _l("责任内容"), _l("时限"), _l("依据")]
    return csv_file.download(head, rows, "duty-list.csv")
