"""The last step: everything on one page, the declaration, and handing it in."""

from __future__ import annotations

import secrets
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor, current_person
from portal.formats import business_today
from portal.forms.submission import DeclarationForm
from portal.forms.wording import sentence
from portal.i18n import language
from portal.rendering import ErrorLine
from portal.services import casefile, commitment, drafts, former_answers, looked, precheck, receipts, submission
from portal.services.draft_view import DraftView
from portal.services.submission import SubmissionIncomplete
from portal.services.wrong_input import WrongInput
from portal.web import precheck_words, steps
from portal.web.enterprise import bp, open_draft
from portal.web.enterprise_section import section_href
from portal.web.receipt_code import receipt_code
from portal.web.requirement_words import requirement_name
from workflows.refusal import Refusal


@bp.get("/my/drafts/<draft_id>/check")
@audience("handler")
def check(draft_id: str) -> Any:
    """Everything on one page, with what is still to mend."""
    view = open_draft(draft_id)
    return _page(view, DeclarationForm(promises=_promises(view))) if isinstance(view, DraftView) else view


@bp.post("/my/drafts/<draft_id>/check")
@audience("handler")
def submit(draft_id: str) -> Any:
    """Hand the application in. A second click, or the same page again, leads to the same receipt, at whatever moment it comes."""
    try:
        return _handed_in(draft_id)
    except Refusal as refusal:
        if refusal.rule != "draft_submitted":
            raise
    case_id = submission.case_of(draft_id, by=current_actor())
    return redirect(url_for("enterprise.receipt", case_id=case_id), 303)


def _handed_in(draft_id: str) -> Any:
    """Keep what was ticked, read the declaration and hand in. Raises Refusal `draft_submitted` where that was done already."""
    by = current_actor()
    looked.keep(draft_id, _ticked(), by=by)
    view = drafts.view(draft_id, by=by, on=business_today())
    form = DeclarationForm(request.form, promises=_promises(view)).asking(current_person().has_password)
    if not form.validate():
        return _page(view, form), 422
    given = {"version": request.form.get("version", type=int), "key": request.form.get("key", "")}
    try:
        receipt = submission.submit(
            draft_id,
            by=by,
            at=clock.now(),
            service=form.service.data,
            password=_password(form),
            **given,  # type: ignore[arg-type]
        )
    except WrongInput as wrong:
        form.refuse(wrong.fields["password"])
        return _page(view, form), 422
    except SubmissionIncomplete:
        return _page(drafts.view(draft_id, by=by, on=business_today()), form), 422
    except Refusal as refusal:
        return _changed(draft_id, form, refusal)
    return redirect(url_for("enterprise.receipt", case_id=receipt.case_id), 303)


@bp.post("/my/drafts/<draft_id>/looked")
@audience("handler")
def keep_ticks(draft_id: str) -> Any:
    """Keep what was ticked of the clerk's questions, without handing in."""
    looked.keep(draft_id, _ticked(), by=current_actor())
    return redirect(url_for("enterprise.check", draft_id=draft_id, _anchor="s-files"), 303)


@bp.get("/my/cases/<case_id>/receipt")
@audience("handler")
def receipt(case_id: str) -> Any:
    """What the applicant holds in hand, and what happens next."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    found = receipts.receipt(case_id, by=by)
    letter = next((one for one in reversed(file.letters) if one.kind == "receipt"), None)
    code = receipt_code(file.number)
    return render_template("enterprise/receipt.html", receipt=found, file=file, letter=letter, **code)


def faults_of(view: DraftView) -> list[ErrorLine]:
    """Everything that stands between the draft and its submission, each with the address where it is mended."""
    code = language().code
    answers = [
        ErrorLine(section_href(view, name), sentence(view.guide.fields[name], error, code))
        for name, error in view.reading.errors.items()
    ]
    materials = steps.href_of(view, steps.MATERIALS)
    names = [(one.key, requirement_name(one.requirement)) for one in view.requirements if one.state == "missing"]
    missing = [ErrorLine(f"{materials}#m-{key}", _("“%(name)s”没有上传。", name=name)) for key, name in names]
    return answers + missing


def _changed(draft_id: str, form: DeclarationForm, refusal: Refusal) -> Any:
    """Somebody changed the draft after this page was made: it is shown again as it is now."""
    if refusal.rule != "draft_changed":
        raise refusal
    view = drafts.view(draft_id, by=current_actor(), on=business_today())
    return _page(view, DeclarationForm(promises=_promises(view)), changed=refusal.facts["at"]), 409


def _ticked() -> dict[str, str]:
    prefix = "look:"
    return {name.removeprefix(prefix): word for name, word in request.form.items() if name.startswith(prefix)}


def _password(form: DeclarationForm) -> str | None:
    return form.password.data or "" if "password" in form else None


def _promises(view: DraftView) -> bool:
    return any(one.state == "later" for one in view.requirements)


def _commitment(view: DraftView) -> tuple[str, ...]:
    """The text that is signed, where something is promised for later."""
    later = [one.requirement for one in view.requirements if one.state == "later"]
    return commitment.text(view.guide, later, view.applicant.name) if later else ()


def _page(view: DraftView, form: DeclarationForm, *, changed: Any = None) -> str:
    return render_template(
        "enterprise/check.html",
        view=view,
        form=form,
        commitment=_commitment(view),
        faults=faults_of(view),
        doubts=precheck_words.lines(view, precheck.doubts(view, on=business_today())),
        questions=looked.questions(view, on=business_today()),
        steps=steps.steps_of(view, steps.CHECK),
        back=steps.before(view, steps.CHECK),
        key=secrets.token_urlsafe(12),
        changed=changed,
        taken={one.section.id: len(former_answers.to_confirm(view, one.section.id)) for one in view.sections},
    )
