"""Expert review at the office that leads: the panel, ballots from signed papers, the record that follows from the count."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor
from portal.forms import panel as forms
from portal.forms.panel import BallotForm, CloseForm, ReplaceForm, SetForm
from portal.services import panels
from portal.services.decision import DecisionView
from portal.services.panels import Expert, PanelView
from portal.web import panel_words, review_case_words
from portal.web.review import bp, seen
from portal.web.review_acts import done
from portal.web.review_answers import answers, complete
from workflows.panel import CAUSE, policy
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/panel")
@audience("reviewer", "decider", "supervisor")
def panel(case_id: str) -> Any:
    """Who reviews as experts, which ballots are in, and what follows from them."""
    return panel_page(seen(case_id))


@bp.post("/cases/<case_id>/panel/set")
@audience("reviewer", "decider")
def panel_set(case_id: str) -> Any:
    """Set the panel up."""
    by, view = current_actor(), seen(case_id)
    form = _for(view, SetForm(prefix="set-"))
    if not form.validate():
        return panel_page(view, bound={"set": form}, status=422)
    why = form.reason.data or "" if "reason" in form else ""
    return done(
        case_id,
        lambda: panels.set_up(
            case_id, form.people, form.asked, reason=why, by=by, at=clock.now(), expected_seq=form.seq
        ),
        _("专家组已组成。"),
        {"set": form},
        panel_page,
    )


@bp.post("/cases/<case_id>/panel/replace")
@audience("reviewer", "decider")
def panel_replace(case_id: str) -> Any:
    """Give the seat of an expert who steps aside to another one."""
    by, form = current_actor(), ReplaceForm(prefix="replace-")
    if not form.validate():
        return panel_page(seen(case_id), bound={"replace": form}, status=422)
    fresh = Expert(form["name"].data or "", form.unit.data or "", form.title.data or "", bool(form.declared.data))
    told = (form.seat.data or "", form.cause.data or "", form.reason.data or "", fresh)
    return done(
        case_id,
        lambda: panels.replace(case_id, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("专家已更换，原来的表决票不再计算。"),
        {"replace": form},
        panel_page,
    )


@bp.post("/cases/<case_id>/panel/ballot")
@audience("reviewer", "decider")
def panel_ballot(case_id: str) -> Any:
    """Enter a ballot from the signed paper."""
    form = BallotForm(prefix="ballot-")
    if not complete(form, _("签字表决票的扫描件没有选。")):
        return panel_page(seen(case_id), bound={"ballot": form}, status=422)
    return done(
        case_id,
        lambda: _cast(case_id, form),
        _("表决票已登记。"),
        {"ballot": form},
        panel_page,
        to="review.panel",
    )


def _cast(case_id: str, form: BallotForm) -> None:
    panels.cast(
        case_id,
        form.seat.data or "",
        form.verdict.data or "",
        form.opinion.data or "",
        signed_on=date.fromisoformat(form.signed_on.data or ""),
        scan=(form.scan.data.filename, form.scan.data.stream),
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


@bp.post("/cases/<case_id>/panel/close")
@audience("reviewer", "decider")
def panel_close(case_id: str) -> Any:
    """Close the record: the conclusion is counted, the pause ends."""
    by, form = current_actor(), CloseForm(prefix="close-")
    if not form.validate():
        return panel_page(seen(case_id), bound={"close": form}, status=422)
    return done(
        case_id,
        lambda: panels.close(case_id, form.summary.data or "", by=by, at=clock.now(), expected_seq=form.seq),
        _("评审意见书已生成，特别程序结束，时钟从下一日起继续走。"),
        {"close": form},
        panel_page,
    )


def panel_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of the panel; `bound` and `refusal` as on the page of a case."""
    held = panels.view(view.file.public_id, by=current_actor())
    page = render_template(
        "review/panel.html",
        seen=view,
        held=held,
        forms=_forms(view, held, bound or {}),
        running=next((stop for stop in view.case.open_stops if stop.cause == CAUSE), None),
        timed=view.clocks.get(f"procedure:{CAUSE}"),
        back=_back(view),
        least=max(policy().least, view.case.terms.panel_least),
        **answers(view, bound, refusal),
        w=review_case_words,
        p=panel_words,
        f=forms,
    )
    return page, status


def _back(view: DecisionView) -> str:
    """Where the person came from: the supervisor's page of the case, or the lead's page of procedures."""
    room = (
        "supervision.case"
        if "panel" not in view.acts and current_actor().holds(Role.SUPERVISOR)
        else "review.procedures"
    )
    return url_for(room, case_id=view.file.public_id)


def _forms(view: DecisionView, held: PanelView, bound: dict[str, Any]) -> dict[str, Any]:
    made, at = dict[str, Any](), view.case.panel
    if "panel" not in view.acts:
        return made
    if not at.owed and any(stop.cause == CAUSE for stop in view.case.open_stops):
        made["set"] = bound.get("set") or _asked(view)
    if at.owed:
        out = [one for one in held.seats if not one.cast]
        made["ballot"] = forms.seated(bound.get("ballot") or BallotForm(prefix="ballot-", formdata=None), out)
        made["replace"] = forms.seated(
            bound.get("replace") or ReplaceForm(prefix="replace-", formdata=None), held.seats
        )
        made["close"] = bound.get("close") or CloseForm(prefix="close-", formdata=None)
        made.pop("ballot" if not out else "close")
    for form in made.values():
        form.fresh(view.case.seq)
    return made


def _for(view: DecisionView, form: SetForm) -> SetForm:
    """The form as this case needs it: only a further panel asks for the reason."""
    return form if view.case.panel.set_on is not None else form.first()


def _asked(view: DecisionView) -> SetForm:
    """The form with the questions that the guide asks its experts."""
    form = _for(view, SetForm(prefix="set-", formdata=None))
    own = view.file.guide.procedure(CAUSE)
    questions = own.panel.questions if own and own.panel else ()
    form.questions.data = "\n".join(str(one) for one in questions)
    return form
