"""The one who decides corrects a published decision, or takes it off the public list (R107)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.publication import PublicationForm, WithdrawForm, correction_form
from portal.services import publication_changes
from portal.services.publication_changes import Correctable
from portal.services.wrong_input import WrongInput
from portal.web.publication_words import GROUNDS, LABELS
from portal.web.refusals import words_of
from portal.web.review import bp, seen
from workflows.refusal import Refusal


@bp.route("/cases/<case_id>/publication", methods=["GET", "POST"])
@audience("reviewer", "decider")
def publication(case_id: str) -> Any:
    """The published line with its history, and correcting it."""
    by = current_actor()
    found = publication_changes.correctable(case_id, by=by)
    form = _correction(found)
    if not form.is_submitted():
        return _page(case_id, found)
    if not form.validate():
        return _page(case_id, found, correction=form, status=422)
    said = {code: form[code].data or "" for code in found.fields}
    try:
        changed = publication_changes.correct(
            case_id, said, form["reason"].data, by=by, at=clock.now(), expected_seq=form.seq
        )
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, found, correction=form, status=422)
    except Refusal as refusal:
        return _page(case_id, found, correction=form, refusal=refusal, status=409)
    flash(_("公示已更正 %(n)s 项，原来的内容留在更正记录里。", n=len(changed)))
    return redirect(url_for("review.publication", case_id=case_id), 303)


@bp.post("/cases/<case_id>/publication/withdraw")
@audience("decider")
def withdraw_publication(case_id: str) -> Any:
    """Take the line off the public list."""
    by = current_actor()
    found, form = publication_changes.correctable(case_id, by=by), WithdrawForm(prefix="off-").offer(GROUNDS)
    if not form.validate():
        return _page(case_id, found, off=form, status=422)
    said = (form.ground.data, form.reason.data)
    try:
        publication_changes.withdraw(case_id, *said, by=by, at=clock.now(), expected_seq=form.seq)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, found, off=form, status=422)
    except Refusal as refusal:
        return _page(case_id, found, off=form, refusal=refusal, status=409)
    flash(_("公示已撤下。公示页面写明撤下的日期、部门和原因。"))
    return redirect(url_for("review.publication", case_id=case_id), 303)


def _correction(found: Correctable, **more: Any) -> PublicationForm:
    return correction_form(found.fields, LABELS, prefix="line-", **more)


def _page(
    case_id: str,
    found: Correctable,
    *,
    correction: PublicationForm | None = None,
    off: WithdrawForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    view = seen(case_id)
    correction = correction or _correction(found, formdata=None)
    off = off or WithdrawForm(prefix="off-", formdata=None).offer(GROUNDS)
    page = render_template(
        "review/publication.html",
        seen=view,
        found=found,
        correction=correction.fresh(view.case.seq),
        off=off.fresh(view.case.seq),
        wrong=[one for one in (correction, off) if one.errors],
        said=words_of(refusal) if refusal else None,
        labels=LABELS,
        grounds=GROUNDS,
    )
    return page, status
