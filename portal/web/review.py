"""The reviewers' and deciders' pages: the work list, what was decided, and the file of a case with its panels."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm

from portal import clock, recovery, states
from portal.actors import Actor, Role
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.decision import DecisionForm
from portal.forms.legal_review import legal_form
from portal.forms.review import (
    CosignForm,
    EndGrantForm,
    HearingAnswerForm,
    SameNameForm,
    TakeBackForm,
    TakeFormerForm,
    opinion_form,
)
from portal.services import (
    colleagues,
    decided,
    decision,
    findings,
    former_taken,
    offices,
    overtaken,
    process_record,
    signed,
    site_checks,
    unsigned,
    worklist,
)
from portal.services.decision import DecisionView
from portal.states import party_name
from portal.web import (
    panel_words,
    publicity_words,
    review_blockers,
    review_case_words,
    review_credit_words,
    review_refusals,
    review_words,
    site_words,
    track_words,
)
from portal.web.condition_line import Line
from portal.web.review_answers import answers
from workflows.hearing import unanswered
from workflows.limits import Signal
from workflows.refusal import Refusal

bp = Blueprint("review", __name__, url_prefix="/review")


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Give the templates the words of states, and rows in groups."""
    states.init_app(state.app)  # type: ignore[arg-type]
    state.app.jinja_env.filters["groupby_kept"] = grouped


def grouped(rows: Any, name: str) -> list[tuple[Any, list[Any]]]:
    """Rows in groups by an attribute, in the order in which they come."""
    return [(key, list(part)) for key, part in groupby(rows, key=lambda row: getattr(row, name))]


@bp.get("", endpoint="worklist")
@audience("reviewer", "decider")
def worklist_page() -> Any:
    """What waits for the office, by working time left."""
    by = current_actor()
    asked, q = request.args.get("light", ""), request.args.get("q", "").strip()[:80]
    light = Signal(asked) if asked in set(Signal) else None
    found = worklist.worklist(
        by=by,
        on=business_day(clock.now()),
        desk=request.args.get("desk", ""),
        light=light,
        search=q,
        whose=request.args.get("whose", ""),
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "review/worklist.html",
        colleagues=colleagues.reviewers(by=by) if found.desk == "opinions" else (),
        list=found,
        asked=light.value if light else "",
        q=q,
        due=request.args.get("due", ""),
        tabs=by.holds(Role.REVIEWER) and (by.holds(Role.DECIDER) or found.desks["lead"] > 0),
        decides=by.holds(Role.DECIDER),
        unsigned=unsigned.unsigned(by=by, on=business_day(clock.now())),
        overtaken=overtaken.waiting(by=by),
        own=review_words.own_office(by),
        offices=offices.names(),
        w=review_words,
    )


@bp.get("/decided", endpoint="decided")
@audience("reviewer", "decider")
def decided_page() -> Any:
    """What the office decided or took part in, the newest first."""
    q = request.args.get("q", "").strip()[:80]
    found = decided.decided(by=current_actor(), search=q, page=request.args.get("page", 1, type=int))
    return render_template("review/decided.html", found=found, q=q)


@bp.get("/cases/<case_id>")
@audience("reviewer", "decider")
def case(case_id: str) -> Any:
    """The file of a case: clocks, credit, materials, opinions, and what the person may do."""
    return case_page(seen(case_id))


@bp.get("/cases/<case_id>/record")
@audience("reviewer", "decider")
def record(case_id: str) -> Any:
    """Everything that was done on the case, by whom and when (R130)."""
    view = seen(case_id)
    return render_template(
        "review/record.html",
        seen=view,
        lines=process_record.lines(view.file),
        w=review_case_words,
        events=review_refusals.EVENTS,
        back=url_for("review.case", case_id=case_id),
    )


def seen(case_id: str) -> DecisionView:
    """The case as the person at the screen sees it now."""
    return decision.view(case_id, by=current_actor(), at=clock.now())


def case_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of a case; `bound` are forms that could not be taken, `refusal` says why an act was not allowed."""
    forms = _forms(view, bound or {}, current_actor())
    shown = refusal is not None and bool(bound) and not set(bound or {}) & set(forms)
    page = render_template(
        "review/case.html",
        seen=view,
        forms=forms,
        **answers(view, bound, refusal),
        kept=recovery.typed().shown if shown else [],
        blockers=_blockers(view),
        changes=former_taken.shown(view.file.public_id, by=current_actor()) if "take_former" in view.acts else (),
        undo_minutes=signed.minutes(),
        overtaken=overtaken.asked(view.file, by=current_actor(), at=clock.now()),
        findings=findings.findings(view.file) if view.case.decided_on is None else (),
        w=review_case_words,
        cw=review_credit_words,
        t=track_words,
        s=site_words,
        pw=panel_words,
        pub=publicity_words,
        site=site_checks.record_of(view.case, view.file.id) if view.case.site.record else {},
    )
    return page, status


def answer_form(view: DecisionView, **given: Any) -> HearingAnswerForm:
    """The form in which a head answers who asked for a hearing that the decision overtook."""
    parties = [(who, party_name(who)) for who in unanswered(view.case.hearing)]
    form = HearingAnswerForm(prefix="answer-", **given)
    return form.offer(parties, revocable=view.case.licence is not None)


def _blockers(view: DecisionView) -> list[Line]:
    wanted = view.case.signed is None and (view.blockers["grant"] or view.acts & {"decide", "other_decides"})
    return review_blockers.lines(view, "grant") if wanted else []


_ACT_FORMS: dict[str, type[FlaskForm]] = {
    "take_back": TakeBackForm,
    "decide": DecisionForm,
    "cosign": CosignForm,
    "end_grant": EndGrantForm,
    "take_former": TakeFormerForm,
}
_PREFIXES = {"take_back": "back", "end_grant": "end", "take_former": "former"}


def _forms(view: DecisionView, bound: dict[str, Any], by: Actor) -> dict[str, Any]:
    """The forms of the page by name: those that were sent with what was typed, the others empty."""
    seq, made = view.case.seq, dict[str, Any]()
    signing = colleagues.colleagues(by=by) if any(track.term.officers > 1 for track in view.mine) else ()
    for track in view.mine:
        name = f"opinion:{track.term.id}"
        made[name] = bound.get(name) or opinion_form(track, signing, seq, formdata=None)
    for act, cls in _ACT_FORMS.items():
        if act in view.acts:
            made[act] = bound.get(act) or cls(prefix=f"{_PREFIXES.get(act, act)}-", formdata=None)
    for hit in view.credit.to_check if "look_up" in view.acts else ():
        name = f"name:{hit.entry_id}"
        made[name] = bound.get(name) or SameNameForm(prefix=f"n{hit.entry_id}-", formdata=None)
    if overtaken.may_answer(view.file, by=by):
        made[overtaken.ACT] = bound.get(overtaken.ACT) or answer_form(view, formdata=None)
    if "legal" in view.acts:
        made["legal"] = bound.get("legal") or legal_form(view, formdata=None)
    for form in made.values():
        form.fresh(seq)
    return made
