"""What reviewers do on the page of a case: opinions, reminders, credit, the second signature and legal review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.actors import Actor
from portal.auth import audience, current_actor
from portal.forms.legal_review import legal_form
from portal.forms.review import (
    CosignForm,
    EndGrantForm,
    OpinionForm,
    SameNameForm,
    StaffForm,
    TakeFormerForm,
    check_officers,
    opinion_form,
)
from portal.services import colleagues, credit_identity, former_licence, former_taken, review, tracks
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.states import VERDICTS
from portal.web import track_words
from portal.web.local_words import local
from portal.web.review import bp, case_page, seen
from portal.web.review_answers import unreadable
from portal.web.review_words import CREDIT
from workflows.refusal import Refusal


@bp.post("/cases/<case_id>/tracks/<track>/opinion")
@audience("reviewer")
def opinion(case_id: str, track: str) -> Any:
    """Answer for the own office; a page that has become old keeps what was typed."""
    view, by = seen(case_id), current_actor()
    asked = next((one for one in view.tracks if one.term.id == track), None)
    if asked is None:
        raise Refusal("no_such_track", track=track)
    form = opinion_form(asked, colleagues.colleagues(by=by), view.case.seq)
    name = f"opinion:{track}"
    if (not form.validate() or not check_officers(form)) and asked.mine:
        return case_page(view, bound={name: form}, status=422)
    given = _(
        "意见已提交：%(track)s，%(verdict)s。", track=local(asked.name), verdict=VERDICTS.get(form.verdict.data, "")
    )
    return done(case_id, lambda: _give(case_id, track, form, by), given, {name: form})


@bp.post("/cases/<case_id>/tracks/<track>/remind")
@audience("reviewer", "decider")
def remind(case_id: str, track: str) -> Any:
    """Hurry the office of an open track, once a day."""
    by = current_actor()
    return done(
        case_id,
        lambda: tracks.remind(case_id, [track], by=by, at=clock.now()),
        track_words.reminded(),
    )


@bp.post("/cases/<case_id>/credit")
@audience("reviewer", "decider")
def look_up(case_id: str) -> Any:
    """Look at the credit lists again."""
    by, form = current_actor(), StaffForm()
    try:
        case = review.look_up_credit(case_id, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return case_page(seen(case_id), refusal=refusal, status=409)
    result = case.credit[-1].result
    broken = _("名单暂时查不了，没有查到结果。可以先审查，恢复后再查。")
    flash(broken if result == "unavailable" else _("已查信用名单：%(result)s。", result=CREDIT[result][1]))
    if case.credit[-1].unproven:
        flash(_("有同名的黑名单记录，请核对是不是同一人（单位）。"), "warn")
    return redirect(url_for("review.case", case_id=case_id), 303)


@bp.post("/cases/<case_id>/credit/<int:entry_id>")
@audience("reviewer", "decider")
def same_name(case_id: str, entry_id: int) -> Any:
    """Say whether somebody on a list is the one in the application, and look again."""
    by, form = current_actor(), SameNameForm(prefix=f"n{entry_id}-")
    bound = {f"name:{entry_id}": form}
    if not form.validate():
        return case_page(seen(case_id), bound=bound, status=422)
    said = (form.verdict.data, form.words.data)
    return done(
        case_id,
        lambda: credit_identity.settle(case_id, entry_id, *said, by=by, at=clock.now(), expected_seq=form.seq),
        _("已记下核对结果，并重新查询了信用名单。"),
        bound,
    )


@bp.post("/cases/<case_id>/cosign")
@audience("reviewer", "decider")
def cosign(case_id: str) -> Any:
    """Sign as the second officer."""
    by, form = current_actor(), CosignForm(prefix="cosign-")
    if not form.validate():
        return case_page(seen(case_id), bound={"cosign": form}, status=422)
    return done(
        case_id,
        lambda: review.cosign(case_id, form.opinion.data, by=by, at=clock.now(), expected_seq=form.seq),
        _("复核意见已提交。"),
        {"cosign": form},
    )


@bp.post("/cases/<case_id>/end-grant")
@audience("decider")
def end_grant(case_id: str) -> Any:
    """End a granted case without a licence: the former one was ended before the new one was made out."""
    by, form = current_actor(), EndGrantForm(prefix="end-")
    if not form.validate():
        return case_page(seen(case_id), bound={"end_grant": form}, status=422)
    words = (form.reason.data, form.document.data)
    return done(
        case_id,
        lambda: former_licence.end_grant(case_id, *words, by=by, at=clock.now(), expected_seq=form.seq),
        _("本件已终止，不再制证。决定书已经制作，送达情况见文书。"),
        {"end_grant": form},
    )


@bp.post("/cases/<case_id>/take-former")
@audience("reviewer", "decider")
def take_former(case_id: str) -> Any:
    """Take over what a change of the former licence altered since the renewal was filed."""
    by, form = current_actor(), TakeFormerForm(prefix="former-")
    if not form.validate():
        return case_page(seen(case_id), bound={"take_former": form}, status=422)
    return done(
        case_id,
        lambda: former_taken.take(case_id, by=by, at=clock.now(), expected_seq=form.seq),
        _("已按变更后的内容办理，写入全过程记录。"),
        {"take_former": form},
    )


@bp.post("/cases/<case_id>/legal")
@audience("reviewer", "decider")
def legal(case_id: str) -> Any:
    """Give the legal reviewer's opinion."""
    view, by = seen(case_id), current_actor()
    form = legal_form(view)
    if not form.validate():
        return case_page(view, bound={"legal": form}, status=422)
    words = (form.verdict.data, form.opinion.data)
    more: dict[str, Any] = {"outcome": form.outcome.data if "outcome" in form else "", "expected_seq": form.seq}
    return done(
        case_id,
        lambda: review.review_legally(case_id, *words, by=by, at=clock.now(), **more),
        _("法制审核意见已提交。"),
        {"legal": form},
    )


def _give(case_id: str, track: str, form: OpinionForm, by: Actor) -> None:
    review.give_opinion(
        case_id,
        track,
        form.verdict.data or "",
        form.opinion.data or "",
        basis=form.basis.data or "",
        officers=form.officers.data or () if "officers" in form else (),
        by=by,
        at=clock.now(),
        expected_seq=form.seq,
    )


def done(
    case_id: str,
    do: Callable[[], Any],
    sentence: str,
    bound: dict[str, FlaskForm] | None = None,
    page: Callable[..., Any] = case_page,
    to: str = "review.case",
) -> Any:
    """Do it and go on `to` a page of the case with a sentence; where it may not be done, the page again with what was typed."""
    try:
        do()
    except Refusal as refusal:
        return page(seen(case_id), bound=bound, refusal=refusal, status=409)
    except WrongInput as wrong:
        for form in (bound or {}).values():
            form.take(wrong)
        return page(seen(case_id), bound=bound, status=422)
    except UploadError as error:
        for form in (bound or {}).values():
            unreadable(form, error)
        return page(seen(case_id), bound=bound, status=422)
    flash(sentence)
    return redirect(url_for(to, case_id=case_id), 303)
