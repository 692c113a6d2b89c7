"""Delivery at the window: what is ready to go out, the licence made out, and its service with proof."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal import clock, recovery
from portal.actors import Actor, Role
from portal.auth import audience, current_actor, may_act
from portal.clock import business_day
from portal.formats import zh
from portal.forms.courier import MoveForm, NumberForm
from portal.forms.review import StaffForm
from portal.forms.window import DeliveryForm
from portal.services import casefile, delivery, originals, parcels
from portal.services.caseclocks import clock_views
from portal.services.window_rows import READY_KINDS
from portal.web import window_refusals, window_words
from portal.web.window import asked_for, bp, counter, page
from workflows.refusal import Refusal


@bp.get("/deliveries")
@audience("window")
def deliveries() -> Any:
    """What waits to go out, by the time left to deliver."""
    asked = asked_for(READY_KINDS)
    by, on = current_actor(), business_day(clock.now())
    light = asked["light"] or None
    found = delivery.ready(by=by, on=on, kind=asked["kind"], light=light, search=asked["q"], page=page())
    return render_template("window/deliveries.html", found=found, asked=asked, w=window_words)


@bp.get("/deliveries/<case_id>", endpoint="delivery")
@audience("window")
def delivery_page(case_id: str) -> Any:
    """One result: make the licence out, or serve what is ready."""
    return shown(case_id, DeliveryForm())


@bp.post("/deliveries/<case_id>/issue")
@audience("window")
def issue(case_id: str) -> Any:
    """Make the licence out; with the other button the electronic licence is served in the same act."""
    form, electronic = DeliveryForm(), request.form.get("do") == "electronic"
    try:
        made = delivery.issue(case_id, by=current_actor(), at=clock.now(), expected_seq=form.seq, electronic=electronic)
    except Refusal as refusal:
        return refused(case_id, DeliveryForm(formdata=None), refusal, ("LicenceIssued", "Delivered"))
    number = made.licence.number if made.licence else ""
    done = _("%(number)s 已制证并电子送达。") if electronic else _("%(number)s 已制证，接着送达。")
    flash(Markup(done) % {"number": zh(number)})
    return redirect(url_for("window.case" if electronic else "window.delivery", case_id=case_id), 303)


@bp.post("/deliveries/<case_id>/deliver")
@audience("window")
def deliver(case_id: str) -> Any:
    """Serve the licence or the refusal, with the proof that its way asks for (R146)."""
    form = DeliveryForm()
    if not form.validate():
        return shown(case_id, form, status=422)
    by, at, name, proof = current_actor(), clock.now(), form.recipient.data or "", form.proof.data or ""
    try:
        given = {"recipient": name, "proof": proof, "visit_code": form.visit_code.data or "", "window": counter()}
        delivery.deliver(case_id, form.way.data, **given, by=by, at=at, expected_seq=form.seq)
    except Refusal as refusal:
        return refused(case_id, form, refusal, ("Delivered", "VisitRecorded"))
    flash(_("已送达，《送达回证》已经生成。"))
    return redirect(url_for("window.case", case_id=case_id, _anchor="letters"), 303)


def refused(case_id: str, form: DeliveryForm, refusal: Refusal, own: tuple[str, ...]) -> Any:
    """A second click finds its own act done; anything else is said, with what was typed."""
    if refusal.rule == "stale" and refusal.facts["by"] == current_actor().reference and refusal.facts["kind"] in own:
        flash(_("刚才已经办好，没有重复办理。"))
        return redirect(url_for("window.case", case_id=case_id), 303)
    return shown(case_id, form, said=window_refusals.said(refusal), status=409)


def shown(
    case_id: str, form: DeliveryForm, *, parcel_form: StaffForm | None = None, said: Any = None, status: int = 200
) -> Any:
    """The page of one delivery; `parcel_form` is the one about the courier that was filled in wrongly."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    result = render_template(
        "window/delivery.html",
        file=file,
        case=file.case,
        clock=clock_views(file, business_day(clock.now())).get("delivery"),
        fields=form.fresh(file.case.seq),
        form=form if form.errors else None,
        ready=str(file.case.state) in READY_KINDS,
        until=delivery.term_of(file.guide.result, file.needs.answers, business_day(clock.now())),
        acts=may_act(by, file, Role.WINDOW),
        originals=originals.lines(case_id, by=by),
        **_parcel(case_id, by, parcel_form, file.case.seq),
        said=said,
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        w=window_words,
    )
    return result, status


def _parcel(case_id: str, by: Actor, sent: StaffForm | None, seq: int) -> dict[str, Any]:
    """What the page shows of the courier, with the forms as they were sent or empty."""
    number = sent if isinstance(sent, NumberForm) else NumberForm(formdata=None, prefix="sent")
    move = sent if isinstance(sent, MoveForm) else MoveForm(formdata=None, prefix="move")
    return {
        "parcel": parcels.of_case(case_id, by=by),
        "automatic": parcels.automatic(),
        "number": number.fresh(seq),
        "move": move.fresh(seq),
        "parcel_form": sent,
    }
