"""First-contact responsibility at the window: taking a case, handing it over with a reason, and what nobody answers for."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.actors import Role
from portal.auth import audience, current_actor, require
from portal.forms.window import HandOverForm
from portal.recovery import safe_path
from portal.services import casefile, first_contact, queue_filters, unowned
from portal.services.wrong_input import WrongInput
from portal.web import window_refusals, window_words
from portal.web.window import bp, case_page, page, queue_page
from workflows.refusal import Refusal


@bp.post("/cases/<case_id>/take")
@audience("window")
def take(case_id: str) -> Any:
    """Take a case; from the queue back to its row, from the desk or the case back there."""
    by, back = current_actor(), safe_path(request.form.get("back"))
    try:
        first_contact.take(case_id, by=by, at=clock.now())
    except Refusal as refusal:
        said = window_refusals.said(refusal)
        if back and back.startswith(url_for("window.queue")) and "/queue/" not in back:
            sent = dict(parse_qsl(urlsplit(back).query))
            return queue_page(views=queue_filters.views(by=by), sent=sent, said=said, status=409)
        return case_page(case_id, said=said, status=409)
    flash(_("已领办，您是这件的首问负责人。"))
    return redirect(back or url_for("window.case", case_id=case_id), 303)


@bp.get("/cases/<case_id>/hand-over")
@audience("window", "supervisor")
def hand_over(case_id: str) -> Any:
    """To whom the case goes, and why."""
    return _page(case_id, HandOverForm(formdata=None))


@bp.post("/cases/<case_id>/hand-over")
@audience("window", "supervisor")
def handed_over(case_id: str) -> Any:
    """Hand the case over."""
    by, form = current_actor(), HandOverForm().offer(first_contact.colleagues())
    if not form.validate():
        return _page(case_id, form, status=422)
    words = {"reason": form.reason.data or "", "expected_seq": form.seq}
    try:
        first_contact.hand_over(case_id, form.colleague.data, by=by, at=clock.now(), **words)  # type: ignore[arg-type]
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, form, status=422)
    except Refusal as refusal:
        return _page(case_id, form, said=window_refusals.said(refusal), status=409)
    flash(_("已转办，对方成为首问负责人，理由已记入经过。"))
    shown = "window.case" if by.holds(Role.WINDOW) else "supervision.case"
    return redirect(url_for(shown, case_id=case_id), 303)


@bp.get("/unowned", endpoint="unowned")
@audience("window", "supervisor")
def unowned_page() -> Any:
    """Open cases that nobody answers for: never taken, or their officer no longer works at the window."""
    by = current_actor()
    found = unowned.unowned(by=by, page=page())
    return render_template("window/unowned.html", found=found, supervises=not by.holds(Role.WINDOW), w=window_words)


def _page(case_id: str, form: HandOverForm, *, said: Any = None, status: int = 200) -> Any:
    """The page for handing over, with what was typed kept in its fields."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    require(status != 200 or first_contact.may_hand_over(case_id, by=by), "first_contact")
    form.offer(first_contact.colleagues(besides=file.officer_id))
    return (
        render_template(
            "window/hand_over.html",
            file=file,
            officer=first_contact.officer(file.officer_id),
            fields=form.fresh(file.case.seq),
            form=form if form.errors else None,
            back=url_for("window.case" if by.holds(Role.WINDOW) else "supervision.case", case_id=case_id),
            said=said,
            failed=bool(said),
            kept=recovery.typed().shown if said else [],
            w=window_words,
        ),
        status,
    )
