"""Administration: users with their roles, and offices."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.actors import STAFF, Role
from portal.auth import audience, current_actor
from portal.forms.admin import OfficeForm, OfficerForm, ReasonForm, StateForm
from portal.forms.openid import IdentityForm
from portal.i18n import language
from portal.services import account_log, identities, membership, offices, openid, second_factor, users
from portal.services.offices import OfficeFacts
from portal.services.users import OfficerFacts, UserRow
from portal.services.wrong_input import WrongInput
from portal.web.membership_agents import told_of_owner
from portal.web.roles import ROLES, role_name

bp = Blueprint("admin", __name__, url_prefix="/admin")

PREFIXES = {"reset": "", "state": "state-", "entry": "identity-", "unlink": "unlink-"}
"""The smaller forms on the page of an account, and how the fields of each begin."""


@bp.get("/users", endpoint="users")
@audience("administrator")
def users_page() -> Any:
    """Everybody with an account, to be searched and filtered."""
    asked = {name: request.args.get(name, "") for name in ("q", "role", "state")}
    active = {"active": True, "closed": False}.get(asked["state"])
    found = users.find(asked["q"], role=asked["role"], active=active, page=request.args.get("page", 1, type=int))
    requests = membership.requests(by=current_actor())
    return render_template("admin/users.html", found=found, asked=asked, roles=ROLES, requests=requests)


@bp.route("/users/new", methods=["GET", "POST"])
@audience("administrator")
def new_user() -> Any:
    """A new member of staff; the one-time password is shown once."""
    form = _officer_form()
    if request.method == "GET":
        return render_template("admin/user_new.html", form=form)
    if form.validate():
        try:
            _id, given = users.create(_officer_facts(form), by=current_actor(), at=clock.now())
            return render_template(
                "admin/one_time.html", name=form.name.data, login=form.login.data.lower(), given=given
            )
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("admin/user_new.html", form=form), 422


@bp.route("/users/<int:user_id>", methods=["GET", "POST"])
@audience("administrator")
def user(user_id: int) -> Any:
    """One account: what it may do, and whether it is open."""
    who = user_or_404(user_id)
    form = _officer_form(who) if who.kind == "officer" else None
    if request.method == "GET":
        return user_page(who, form)
    if form is None:
        abort(405)
    if form.validate():
        try:
            users.change(user_id, _officer_facts(form), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.user", user_id=user_id), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return user_page(who, form), 422


@bp.post("/users/<int:user_id>/second-factor")
@audience("administrator")
def user_factor(user_id: int) -> Any:
    """Take the second factor from somebody who has lost it, with a reason."""
    who, reset = user_or_404(user_id), ReasonForm()
    if reset.validate() and reset.done(
        lambda: second_factor.reset(user_id, reset.reason.data, by=current_actor(), at=clock.now())
    ):
        flash(_("两步验证已经重置，登录立即结束。下次登录只要密码。"))
        return redirect(url_for("admin.user", user_id=user_id), 303)
    return user_page(who, wrong=reset), 422


@bp.post("/users/<int:user_id>/state")
@audience("administrator")
def user_state(user_id: int) -> Any:
    """Close an account, or open it again, with a reason."""
    who, form = user_or_404(user_id), StateForm(prefix=PREFIXES["state"])
    active, at = request.form.get("active") == "1", clock.now()
    if form.validate() and form.done(
        lambda: users.set_active(user_id, active, reason=form.reason.data, by=current_actor(), at=at)
    ):
        flash(_("账户已启用。") if active else _("账户已停用，登录立即结束。"))
        return redirect(url_for("admin.user", user_id=who.id), 303)
    return user_page(who, wrong=form), 422


@bp.post("/users/<int:user_id>/password")
@audience("administrator")
def user_password(user_id: int) -> Any:
    """Give an account a one-time password, shown once."""
    who = user_or_404(user_id)
    given = users.reset_password(user_id, by=current_actor(), at=clock.now())
    return render_template("admin/one_time.html", name=who.name, login=who.login, given=given)


@bp.post("/requests/<int:request_id>")
@audience("administrator")
def answer_request(request_id: int) -> Any:
    """Let somebody act for an enterprise, or not."""
    granted = request.form.get("answer") == "grant"
    membership.answer(request_id, granted=granted, by=current_actor(), at=clock.now())
    flash(_("已同意，对方现在可以登录。") if granted else _("已拒绝，账户已停用。"))
    return redirect(url_for("admin.users"), 303)


@bp.get("/offices", endpoint="offices")
@audience("administrator")
def offices_page() -> Any:
    """All offices."""
    return render_template("admin/offices.html", rows=offices.every())


@bp.route("/offices/new", methods=["GET", "POST"])
@audience("administrator")
def new_office() -> Any:
    """A new office."""
    form = OfficeForm()
    if request.method == "GET":
        return render_template("admin/office.html", form=form, facts=None)
    if form.validate():
        try:
            offices.create(OfficeFacts(**form.facts()), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.offices"), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("admin/office.html", form=form, facts=None), 422


@bp.route("/offices/<int:office_id>", methods=["GET", "POST"])
@audience("administrator")
def office(office_id: int) -> Any:
    """One office; its code stays."""
    facts = offices.office(office_id)
    if facts is None:
        abort(404)
    form = OfficeForm(obj=facts).lay_out()
    del form.code
    if request.method == "GET":
        return render_template("admin/office.html", form=form, facts=facts)
    if form.validate():
        offices.change(office_id, OfficeFacts(code=facts.code, active=facts.active, **form.facts()), by=current_actor())
        flash(_("已保存。新的文书用新的名称和代字，已出的文书不变。"))
        return redirect(url_for("admin.offices"), 303)
    return render_template("admin/office.html", form=form, facts=facts), 422


def user_or_404(user_id: int) -> UserRow:
    """The account with this number, or the page that says there is none."""
    who = users.user(user_id)
    if who is None:
        abort(404)
    return who


@bp.post("/users/<int:user_id>/owner")
@audience("administrator")
def user_owner(user_id: int) -> Any:
    """Name a handler as the owner of the enterprise, when the owner cannot."""
    told_of_owner(membership.hand_over(user_id, by=current_actor(), at=clock.now()))
    return redirect(url_for("admin.user", user_id=user_id), 303)


def user_page(who: UserRow, form: OfficerForm | None = None, *, wrong: FlaskForm | None = None) -> str:
    """The page of one account; `wrong` is whichever of its smaller forms has to be mended."""
    if form is None and who.kind == "officer":
        form = _officer_form(who, shown=True)
    by, smaller = (
        current_actor(),
        {"reset": ReasonForm, "state": StateForm, "entry": IdentityForm, "unlink": ReasonForm},
    )
    shown = {
        name: wrong
        if wrong is not None and wrong._prefix == PREFIXES[name]
        else cls(formdata=None, prefix=PREFIXES[name])
        for name, cls in smaller.items()
    }
    return render_template(
        "admin/user.html",
        who=who,
        officer=form,
        form=wrong or form,
        log=account_log.of_user(who.id, by=by),
        identities=identities.of_user(who.id, by=by),
        openid=openid.for_kind(who.kind),
        **shown,
    )


def _officer_form(who: UserRow | None = None, *, shown: bool = False) -> OfficerForm:
    form = OfficerForm(formdata=None, obj=who) if shown else OfficerForm(obj=who)
    speak = language().code
    listed = [SelectChoice(row.id, row.facts.name(speak)) for row in offices.every() if row.facts.active]
    form.office_id.choices = [SelectChoice("", _("请选择")), *listed]
    form.roles.choices = [SelectChoice(str(role), role_name(role)) for role in STAFF]
    if who is not None and (shown or request.method == "GET"):
        form.roles.data = [str(role) for role in who.roles]
    return form


def _officer_facts(form: OfficerForm) -> OfficerFacts:
    roles = frozenset(Role(role) for role in form.roles.data or ())
    return OfficerFacts(**{**form.values(), "roles": roles})
