"""Acts on several cases of the work list: hurry, give to a colleague, print. Opinions and decisions are made one by one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.services import offices, tracks, worklist, worklist_rows
from portal.services.wrong_input import WrongInput
from portal.web import review_words
from portal.web.review import bp
from workflows.limits import Signal

MOST = worklist.PAGE
ACTS = ("remind", "assign", "print")


@bp.post("/bulk")
@audience("reviewer", "decider")
def bulk() -> Any:
    """Do one thing with the cases that were ticked; each is a unit of its own, and what could not be done is counted."""
    act, shares = request.form.get("act", ""), request.form.getlist("share")[:MOST]
    if act not in ACTS:
        abort(400)
    if act == "print":
        return redirect(url_for("review.print_list", **_wanted(), share=shares), 303)
    if not shares:
        flash(_("还没有勾选办件。"), "warn")
    else:
        flash(_remind(shares) if act == "remind" else _assign(shares))
    return redirect(_back(), 303)


@bp.get("/print")
@audience("reviewer", "decider")
def print_list() -> Any:
    """The ticked cases of a page of the list, or all of it, for the printer: the applicant, until when, the cause, the next act."""
    by, chosen, light = current_actor(), set(request.args.getlist("share")), request.args.get("light", "")
    on = business_day(clock.now())
    found = worklist.worklist(
        by=by,
        on=on,
        desk=request.args.get("desk", ""),
        search=request.args.get("q", "").strip()[:80],
        whose=request.args.get("whose", ""),
        light=Signal(light) if light in set(Signal) else None,
        page=request.args.get("page", 1, type=int),
    )
    rows = [row for row in found.rows if not chosen or _share(row) in chosen]
    if chosen and not rows:
        flash(_("勾选的办件已经不在这一页，没有可打印的。请在列表里重新勾选。"), "warn")
        kept = {name: value for name, value in request.args.items() if name != "share"}
        return redirect(url_for("review.worklist", **kept), 303)  # type: ignore[arg-type]
    return render_template(
        "review/print.html",
        list=found,
        rows=rows,
        on=on,
        offices=offices.names(),
        decides="decider" in by.roles,
        own=review_words.own_office(by),
        w=review_words,
    )


def _share(row: worklist_rows.WorkRow) -> str:
    return f"{row.public_id}|{row.mine.track}" if row.mine else row.public_id


def _remind(shares: list[str]) -> str:
    cases = [share.partition("|")[0] for share in shares]
    done, skipped = tracks.remind_cases(cases, by=current_actor(), at=clock.now())
    said = _("已催办 %(n)s 件的未答部门，当天并入每个人的提醒邮件。", n=done)
    return said + (_("%(n)s 件不用催：没有未答的，或者今天已经催过。", n=skipped) if skipped else "")


def _assign(shares: list[str]) -> str:
    parts = [share.partition("|") for share in shares]
    officer, reason = request.form.get("officer", ""), request.form.get("reason", "").strip()[:200]
    if not reason or not officer.isdigit():
        return _("没有转交：要选交给谁，并且写理由。")
    told = [(case, track) for case, _sep, track in parts if track]
    try:
        done, skipped = tracks.assign(told, int(officer), reason, by=current_actor(), at=clock.now())
    except WrongInput:
        return _("没有转交：只能交给本部门在岗的审查人员。")
    said = _("已转交 %(n)s 项。", n=done)
    return said + (_("%(n)s 项没有转交：已经答复，或者由别的同事办理。", n=skipped) if skipped else "")


def _wanted() -> dict[str, Any]:
    """The filters of the list from which the form was sent."""
    from urllib.parse import parse_qs, urlsplit

    asked = parse_qs(urlsplit(request.form.get("back", "")).query)
    kept = {name: asked[name][0] for name in ("q", "whose", "light", "page") if asked.get(name)}
    return {"desk": request.form.get("desk", ""), **kept}


def _back() -> str:
    return recovery.safe_path(request.form.get("back")) or url_for("review.worklist")
