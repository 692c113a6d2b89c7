"""The office's side of the case-file audit: what was found of its files, and its one reply (R133)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.audits import ReplyForm, version_of
from portal.services import audit_draws
from portal.web import audit_words
from portal.web.review import bp
from portal.web.supervision_audits import file_page
from workflows.refusal import Refusal


@bp.get("/audits", endpoint="audits")
@audience("reviewer", "decider")
def audits_page() -> Any:
    """The drawn files of the office, those that wait for its reply first."""
    return render_template(
        "review/audits.html", found=audit_draws.of_office(by=current_actor()), words=audit_words
    )  # fmt: skip


@bp.get("/audits/<case_id>")
@audience("reviewer", "decider")
def audit_of(case_id: str) -> Any:
    """One file with what was found."""
    return file_page("review", audit_draws.review(case_id, by=current_actor(), on=business_today()))


@bp.post("/audits/<case_id>")
@audience("decider")
def reply_audit(case_id: str) -> Any:
    """Say what the office has to say to the findings."""
    form, by = ReplyForm(), current_actor()
    if not form.validate():
        return file_page("review", audit_draws.review(case_id, by=by, on=business_today()), reply=form, status=422)
    try:
        audit_draws.reply(case_id, form.reply.data or "", by=by, at=clock.now(), version=version_of(form))
    except Refusal as refusal:
        if refusal.rule == "not_drawn":
            raise
        return file_page(
            "review", audit_draws.review(case_id, by=by, on=business_today()), reply=form, refusal=refusal, status=409
        )
    flash(_("说明已交给监督人员。"))
    return redirect(url_for("review.audit_of", case_id=case_id), 303)
