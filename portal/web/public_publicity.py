"""What stands before the public (公示): the list for everybody, and an objection for whoever is signed in (R161)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms import publicity as forms
from portal.forms.publicity import ObjectForm
from portal.services import publicity, publicity_list
from portal.services.wrong_input import WrongInput
from portal.web import publicity_words
from portal.web.public import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/publicity", endpoint="publicity")
@audience("public")
def publicity_page() -> Any:
    """The matters before the public now, those that end first on top."""
    found = publicity_list.open_matters(on=business_today())
    return render_template("public/publicity.html", found=found, p=publicity_words)


@bp.get("/publicity/<case_id>/objection")
@audience("handler")
def publicity_objection(case_id: str) -> Any:
    """Object to a matter, or read the answer to what one objected."""
    return _page(case_id, ObjectForm(formdata=None))


@bp.post("/publicity/<case_id>/objection", endpoint="publicity_object")
@audience("handler")
def publicity_object(case_id: str) -> Any:
    """Hand an objection in, once."""
    by, form = current_actor(), ObjectForm()
    if not form.validate():
        return _page(case_id, form, status=422)
    try:
        publicity.object_online(case_id, form["words"].data or "", form.contact.data or "", by=by, at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, form, status=422)
    except Refusal as refusal:
        if refusal.rule.startswith("no_such_"):
            raise
        return _page(case_id, form, refusal=refusal, status=409)
    flash(_("意见已收到，办理的部门核实以后书面答复，答复在这一页。"))
    return redirect(url_for("public.publicity_objection", case_id=case_id), 303)


def _page(case_id: str, form: ObjectForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    """The form while the window is open; afterwards only whoever objected still finds the page, with the answer."""
    by = current_actor()
    own = publicity.own_objections(case_id, by=by)
    try:
        matter = publicity_list.matter(case_id, on=business_today())
    except Refusal:
        if not own:
            raise
        matter = None
    page = render_template(
        "public/publicity_objection.html",
        matter=matter,
        own=own,
        form=form,
        said=words_of(refusal) if refusal else None,
        failed=refusal is not None,
        f=forms,
        p=publicity_words,
    )
    return page, status
