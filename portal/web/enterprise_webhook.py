"""An enterprise's webhook: its owner sets it up, tries it, lets it go on after a pause, and removes it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.messages import WebhookForm, WebhookTopicsForm
from portal.services import webhooks
from portal.web.enterprise import bp
from portal.web.refusals import Words, register

register(
    {
        "no_webhook": Words(
            _l("没有消息接口"), _l("本单位现在没有设消息接口，可能刚刚被移除。"), _l("先填接收消息的地址，再来试。")
        ),
        "webhook_paused": Words(
            _l("消息接口已经暂停"),
            _l("暂停期间不发任何办件的消息，再发也送不出去。"),
            _l("先按“恢复”，再按“再发一次”。"),
        ),
        "no_such_message": Words(
            _l("没有这条消息"), _l("它不是发到本单位接口的消息，或者已经清理。"), _l("从“最近发的”里重新选。")
        ),
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
    return _page(view, form, secret=secret, wrong=request.method == "POST" and not secret)


def _page(
    view: webhooks.View | None,
    form: WebhookForm,
    *,
    secret: str = "",
    kinds: WebhookTopicsForm | None = None,
    wrong: bool = False,
) -> Any:
    kinds = kinds or WebhookTopicsForm(formdata=None, topics=list(view.topics) if view else [])
    page = render_template("enterprise/webhook.html", form=form, kinds=kinds, view=view, secret=secret)
    return page, 422 if wrong else 200


@bp.post("/my/messages/webhook/kinds")
@audience("handler")
def webhook_kinds() -> Any:
    """Choose what the address is told of."""
    by, kinds = current_actor(), WebhookTopicsForm()
    chosen = kinds.topics.data or []
    if kinds.validate() and kinds.done(lambda: webhooks.choose(chosen, by=by, at=clock.now())):
        flash(_("已保存，从下一条消息起按这样发。"))
        return redirect(url_for("enterprise.webhook"), 303)
    view = webhooks.view(by=by)
    return _page(view, WebhookForm(formdata=None, url=view.url if view else ""), kinds=kinds, wrong=True)


@bp.post("/my/messages/webhook/sent/<int:message_id>/again")
@audience("handler")
def webhook_again(message_id: int) -> Any:
    """Send once more what was given up."""
    webhooks.again(message_id, by=current_actor(), at=clock.now())
    flash(_("已经排队再发，结果在下面的记录里。"))
    return redirect(url_for("enterprise.webhook", _anchor="h-sent"), 303)


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
