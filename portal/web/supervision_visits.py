"""Supervision: how often people had to come, every visit beyond the promise, and both as files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.formats import short_number
from portal.i18n import language
from portal.services import figures, offices, visit_figures
from portal.services.visit_figures import Line, VisitFigures
from portal.web import csv_file, review_words, visit_words
from portal.web.supervision import bp


@bp.get("/visits")
@audience("supervisor")
def visits() -> Any:
    """Zero- and one-visit rates by item, month, cause and window, and what went beyond the promise."""
    by, (first, last) = current_actor(), _period()
    return render_template(
        "supervision/visits.html",
        seen=visit_figures.measured(by=by, first=first, last=last),
        found=visit_figures.beyond(by=by, first=first, last=last, page=request.args.get("page", 1, type=int)),
        design=figures.declared(last),
        names=figures.names(last),
        offices=offices.names(),
        w=review_words,
    )


@bp.get("/visits.csv")
@audience("supervisor")
def visits_csv() -> Any:
    """Every rate with numerator and denominator."""
    first, last = _period()
    seen = visit_figures.measured(by=current_actor(), first=first, last=last)
    head = (_("分类"), _("项目"), _("送达"), _("零跑腿"), _("最多跑一次"), _("到场次数"), _("起"), _("止"))
    return csv_file.download(head, _lines(seen), "visits.csv")


@bp.get("/visits-beyond.csv")
@audience("supervisor")
def visits_beyond_csv() -> Any:
    """Every visit, and every open request to come, beyond the promise of the period."""
    first, last = _period()
    rows = visit_figures.every_beyond(by=current_actor(), first=first, last=last)
    head = (_("日期"), _("办件编号"), _("事项"), _("来做什么"), _("情况"), _("超出承诺的原因"), _("请他来的部门"))
    english = language().code == "en"
    lines = (
        (
            row.on.isoformat(),
            short_number(row.number),
            row.item_en if english else row.item_zh,
            visit_words.purpose(row.purpose),
            visit_words.state(row.state),
            visit_words.code(row.code),
            row.office,
        )
        for row in rows
    )
    return csv_file.download(head, lines, "visits-beyond.csv")


def _lines(seen: VisitFigures) -> list[tuple[object, ...]]:
    parts: tuple[tuple[str, tuple[Line, ...]], ...] = (
        (_("全部"), (seen.total,)),
        (_("事项"), seen.items),
        (_("月份"), seen.months),
        (_("原因"), seen.causes),
        (_("受理的窗口"), tuple(replace(one, key=one.key or _("没有记录窗口")) for one in seen.windows)),
    )
    period = (seen.first.isoformat(), seen.last.isoformat())
    return [
        (kind, one.key, one.whole, one.none, one.one, one.visits, *period) for kind, lines in parts for one in lines
    ]


def _period() -> tuple[date, date]:
    """The days asked for; the last ninety where nothing, or nothing that can be, is asked."""
    today = business_day(clock.now())
    try:
        first = date.fromisoformat(request.args.get("first", ""))
        last = date.fromisoformat(request.args.get("last", ""))
    except ValueError:
        return today - timedelta(days=89), today
    return (first, last) if first <= last else (last, first)
