"""The decision: written, seen as the letter it becomes, and signed; nothing that stands in the way is passed over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor, may_act, require
from portal.documents import Letter
from portal.forms.review import DecisionForm
from portal.services import decision, letters
from portal.services.decision import DecisionView
from portal.web import panel_words, publicity_words, review_blockers, review_case_words, review_refusals
from portal.web.previews import as_part
from portal.web.refusals import words_of
from portal.web.review import bp, seen
from workflows import commands as c
from workflows.refusal import Refusal


@bp.route("/cases/<case_id>/decision", methods=["GET", "POST"])
@audience("decider")
def decide(case_id: str) -> Any:
    """Write the decision, look at its letter, sign it."""
    view, by = seen(case_id), current_actor()
    require(may_act(by, view.file, "decider"), "decider")
    form = DecisionForm(prefix="decide-")
    if request.method == "GET":
        form.outcome.data = request.args.get("outcome") if request.args.get("outcome") in decision.OUTCOMES else "grant"
        return decision_page(view, form)
    if "decide" in view.acts and not (form.validate() and form.complete(view)):
        return decision_page(view, form, status=422)
    try:
        if request.form.get("step") == "sign":
            return _sign(case_id, form)
        shown = letters.preview(case_id, _command(form), by=by, at=clock.now())
    except Refusal as refusal:
        return decision_page(seen(case_id), form, refusal=refusal, status=409)
    return decision_page(view, form, shown=shown)


def decision_page(
    view: DecisionView,
    form: DecisionForm,
    *,
    shown: tuple[Letter, ...] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    """The page of the decision, with its letter once everything was written."""
    outcome = form.outcome.data if form.outcome.data in decision.OUTCOMES else "grant"
    page = render_template(
        "review/decide.html",
        seen=view,
        form=form if form.errors else None,
        fields=form.fresh(view.case.seq),
        outcome=outcome,
        parts=form.parts(view),
        blockers=review_blockers.lines(view, outcome),
        missing=len(view.blockers[outcome]),
        previews=[as_part(letter) for letter in shown],
        said=words_of(refusal) if refusal else None,
        detail=review_refusals.detail(refusal, view) if refusal else "",
        failed=refusal is not None,
        w=review_case_words,
        p=panel_words,
        pub=publicity_words,
    )
    return page, status


def _sign(case_id: str, form: DecisionForm) -> Any:
    by, at, text = current_actor(), clock.now(), _written(form)
    if form.outcome.data == "refuse":
        said = {name: text[name] for name in ("facts", "reason", "basis", "explanation", "hearing")}
        decision.refuse(case_id, **said, by=by, at=at, expected_seq=form.seq)
        flash(_("已决定不予许可。决定书已生成，送达后开始计算复议和诉讼期限。"))
    else:
        said = {name: text[name] for name in ("reason", "scope", "resolution", "explanation", "hearing", "panel")}
        decision.grant(case_id, **said, by=by, at=at, expected_seq=form.seq)
        flash(_("已决定准予。决定书已生成，接着制作证照。"))
    return redirect(url_for("review.case", case_id=case_id), 303)


def _command(form: DecisionForm) -> c.Command:
    text = _written(form)
    if form.outcome.data == "refuse":
        return c.Refuse(text["facts"], text["reason"], text["basis"], text["explanation"], text["hearing"])
    return c.Grant(
        text["reason"], text["scope"], text["resolution"], text["explanation"], text["hearing"], text["panel"]
    )


def _written(form: DecisionForm) -> dict[str, str]:
    names = ("facts", "reason", "basis", "scope", "resolution", "explanation", "hearing", "panel")
    return {name: (form[name].data or "").strip() for name in names}
