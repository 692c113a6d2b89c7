"""Signing in by OpenID Connect: there, back, and the account of somebody who was never here before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import auth, clock, errors, recovery
from portal.actors import Actor
from portal.auth import audience
from portal.forms.openid import NewAccountForm
from portal.i18n import language
from portal.security import limit_provider, limit_sign_up
from portal.services import identities, openid, proofs, sign_ins
from portal.services.accounts import SignInRefused
from portal.services.membership import SignUp
from portal.services.openid import NotProven, PortDown, Proven
from portal.services.sign_ins import OPENID
from portal.services.wrong_input import WrongInput
from portal.web import openid_state, openid_words
from portal.web.account import bp, enter


@bp.get("/sign-in/openid")
@limit_provider()
@audience("public")
def openid_there() -> Any:
    """Send somebody to the provider, with a state that only this browser can bring back; `again` to prove who is signed in."""
    _offered_or_404()
    actor, at = auth.actor_or_none(), clock.now()
    to, again = recovery.safe_path(request.args.get("next")) or "", actor is not None and "again" in request.args
    state = openid_state.send(to, actor.id if actor else 0, again=again, at=at)
    try:
        speak = "en" if language().code == "en" else "zh-CN"
        return redirect(openid.begin(state, path=_path_back(), language=speak, again=again, at=at), 303)
    except PortDown:
        return errors.show(openid_words.failure("down"))


@bp.get("/sign-in/openid/back")
@limit_provider()
@audience("public")
def openid_back() -> Any:
    """Whoever comes back from the provider. Only an answer to a state of this very browser is looked at."""
    _offered_or_404()
    state, actor, at = request.args.get("state", ""), auth.actor_or_none(), clock.now()
    sent = openid_state.sent(state, at=at)
    if sent is None:
        return redirect(url_for("account.start"), 303) if actor else errors.show(openid_words.failure("over"))
    if error := request.args.get("error"):
        return _sent_back(error, actor)
    code, by_issuer = request.args.get("code", ""), request.args.get("iss", "")
    try:
        proven = openid.prove(state, code, by_issuer=by_issuer, path=_path_back(), at=at)
    except PortDown:
        return errors.show(openid_words.failure("down"))
    except NotProven as failed:
        return errors.show(openid_words.failure(failed.code))
    if actor and actor.id == sent.user_id:
        return _again(proven, actor, sent.to, at) if sent.again else _link(proven, actor, sent.to)
    return _arrive(proven, actor, sent.to)


@bp.route("/sign-in/openid/new", methods=["GET", "POST"])
@limit_sign_up()
@audience("public")
def openid_new() -> Any:
    """The account of somebody whom the provider knows and this portal does not."""
    _offered_or_404()
    proven = openid_state.kept()
    if proven is None:
        return redirect(url_for("account.sign_in", reason="slow_there"), 303)
    form = _new_form(proven)
    if request.method == "POST" and form.validate():
        told = {name: value for name, value in form.values().items() if name != "consent"}
        try:
            asked = SignUp(**{"name": proven.name, **told, "password": ""})
            person = identities.sign_up(proven, asked, at=clock.now())
        except SignInRefused as refused:
            return errors.show(openid_words.failure(refused.code))
        except WrongInput as wrong:
            form.take(wrong)
        else:
            openid_state.drop()
            return enter(person, way=OPENID, factor=proven.strong) if person else _waits()
    page = render_template("account/openid_new.html", form=form, proven=proven)
    return page, 422 if request.method == "POST" else 200


@bp.get("/sign-out/openid")
@limit_provider()
@audience("public")
def openid_out() -> Any:
    """Sign out at the provider too, where it offers that; it sends people back to the sign-in page."""
    _offered_or_404()
    there = openid.goodbye(path=url_for("account.sign_in"), at=clock.now())
    if there:
        return redirect(there, 303)
    flash(_("统一身份认证平台没有提供退出的地址。公用电脑上，请关掉浏览器的全部窗口。"), "warn")
    return redirect(url_for("account.sign_in"), 303)


def _arrive(proven: Proven, actor: Actor | None, to: str) -> Any:
    """Begin the session of a known identity; ask what becomes of an unknown one."""
    at = clock.now()
    try:
        person = identities.whose(proven, at=at)
    except SignInRefused as refused:
        return errors.show(openid_words.failure(refused.code))
    if person is None:
        return _link(proven, actor, to) if actor else _unknown(proven)
    if person.second_factor and not proven.strong:
        auth.half_sign_in(person, at=at, way=OPENID, proven_at=proven.signed_in_at)
        return redirect(url_for("account.code", next=to or None), 303)
    return enter(person, way=OPENID, factor=proven.strong, proven_at=proven.signed_in_at, to=to)


def _again(proven: Proven, actor: Actor, to: str, at: datetime) -> Any:
    """Who is signed in has signed in at the provider once more: taken for proof where it is the same person, and of today."""
    if not identities.belongs_to(proven, by=actor):
        return errors.show(openid_words.failure("other"))
    if proven.signed_in_at is None or at - proven.signed_in_at >= timedelta(minutes=proofs.minutes()):
        return errors.show(openid_words.failure("stale"))
    sign_ins.proven(auth.session_token(), proven_at=proven.signed_in_at, by=actor, at=at)
    flash(_("已确认是您本人，%(n)s 分钟内有效。请接着办。", n=proofs.minutes()))
    return redirect(to or url_for("account.profile"), 303)


def _link(proven: Proven, actor: Actor, to: str) -> Any:
    """Somebody who is signed in already is asked whether to link the identity to the own account, unless it is linked."""
    if identities.belongs_to(proven, by=actor):
        return redirect(to or url_for("account.start"), 303)
    if not openid.for_kind(actor.kind):
        return errors.show(openid_words.failure("kind"))
    openid_state.keep(proven)
    return redirect(url_for("account.link"), 303)


def _unknown(proven: Proven) -> Any:
    if not openid.for_kind("handler"):
        return errors.show(openid_words.failure("unknown"))
    openid_state.keep(proven)
    return redirect(url_for("account.openid_new"), 303)


def _sent_back(error: str, actor: Actor | None) -> Any:
    """The provider sent somebody back without a code: who said no there, or something went wrong there."""
    if error != "access_denied":
        return errors.show(openid_words.failure("unproven"))
    if actor:
        return redirect(url_for("account.ways"), 303)
    return redirect(url_for("account.sign_in", reason="cancelled"), 303)


def _new_form(proven: Proven) -> NewAccountForm:
    """The form with what the provider says in its empty fields, to be checked; its name is shown and never typed."""
    form = NewAccountForm(data={"mobile": proven.mobile, "uscc": proven.uscc})
    if proven.name:
        del form.name
    return form


def _waits() -> Any:
    return errors.show(openid_words.failure("waiting"))


def _path_back() -> str:
    return url_for("account.openid_back")


def _offered_or_404() -> None:
    if not openid.offered():
        abort(404)
