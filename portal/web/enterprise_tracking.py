"""One case as its applicant follows it: whose turn it is, the clock, what is owed, the letters and the history."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from guides.plan import Requirement
from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import (
    casefile,
    follows,
    hand_over,
    left_files,
    letter_service,
    parcels,
    rating,
    tracking,
    withdrawal,
)
from portal.services.casefile import CaseFile, FileFacts
from portal.services.tracking import Tracking
from portal.web.calendar_file import as_calendar
from portal.web.enterprise import bp
from portal.web.timeline_words import entries
from portal.web.turn_words import turn_words


@bp.get("/my/cases/<case_id>")
@audience("handler")
def case(case_id: str) -> Any:
    """The case page."""
    return _page(tracking.tracking(case_id, by=current_actor(), at=clock.now()))


@bp.get("/my/cases/<case_id>/content")
@audience("handler")
def content(case_id: str) -> Any:
    """What was handed in last: answers and files."""
    file = casefile.casefile(case_id, by=current_actor())
    handed = [(one, _handed(file, one)) for one in file.needs.requirements]
    return render_template("enterprise/content.html", file=file, handed=handed)


@bp.get("/my/cases/<case_id>/due.ics")
@audience("handler")
def calendar(case_id: str) -> Any:
    """The due days of a case for one's own calendar."""
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    response = Response(as_calendar(found, at=clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file.number[-12:]}.ics"'
    return response


@bp.post("/my/cases/<case_id>/hand-over")
@audience("handler")
def answer_hand_over(case_id: str) -> Any:
    """Agree that the file goes to the competent office, and go on with the application that it became; or not."""
    agreed, seq = request.form.get("agreed") == "yes", request.form.get("expected_seq", type=int)
    draft = hand_over.answer(case_id, agreed, by=current_actor(), at=clock.now(), expected_seq=seq)
    if draft:
        flash(_("内容和材料已经带到新的申请，请核对后提交。"))
        return redirect(url_for("enterprise.draft", draft_id=draft), 303)
    flash(_("已记下：不移送。需要时可以直接向主管机关申请。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


@bp.route("/my/cases/<case_id>/withdrawal", methods=["GET", "POST"])
@audience("handler")
def withdraw(case_id: str) -> Any:
    """Take the application back, with a reason."""
    by, reason = current_actor(), request.form.get("reason", "").strip()
    if request.method == "POST" and reason:
        seq = request.form.get("expected_seq", type=int)
        withdrawal.withdraw(case_id, reason, by=by, at=clock.now(), expected_seq=seq)
        flash(_("申请已经撤回。"))
        return redirect(url_for("enterprise.case", case_id=case_id), 303)
    found = tracking.tracking(case_id, by=by, at=clock.now())
    page = render_template("enterprise/withdraw.html", found=found, failed=request.method == "POST")
    return page, 422 if request.method == "POST" else 200


@bp.post("/my/cases/<case_id>/service")
@audience("handler")
def service(case_id: str) -> Any:
    """Agree to electronic service, or take the agreement back, for the letters from now on (R146)."""
    seq, wanted = request.form.get("expected_seq", type=int), request.form.get("service", "")
    letter_service.choose(case_id, wanted, by=current_actor(), at=clock.now(), expected_seq=seq)
    flash(_("已记下送达方式，从现在起按它送达。"))
    return redirect(url_for("enterprise.case", case_id=case_id, _anchor="letters"), 303)


def _handed(file: CaseFile, requirement: Requirement) -> list[FileFacts]:
    """The files that the newest snapshot holds for a requirement."""
    names = {entry["public_id"] for entry in file.content["files"]}
    return [one for one in file.files if one.public_id in names and requirement.satisfied({one.material})]


def _page(found: Tracking) -> str:
    by, case_id = current_actor(), found.file.public_id
    return render_template(
        "enterprise/case.html",
        found=found,
        file=found.file,
        turn=turn_words(found),
        entries=entries(found.steps, found.file, found.offices),
        today=business_today(),
        goes_to=hand_over.target_named(found.file),
        served={(one.seq, one.document): one for one in letter_service.of_case(case_id, by=by)},
        parcel=parcels.of_case(case_id, by=by),
        follows=follows.state(case_id, by=by),
        left=left_files.of_case(case_id, by=by),
        rateable=rating.rateable(found.file.case, {}, business_today()),
    )
