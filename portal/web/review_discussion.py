"""The collegial discussion of a case: its record as it stands, and the form to write one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.discussion import SEATS, DiscussionForm
from portal.services import discussion as discussions
from portal.services.decision import DecisionView
from portal.services.wrong_input import WrongInput
from portal.web import review_case_words, review_refusals
from portal.web.refusals import words_of
from portal.web.review import bp, seen
from workflows.discussion import load_policy, owed
from workflows.refusal import Refusal


@bp.route("/cases/<case_id>/discussion", methods=["GET", "POST"])
@audience("reviewer", "decider")
def discussion(case_id: str) -> Any:
    """See the record, or write one."""
    view, form = seen(case_id), DiscussionForm(prefix="talk-")
    if request.method == "GET":
        return discussion_page(view, form)
    if "discuss" in view.acts and not form.validate():
        return discussion_page(view, form, status=422)
    try:
        _record(case_id, form)
    except WrongInput as wrong:
        form.take(wrong)
        return discussion_page(view, form, status=422)
    except Refusal as refusal:
        return discussion_page(seen(case_id), form, refusal=refusal, status=409)
    flash(_("集体讨论记录已保存，存入案卷。"))
    return redirect(url_for("review.case", case_id=case_id), 303)


def _record(case_id: str, form: DiscussionForm) -> None:
    discussions.record(
        case_id,
        form.said,
        form.voices,
        held_on=form.day,
        conclusion=form.conclusion.data or "",
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def discussion_page(
    view: DecisionView, form: DiscussionForm, *, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of the discussion; `refusal` says why it could not be recorded."""
    held, by = view.case.discussion, current_actor()
    page = render_template(
        "review/discussion.html",
        seen=view,
        form=form.fresh(view.case.seq),
        held=held,
        content=discussions.content_of(view.file.public_id, held.paper, by=by) if held else {},
        letter=next((one for one in view.file.letters if held and one.kind == "discussion"), None),
        owed=[outcome for outcome in ("grant", "refuse") if owed(view.case, outcome)],
        policy=load_policy(),
        seats=SEATS,
        said=words_of(refusal) if refusal else None,
        detail=review_refusals.detail(refusal, view) if refusal else "",
        failed=refusal is not None,
        w=review_case_words,
    )
    return page, status
