"""Before a major act on a licence is signed: the legal review on its page, and the collegial discussion on one of its own."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.discussion import SEATS
from portal.forms.legal_review import LegalForm
from portal.forms.major_acts import ActDiscussionForm
from portal.services import discussion as discussions
from portal.services import major_acts
from portal.services.inspection import UploadError
from portal.services.licence_view import LicenceView
from portal.services.wrong_input import WrongInput
from portal.web import major_act_words, upload_words
from portal.web.licences import bp, licence_page, seen
from portal.web.refusals import words_of
from workflows.discussion import load_policy
from workflows.refusal import Refusal


@bp.post("/<case_id>/legal")
@audience("reviewer", "decider")
def legal(case_id: str) -> Any:
    """Review what is proposed legally."""
    form = LegalForm(prefix="legal-")
    if not form.validate():
        return licence_page(seen(case_id), {"legal": form}, wrong=form, status=422)
    said = (form.verdict.data, form.opinion.data or "")
    try:
        major_acts.review(case_id, *said, by=current_actor(), at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        view = seen(case_id)
        return licence_page(view, {"legal": form.fresh(view.file.case.seq)}, refusal=refusal, status=409)
    flash(_("审核意见已经记录。"))
    return redirect(url_for("licences.licence", case_id=case_id), 303)


@bp.route("/<case_id>/discussion", methods=["GET", "POST"])
@audience("reviewer", "decider")
def discussion(case_id: str) -> Any:
    """See the record of the discussion, or write one."""
    view, form = seen(case_id), ActDiscussionForm(prefix="talk-")
    if request.method == "GET":
        return _page(view, form)
    if view.before and "discuss" in view.before.may and not form.validate():
        return _page(view, form, status=422)
    try:
        _discuss(case_id, form)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(view, form, status=422)
    except UploadError as error:
        given = request.files.get(form.minutes.name)
        form.minutes.errors = [upload_words.words_of(error, given.filename or "" if given else "")]
        return _page(view, form, status=422)
    except Refusal as refusal:
        return _page(seen(case_id), form, refusal=refusal, status=409)
    flash(_("集体讨论记录已保存，存入案卷。"))
    return redirect(url_for("licences.licence", case_id=case_id), 303)


def _discuss(case_id: str, form: ActDiscussionForm) -> None:
    given = request.files.get(form.minutes.name)
    major_acts.discuss(
        case_id,
        form.said,
        form.voices,
        held_on=form.day,
        conclusion=form.conclusion.data or "",
        minutes=(str(given.filename), given.stream) if given and given.filename else None,
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def _page(view: LicenceView, form: ActDiscussionForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    before = view.before
    held = before.proposal.discussion if before else None
    page = render_template(
        "licences/discussion.html",
        view=view,
        form=form.fresh(view.file.case.seq),
        held=held,
        content=discussions.content_of(view.file.public_id, held.paper, by=current_actor()) if held else {},
        conclusion=major_act_words.conclusion_words(held.conclusion) if held else "",
        lines=major_act_words.lines(view),
        asked=major_act_words.discussed_acts(before),
        policy=load_policy(),
        seats=SEATS,
        said=words_of(refusal) if refusal else None,
        detail=major_act_words.mending(refusal, view) if refusal else "",
        failed=refusal is not None,
    )
    return page, status
