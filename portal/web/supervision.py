"""Supervision: all cases, figures with their denominators, and every case read only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.services import offices, process_record, supervision
from portal.states import STATES
from portal.web import (
    review_blockers,
    review_case_words,
    review_credit_words,
    review_refusals,
    review_words,
    track_words,
)
from portal.web.review_materials import materials_page
from workflows.limits import Signal

bp = Blueprint("supervision", __name__, url_prefix="/supervision")


@bp.get("", endpoint="cases")
@audience("supervisor")
def cases_page() -> Any:
    """The figures of the last thirty days, and all cases with filters."""
    by, on = current_actor(), business_day(clock.now())
    asked = {name: request.args.get(name, "").strip()[:80] for name in ("q", "light", "office", "state")}
    found = supervision.cases(
        by=by,
        on=on,
        light=Signal(asked["light"]) if asked["light"] in set(Signal) else None,
        late_step=asked["light"] == "step",
        office=asked["office"],
        state=asked["state"] if asked["state"] in {*STATES, "open"} else "",
        search=asked["q"],
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "supervision/cases.html",
        found=found,
        seen=supervision.overview(by=by, on=on),
        asked=asked,
        states=STATES,
        offices=offices.names(),
        w=review_words,
    )


@bp.get("/cases/<case_id>")
@audience("supervisor")
def case(case_id: str) -> Any:
    """One case with clocks, credit evidence, opinions and the full-process record; nothing can be done here."""
    view = supervision.case_of(case_id, by=current_actor(), at=clock.now())
    return render_template(
        "supervision/case.html",
        seen=view,
        lines=process_record.lines(view.file),
        blockers=review_blockers.lines(view, "grant", mending=False) if view.case.state == "in_review" else [],
        events=review_refusals.EVENTS,
        w=review_case_words,
        cw=review_credit_words,
        t=track_words,
    )


@bp.get("/cases/<case_id>/materials")
@audience("supervisor")
def materials(case_id: str) -> Any:
    """The materials of a case with their pages."""
    return materials_page(supervision.case_of(case_id, by=current_actor(), at=clock.now()), "supervision")


@bp.get("/cases/<case_id>/record")
@audience("supervisor")
def record(case_id: str) -> Any:
    """The full-process record on a page of its own, for printing."""
    view = supervision.case_of(case_id, by=current_actor(), at=clock.now())
    return render_template(
        "review/record.html",
        seen=view,
        lines=process_record.lines(view.file),
        w=review_case_words,
        events=review_refusals.EVENTS,
        back=url_for("supervision.case", case_id=case_id),
    )
