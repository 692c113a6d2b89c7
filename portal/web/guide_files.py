"""A guide as files for these answers: the calendar of its limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, request

from portal import clock
from portal.auth import audience
from portal.formats import business_today
from portal.services.limit_days import limit_days
from portal.web.calendar_file import guide_calendar
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


def _day(sent: str) -> date:
    try:
        return date.fromisoformat(sent) if sent else business_today()
    except ValueError:
        abort(404)


def _file(content: str, kind: str, name: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
