"""A guide as files for these answers: the calendar of its limits, the drawing of its review."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience
from portal.formats import business_today
from portal.i18n import language
from portal.services import offices
from portal.services.limit_days import limit_days
from portal.web import flow
from portal.web.calendar_file import guide_calendar
from portal.web.flow_file import flow_file
from portal.web.public import bp
from portal.web.public_guides import asked_for
from workflows.calendar import CalendarGap


@bp.get("/guides/<item>/limits.ics")
@audience("public")
def guide_limits(item: str) -> Any:
    """What falls due when for somebody who applies today, or on the day `?from=`; the other arguments answer questions."""
    page, applied = asked_for(item), _day(request.args.get("from", ""))
    try:
        days = limit_days(page, applied)
    except CalendarGap:
        abort(404)  # a day of a year that nobody has a calendar for
    return _file(guide_calendar(page, days, applied=applied, at=clock.now()), "text/calendar", f"{item}.ics")


@bp.get("/guides/<item>/flow.svg")
@audience("public")
def guide_flow(item: str) -> Any:
    """The drawing of the review that these answers lead to, as a file that needs nothing else."""
    page = asked_for(item)
    chart = flow.chart(page, offices.names_in(page.guide))
    title = _("%(name)s办理流程图", name=page.guide.name.get(language().code))
    return _file(flow_file(chart, title), "image/svg+xml", f"{item}-flow.svg")


def _day(sent: str) -> date:
    try:
        return date.fromisoformat(sent) if sent else business_today()
    except ValueError:
        abort(404)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
