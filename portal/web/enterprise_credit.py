"""The enterprise reads what the credit lists say of it and its people, and objects to what is wrong (R99, R102)."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.credit import ObjectForm
from portal.services import credit_objections, credit_view
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.web import credit_words, downloads, upload_words
from portal.web.ahead import files_ahead
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from portal.web.review_credit_words import WAYS
from workflows.refusal import Refusal


@bp.get("/my/credit")
@audience("handler")
def credit() -> Any:
    """The entries of the lists in use that concern the enterprise, each with its objections."""
    return _page()


@bp.post("/my/credit/<int:entry_id>")
@audience("handler")
@files_ahead
def object_to_entry(entry_id: int) -> Any:
    """Object to an entry, with words and a document."""
    form = ObjectForm(prefix=f"e{entry_id}-")
    if not form.validate():
        return _page({entry_id: form}, status=422)
    chosen = form.file.data
    proof = (chosen.filename, chosen.stream) if getattr(chosen, "filename", "") else None
    try:
        credit_objections.file(entry_id, form.words.data, proof=proof, by=current_actor(), at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _page({entry_id: form}, status=422)
    except UploadError as wrong:
        form.file.errors = [upload_words.words_of(wrong, chosen.filename)]
        return _page({entry_id: form}, status=422)
    except Refusal as refusal:
        return _page({entry_id: form}, refusal=refusal, status=409)
    flash(_("异议已提出，这条记录已标注“异议处理中”。答复以后在这里看。"))
    return redirect(url_for("enterprise.credit"), 303)


@bp.get("/my/credit/objections/<int:objection_id>/file")
@audience("handler")
def objection_file(objection_id: int) -> Response:
    """The document that was handed in with an own objection."""
    return downloads.attached(*credit_objections.open_file(objection_id, by=current_actor()))


def _page(bound: dict[int, ObjectForm] | None = None, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    found = credit_view.own(by=current_actor(), at=clock.now())
    known = bound or {}
    forms = {
        one.entry.id: known.get(one.entry.id) or ObjectForm(prefix=f"e{one.entry.id}-", formdata=None) for one in found
    }
    page = render_template(
        "enterprise/credit.html",
        found=found,
        past=credit_view.past(found, by=current_actor()),
        forms=forms,
        wrong=[form for form in known.values() if form.errors],
        said=words_of(refusal) if refusal else None,
        ways=WAYS,
        w=credit_words,
    )
    return page, status
