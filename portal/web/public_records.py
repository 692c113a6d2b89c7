"""Public records: the list of decisions with its data, and the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app, render_template, request

from portal.auth import audience
from portal.formats import business_today
from portal.security import limit_lookup
from portal.services import figures, publication
from portal.services.publication import PublishedDecision
from portal.services.publication_fields import FIELDS
from portal.web import csv_file, xlsx_file
from portal.web.public import bp
from portal.web.publication_words import GROUNDS, LABELS

ROWS = 20
EXPORTED = 500
"""Decisions read at a time for a download."""


@bp.get("/published")
@audience("public")
def published() -> Any:
    """The decisions, newest first, with search."""
    q, page = _search(), min(max(request.args.get("page", 1, type=int), 1), 10_000)
    found, more = publication.published(search=q, page=page, size=ROWS)
    return render_template("public/published.html", q=q, page=page, found=found, more_follows=more, labels=LABELS)


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


@bp.get("/published.xlsx")
@limit_lookup()
@audience("public")
def published_xlsx() -> Any:
    """The same as a workbook under the national names of the fields, every cell as text; its second sheet has their codes."""
    rows = ([one.fields.get(name, "") for name in FIELDS] for one in _all(_search(), _app()))
    codes = xlsx_file.Sheet("字段", ("字段代码", "字段名称"), list(FIELDS.items()), (18, 44))
    return xlsx_file.download("published.xlsx", xlsx_file.Sheet("行政许可", [*FIELDS.values()], rows), codes)


@bp.get("/published/<public_id>")
@audience("public")
def published_line(public_id: str) -> Any:
    """One decision with its corrections, or that it was withdrawn, on which day, by whom and why."""
    line = publication.line_of(public_id)
    return render_template("public/published_line.html", line=line, labels=LABELS, grounds=GROUNDS)


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
