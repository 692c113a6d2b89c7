"""The enterprise's side: its cases and drafts, and everything that is done with them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from guides.guide import Guide
from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import (
    draft_carry,
    draft_sources,
    drafts,
    former_answers,
    open_drafts,
    own_cases,
    retention,
    submission,
)
from portal.services.draft_view import DraftView
from portal.web import steps
from portal.web.task_words import tasks_in_words
from workflows.refusal import Refusal

bp = Blueprint("enterprise", __name__)


@bp.get("/my/cases")
@audience("handler")
def cases() -> Any:
    """The drafts and the cases of the enterprise."""
    by = current_actor()
    asked = tasks_in_words(by, on=business_today())
    page, tasks = request.args.get("page", 1, type=int), [task for task, _words in asked]
    found = own_cases.listed(by=by, on=business_today(), page=page, tasks=tasks)
    return render_template(
        "enterprise/cases.html", drafts=open_drafts.mine(by=by), found=found, tasks=asked, gone_on=retention.gone_on
    )


@bp.post("/my/drafts/<draft_id>/keep")
@audience("handler")
def keep(draft_id: str) -> Any:
    """Keep a draft that was to be deleted."""
    retention.keep(draft_id, by=current_actor(), at=clock.now())
    flash(_("草稿已保留。"))
    return redirect(url_for("enterprise.cases"), 303)


@bp.route("/apply/<item>", methods=["GET", "POST"])
@audience("handler")
def start(item: str) -> Any:
    """Begin an application: what it will ask for, and the drafts that were begun already."""
    by = current_actor()
    guide = drafts.guide_to_start(item, on=business_today())
    known = _known(guide, request.form if request.method == "POST" else request.args)
    if request.method == "POST":
        if request.form.get("applicant", by.enterprise_id, type=int) != by.enterprise_id:
            raise Refusal(
                "other_enterprise"
            )  # the page was made for another enterprise: in another tab somebody switched
        draft_id = drafts.start(item, by=by, at=clock.now(), typed=known)
        return redirect(_first_step(draft_id, guide), 303)
    begun = [one for one in open_drafts.mine(by=by) if one.item == item]
    return render_template("enterprise/start.html", guide=guide, begun=begun, known=known)


@bp.get("/my/drafts/<draft_id>")
@audience("handler")
def draft(draft_id: str) -> Any:
    """The steps of an application and how far each is."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    known = former_answers.offered(view, by=current_actor(), on=business_today())
    done = {"steps": steps.steps_of(view), "go_on": steps.unfinished(view)}
    return render_template("enterprise/draft.html", view=view, known=known, **done)


@bp.route("/my/drafts/<draft_id>/discard", methods=["GET", "POST"])
@audience("handler")
def discard(draft_id: str) -> Any:
    """Throw a draft away, after asking."""
    if request.method == "POST":
        drafts.discard(draft_id, by=current_actor(), at=clock.now())
        flash(_("草稿已经删除。"))
        return redirect(url_for("enterprise.cases"), 303)
    view = open_draft(draft_id)
    return render_template("enterprise/discard.html", view=view) if isinstance(view, DraftView) else view


@bp.post("/my/drafts/<draft_id>/carried")
@audience("handler")
def carried(draft_id: str) -> Any:
    """Note that the changes of a new version were read."""
    draft_carry.seen(draft_id, by=current_actor())
    return redirect(url_for("enterprise.draft", draft_id=draft_id), 303)


def open_draft(draft_id: str) -> Any:
    """The draft for a page that is looked at, carried to the version in force; where it was submitted, the way to its case."""
    by = current_actor()
    try:
        return view_in_force(draft_id)
    except Refusal as refusal:
        if refusal.rule != "draft_submitted" or request.method != "GET":
            raise
    flash(_("这份申请已经提交，下面是它的办理情况。"))
    return redirect(url_for("enterprise.case", case_id=submission.case_of(draft_id, by=by)), 303)


def view_in_force(draft_id: str) -> DraftView:
    """The draft as its page is drawn: opening it brings it to the version of its guide that is in force, and asks the registers."""
    by, on = current_actor(), business_today()
    view = drafts.view(draft_id, by=by, on=on)
    if view.outdated and draft_carry.carry(draft_id, by=by, at=clock.now()):
        view = drafts.view(draft_id, by=by, on=on)
    return asked_registers(view)


def asked_registers(view: DraftView) -> DraftView:
    """The draft with what the registers say of it today."""
    by = current_actor()
    if draft_sources.refresh(view, by=by, at=clock.now()):
        return drafts.view(view.public_id, by=by, on=business_today())
    return view


def _first_step(draft_id: str, guide: Guide) -> str:
    """Where a new draft goes on: at its first question, unless former answers are offered on the page of its steps."""
    by, on = current_actor(), business_today()
    if former_answers.offered(drafts.view(draft_id, by=by, on=on), by=by, on=on):
        return url_for("enterprise.draft", draft_id=draft_id)
    return url_for("enterprise.section", draft_id=draft_id, section=guide.form[0].id)


def _known(guide: Guide, given: MultiDict[str, str]) -> dict[str, Any]:
    """The answers that a guide's page asked for already, as the questions of the form take them."""
    several = ("multichoice",)
    return {
        name: values if guide.fields[name].type in several else values[-1]
        for name, values in given.lists()
        if name in guide.fields
    }
