"""Signing up for an enterprise, and letting colleagues act for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.account import SignUpForm
from portal.security import limit_sign_up
from portal.services import accounts, invitations, mandates, membership, sign_up_proof
from portal.services.membership import SignUp
from portal.services.wrong_input import WrongInput
from portal.web.account import enter

bp = Blueprint("membership", __name__)


@bp.route("/sign-up", methods=["GET", "POST"])
@limit_sign_up()
@audience("public")
def sign_up() -> Any:
    """Sign up. What is said afterwards is the same for everybody: it never tells whose account exists."""
    form, after = SignUpForm(), _after()
    if request.method == "GET" or request.form.get("do") == "look":
        return _firm(form, after)
    if form.validate():
        wanted = {name: value for name, value in form.values().items() if name != "consent"}
        try:
            if membership.sign_up(SignUp(**wanted), at=clock.now()) == "open":
                return enter(accounts.authenticate(form.email.data, form.password.data, at=clock.now()), to=after)
            return redirect(url_for("membership.signed_up", next=after or None), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return _sign_up_page(form, after, known="known" in request.form), 422


def _firm(form: SignUpForm, after: str) -> Any:
    """The code first, where there is a register: it says name and legal representative, which are confirmed and not typed."""
    if request.method == "GET":
        return _sign_up_page(form, after, code_only=sign_up_proof.offered())
    if not form.names():
        return _sign_up_page(form, after, code_only=True), 422
    found = sign_up_proof.known(form.uscc.data, at=clock.now())
    if found is not None:
        form.know(found.name, found.legal_representative)
    return _sign_up_page(form, after, known=found is not None, silent=found is None)


def _sign_up_page(form: SignUpForm, after: str, **shown: bool) -> str:
    return render_template("account/sign_up.html", form=form, next=after, **shown)


def _after() -> str:
    """The page that somebody wanted before he had an account; he gets back to it by signing in."""
    return recovery.safe_path(request.values.get("next")) or ""


@bp.get("/sign-up/done")
@audience("public")
def signed_up() -> Any:
    """What happens next."""
    return render_template("account/signed_up.html", next=_after())


@bp.get("/account/handlers")
@audience("handler")
def handlers() -> Any:
    """Who acts for the enterprise, and who asks to."""
    by, at = current_actor(), clock.now()
    return render_template(
        "account/handlers.html",
        handlers=membership.handlers(by=by),
        requests=membership.requests(by=by),
        waiting=invitations.waiting(by=by, at=at),
        mandates=mandates.of_enterprise(by=by, on=business_today()),
    )


@bp.post("/account/handlers/<int:request_id>")
@audience("handler")
def answer(request_id: int) -> Any:
    """Confirm a colleague, or not."""
    granted = request.form.get("answer") == "grant"
    membership.answer(request_id, granted=granted, by=current_actor(), at=clock.now())
    flash(_("已确认，对方现在可以办理企业的全部办件。") if granted else _("已拒绝，对方不能用这个企业的账户。"))
    return redirect(url_for("membership.handlers"), 303)
