"""The window and a publicity window: an objection that somebody brings, writes or calls in is written down there too."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.publicity import DeskForm
from portal.services import publicity
from portal.services.desk import desk
from portal.services.wrong_input import WrongInput
from portal.web import publicity_words, window_refusals, window_words
from portal.web.review_publicity import told
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/publicity", endpoint="publicity")
@audience("window")
def publicity_of(case_id: str) -> Any:
    """Until when the matter stands before the public, and the form for an objection."""
    return _page(case_id, DeskForm(formdata=None))


@bp.post("/cases/<case_id>/publicity")
@audience("window")
def publicity_objection(case_id: str) -> Any:
    """Write an objection down for somebody."""
    by, form = current_actor(), DeskForm()
    if not form.validate():
        return _page(case_id, form, status=422)
    try:
        publicity.record_objection(case_id, **told(form), by=by, at=clock.now(), expected_seq=form.seq)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, form, status=422)
    except Refusal as refusal:
        return _page(case_id, form, said=window_refusals.said(refusal), status=409)
    flash(_("意见已登记，牵头部门会看到并书面答复。"))
    return redirect(url_for("window.case", case_id=case_id), 303)


def _page(case_id: str, form: DeskForm, *, said: Any = None, status: int = 200) -> Any:
    found = desk(case_id, by=current_actor(), at=clock.now())
    page = render_template(
        "window/publicity.html",
        file=found.file,
        desk=found,
        at=found.file.case.publicity,
        form=form.fresh(found.file.case.seq),
        said=said,
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        on=business_today(),
        w=window_words,
        p=publicity_words,
    )
    return page, status
