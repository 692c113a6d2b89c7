"""From one case to the next: back to the queue where the clerk left it, and on to what waits for him there."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.services import queue_filters, window_lists
from portal.services.queue_filters import QueueFilter
from portal.web.window import LEFT_AT, bp, queue_address

PLACE = re.compile(r"[\w-]{1,64}", re.ASCII)
"""The opaque name of a case, as an anchor may hold it."""


@bp.get("/queue/next")
@audience("window")
def next_case() -> Any:
    """The desk of the next case, by the filters that the clerk last had; with nothing left for him, the queue."""
    by, at, after = current_actor(), clock.now(), request.args.get("after", "")
    if found := window_lists.next_in_line(left_with(), after=after, by=by, on=business_day(at), at=at):
        return redirect(url_for("window.desk", case_id=found.public_id), 303)
    flash(_("按这里的筛选，没有等您办的了：其余的有同事负责，或者正在办。"))
    return redirect(queue_address(left_with()), 303)


@bp.get("/queue/back")
@audience("window")
def back() -> Any:
    """The queue as the clerk left it, at the case from which he comes where it is still in it."""
    place = request.args.get("from", "")
    return redirect(queue_address(left_with()) + (f"#row-{place}" if PLACE.fullmatch(place) else ""), 303)


def left_with() -> QueueFilter:
    """The filters with which this person last saw the queue."""
    return queue_filters.read(session.get(LEFT_AT, {}))
