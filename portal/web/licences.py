"""The register of licences for the staff: search and export, and each licence with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.services import licence_register, licence_view, offices
from portal.services.licence_register import OPEN, STATES, WITHIN, Asked, Listed
from portal.services.licence_view import LicenceView
from portal.states import licence_state
from portal.web import csv_file, major_act_words, review_words
from portal.web.licence_words import licence_kind
from portal.web.refusals import words_of
from workflows.refusal import Refusal

bp = Blueprint("licences", __name__, url_prefix="/licences")


@bp.get("", endpoint="register")
@audience("window", "reviewer", "decider", "supervisor")
def register_page() -> Any:
    """The register: by number, holder, item and state, and what expires soon."""
    by, on, asked = current_actor(), business_day(clock.now()), _asked()
    found = licence_register.listed(asked, by=by, on=on, page=request.args.get("page", 1, type=int))
    return render_template(
        "licences/register.html",
        found=found,
        asked=asked,
        states=(*STATES, OPEN),
        within=WITHIN,
        items=licence_register.items(by=by),
        offices=offices.names(),
        w=review_words,
        counted=ngettext("证照 %(num)s 张", "证照 %(num)s 张", found.total),
    )


@bp.get("/register.csv")
@audience("window", "reviewer", "decider", "supervisor")
def register_csv() -> Any:
    """What the filters find, as a table."""
    by, on, asked = current_actor(), business_day(clock.now()), _asked()
    head = [
        _("证书编号"), _("证书"), _("事项"), _("持证人"), _("发证机关代码"), _("怎样取得"), _("状态"), _("状态自"), _("状态至"),
        _("决定文号"), _("发证日期"), _("有效期自"), _("有效期至"), _("原证编号"), _("新证编号"), _("电子证照标识"), _("办件编号"),
    ]  # fmt: skip
    rows = [_cells(one) for one in licence_register.everything(asked, by=by, on=on)]
    response = Response("".join(csv_file.lines(head, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="licences.csv"'
    return response


@bp.get("/<case_id>")
@audience("window", "reviewer", "decider", "supervisor")
def licence(case_id: str) -> Any:
    """One licence: how it stands, every document behind it, and what may be done."""
    return licence_page(seen(case_id))


def seen(case_id: str) -> LicenceView:
    """The licence as the person at the screen sees it now."""
    return licence_view.view(case_id, by=current_actor(), on=business_day(clock.now()))


def licence_page(
    view: LicenceView,
    forms: dict[str, FlaskForm] | None = None,
    *,
    wrong: FlaskForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    """The page of a licence; `forms` are those of what is proposed, `refusal` says why an act was not done."""
    from portal.web.licence_acts import forms_of  # their views draw this page
    from portal.web.reissue import forms_of as anew

    page = render_template(
        "licences/licence.html",
        view=view,
        forms={**forms_of(view), **anew(view), **(forms or {})},
        wrong=wrong,
        lines=major_act_words.lines(view) if view.leads else [],
        said=words_of(refusal) if refusal else None,
        detail=major_act_words.mending(refusal, view) if refusal else "",
        failed=refusal is not None,
        offices=offices.names(),
        w=review_words,
    )
    return page, status


def done(
    case_id: str,
    name: str,
    form: Any,
    do: Callable[[dict[str, Any]], object],
    said: str,
    forms_of: Callable[[LicenceView], Mapping[str, FlaskForm]] | None = None,
) -> Any:
    """Do an act on a licence and go on to it with a sentence; where it may not be done, the page again with what was typed, if the
    form of that `name` still stands there (`forms_of`; it always does, where nothing is said)."""
    try:
        do({"by": current_actor(), "at": clock.now(), "expected_seq": form.seq})
    except Refusal as refusal:
        view = seen(case_id)
        stands = forms_of is None or name in forms_of(view)
        kept = {name: form.fresh(view.file.case.seq)} if stands else {}
        return licence_page(view, kept, refusal=refusal, status=409)
    flash(said)
    return redirect(url_for("licences.licence", case_id=case_id), 303)


def _asked() -> Asked:
    state, within = request.args.get("state", ""), request.args.get("within", 0, type=int)
    return Asked(
        words=request.args.get("q", "").strip()[:80],
        item=request.args.get("item", "").strip()[:64],
        state=state if state in (*STATES, OPEN) else "",
        within=within if within in WITHIN else 0,
    )


def _cells(one: Listed) -> list[Any]:
    cells = (
        one.number, one.document, one.item, one.holder, one.office, licence_kind(one.kind), licence_state(one.standing),
        one.since, one.until, one.decided, one.issued_on, one.valid_from, one.valid_to, one.former, one.successor,
        one.identifier, one.case_number,
    )  # fmt: skip
    return ["" if cell is None else cell for cell in cells]
