"""The follow-up of bad ratings: the list with its days, one rating with what is to be done, and the supervisor's review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.actors import Role
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.rating import AnswerForm, CallBackForm, DecideContestForm, ReviewForm, TriedForm, VerifyForm
from portal.forms.review import StaffForm, options
from portal.services import offices, rating_contest, rating_figures, rating_followup, service_windows
from portal.services.rating_followup import ALL_STAGES
from portal.web import rating_refusals, rating_words
from workflows.rating_policy import load_policy
from workflows.refusal import Refusal

bp = Blueprint("rating", __name__, url_prefix="/follow-up")
FORMS: dict[str, type[StaffForm]] = {
    "contact": VerifyForm,
    "fix": AnswerForm,
    "callback": CallBackForm,
    "review": ReviewForm,
    "contested": DecideContestForm,
    "tried": TriedForm,
}
ATTEMPTS: dict[str, tuple[str, dict[str, Any]]] = {
    "contact": ("way", rating_words.WAYS),
    "callback": ("result", rating_words.CALLBACKS),
}
"""At which stages nobody may be reached, and the field that offers it once there were attempts enough."""
CHOICES: dict[str, dict[Any, Any]] = {
    "way": rating_words.WAYS,
    "tried": rating_words.REACHING,
    "finding": rating_words.FINDINGS,
    "result": rating_words.CALLBACKS,
    "verdict": rating_words.VERDICTS,
}


@bp.get("", endpoint="followed")
@audience("window", "reviewer", "decider", "supervisor")
def followed() -> Any:
    """The bad ratings that are one's own to follow up; for a supervisor all of them, with the figures."""
    by, on = current_actor(), business_day(clock.now())
    stage = request.args.get("stage", "")
    stage = stage if stage in ALL_STAGES else ""
    found = rating_followup.listed(by=by, on=on, stage=stage, page=request.args.get("page", 1, type=int))
    return render_template(
        "rating/followed.html",
        found=found,
        stage=stage,
        rated=rating_figures.figures(on=on) if by.holds(Role.SUPERVISOR) else None,
        offices=offices.names(),
        counters=service_windows.names(),
        w=rating_words,
    )


@bp.get("/<case_id>/<act>")
@audience("window", "reviewer", "decider", "supervisor")
def one(case_id: str, act: str) -> Any:
    """One bad rating: what was said, its days, what has been done, and the form of the next step."""
    return _shown(case_id, act)


@bp.post("/<case_id>/<act>/contact")
@audience("window", "reviewer", "decider")
def contact(case_id: str, act: str) -> Any:
    """Record what contact with the applicant showed."""
    return _step(case_id, act, "contact", rating_followup.verify, ("finding", "reason", "way"))


@bp.post("/<case_id>/<act>/tried")
@audience("window", "reviewer", "decider")
def tried(case_id: str, act: str) -> Any:
    """Record an attempt that reached nobody."""
    return _step(case_id, act, "tried", rating_followup.tried, ("tried", "happened"))


@bp.post("/<case_id>/<act>/fix")
@audience("window", "reviewer", "decider")
def fix(case_id: str, act: str) -> Any:
    """Answer the applicant."""
    return _step(case_id, act, "fix", rating_followup.answer, ("reply",))


@bp.post("/<case_id>/<act>/callback")
@audience("window", "reviewer", "decider")
def callback(case_id: str, act: str) -> Any:
    """Record the call-back."""
    return _step(case_id, act, "callback", rating_followup.call_back, ("result", "note"))


@bp.post("/<case_id>/<act>/review")
@audience("supervisor")
def review(case_id: str, act: str) -> Any:
    """Review the finding that the rating is not founded."""
    return _step(case_id, act, "review", rating_followup.review, ("verdict", "reason"))


@bp.post("/<case_id>/<act>/contested")
@audience("supervisor")
def contested(case_id: str, act: str) -> Any:
    """Decide whose a rating is that the applicant disowns."""
    return _step(case_id, act, "contested", rating_contest.decide, ("verdict", "reason"))


def _step(case_id: str, act: str, stage: str, do: Callable[..., None], fields: tuple[str, ...]) -> Any:
    """Validate, do, and go back to the rating; a second click finds its own act done."""
    form, by = _form(stage), current_actor()
    if not form.validate():
        return _shown(case_id, act, form=form, status=422)
    try:
        said = [form[name].data or "" for name in fields]
        do(case_id, act, *said, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        if refusal.rule == "stale" and refusal.facts["by"] == by.reference and refusal.facts["kind"] in _OWN[stage]:
            flash(_("刚才已经办好，没有重复办理。"))
            return redirect(url_for("rating.one", case_id=case_id, act=act), 303)
        if refusal.rule.startswith("no_such_"):
            raise
        return _shown(case_id, act, form=form, refusal=refusal, status=409)
    flash(_DONE[stage]())
    return redirect(url_for("rating.one", case_id=case_id, act=act), 303)


_OWN = {
    "contact": ("RatingVerified",),
    "fix": ("RatingAnswered",),
    "callback": ("RatingCalledBack",),
    "review": ("RatingReviewed",),
    "contested": ("RatingContestDecided",),
    "tried": ("RatingContactTried",),
}
_DONE = {
    "contact": lambda: _("核实已经记下，申请人会收到通知。"),
    "fix": lambda: _("答复已经给申请人，并且公开。"),
    "callback": lambda: _("回访已经记下。"),
    "review": lambda: _("复核已经记下，申请人会收到通知。"),
    "tried": lambda: _("这次没有联系上已经记下；没有联系上不算联系，期限照常走，也不算回访。"),
    "contested": lambda: _("核实已经记下，申请人会收到通知。"),
}


def _form(stage: str) -> StaffForm:
    form = FORMS[stage]()
    for name, words in CHOICES.items():
        if name in form:
            form[name].choices = options(words.items())
    if stage == "contested":
        form["verdict"].choices = options(rating_words.CONTESTS.items())
    return form


def _shown(
    case_id: str, act: str, *, form: StaffForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of one rating; the form of the stage it is at is drawn for those who may use it."""
    seen = rating_followup.view(case_id, act, by=current_actor(), on=business_day(clock.now()))
    stage = seen.rating.stage if seen.may_decide else seen.rating.step
    mine = {"review": seen.may_review, "contested": seen.may_decide}.get(stage, seen.may_act)
    fields = (
        form if form and stage in FORMS and isinstance(form, FORMS[stage]) else _form(stage) if stage in FORMS else None
    )
    made = {"contact": seen.rating.tries, "callback": seen.rating.calls}.get(stage, ())
    if fields and stage in ATTEMPTS and len(made) < load_policy().attempts:
        name, known = ATTEMPTS[stage]
        fields[name].choices = options((code, words) for code, words in known.items() if code != "unreached")
    attempt = form if isinstance(form, TriedForm) else _form("tried") if stage in ATTEMPTS else None
    page = render_template(
        "rating/one.html",
        seen=seen,
        stage=stage,
        fields=fields.fresh(seen.file.case.seq) if fields and mine else None,
        attempt=attempt.fresh(seen.file.case.seq) if attempt and mine and stage in ATTEMPTS else None,
        made=len(made),
        form=form if form and form.errors else None,
        said=rating_refusals.said(refusal) if refusal else None,
        failed=bool(refusal),
        kept=recovery.typed().shown if refusal else [],
        w=rating_words,
    )
    return page, status
