"""The tracks of a case: hurried with one click, given to a colleague, added, asked again, a disagreement settled."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.review import StaffForm
from portal.forms.tracks import ReopenForm, ResolveForm, add_form, give_form, wish_form
from portal.services import colleagues, review_notice, tracks
from portal.services.decision import DecisionView
from portal.web import review_case_words, track_words
from portal.web.review import bp, seen
from portal.web.review_acts import done
from portal.web.review_answers import answers
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/tracks")
@audience("reviewer", "decider")
def tracks_of(case_id: str) -> Any:
    """The departments of a case: who has which share, and what may be done about it."""
    return tracks_page(seen(case_id))


@bp.post("/cases/<case_id>/remind")
@audience("reviewer", "decider")
def remind_all(case_id: str) -> Any:
    """Hurry every department whose opinion is open, with one click."""
    by = current_actor()
    return done(case_id, lambda: tracks.remind(case_id, by=by, at=clock.now()), track_words.reminded())


@bp.post("/cases/<case_id>/tracks/<track>/give")
@audience("reviewer", "decider")
def give(case_id: str, track: str) -> Any:
    """Give a share to a colleague of the department."""
    by = current_actor()
    form = give_form(track, colleagues.reviewers(by=by))
    if not form.validate():
        return tracks_page(seen(case_id), bound={f"give:{track}": form}, status=422)
    told = (int(form.officer.data), form.reason.data)
    return done(
        case_id,
        lambda: tracks.hand_over(case_id, track, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("已转交，记入全过程记录。"),
        {f"give:{track}": form},
        tracks_page,
    )


@bp.post("/cases/<case_id>/tracks/add")
@audience("reviewer", "decider")
def add_track(case_id: str) -> Any:
    """Ask one more department."""
    by = current_actor()
    form = add_form(tracks.addable(case_id, by=by))
    if not form.validate():
        return tracks_page(seen(case_id), bound={"add": form}, status=422)
    told = (form.key.data, form.question.data or "", form.reason.data)
    return done(
        case_id,
        lambda: tracks.add(case_id, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("已增加这个部门的意见，它的时钟从今天起算。"),
        {"add": form},
        tracks_page,
    )


@bp.post("/cases/<case_id>/tracks/<track>/reopen")
@audience("reviewer", "decider")
def reopen(case_id: str, track: str) -> Any:
    """Ask a department again."""
    by, form = current_actor(), ReopenForm(prefix=f"reopen-{track}-")
    if not form.validate():
        return tracks_page(seen(case_id), bound={f"reopen:{track}": form}, status=422)
    return done(
        case_id,
        lambda: tracks.reopen(case_id, track, form.reason.data, by=by, at=clock.now(), expected_seq=form.seq),
        _("已请部门重新答复，时钟从今天起算；原来的意见留在全过程记录里。"),
        {f"reopen:{track}": form},
        tracks_page,
    )


@bp.post("/cases/<case_id>/tracks/<track>/resolve")
@audience("reviewer", "decider")
def resolve(case_id: str, track: str) -> Any:
    """Settle a disagreement in writing."""
    by, form = current_actor(), ResolveForm(prefix=f"resolve-{track}-")
    if not form.validate():
        return tracks_page(seen(case_id), bound={f"resolve:{track}": form}, status=422)
    told = (form.how.data, form.resolution.data)
    return done(
        case_id,
        lambda: tracks.resolve(case_id, track, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("不同意见的处理已记录。"),
        {f"resolve:{track}": form},
        tracks_page,
    )


@bp.post("/cases/<case_id>/tracks/<track>/wish")
@audience("reviewer")
def wish_fix(case_id: str, track: str) -> Any:
    """Ask the lead to have a material put right."""
    view, by = seen(case_id), current_actor()
    form = wish_form(track, track_words.materials(view))
    if not form.validate():
        return tracks_page(view, bound={f"wish:{track}": form}, status=422)
    told = (form.material.data, form.what.data)
    return done(
        case_id,
        lambda: review_notice.wish(case_id, track, *told, by=by, at=clock.now(), expected_seq=form.seq),
        _("已请牵头部门告知补正。"),
        {f"wish:{track}": form},
        tracks_page,
    )


@bp.post("/cases/<case_id>/fixes")
@audience("reviewer", "decider")
def tell_fixes(case_id: str) -> Any:
    """Tell the applicant, once, everything that the departments want put right."""
    by, form = current_actor(), StaffForm(prefix="fixes-")
    return done(
        case_id,
        lambda: review_notice.tell(case_id, by=by, at=clock.now(), expected_seq=form.seq),
        _("审查补正告知书已生成。"),
        None,
        tracks_page,
    )


def tracks_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of the tracks; `bound` and `refusal` as on the page of a case."""
    page = render_template(
        "review/tracks.html",
        seen=view,
        forms=_forms(view, bound or {}),
        **answers(view, bound, refusal),
        back=url_for("review.case", case_id=view.file.public_id),
        w=review_case_words,
        t=track_words,
    )
    return page, status


def _forms(view: DecisionView, bound: dict[str, Any]) -> dict[str, Any]:
    by, made = current_actor(), dict[str, Any]()
    people = colleagues.reviewers(by=by) if any(track.gives for track in view.tracks) else ()
    for track in view.tracks:
        name = track.term.id
        if track.gives:
            others = [one for one in people if f"officer:{one.id}" != track.officer]
            made[f"give:{name}"] = bound.get(f"give:{name}") or give_form(name, others, formdata=None)
        if "reopen" in view.acts and track.answer:
            made[f"reopen:{name}"] = bound.get(f"reopen:{name}") or ReopenForm(prefix=f"reopen-{name}-", formdata=None)
        if "resolve" in view.acts and track in view.unsettled:
            made[f"resolve:{name}"] = bound.get(f"resolve:{name}") or ResolveForm(
                prefix=f"resolve-{name}-", formdata=None
            )
        if track.mine and view.case.fixes.told_on is None:
            made[f"wish:{name}"] = bound.get(f"wish:{name}") or wish_form(
                name, track_words.materials(view), formdata=None
            )
    if "tell_fixes" in view.acts:
        made["fixes"] = StaffForm(prefix="fixes-", formdata=None)
    if "add_track" in view.acts:
        found = tracks.addable(view.file.public_id, by=by)
        if found:
            made["add"] = bound.get("add") or add_form(found, formdata=None)
    for form in made.values():
        form.fresh(view.case.seq)
    return made
