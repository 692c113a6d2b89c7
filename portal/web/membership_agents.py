"""Agents and invitations: authorizing, accepting, switching between enterprises, and the log of who did what."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from portal import auth, clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.membership import InviteForm, JoinForm, MandateForm
from portal.security import limit_sign_in, limit_sign_up
from portal.services import enterprise_log, invitations, mandates, membership, uploads
from portal.services.enterprise_log import LogFilter
from portal.services.uploads import UploadError
from portal.web import appointment_words
from portal.web.ahead import files_ahead
from portal.web.appointment_words import item_name
from portal.web.downloads import send
from portal.web.membership import bp
from portal.web.upload_words import words_of


@bp.route("/account/handlers/invite", methods=["GET", "POST"])
@limit_sign_up()
@audience("handler")
def invite() -> Any:
    """Invite a colleague by mail."""
    mandates.require_owner(current_actor())
    form = InviteForm()
    sent = request.method == "POST" and form.validate()
    if sent and form.done(lambda: invitations.invite(form.email.data, by=current_actor(), at=clock.now())):
        flash(_("邀请已经发出，7 天内有效。"))
        return redirect(url_for("membership.handlers"), 303)
    return render_template("account/invite.html", form=form), 422 if form.errors else 200


@bp.post("/account/invitations/<int:link_id>/end")
@audience("handler")
def end_invitation(link_id: int) -> Any:
    """Take an invitation back."""
    invitations.take_back(link_id, by=current_actor(), at=clock.now())
    flash(_("邀请已经收回，链接不能再用。"))
    return redirect(url_for("membership.handlers"), 303)


@bp.post("/account/handlers/<int:user_id>/remove")
@audience("handler")
def remove(user_id: int) -> Any:
    """Take somebody out of the enterprise."""
    membership.remove(user_id, by=current_actor(), at=clock.now())
    flash(_("已经移除，他的登录立即结束。他建立的草稿和办件都留在企业。"))
    return redirect(url_for("membership.handlers"), 303)


@bp.post("/account/handlers/<int:user_id>/owner")
@audience("handler")
def hand_over(user_id: int) -> Any:
    """Name somebody else as the owner."""
    told_of_owner(membership.hand_over(user_id, by=current_actor(), at=clock.now()))
    return redirect(url_for("membership.handlers"), 303)


@bp.route("/account/agents/new", methods=["GET", "POST"])
@limit_sign_up()
@audience("handler")
@files_ahead
def new_agent() -> Any:
    """Authorize an agent, with the signed power of attorney."""
    mandates.require_owner(current_actor())
    form = MandateForm()
    form.items.choices = [SelectChoice(one.item, item_name(one.item)) for one in appointment_words.items()]
    if request.method == "POST" and form.validate() and form.done(lambda: _give(form)) and not form.file.errors:
        flash(_("委托已经登记，请代理人在邮件里接受。"))
        return redirect(url_for("membership.handlers"), 303)
    return render_template("account/agent_new.html", form=form), 422 if form.errors else 200


@bp.post("/account/agents/<int:mandate_id>/end")
@audience("handler")
def end_mandate(mandate_id: int) -> Any:
    """Take an authority back, or give it up."""
    mandates.end(mandate_id, by=current_actor(), at=clock.now())
    flash(_("委托已经结束，代理人不能再办理。"))
    back = "membership.enterprises" if request.form.get("back") == "enterprises" else "membership.handlers"
    return redirect(url_for(back), 303)


@bp.get("/account/enterprises")
@audience("handler")
def enterprises() -> Any:
    """For whom the person may act, and for whom now."""
    own, found = auth.current_person().own_enterprise, mandates.mine(by=current_actor(), on=business_today())
    return render_template("account/enterprises.html", own=own, found=found)


@bp.get("/account/authority/<upload_id>")
@audience("handler")
def paper(upload_id: str) -> Any:
    """The signed power of attorney."""
    return send(upload_id, by=current_actor())


@bp.post("/account/enterprises")
@audience("handler")
def act_for() -> Any:
    """Switch to another enterprise, or back to the own one."""
    mandate_id = request.form.get("mandate", 0, type=int)
    if mandate_id:
        mandates.usable(mandate_id, by=current_actor(), at=clock.now())
    auth.act_for(mandate_id)
    return redirect(url_for("account.start"), 303)


@bp.get("/account/enterprise-log")
@audience("handler")
def log() -> Any:
    """Who did what for the enterprise, in pages, narrowed to a person, a kind of acts or the last days."""
    asked = request.args
    wanted = LogFilter(asked.get("person", "")[:40], asked.get("kind", "")[:20], asked.get("days", 0, type=int))
    page = asked.get("page", 1, type=int)
    found = enterprise_log.of_enterprise(by=current_actor(), on=business_today(), wanted=wanted, page=page)
    return render_template("account/enterprise_log.html", found=found, wanted=wanted, spans=enterprise_log.SPANS)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@limit_sign_in()
@audience("public")
def invitation(token: str) -> Any:
    """What the link of a mail invites to: accepted with the account that is signed in, or with a new one."""
    found, form = invitations.opened(token, at=clock.now()), JoinForm()
    actor = auth.actor_or_none()
    if request.method == "POST" and actor:
        return _accepted(invitations.accept(token, by=actor, at=clock.now()))
    given = {name: value for name, value in form.values().items() if name != "again"}
    sent = request.method == "POST" and form.validate()
    if sent and form.done(lambda: invitations.sign_up(token, **given, at=clock.now())):
        flash(_("账户已经建好，请用受邀的邮箱登录。"))
        return redirect(url_for("account.sign_in"), 303)
    page = render_template("account/invitation.html", found=found, form=form, token=token)
    response = make_response(page, 422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def told_of_owner(ended: int) -> None:
    """Say that the enterprise has another owner, and what ended with that."""
    flash(_("负责人已经移交。"))
    if ended:
        flash(
            ngettext(
                "还没有人接受的 %(num)s 个邀请或者委托同时作废，链接不能再用；仍然需要的，请新负责人重新发出。",
                "还没有人接受的 %(num)s 个邀请或者委托同时作废，链接不能再用；仍然需要的，请新负责人重新发出。",
                ended,
            )
        )


def _accepted(kind: str) -> Any:
    if kind == "agent":
        flash(_("委托已经接受。请选好替哪家企业办理。"))
        return redirect(url_for("membership.enterprises"), 303)
    flash(_("您已经加入企业。"))
    return redirect(url_for("account.start"), 303)


def _give(form: MandateForm) -> None:
    """Hand the form to the service; what is wrong with the file stands beside the file."""
    file = request.files.get("file")
    if file is None or not file.filename:
        form.file.errors = [words_of(UploadError("none"), "")]
        return
    facts = (form.email.data, form.valid_from.data, form.valid_until.data, form.items.data or ())
    try:
        mandates.give(*facts, file.filename, file.stream, by=current_actor(), at=clock.now())
    except UploadError as error:
        form.file.errors = [words_of(error, uploads.safe_name(file.filename))]
