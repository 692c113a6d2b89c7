"""Ratings in public: rating a finished case without an account, and the results that everybody may read (R83, R86)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.access import require
from portal.actors import VISITOR
from portal.auth import actor_or_none, audience
from portal.formats import business_today
from portal.forms.rating import CodeForm, SlipForm
from portal.security import limit_lookup
from portal.services import figures, offices, rating_figures, rating_proof, rating_slip, service_windows
from portal.services.rating_proof import Proof
from portal.web import rating_form, rating_words
from portal.web.public import bp
from portal.web.public_lookup import OPEN_SECONDS
from portal.web.rating_form import Gate, Links
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/track/rating")
@audience("public")
def rating() -> Any:
    """What can be rated of the case whose number and code this browser gave within the last half hour."""
    case_id = _tracked()
    return _listed(case_id) if case_id else _asked_again()


@bp.post("/track/rating/code")
@limit_lookup()
@audience("public")
def rating_code() -> Any:
    """Send a rating code to the telephone that was given with the application."""
    if not (case_id := _tracked()):
        return _asked_again()
    try:
        rating_proof.send(case_id, at=clock.now())
    except Refusal as refusal:
        said = words_of(refusal)
        flash(said.told)
    else:
        flash(_("评价码已经交给短信平台发出，请看申请时留的手机。"))
    return redirect(url_for("public.rating", _anchor="proof"), 303)


@bp.post("/track/rating/proof")
@limit_lookup()
@audience("public")
def rating_proven() -> Any:
    """Take the rating code; with the right one this browser may rate for half an hour."""
    if not (case_id := _tracked()):
        return _asked_again()
    form, now = CodeForm(), clock.now()
    if form.validate():
        if rating_proof.prove(case_id, form.code.data or "", at=now):
            session["rater"] = [case_id, int(now.timestamp()) + OPEN_SECONDS]
            flash(_("已经确认是您本人，可以评价了。"))
            return redirect(url_for("public.rating"), 303)
        form.refuse()
    return _listed(case_id, form), 422


@bp.post("/track/rating/slip")
@limit_lookup()
@audience("public")
def rating_slip_shown() -> Any:
    """Take the code of a rating slip; with the right one this browser may rate once."""
    if not (case_id := _tracked()):
        return _asked_again()
    form = SlipForm()
    if form.validate():
        if proof := rating_slip.prove(case_id, form.slip.data or ""):
            session["rater"] = [case_id, int(clock.now().timestamp()) + OPEN_SECONDS, proof.nth]
            flash(_("评价单有效，可以评价一次。"))
            return redirect(url_for("public.rating"), 303)
        form.refuse()
    return _listed(case_id, slip=form), 422


@bp.route("/track/rating/<act>/<step>", methods=["GET", "POST"])
@limit_lookup()
@audience("public")
def rate(act: str, step: str) -> Any:
    """Rate, rate again after the reply, or appeal, without an account."""
    case_id = _tracked()
    if not case_id:
        return _asked_again()
    return rating_form.asked(case_id, act, step, by=VISITOR, links=_links(), proof=_proof(case_id))


@bp.get("/ratings")
@audience("public")
def ratings() -> Any:
    """The results: rates with numerator and denominator by item, desk and counter, and each rating that counts with its reply."""
    on, asked = business_today(), {name: request.args.get(name, "")[:64] for name in ("item", "desk", "counter", "bad")}
    page = request.args.get("page", 1, type=int)
    rated = rating_figures.figures(on=on, item=asked["item"])
    asked["counter"] = asked["counter"] if asked["counter"] in rated.told else ""
    wanted = {name: asked[name] for name in ("item", "desk", "counter")}
    found = rating_figures.public(on=on, **wanted, bad=bool(asked["bad"]), page=page)
    return render_template(
        "public/ratings.html",
        rated=rated,
        counters=service_windows.names(),
        found=found,
        asked=asked,
        names=figures.names(on),
        offices=offices.names(),
        w=rating_words,
    )


def _tracked() -> str:
    """The case that was looked up; staff never get as far as a form (R86)."""
    actor = actor_or_none()
    require(actor is None or actor.kind != "officer", "rating")
    case_id, until = session.get("tracked") or ("", 0)
    return case_id if clock.now().timestamp() < until else ""


def _proof(case_id: str) -> Proof | None:
    """What this browser has proven within the last half hour: by the code on a telephone, or by the nth slip."""
    proven, until, *slip = session.get("rater") or ("", 0)
    if proven != case_id or clock.now().timestamp() >= until:
        return None
    return Proof(case_id, "slip", nth=slip[0]) if slip else Proof(case_id, "phone")


def _listed(case_id: str, form: CodeForm | None = None, slip: SlipForm | None = None) -> str:
    proof, phone = _proof(case_id), rating_proof.telephone(case_id)
    asked = (slip or SlipForm(formdata=None)) if rating_slip.waiting(case_id) else slip
    gate = Gate(phone, form or CodeForm(formdata=None), asked)
    return rating_form.listed(case_id, by=VISITOR, links=_links(), proof=proof, gate=gate)


def _asked_again() -> Any:
    flash(_("评价要先填办件编号和查询密码。看过的办件半小时后要重新填。"))
    return redirect(url_for("public.track"), 303)


def _links() -> Links:
    case = url_for("public.status")
    return Links(
        case,
        url_for("public.rating"),
        lambda act, step: url_for("public.rate", act=act, step=step),
        ((_("首页"), url_for("public.home")), (_("查办理进度"), url_for("public.track"))),
    )
