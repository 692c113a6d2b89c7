"""Ratings in public: rating a finished case by number and query code, and the results that everybody may read (R83, R86)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.access import require
from portal.actors import VISITOR
from portal.auth import actor_or_none, audience
from portal.formats import business_today
from portal.security import limit_lookup
from portal.services import figures, offices, rating_figures
from portal.web import rating_form, rating_words
from portal.web.public import bp
from portal.web.rating_form import Links


@bp.get("/track/rating")
@audience("public")
def rating() -> Any:
    """What can be rated of the case whose number and code this browser gave within the last half hour."""
    case_id = _tracked()
    return rating_form.listed(case_id, by=VISITOR, links=_links()) if case_id else _asked_again()


@bp.route("/track/rating/<act>/<step>", methods=["GET", "POST"])
@limit_lookup()
@audience("public")
def rate(act: str, step: str) -> Any:
    """Rate, rate again after the reply, or appeal, without an account."""
    case_id = _tracked()
    return rating_form.asked(case_id, act, step, by=VISITOR, links=_links()) if case_id else _asked_again()


@bp.get("/ratings")
@audience("public")
def ratings() -> Any:
    """The results: rates with numerator and denominator by item and desk, and each rating that counts with its reply."""
    on, asked = business_today(), {name: request.args.get(name, "")[:64] for name in ("item", "desk", "bad")}
    page = request.args.get("page", 1, type=int)
    found = rating_figures.public(on=on, item=asked["item"], desk=asked["desk"], bad=bool(asked["bad"]), page=page)
    return render_template(
        "public/ratings.html",
        rated=rating_figures.figures(on=on),
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
