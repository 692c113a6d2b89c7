"""Public records: the list of decisions with its data, and the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from flask_babel import lazy_gettext as _l

from portal.auth import audience
from portal.formats import business_today
from portal.security import limit_lookup
from portal.services import figures, publication
from portal.services.publication import PublishedDecision
from portal.web import csv_file
from portal.web.public import bp

ROWS = 20
EXPORTED = 500
"""Decisions read at a time for a download."""

FIELDS: dict[str, Any] = {
    "XK_XDR_MC": _l("行政相对人名称"),
    "XK_XDR_LB": _l("行政相对人类别"),
    "XK_XDR_SHXYM": _l("统一社会信用代码"),
    "XK_FRDB": _l("法定代表人"),
    "XK_XKWS": _l("行政许可决定文书名称"),
    "XK_WSH": _l("行政许可决定文书号"),
    "XK_XKLB": _l("许可类别"),
    "XK_XKZS": _l("许可证书名称"),
    "XK_XKBH": _l("许可编号"),
    "XK_NR": _l("许可内容"),
    "XK_JDRQ": _l("许可决定日期"),
    "XK_YXQZ": _l("有效期自"),
    "XK_YXQZI": _l("有效期至"),
    "XK_XKJG": _l("许可机关"),
    "XK_XKJGDM": _l("许可机关统一社会信用代码"),
    "XK_ZT": _l("当前状态（1 有效，2 无效）"),
    "XK_LYDW": _l("数据来源单位"),
    "XK_LYDWDM": _l("数据来源单位统一社会信用代码"),
}
"""The national fields of a published licence (R109), in their order."""


@bp.get("/published")
@audience("public")
def published() -> Any:
    """The decisions, newest first, with search."""
    q, page = _search(), min(max(request.args.get("page", 1, type=int), 1), 10_000)
    found, more = publication.published(search=q, page=page, size=ROWS)
    return render_template("public/published.html", q=q, page=page, found=found, more_follows=more, labels=FIELDS)


@bp.get("/published.csv")
@limit_lookup()
@audience("public")
def published_csv() -> Any:
    """The same as a table; with a byte order mark, so that office programs read its Chinese."""
    return _download(_csv(_search(), _app()), "text/csv; charset=utf-8", "published.csv")


@bp.get("/published.json")
@limit_lookup()
@audience("public")
def published_json() -> Any:
    """The same as a list of records."""
    return _download(_json(_search(), _app()), "application/json", "published.json")


@bp.get("/figures", endpoint="figures")
@audience("public")
def figures_of() -> Any:
    """What the guides promise and what was measured, each with its numerator, its denominator and its definition."""
    on = business_today()
    days = request.args.get("days", figures.PERIODS[0], type=int)
    days = days if days in figures.PERIODS else figures.PERIODS[0]
    return render_template(
        "public/figures.html",
        days=days,
        periods=figures.PERIODS,
        measured=figures.measured(last=on, days=days),
        declared=figures.declared(on),
        names=figures.names(on),
    )


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]


def _search() -> str:
    return request.args.get("q", "").strip()[:100]


def _download(parts: Iterator[str], kind: str, name: str) -> Response:
    response = Response(parts, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _all(search: str, app: Flask) -> Iterator[PublishedDecision]:
    """Every decision, a batch at a time: the answer is being sent meanwhile, so that a long list fills no memory."""
    page, more = 1, True
    while more:
        with app.app_context():
            found, more = publication.published(search=search, page=page, size=EXPORTED)
        yield from found
        page += 1


def _csv(search: str, app: Flask) -> Iterator[str]:
    return csv_file.lines([*FIELDS], ([one.fields.get(name, "") for name in FIELDS] for one in _all(search, app)))


def _json(search: str, app: Flask) -> Iterator[str]:
    yield "["
    for at, one in enumerate(_all(search, app)):
        yield ("," if at else "") + json.dumps({name: one.fields.get(name, "") for name in FIELDS}, ensure_ascii=False)
    yield "]"
