"""The one who decides records that the applicant may not apply for this licence again (R10, R11)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import date_full
from portal.forms.credit import BarForm
from portal.services import credit_bars
from portal.web.credit_words import GROUNDS
from portal.web.refusals import words_of
from portal.web.review import bp, seen
from workflows.refusal import Refusal


@bp.route("/cases/<case_id>/bar", methods=["GET", "POST"])
@audience("decider")
def bar(case_id: str) -> Any:
    """What a bar rests on, and recording it."""
    by, form = current_actor(), BarForm()
    found = credit_bars.barrable(case_id, by=by)
    form.ground.choices = [SelectChoice(ground, GROUNDS[ground]) for ground in found.grounds]
    if not form.is_submitted():
        form.decided_on.data = found.decided_on
        return _page(case_id, form, found)
    if found.grounds and not form.validate():
        return _page(case_id, form, found, status=422)
    said = (form.ground.data or "", form.facts.data, form.document.data, form.decided_on.data)
    try:
        until = credit_bars.impose(case_id, *said, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return _page(case_id, form, found, refusal=refusal, status=409)
    flash(Markup(_("已记录：到 %(day)s为止，不得再次申请本项许可。")) % {"day": date_full(until)})
    return redirect(url_for("review.case", case_id=case_id), 303)


def _page(
    case_id: str, form: BarForm, found: credit_bars.Barrable, *, refusal: Refusal | None = None, status: int = 200
) -> Any:
    view = seen(case_id)
    said = words_of(refusal) if refusal else None
    page = render_template("review/bar.html", seen=view, form=form.fresh(view.case.seq), found=found, said=said)
    return page, status
