"""What anybody may look up: the state of a case by number and query code, and a licence by its number or QR code."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience
from portal.clock import business_day
from portal.forms.lookup import FileCheckForm, TrackForm
from portal.security import limit_lookup
from portal.services import case_status, licences
from portal.services.licences import Verification
from portal.web import seal_words, status_words
from portal.web.public import bp

OPEN_SECONDS = 30 * 60
"""How long a status stays open in a browser that gave the code once."""


@bp.route("/track", methods=["GET", "POST"])
@limit_lookup()
@audience("public")
def track() -> Any:
    """Ask for number and query code; they travel in the form alone, never in an address."""
    form = TrackForm()
    if not form.is_submitted():
        form.number.data = request.args.get("number", "").strip()[:60]  # the code on a receipt brings the number along
        return render_template("public/track.html", form=form)
    if form.validate():
        case_id = case_status.find(form.number.data, form.code.data)
        if case_id:
            session["tracked"] = [case_id, int(clock.now().timestamp()) + OPEN_SECONDS]
            return redirect(url_for("public.status"), 303)
        form.refuse()
    return render_template("public/track.html", form=form), 422


@bp.get("/track/status")
@audience("public")
def status() -> Any:
    """The state of the case whose number and code this browser gave within the last half hour."""
    now = clock.now()
    case_id, until = session.get("tracked") or ("", 0)
    found = case_status.status(case_id, on=business_day(now)) if now.timestamp() < until else None
    if found is None:
        flash(_("请填办件编号和查询密码。看过的办件半小时后要重新填。"))
        return redirect(url_for("public.track"), 303)
    return render_template("public/status.html", found=found, next=status_words.next_step(found), words=status_words)


@bp.post("/track/close")
@audience("public")
def close() -> Any:
    """Forget the case that was looked at, on a computer that others use too."""
    session.pop("tracked", None)
    session.pop("rater", None)
    flash(_("已经关闭，别人在这台电脑上看不到了。"))
    return redirect(url_for("public.track"), 303)


@bp.get("/verify")
@limit_lookup()
@audience("public")
def verify() -> Any:
    """Check a licence by the number on it."""
    number = request.args.get("number", "").strip()[:80]
    if not number:
        return render_template("public/verify.html", number="", found=None)
    return _verified(number, licences.verify(number=number, on=business_day(clock.now())))


@bp.route("/verify/document", methods=["GET", "POST"])
@limit_lookup()
@audience("public")
def verify_file() -> Any:
    """Say whether a PDF is, to the byte, one that this portal signed; the file is read once and not kept."""
    form = FileCheckForm()
    if not form.is_submitted():
        return render_template("public/verify_file.html", form=form, found=None)
    sent = request.files.get(form.file.name)
    if not form.validate() or sent is None or not sent.filename:
        form.missing()
        return render_template("public/verify_file.html", form=form, found=None), 422
    digest = hashlib.file_digest(sent.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return render_template("public/verify_file.html", form=form, found=seal_words.outcome(digest))


@bp.get("/verify/<token>")
@limit_lookup()
@audience("public")
def verify_token(token: str) -> Any:
    """Check a licence by the token in its QR code."""
    return _verified("", licences.verify(token=token, on=business_day(clock.now())))


def _verified(number: str, found: Verification | None) -> Any:
    page = render_template("public/verify.html", number=number, found=found, asked=True, at=clock.now())
    return page, 200 if found else 404
