"""The outcome of intake: everything that is told, seen as the letter it becomes, and recorded; and visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor, may_act, require
from portal.clock import business_day
from portal.forms.visit import VisitForm
from portal.forms.window import OutcomeForm
from portal.i18n import language
from portal.services import hand_over, intake, letters, outcomes, visits
from portal.services.desk import Desk
from portal.web import window_refusals, window_words
from portal.web.previews import as_part
from portal.web.window import bp, case_page, counter
from portal.web.window_desk import looked_at, names_of, present_at, refused
from workflows.refusal import Refusal


@bp.get("/queue/<case_id>/outcome/<outcome>", endpoint="outcome")
@audience("window")
def outcome_page(case_id: str, outcome: str) -> Any:
    """What the outcome tells, to whom, with which days; the letters as they will read."""
    seen = looked_at(case_id)
    if seen.mode != "intake":
        return redirect(url_for("window.case", case_id=case_id), 303)
    return shown(seen, outcome, _form(seen, outcome))


@bp.post("/queue/<case_id>/outcome/<outcome>")
@audience("window")
def conclude(case_id: str, outcome: str) -> Any:
    """Look at the letters again with the words as they are now, or record the outcome."""
    seen, by = looked_at(case_id), current_actor()
    require(may_act(by, seen.file, Role.WINDOW), "role", roles=["window"])
    form = _form(seen, outcome)
    if not form.validate():
        return shown(seen, outcome, form, status=422)
    if request.form.get("step") == "check":
        return shown(seen, outcome, form)
    try:
        words = {**_words(form), "window": counter()}
        intake.conclude(case_id, outcome, by=by, at=clock.now(), expected_seq=form.seq, **words)
    except Refusal as refusal:
        return _not_done(seen, outcome, form, refusal)
    flash(str(window_words.DONE[outcome]))
    return redirect(url_for("window.case", case_id=case_id, _anchor="next"), 303)


@bp.post("/cases/<case_id>/visits")
@audience("window")
def visit(case_id: str) -> Any:
    """Record that the applicant came in person (R64)."""
    form = VisitForm()
    if not form.validate():
        return case_page(case_id, form, status=422)
    by, at, purpose, cause = current_actor(), clock.now(), form.purpose.data, form.cause.data
    try:
        said: dict[str, Any] = {"code": form.code.data or "", "window": counter()}
        visits.record(case_id, "window", purpose, cause, **said, by=by, at=at, expected_seq=form.seq)
    except Refusal as refusal:
        return case_page(case_id, form, said=window_refusals.said(refusal), status=409)
    flash(_("到场已经记下。"))
    return redirect(url_for("window.case", case_id=case_id, _anchor="visits"), 303)


def unread_scan(case_id: str, unread: list[str]) -> Any:
    """The page of a deferral again, with why the scan of the commitment could not be taken."""
    seen = looked_at(case_id)
    return shown(seen, outcomes.DEFERRED, _form(seen, outcomes.DEFERRED), unread=unread, status=422)


def shown(
    seen: Desk,
    outcome: str,
    form: OutcomeForm,
    *,
    unread: Sequence[str] = (),
    said: Any = None,
    status: int = 200,
) -> Any:
    """The page of an outcome; one that does not follow from the marks says why, and has no button."""
    found = seen.outcome(outcome)
    by_marks = outcome in outcomes.BY_MARKS
    lawful = found is not None and found.state != "closed" and not (by_marks and seen.unmarked)
    page = render_template(
        "window/outcome.html",
        desk=seen,
        file=seen.file,
        outcome=found,
        by_marks=by_marks,
        lawful=lawful,
        fields=form.fresh(seen.seq),
        form=form if form.errors else None,
        previews=_previews(seen, outcome, form) if lawful else [],
        said=said,
        unread=unread,
        failed=bool(said or unread),
        acts=may_act(current_actor(), seen.file, Role.WINDOW),
        present=present_at(seen),
        w=window_words,
    )
    return page, status


def _form(seen: Desk, outcome: str) -> OutcomeForm:
    if outcome not in window_words.ACTS:
        raise Refusal("no_such_outcome", outcome=outcome)
    form = OutcomeForm().only(outcome, promise=bool(seen.unpromised))
    if "target" not in form:
        return form
    code, found = language().code, hand_over.targets(seen.file, on=business_day(clock.now()))
    return form.offer((one.key, f"{one.office_name.get(code)}：{one.item_name.get(code)}") for one in found)


def _words(form: OutcomeForm) -> dict[str, str]:
    return {name: (form[name].data or "").strip() for name in ("reason", "competent_body", "target") if name in form}


def _previews(seen: Desk, outcome: str, form: OutcomeForm) -> list[Markup]:
    """The letters as they would read; none where the rules refuse the act for a reason that the page tells."""
    by, at = current_actor(), clock.now()
    try:
        wanted = intake.conclusion(seen.file.public_id, outcome, by=by, at=at, **_words(form))
        return [as_part(letter) for letter in letters.preview(seen.file.public_id, wanted, by=by, at=at)]
    except Refusal:
        return []


def _not_done(seen: Desk, outcome: str, form: OutcomeForm, refusal: Refusal) -> Any:
    """A second click finds its own act done; anything else is said, with the words kept."""
    facts, by, case_id = refusal.facts, current_actor(), seen.file.public_id
    if (refusal.rule, facts.get("by"), facts.get("kind")) == ("stale", by.reference, window_words.EVENT_OF[outcome]):
        flash(_("刚才已经办好，没有重复办理。"))
        return redirect(url_for("window.case", case_id=case_id, _anchor="next"), 303)
    fresh = looked_at(case_id)
    if fresh.mode != "intake":
        return refused(case_id, refusal)
    return shown(fresh, outcome, form, said=window_refusals.said(refusal, names_of(fresh)), status=409)
