"""The window: what waits at the desk and for applicants, the search for a case, and one case with all that happened to it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for

from portal import clock, recovery
from portal.actors import Role
from portal.auth import audience, current_actor, may_act
from portal.clock import business_day
from portal.forms.visit import VisitForm
from portal.forms.window import ViewForm
from portal.services import (
    case_search,
    desk_traces,
    first_contact,
    hand_over,
    intake,
    law,
    letter_service,
    message_status,
    open_drafts,
    originals,
    queue_filters,
    rating_slip,
    tracking,
    window_lists,
)
from portal.services.desk import desk
from portal.services.open_drafts import DraftLine
from portal.services.queue_filters import QueueFilter, View
from portal.services.tracking import Tracking
from portal.web import window_words
from portal.web.timeline_words import entries
from workflows.events import CaseHandedOver
from workflows.limits import Signal

bp = Blueprint("window", __name__, url_prefix="/window")

LEFT_AT = "queue_left_at"
"""Where the session keeps the filters with which somebody last saw the queue."""


@bp.get("/queue")
@audience("window")
def queue() -> Any:
    """What waits at the desk, by the time left to answer; a scanned code opens its case, no address the person's first view."""
    by, words = current_actor(), request.args.get("q", "").strip()[:300]
    if scanned := case_search.scanned(words, by=by):
        return redirect(url_for("window.desk", case_id=scanned), 303)
    views = queue_filters.views(by=by)
    if not request.args and (first := next((view for view in views if view.first), None)):
        return redirect(queue_address(first.filters), 303)
    session[LEFT_AT] = queue_filters.read(request.args).asked
    return queue_page(views=views)


def queue_address(filters: QueueFilter) -> str:
    """The address of the queue with these filters; with none it says so, or the person's first view would open."""
    asked: dict[str, Any] = dict(filters.asked or {"owner": "all"})
    return url_for("window.queue", **asked)


def queue_page(
    *,
    views: tuple[View, ...],
    sent: dict[str, str] | None = None,
    form: ViewForm | None = None,
    said: Any = None,
    status: int = 200,
) -> Any:
    """The page of the queue, with the form for a view as it was sent, or with why an act was refused."""
    by, at = current_actor(), clock.now()
    asked = queue_filters.read(request.values if sent is None else sent)
    words = request.args.get("q", "").strip()[:80]
    found = intake.queue(asked, by=by, on=business_day(at), at=at, search=words, page=page())
    begun: tuple[DraftLine, ...] = open_drafts.mine(by=by) if not asked.narrows and not words else ()
    shown = render_template(
        "window/queue.html",
        found=found,
        asked=asked,
        words=words,
        views=views,
        items=law.catalogue().listings(business_day(at)),
        begun=begun,
        form=form if form and form.errors else None,
        fields=form or ViewForm(formdata=None),
        said=said,
        kept=[],
        failed=bool(said),
        me=by.id,
        w=window_words,
    )
    return shown, status


@bp.get("/corrections")
@audience("window")
def corrections() -> Any:
    """What waits for applicants: corrections, and deferred materials that are still out."""
    by, on = current_actor(), business_day(clock.now())
    asked = asked_for(window_lists.WAITING_KINDS)
    found = intake.corrections(by=by, on=on, kind=asked["kind"], search=asked["q"], page=page())
    return render_template("window/corrections.html", found=found, asked=asked, w=window_words)


@bp.get("/cases")
@audience("window")
def cases() -> Any:
    """The search for a case in any state."""
    words = request.args.get("q", "").strip()[:80]
    found = case_search.find_cases(words, by=current_actor(), on=business_day(clock.now()), page=page())
    return render_template("window/cases.html", found=found, q=words, most=case_search.MOST, w=window_words)


@bp.get("/cases/<case_id>")
@audience("window")
def case(case_id: str) -> Any:
    """One case: whose turn it is, its clock, what was handed in, letters, visits and everything that happened."""
    return case_page(case_id)


def case_page(case_id: str, form: VisitForm | None = None, *, said: Any = None, status: int = 200) -> Any:
    """The page of a case, with the form for a visit as it was sent, or with why an act was refused (`said`)."""
    by, at, visit = current_actor(), clock.now(), form or VisitForm()
    found = tracking.tracking(case_id, by=by, at=at)
    seen = desk(case_id, by=by, at=at, file=found.file)
    shown = render_template(
        "window/case.html",
        found=found,
        file=found.file,
        desk=seen,
        goes_to=hand_over.target_named(found.file),
        traces=desk_traces.traced(found.file, by=by),
        entries=entries(found.steps, found.file, found.offices),
        form=visit if visit.errors else None,
        visit=visit.fresh(found.file.case.seq),
        acts=may_act(by, found.file, Role.WINDOW),
        originals=originals.of_file(found.file, seen.trusts),
        slip=rating_slip.state(case_id, by=by),
        said=said,
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        served={(one.seq, one.document): one for one in letter_service.of_case(case_id, by=by)},
        told=message_status.of_case(case_id, by=by),
        hands_over=first_contact.may_hand_over(case_id, by=by),
        handed=handed_over(found),
        w=window_words,
    )
    return shown, status


def counter() -> str:
    """The counter at which the clerk has sat down, as visits name it; nothing while he has chosen none."""
    return str(session.get("counter_code", ""))


def handed_over(found: Tracking) -> list[tuple[Any, Any, str]]:
    """Why the case was handed over, each time: when, to whom, and the reason."""
    moved = ((entry.at, entry.event) for entry in found.file.recorded if isinstance(entry.event, CaseHandedOver))
    return [(at, found.names.get(event.officer), event.reason) for at, event in moved]


def asked_for(kinds: tuple[str, ...]) -> dict[str, str]:
    """The filters of a list: a light, a kind, words; anything else is no filter."""
    light, kind = request.args.get("light", ""), request.args.get("kind", "")
    return {
        "light": light if light in set(Signal) else "",
        "kind": kind if kind in kinds else "",
        "q": request.args.get("q", "").strip()[:80],
    }


def page() -> int:
    """The page of a list that is asked for."""
    return request.args.get("page", 1, type=int)
