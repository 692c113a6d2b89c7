"""An enterprise's webhook: its owner sets it up, tries it, lets it go on after a pause, and removes it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.messages import WebhookForm
from portal.services import webhooks
from portal.web.enterprise import bp
from portal.web.refusals import Words, register

register(
    {
        "no_webhook": Words(
            _l("没有消息接口"), _l("本单位现在没有设消息接口，可能刚刚被移除。"), _l("先填接收消息的地址，再来试。")
        )
    }
)


@bp.route("/my/messages/webhook", methods=["GET", "POST"])
@audience("handler")
def webhook() -> Any:
    """The address, what was sent there last, and a new secret, which is shown this once."""
    by, secret = current_actor(), ""
    view = webhooks.view(by=by)
    form = WebhookForm() if request.method == "POST" else WebhookForm(formdata=None, url=view.url if view else "")
    if request.method == "POST" and form.validate():
        made: list[str] = []
        if form.done(lambda: made.append(webhooks.set_up(form.url.data, by=by, at=clock.now()))):
            secret, view = made[0], webhooks.view(by=by)
    status = 422 if request.method == "POST" and not secret else 200
    return render_template("enterprise/webhook.html", form=form, view=view, secret=secret), status


@bp.post("/my/messages/webhook/test")
@audience("handler")
def test_webhook() -> Any:
    """Send a message that is about nothing."""
    webhooks.test(by=current_actor(), at=clock.now())
    flash(_("测试消息已经排队，结果在下面的记录里。"))
    return redirect(url_for("enterprise.webhook"), 303)


@bp.post("/my/messages/webhook/resume")
@audience("handler")
def resume_webhook() -> Any:
    """Go on after a pause."""
    webhooks.resume(by=current_actor(), at=clock.now())
    flash(_("已恢复，从现在起的进展会发到这个地址。"))
    return redirect(url_for("enterprise.webhook"), 303)


@bp.post("/my/messages/webhook/remove")
@audience("handler")
def remove_webhook() -> Any:
    """Send nothing there any more."""
    webhooks.remove(by=current_actor(), at=clock.now())
    flash(_("消息接口已经移除。"))
    return redirect(url_for("enterprise.messages"), 303)
