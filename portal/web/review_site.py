"""The joint site check at the offices: the appointment, the page on the telephone, and the record."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from flask import Response, current_app, make_response, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.forms import site_check as forms
from portal.forms.site_check import CancelForm, MoveForm, RecordForm, SetForm
from portal.services import site_checks, site_late, site_notes
from portal.services import site_sheet as site_sheets
from portal.services.decision import DecisionView
from portal.web import review_case_words, site_words
from portal.web.local_words import local, short_office
from portal.web.previews import as_part
from portal.web.review import bp, seen
from portal.web.review_acts import done
from portal.web.review_answers import answers, complete
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/site")
@audience("reviewer", "decider")
def site(case_id: str) -> Any:
    """The joint check: its appointment, what is noted, its record. On the day itself the device of who notes may keep it."""
    view, by = seen(case_id), current_actor()
    answer = make_response(site_page(view))
    if hours := _kept_hours(view):
        answer.headers["Onewindow-Keep"] = f"{by.id} {hours * 3600}"
    return answer


@bp.get("/cases/<case_id>/site/sheet")
@audience("reviewer", "decider")
def site_sheet(case_id: str) -> Any:
    """The sheet for signing on the site, to be printed."""
    letter = site_sheets.sheet(case_id, by=current_actor())
    return render_template("review/site_sheet.html", seen=seen(case_id), sheet=as_part(letter))


@bp.get("/site-worker.js")
@audience("public")
def site_worker() -> Response:
    """The script with which a device keeps such a page; it lies here because it may keep only what lies below its own place."""
    return current_app.send_static_file("js/site-worker.js")


def _kept_hours(view: DecisionView) -> int:
    """For how many hours a device may keep the page: from the day of the check until it is over, for those who note; else 0."""
    at, by = view.case.site, current_actor()
    now = at.held_on and at.over_on is None and view.today >= at.held_on
    notes = now and site_notes.may_note(view.case, view.file, by)
    hours: int = current_app.config["SETTINGS"].site_page_hours
    return hours if notes else 0


@bp.post("/cases/<case_id>/site/day")
@audience("reviewer", "decider")
def site_day(case_id: str) -> Any:
    """Make the appointment, or move it."""
    view, by = seen(case_id), current_actor()
    form = _set_form(view)
    if not form.validate():
        return site_page(view, bound={"set": form}, status=422)
    held_on = date.fromisoformat(form.held_on.data or "")
    told = (held_on, form.time.data, form.place.data, forms.pairs(form.team.data or ()), form.reason.data or "")
    return done(
        case_id,
        lambda: site_checks.set_day(case_id, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("联合踏勘已约定，通知书已生成。"),
        {"set": form},
        site_page,
    )


@bp.post("/cases/<case_id>/site/move")
@audience("reviewer", "decider")
def site_move(case_id: str) -> Any:
    """Record that the applicant asked for another day."""
    by, form = current_actor(), MoveForm(prefix="move-")
    if not form.validate():
        return site_page(seen(case_id), bound={"move": form}, status=422)
    wish = date.fromisoformat(form.wish.data) if form.wish.data else None
    return done(
        case_id,
        lambda: site_checks.ask_other_day(
            case_id, form.reason.data, wish, by=by, at=clock.now(), expected_seq=form.seq
        ),
        _("改期申请已记录，请另约日期。"),
        {"move": form},
        site_page,
    )


@bp.post("/cases/<case_id>/site/cancel")
@audience("reviewer", "decider")
def site_cancel(case_id: str) -> Any:
    """Give the appointment up."""
    by, form = current_actor(), CancelForm(prefix="cancel-")
    if not form.validate():
        return site_page(seen(case_id), bound={"cancel": form}, status=422)
    return done(
        case_id,
        lambda: site_checks.cancel(case_id, form.reason.data, by=by, at=clock.now(), expected_seq=form.seq),
        _("联合踏勘已取消，已通知申请人。"),
        {"cancel": form},
        site_page,
    )


@bp.post("/cases/<case_id>/site/record")
@audience("reviewer", "decider")
def site_record(case_id: str) -> Any:
    """Close the check with its record and the signed paper."""
    view = seen(case_id)
    form = _record_form(view)
    if not complete(form, _("签字笔录的扫描件没有选。")):
        return site_page(view, bound={"record": form}, status=422)
    return done(
        case_id,
        lambda: _hold(case_id, form),
        _("现场核查笔录已生成，各部门写意见时能看到结果。"),
        {"record": form},
        site_page,
        to="review.site",
    )


def _hold(case_id: str, form: RecordForm) -> None:
    site_checks.hold(
        case_id,
        {name: form[name].data or "" for name in site_checks.SAID},
        team=forms.pairs(form.team.data or ()),
        signed=form.signed.data or "",
        scan=(form.scan.data.filename, form.scan.data.stream),
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def site_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of the check; `bound` and `refusal` as on the page of a case."""
    by = current_actor()
    page = render_template(
        "review/site.html",
        seen=view,
        forms=_forms(view, bound or {}),
        noted=site_notes.seen_of(view.file.public_id, by=by),
        notes=site_notes.may_note(view.case, view.file, by),
        record=site_checks.record_of(view.case, view.file.id) if view.case.site.record else {},
        annexes=site_late.annexes(view.file.public_id, by=by) if view.case.site.late else (),
        fresh=secrets.token_hex(12),
        **answers(view, bound, refusal),
        owner=by.id,
        opened=clock.now(),
        kept_hours=_kept_hours(view),
        largest=current_app.config["SETTINGS"].recording_megabytes,
        w=review_case_words,
        s=site_words,
    )
    return page, status


def _forms(view: DecisionView, bound: dict[str, Any]) -> dict[str, Any]:
    made, at = dict[str, Any](), view.case.site
    if "site_set" in view.acts:
        made["set"] = bound.get("set") or _set_form(view, formdata=None)
    if "site_cancel" in view.acts:
        made["cancel"] = bound.get("cancel") or CancelForm(prefix="cancel-", formdata=None)
    if "site_move" in view.acts:
        made["move"] = bound.get("move") or MoveForm(prefix="move-", formdata=None)
    if at.held_on and at.over_on is None and view.today >= at.held_on:
        made["record"] = bound.get("record") or _record_form(view, formdata=None)
    for form in made.values():
        form.fresh(view.case.seq)
    return made


def _set_form(view: DecisionView, **more: Any) -> SetForm:
    names = {track.term.id: local(track.name) for track in view.tracks}
    form = forms.set_form(site_checks.candidates(view.file.public_id, by=current_actor()), names, **more)
    if not form.is_submitted() or "formdata" in more:
        form.place.data = view.case.site.place or site_words.place_of(view)
        form.team.data = [f"{track}|{officer}" for track, officer in view.case.site.team]
    return form


def _record_form(view: DecisionView, **more: Any) -> RecordForm:
    people = [
        (f"{track}|{officer}", site_words.member(track, officer, view, short_office))
        for track, officer in view.case.site.team
    ]
    form = forms.record_form(people, **more)
    if "formdata" in more:
        form.team.data = [value for value, _name in people]
    return form
