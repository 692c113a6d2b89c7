"""The inbox of an enterprise's people: what they were told, by which channels, and how they want to be told."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.messages import ChoicesForm
from portal.services import follows, message_choices, message_status, messages, mobiles, ports, retention
from portal.services.message_topics import TOPICS
from portal.services.other_words import PAGES
from portal.web.enterprise import bp


@bp.get("/my/messages", endpoint="messages")
@audience("handler")
def inbox() -> Any:
    """The messages, the newest first; of one topic or the unread ones where that is asked."""
    by, asked = current_actor(), _asked(request.args)
    topic, unread = asked.get("topic", ""), "unread" in asked
    page = request.args.get("page", 1, type=int)
    found = messages.inbox(by=by, topic=topic, only_unread=unread, page=page)
    channels = message_status.of_inbox(found.rows)
    return render_template(
        "enterprise/messages.html",
        found=found,
        channels=channels,
        topic=topic,
        unread=unread,
        topics=TOPICS,
        asked=asked,
        kept=retention.standing("message", business_today()),
    )


@bp.post("/my/messages/<int:message_id>/open")
@audience("handler")
def open_message(message_id: int) -> Any:
    """Mark a message as read and go where the next step is."""
    case_id = messages.mark(message_id, by=current_actor(), at=clock.now())
    if case_id:
        return redirect(url_for("enterprise.case", case_id=case_id), 303)
    pages = {"WebhookPaused": "enterprise.webhook", **PAGES}
    return redirect(url_for(pages.get(request.form.get("kind", ""), "account.sign_ins")), 303)


@bp.post("/my/messages/<int:message_id>/mark")
@audience("handler")
def mark_message(message_id: int) -> Any:
    """Mark a message as read, or as unread again."""
    messages.mark(message_id, read=request.form.get("read") == "yes", by=current_actor(), at=clock.now())
    back: dict[str, Any] = {**_asked(request.form), "page": request.form.get("page", type=int)}
    return redirect(url_for("enterprise.messages", **back), 303)


@bp.post("/my/messages/read")
@audience("handler")
def mark_all_messages() -> Any:
    """Mark everything as read."""
    count = messages.mark_all(by=current_actor(), at=clock.now())
    flash(ngettext("%(num)s 条消息已标为已读。", "%(num)s 条消息已标为已读。", count))
    return redirect(url_for("enterprise.messages"), 303)


@bp.route("/my/messages/choices", methods=["GET", "POST"])
@audience("handler")
def message_ways() -> Any:
    """How the person wants to be told."""
    by = current_actor()
    form = ChoicesForm() if request.method == "POST" else ChoicesForm.of(message_choices.own(by=by))
    if request.method == "POST" and form.validate() and _chosen(form):
        flash(_("已保存，从现在起按这样发送。"))
        return redirect(url_for("enterprise.messages"), 303)
    mobile = mobiles.waiting(by=by, at=clock.now()).mobile
    page = {"form": form, "texts": ports.configured("sms"), "mobile": mobile, "house": _house()}
    return render_template("enterprise/message_ways.html", **page), 422 if request.method == "POST" else 200


@bp.post("/my/cases/<case_id>/follow")
@audience("handler")
def follow(case_id: str) -> Any:
    """Be told of a case that somebody else handles, or no more."""
    state = follows.follow(case_id, request.form.get("wanted") == "yes", by=current_actor(), at=clock.now())
    told = state in (follows.FOLLOWED, follows.HANDLED, follows.EVERY)
    flash(_("已关注，这件有进展会告诉您。") if told else _("已取消关注，这件的进展不再告诉您。"))
    return redirect(url_for("enterprise.case", case_id=case_id, _anchor="this-case"), 303)


def _chosen(form: ChoicesForm) -> bool:
    by = current_actor()
    return form.done(lambda: message_choices.choose(form.choices(message_choices.own(by=by)), by=by, at=clock.now()))


def _house() -> str:
    """The quiet hours of the house, as people read them; empty where there are none."""
    hours: str = current_app.config["SETTINGS"].quiet_hours
    return "" if hours == "none" else hours.replace("-", "–")


def _asked(given: Any) -> dict[str, str]:
    """The filters that are set, as the address carries them."""
    topic = given.get("topic", "")
    asked = {"topic": topic} if topic in TOPICS else {}
    return asked | ({"unread": "1"} if given.get("unread") else {})
