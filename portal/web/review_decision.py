"""The decision: written, seen as the letter it becomes, and signed; nothing that stands in the way is passed over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal import clock, formats
from portal.auth import audience, current_actor, may_act, require
from portal.documents import Letter
from portal.forms.decision import DecisionForm
from portal.forms.review import TakeBackForm
from portal.services import decision, letters, signed
from portal.services.decision import DecisionView
from portal.web import panel_words, publicity_words, review_blockers, review_case_words, review_refusals
from portal.web.previews import as_part
from portal.web.refusals import words_of
from portal.web.review import bp, seen
from workflows import commands as c
from workflows.refusal import Refusal

PARTS = (
    *("facts", "reason", "basis", "standards", "scope", "conditions"),
    *("resolution", "explanation", "hearing", "discussion", "panel"),
)


@bp.route("/cases/<case_id>/decision", methods=["GET", "POST"])
@audience("decider")
def decide(case_id: str) -> Any:
    """Write the decision, look at its letter, sign it."""
    view, by = seen(case_id), current_actor()
    require(may_act(by, view.file, "decider"), "decider")
    form = DecisionForm(prefix="decide-")
    if request.method == "GET":
        _begin(form, view)
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
    back = TakeBackForm(prefix="back-", formdata=None).fresh(view.case.seq)
    take_back = back if "take_back" in view.acts else None
    page = render_template(
        "review/decide.html",
        seen=view,
        form=form if form.errors else None,
        fields=form.marked(view).fresh(view.case.seq),
        outcome=outcome,
        parts=form.parts(view),
        blockers=review_blockers.lines(view, outcome),
        missing=len(view.blockers[outcome]),
        previews=[as_part(letter) for letter in shown],
        said=words_of(refusal) if refusal else None,
        detail=review_refusals.detail(refusal, view) if refusal else "",
        failed=refusal is not None,
        undo_minutes=signed.minutes(),
        take_back=take_back,
        w=review_case_words,
        p=panel_words,
        pub=publicity_words,
    )
    return page, status


def _begin(form: DecisionForm, view: DecisionView) -> None:
    """A fresh page: empty but for the departments' conditions, or with what was signed and did not leave, never written twice."""
    asked = request.args.get("outcome", "")
    unsent = view.case.unsent
    form.outcome.data = asked if asked in decision.OUTCOMES else unsent.outcome if unsent else "grant"
    for name in PARTS if unsent else ():
        form[name].data = getattr(unsent.decision, name, "") if unsent else ""
    if unsent is None:
        form.conditions.data = "\n".join(view.conditions)


def _sign(case_id: str, form: DecisionForm) -> Any:
    case = signed.sign(case_id, _command(form), by=current_actor(), at=clock.now(), expected_seq=form.seq)
    if case.signed is not None:
        words = Markup(_("已签发，%(at)s 送出；送出前可以撤回。"))
        flash(words % {"at": formats.stamp(case.signed.releases_at)})
    elif form.outcome.data == "refuse":
        flash(_("已决定不予许可。决定书已生成，送达后开始计算复议和诉讼期限。"))
    else:
        flash(_("已决定准予。决定书已生成，接着制作证照。"))
    return redirect(url_for("review.case", case_id=case_id), 303)


def _command(form: DecisionForm) -> c.Grant | c.Refuse:
    text = _written(form)
    more = (text["explanation"], text["hearing"], text["discussion"])
    if form.outcome.data == "refuse":
        return c.Refuse(text["facts"], text["reason"], text["basis"], *more, text["standards"])
    return c.Grant(text["reason"], text["scope"], text["resolution"], *more, text["panel"], text["conditions"])


def _written(form: DecisionForm) -> dict[str, str]:
    return {name: (form[name].data or "").strip() for name in PARTS}
