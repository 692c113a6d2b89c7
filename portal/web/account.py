"""The own account: signing in and out, language and size of type, profile and password."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug import Response

from portal import auth, clock, recovery
from portal.assets import TEXT_COOKIE
from portal.auth import audience, current_actor
from portal.forms.account import PasswordForm, ProfileForm, SignInForm
from portal.forms.second_factor import CodeForm
from portal.i18n import COOKIE, LANGUAGES
from portal.recovery import Kept
from portal.security import limit_codes, limit_sign_in
from portal.services import accounts, addresses, membership, mobiles, openid, ports, second_factor, sign_ins
from portal.services import profile as profile_of
from portal.services.accounts import SignInRefused
from portal.services.wrong_input import WrongInput
from portal.web.navigation import start_page

bp = Blueprint("account", __name__)

PREFERENCE_SECONDS = 365 * 24 * 60 * 60


@bp.route("/sign-in", methods=["GET", "POST"])
@limit_sign_in()
@audience("public")
def sign_in() -> Any:
    """Sign in, and go back to the page, or to the form, that asked for it."""
    form = SignInForm()
    kept = recovery.unseal(request.form.get("kept", ""))
    if request.method == "GET" or not form.validate():
        return _sign_in_page(form, kept)
    try:
        person = accounts.authenticate(form.account.data, form.password.data, at=clock.now())
    except SignInRefused as refused:
        form.refuse(refused.code)
        return _sign_in_page(form, kept)
    if person.second_factor:
        auth.half_sign_in(person, at=clock.now())
        return _code_page(CodeForm(formdata=None), kept)
    return enter(person, kept)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limit_codes()
@audience("public")
def code() -> Any:
    """The code of the second factor, after the right password."""
    form, kept, half = CodeForm(), recovery.unseal(request.form.get("kept", "")), auth.half_signed_in(at=clock.now())
    way, proven_at = auth.way_in(), auth.half_proven_at()
    if half is None:
        return _sign_in_page(SignInForm(formdata=None), kept, status=200, reason="slow")
    if request.method == "GET" or not form.validate():
        return _code_page(form, kept)
    try:
        person = second_factor.answer(*half, form.one_time_code.data, at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _code_page(form, kept)
    if person is None:
        return _sign_in_page(SignInForm(formdata=None), kept, status=200, reason="slow")
    return enter(person, kept, factor=True, way=way, proven_at=proven_at)


@bp.post("/resume")
@audience("public")
def resume() -> Any:
    """Go on with a form that was sent when the session was over: sign in first, or send it again at once."""
    kept = recovery.unseal(request.form.get("kept", ""))
    if kept and auth.actor_or_none():
        return render_template("account/resume.html", kept=kept, reason="signed_in")
    return _sign_in_page(SignInForm(formdata=None), kept, status=200)


@bp.post("/sign-out")
@audience("public")
def sign_out() -> Any:
    """End the session of this browser; who came through the provider is offered to sign out there too."""
    there = auth.way_in() == sign_ins.OPENID and openid.offered()
    auth.sign_out(at=clock.now())
    flash(_("您已退出。"))
    return redirect(url_for("account.sign_in", reason="there" if there else None), 303)


@bp.get("/start")
@audience("public")
def start() -> Any:
    """Everybody's first page, by role."""
    actor = auth.actor_or_none()
    if actor and actor.kind == "handler" and actor.enterprise_id is None:
        return redirect(url_for("membership.enterprises"), 303)
    return redirect(start_page(actor.roles if actor else frozenset()), 303)


@bp.get("/language/<code>")
@audience("public")
def language(code: str) -> Any:
    """Switch the language and stay on the page."""
    response = redirect(_back(), 303)
    if code in LANGUAGES:
        _keep(response, COOKIE, code)
        actor = auth.actor_or_none()
        if actor:
            accounts.remember_language(LANGUAGES[code].locale, by=actor)
    return response


@bp.get("/text-size/<size>")
@audience("public")
def text_size(size: str) -> Any:
    """Switch to large type or back, and stay on the page."""
    response = redirect(_back(), 303)
    _keep(response, TEXT_COOKIE, "large" if size == "large" else "normal")
    return response


@bp.route("/account", methods=["GET", "POST"])
@audience("signed_in")
def profile() -> Any:
    """The own name, mobile and e-mail."""
    person, waiting = auth.current_person(), addresses.waiting(by=current_actor())
    mobile, texts = mobiles.waiting(by=current_actor(), at=clock.now()).mobile, ports.configured("sms")
    shown = replace(person, email=waiting or person.email, mobile=mobile or person.mobile)
    form = ProfileForm(obj=shown).asking(person.has_password)
    page = {"form": form, "who": person, "waiting": waiting, "mobile": mobile, "texts": texts}
    if request.method == "GET":
        return render_template("account/profile.html", **page)
    if form.validate() and _done(form, lambda: profile_of.change(**form.values(), by=current_actor(), at=clock.now())):
        asked, number = addresses.waiting(by=current_actor()), mobiles.waiting(by=current_actor(), at=clock.now())
        if texts and number.mobile not in ("", mobile):
            flash(_("已保存。新手机号要填短信里的确认码，确认后才用。"))
            return redirect(url_for("account.mobile"), 303)
        flash(_("已保存。新邮箱要打开邮件里的链接确认后才用。") if asked not in ("", waiting) else _("已保存。"))
        return redirect(url_for("account.profile"), 303)
    return render_template("account/profile.html", **page), 422


@bp.route("/account/password", methods=["GET", "POST"])
@limit_sign_in()
@audience("signed_in")
def password() -> Any:
    """Set a new password; other sessions of the account end."""
    person = auth.current_person()
    form = PasswordForm()
    if request.method == "POST" and form.validate():
        changed = _done(form, lambda: _new_password(form))
        if changed:
            auth.sign_in(changed, at=clock.now(), factor=changed.second_factor)
            flash(_("密码已改，其他设备上的登录已经结束。"))
            return redirect(url_for("account.start" if person.must_change_password else "account.profile"), 303)
    return render_template("account/password.html", form=form, who=person), 422 if request.method == "POST" else 200


@bp.post("/account/sign-out-everywhere")
@audience("signed_in")
def sign_out_everywhere() -> Any:
    """End every session of the account, on all devices."""
    accounts.end_sessions(by=current_actor(), at=clock.now())
    auth.sign_out(at=clock.now())
    flash(_("所有设备上的登录都已结束。"))
    return redirect(url_for("account.sign_in"), 303)


def enter(
    person: accounts.Person,
    kept: Kept | None = None,
    *,
    factor: bool = False,
    way: str = "password",
    proven_at: datetime | None = None,
    to: str = "",
) -> Any:
    """Begin the session, and go on where it was asked for."""
    auth.sign_in(person, at=clock.now(), factor=factor, way=way, proven_at=proven_at)
    _tell_who_waits(person)
    if kept:
        return render_template("account/resume.html", kept=kept, reason="signed_in")
    return _with_language(redirect(to or _after_sign_in(person), 303), person.locale)


def _code_page(form: CodeForm, kept: Kept | None) -> Any:
    page = render_template(
        "account/code.html",
        form=form,
        kept=recovery.seal(kept) if kept else "",
        next=recovery.safe_path(request.values.get("next")) or "",
        way=auth.way_in(),
    )
    return page, 422 if form.errors else 200


def _new_password(form: PasswordForm) -> accounts.Person:
    return accounts.change_password(form.old.data, form.new.data, by=current_actor(), at=clock.now())


def _sign_in_page(form: SignInForm, kept: Kept | None, status: int | None = None, reason: str = "") -> Any:
    settings = current_app.config["SETTINGS"]
    demo = accounts.demo_accounts(settings.data) if settings.demo else []
    page = render_template(
        "account/sign_in.html",
        form=form,
        demo=demo,
        openid=openid.offered(),
        reason=reason or (request.args.get("reason", "") if request.method == "GET" else ""),
        kept=recovery.seal(kept) if kept else "",
        next=recovery.safe_path(request.values.get("next")) or "",
    )
    return page, status or (422 if request.method == "POST" else 200)


def _tell_who_waits(person: accounts.Person) -> None:
    """Tell a handler, at the first opportunity, that a colleague waits to be confirmed."""
    if person.kind == "handler" and (asking := membership.requests(by=person.actor)):
        flash(_("有 %(n)s 人请求加入您的企业，请到“账户”里的“经办人”确认。", n=len(asking)), "warn")


def _after_sign_in(person: accounts.Person) -> str:
    if person.must_change_password and auth.way_in() == sign_ins.PASSWORD:
        return url_for("account.password")
    home = start_page(person.roles) if person.kind != "handler" or person.enterprise_id else url_for("account.start")
    return recovery.safe_path(request.values.get("next")) or home


def _with_language(response: Response, locale: str) -> Response:
    """Speak the language the person chose last time, unless this browser has a choice of its own."""
    if COOKIE not in request.cookies:
        code = next((one.code for one in LANGUAGES.values() if one.locale == locale), None)
        if code and code != "zh":
            _keep(response, COOKIE, code)
    return response


def _keep(response: Response, name: str, value: str) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=PREFERENCE_SECONDS, secure=secure, httponly=True, samesite="Lax")


def _back() -> str:
    return recovery.safe_path(request.args.get("next")) or "/"


def _done(form: FlaskForm, do: Any) -> Any:
    """The result of the service, or None with its sentences on the form."""
    try:
        return do()
    except WrongInput as wrong:
        form.take(wrong)
        return None
