"""The ways to sign in: password, second step, and the identity at the provider, linked and unlinked by the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import auth, clock
from portal.auth import audience, current_actor
from portal.forms.openid import ProveForm
from portal.security import limit_codes
from portal.services import identities, openid
from portal.web import openid_state
from portal.web.account import bp


@bp.get("/account/ways")
@audience("signed_in")
def ways() -> Any:
    """Every way in that this account has, and those it could have."""
    return _ways_page(_prove_form(), 200)


@bp.route("/account/ways/link", methods=["GET", "POST"])
@limit_codes()
@audience("signed_in")
def link() -> Any:
    """Link the identity with which somebody has just come back from the provider."""
    proven = openid_state.kept()
    if proven is None:
        flash(_("没有等待绑定的身份，或者放得太久。请重新点“绑定”。"), "warn")
        return redirect(url_for("account.ways"), 303)
    form = _prove_form()
    if request.method == "POST" and _done(
        form, lambda: identities.link(proven, *form.given, by=current_actor(), at=clock.now())
    ):
        openid_state.drop()
        flash(_("已经绑定，以后可以用统一身份认证登录。"))
        return redirect(url_for("account.ways"), 303)
    page = render_template("account/link.html", form=form, proven=proven, who=auth.current_person())
    return page, 422 if request.method == "POST" else 200


@bp.post("/account/ways/<int:identity_id>/unlink")
@limit_codes()
@audience("signed_in")
def unlink(identity_id: int) -> Any:
    """Take the identity from the account, after password and second step."""
    form = _prove_form()
    if _done(form, lambda: identities.unlink(identity_id, *form.given, by=current_actor(), at=clock.now())):
        flash(_("已经解除绑定，以后请用密码登录。"))
        return redirect(url_for("account.ways"), 303)
    if not identities.own(by=current_actor()):
        abort(404)
    return _ways_page(form, 422)


def _ways_page(form: ProveForm, status: int) -> Any:
    who = auth.current_person()
    page = render_template(
        "account/ways.html",
        who=who,
        form=form,
        found=identities.own(by=who.actor),
        offered=openid.for_kind(who.kind),
    )
    return page, status


def _prove_form() -> ProveForm:
    return ProveForm().lay_out(factor=auth.current_person().second_factor)


def _done(form: ProveForm, do: Callable[[], Any]) -> bool:
    return form.validate() and form.done(do)
