"""Absences: who of the department is away and who stands in, entered by the person or by the head of the department."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actors import Actor, Role
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.tracks import AbsenceForm, absence_form
from portal.services import absences, colleagues
from portal.services.wrong_input import WrongInput
from portal.web.refusals import words_of
from portal.web.review import bp
from workflows.refusal import Refusal


@bp.get("/absences", endpoint="absences")
@audience("reviewer", "decider")
def absences_page() -> Any:
    """Who is away from when until when, and who stands in."""
    by = current_actor()
    return _page(by, _form(by, formdata=None))


@bp.post("/absences", endpoint="enter_absence")
@audience("reviewer", "decider")
def enter() -> Any:
    """Enter an absence."""
    by = current_actor()
    form = _form(by)
    if not form.validate():
        return _page(by, form, status=422)
    days = (date.fromisoformat(form.from_on.data or ""), date.fromisoformat(form.until_on.data or ""))
    try:
        absences.enter(int(form.user.data), int(form.stand_in.data), *days, by=by, at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _page(by, form, status=422)
    except Refusal as refusal:
        return _page(by, form, refusal=refusal, status=409)
    flash(_("已登记。这几天由代办人看到并办理已经交给本人的意见，记录里写明代谁。"))
    return redirect(url_for("review.absences"), 303)


@bp.post("/absences/<int:absence_id>/end", endpoint="end_absence")
@audience("reviewer", "decider")
def end(absence_id: int) -> Any:
    """Take an absence back, or end it early."""
    absences.end(absence_id, by=current_actor(), at=clock.now())
    flash(_("已取消这条不在岗登记。"))
    return redirect(url_for("review.absences"), 303)


def _form(by: Actor, **more: Any) -> AbsenceForm:
    everybody = colleagues.of_own_office(by=by)
    own = [one for one in everybody if one.id == by.id]
    form = absence_form(everybody, everybody if by.holds(Role.DECIDER) else own, **more)
    if not form.is_submitted():
        form.user.data = str(by.id)
    return form


def _page(by: Actor, form: AbsenceForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    found = absences.absences(by=by, on=business_day(clock.now()))
    page = render_template(
        "review/absences.html",
        rows=found,
        form=form,
        said=words_of(refusal) if refusal else None,
        failed=refusal is not None,
        heads=by.holds(Role.DECIDER),
        me=by.id,
    )
    return page, status
