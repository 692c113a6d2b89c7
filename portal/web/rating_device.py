"""The rating device of a counter: a screen turned to the applicant, on which the clerk calls up the case that is finished."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.access import require
from portal.actors import VISITOR
from portal.auth import actor_or_none, audience
from portal.clock import business_day
from portal.forms.rating import DeviceForm, RatingForm
from portal.security import limit_lookup
from portal.services import rating, rating_device
from portal.services.rating import Rateable, RatingPage
from portal.services.rating_device import Called
from portal.web import rating_form, rating_words
from portal.web.screen import SECONDS, bp


@bp.get("/rating-device", endpoint="rating_device")
@audience("public")
def device() -> Any:
    """What the device shows: the question for its key, that nothing is to be rated, or the form for the case called up."""
    called = _called()
    if called is None:
        return _asks_key(DeviceForm(formdata=None))
    return _question(called) if called.proof else _waits(called)


@bp.post("/rating-device/key")
@limit_lookup()
@audience("public")
def device_key() -> Any:
    """Make this browser the device of a counter."""
    require(_nobody_signed_in(), "rating")
    form = DeviceForm()
    if form.validate():
        if rating_device.shown(form.key.data or "", at=clock.now()) is not None:
            session["rating_device"] = form.key.data
            return redirect(url_for("screen.rating_device"), 303)
        form.refuse()
    return _asks_key(form), 422


@bp.post("/rating-device/rate")
@audience("public")
def device_rate() -> Any:
    """Take the rating of the applicant who stands at the counter."""
    called = _called()
    if called and called.call and not called.proof and request.form.get("call") == called.call:
        flash(_("评价已经收到，谢谢您。"))  # the second click of the one that is recorded
        return redirect(url_for("screen.rating_device"), 303)
    if called is None or called.proof is None or request.form.get("call") != called.call:
        flash(_("这次评价的时间已经过了，请窗口人员重新调出，或者回去以后再评价。"))
        return redirect(url_for("screen.rating_device"), 303)
    page, one = _page(called)
    form = RatingForm(levels=rating_words.LEVELS, channel=one.act.channel)
    if not form.validate():
        return _form_page(called, page, one, form), 422
    said = rating_form.said_in(form)
    rating.rate(page.public_id, called.act, said, by=VISITOR, at=clock.now(), proof=called.proof)
    rating_device.clear(session["rating_device"], rated=True)
    flash(_("评价已经收到，谢谢您。"))
    return redirect(url_for("screen.rating_device"), 303)


@bp.post("/rating-device/decline")
@audience("public")
def device_decline() -> Any:
    """The applicant does not want to rate here."""
    if _called() is not None:
        rating_device.clear(session["rating_device"], rated=False)
    return redirect(url_for("screen.rating_device"), 303)


def _nobody_signed_in() -> bool:
    return actor_or_none() is None


def _called() -> Called | None:
    """What is shown on the device that this browser is; a browser in which somebody is signed in is none (R86)."""
    key = session.get("rating_device", "") if _nobody_signed_in() else ""
    return rating_device.shown(key, at=clock.now()) if key else None


def _page(called: Called) -> tuple[RatingPage, Rateable]:
    proof = called.proof
    assert proof is not None
    page = rating.page(proof.case_id, by=VISITOR, on=business_day(clock.now()), proof=proof)
    one = page.act(called.act)
    assert one is not None
    return page, one


def _question(called: Called) -> Response:
    page, one = _page(called)
    form = RatingForm(formdata=None, levels=rating_words.LEVELS, channel=one.act.channel)
    return _fresh(_form_page(called, page, one, form))


def _form_page(called: Called, page: RatingPage, one: Rateable, form: RatingForm) -> str:
    return render_template("rating/device.html", called=called, page=page, one=one, form=form, seconds=0)


def _waits(called: Called) -> Response:
    return _fresh(render_template("rating/device.html", called=called, form=None, seconds=SECONDS))


def _asks_key(form: DeviceForm) -> str:
    return render_template("rating/device_key.html", form=form)


def _fresh(page: str) -> Response:
    """The page of one applicant is not the next one's."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
