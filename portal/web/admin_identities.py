"""Administration of identities at the OpenID provider: entered beforehand for staff, and taken away, each with a reason."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.admin import ReasonForm
from portal.forms.openid import IdentityForm
from portal.services import identities
from portal.web.admin import PREFIXES, bp, user_or_404, user_page


@bp.post("/users/<int:user_id>/identity")
@audience("administrator")
def enter_identity(user_id: int) -> Any:
    """Enter which subject at the provider a member of staff is."""
    who, form, at = user_or_404(user_id), IdentityForm(prefix=PREFIXES["entry"]), clock.now()
    if form.validate() and form.done(
        lambda: identities.enter(user_id, form.subject.data or "", form.reason.data or "", by=current_actor(), at=at)
    ):
        flash(_("身份标识已经登记，本人可以用统一身份认证登录。"))
        return redirect(url_for("admin.user", user_id=user_id), 303)
    return user_page(who, wrong=form), 422


@bp.post("/users/<int:user_id>/identity/remove")
@audience("administrator")
def remove_identity(user_id: int) -> Any:
    """Take the identity from somebody's account."""
    who, form = user_or_404(user_id), ReasonForm(prefix=PREFIXES["unlink"])
    if form.validate() and form.done(
        lambda: identities.remove(user_id, form.reason.data or "", by=current_actor(), at=clock.now())
    ):
        flash(_("已经解除绑定，登录立即结束。"))
        return redirect(url_for("admin.user", user_id=user_id), 303)
    return user_page(who, wrong=form), 422
