"""What registers say of a draft's answers: confirmed on the form's own page, or disputed with the document that shows it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from guides.fields import FieldError
from portal import clock
from portal.auth import audience, current_actor
from portal.forms.application import PREFIX, SectionForm, filled_form, sent_form
from portal.forms.dispute import DisputeForm
from portal.i18n import language
from portal.services import draft_sources, uploads
from portal.services.draft_view import DraftView
from portal.services.inspection import UploadError
from portal.services.stands import Stand, stand_of
from portal.services.wrong_input import WrongInput
from portal.web import steps
from portal.web.ahead import files_ahead
from portal.web.enterprise import bp, open_draft
from portal.web.upload_words import words_of
from workflows.refusal import Refusal


@bp.route("/my/drafts/<draft_id>/sources/<field>", methods=["GET", "POST"])
@audience("handler")
@files_ahead
def dispute(draft_id: str, field: str) -> Any:
    """Say that a register is wrong about one answer, mend or take back what was said."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    stand = stand_of(view.stands.get(field))
    if stand is None:
        raise Refusal("no_such_source")
    section = next(one.id for one in view.guide.form if any(f.id == field for f in one.fields))
    form = DisputeForm(reason=stand.reason) if request.method == "GET" else DisputeForm()
    if request.method == "GET":
        return _page(view, field, stand, form, filled_form(view.guide, section, language().code, view.raw))
    if request.form.get("do") == "take":
        draft_sources.confirm(draft_id, [field], by=current_actor(), at=clock.now())
        flash(_("已改用登记的内容。"))
        return redirect(_back(view, section, field), 303)
    value = sent_form(view.guide, section, language().code, request.form)
    if not _said(view, field, form, value):
        return _page(view, field, stand, form, value), 422
    flash(_("已经记下。这次申请以您的证明文件为准。"))
    return redirect(_back(view, section, field), 303)


def _said(view: DraftView, field: str, form: DisputeForm, value: SectionForm) -> bool:
    """Keep the dispute; False when something is to be mended, which then stands beside the fields."""
    file = request.files.get("file")
    asked: dict[str, Any] = {"reason": form.reason.data or "", "by": current_actor(), "at": clock.now()}
    if file and file.filename:
        asked |= {"filename": file.filename, "stream": file.stream}
    try:
        draft_sources.dispute(view.public_id, field, value.typed()[field], **asked)
    except WrongInput as wrong:
        form.take(wrong)
        fault: Any = wrong.fields.get("value")
        if isinstance(fault, FieldError):
            value.place(field, fault)
        elif fault:
            value[field].errors = [_("这和登记的内容一样。请填对的内容；登记的是对的，按“用登记的内容”。")]
        return False
    except UploadError as error:
        form.file.errors = [words_of(error, uploads.safe_name(file.filename or "") if file else "")]
        return False
    return True


def _back(view: DraftView, section: str, field: str) -> str:
    return f"{steps.href_of(view, section)}#s-{field}"


def _page(view: DraftView, field: str, stand: Stand, form: DisputeForm, value: SectionForm) -> str:
    section = value.section.id
    return render_template(
        "enterprise/dispute.html",
        view=view,
        stand=stand,
        form=form,
        value=value,
        question=view.guide.fields[field],
        paper=draft_sources.paper(view, field, by=current_actor()),
        steps=steps.steps_of(view, section),
        back=_back(view, section, field),
        prefix=PREFIX,
    )
