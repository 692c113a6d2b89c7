"""A hearing at the office that leads: its steps on the page of procedures, and the record on a page of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms import hearing as forms
from portal.forms.hearing import RecordForm
from portal.services import hearings, interested, overtaken
from portal.services.decision import DecisionView
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.web import party_words, review_case_words, review_refusals
from portal.web.refusals import words_of
from portal.web.review import answer_form, bp, case_page, seen
from portal.web.review_acts import done
from portal.web.review_answers import complete, unreadable
from portal.web.review_procedures import procedures_page
from workflows.refusal import Refusal


@bp.post("/cases/<case_id>/hearing/<step>")
@audience("reviewer", "decider")
def hearing(case_id: str, step: str) -> Any:
    """The next step of a hearing: told, asked for, given up, set, put off."""
    if step not in forms.HEARING:
        abort(404)
    by, view = current_actor(), seen(case_id)
    others = interested.parties(view.file, by=by, at=clock.now())
    whom = party_words.choices(view.case.hearing, others)
    form = forms.of_step(step, hearings.presiders(case_id, by=by), whom)
    if not form.validate():
        return procedures_page(view, bound={step: form}, status=422)
    more = {"by": by, "at": clock.now(), "expected_seq": form.seq}
    return done(case_id, lambda: _DO[step](case_id, form, more), _said(step), {step: form}, procedures_page)


def _said(step: str) -> str:
    return {
        "hearing_told": _("听证告知书已生成。"),
        "hearing_interested": _("利害关系人告知书已生成，请送达；送达的次日起五个工作日内可以要求听证。"),
        "hearing_requested": _("听证要求已记录，应当在二十个工作日内举行。"),
        "hearing_set": _("听证日期已定，通知书和特别程序告知书已生成，听证所需时间不计入期限。"),
        "hearing_announced": _("听证已公告，通知书和特别程序告知书已生成，听证所需时间不计入期限。"),
        "hearing_waived": _("放弃听证已记录。"),
        "hearing_withdrawn": _("撤回听证要求已记录。"),
        "hearing_adjourned": _("听证已延期，请另定日期并通知。"),
        "hearing_absent": _("没有到场已记录，视为放弃听证。"),
    }[step]


def _day(form: Any) -> tuple[date, str, str, str, str]:
    on = date.fromisoformat(form.held_on.data)
    return on, form.time.data, form.place.data, form.host.data, form.presider.data


_DO: dict[str, Any] = {
    "hearing_told": lambda i, f, more: hearings.tell(i, f.reason.data, **more),
    "hearing_interested": lambda i, f, more: hearings.tell_interested(i, f.name.data, f.address.data, **more),
    "hearing_requested": lambda i, f, more: hearings.request(
        i,
        f.note.data or "",
        party=f.party.data,
        name=f.name.data or "",
        address=f.address.data or "",
        posted=f.posted(),
        **more,
    ),
    "hearing_set": lambda i, f, more: hearings.set_day(i, *_day(f), explanation=f.explanation.data or "", **more),
    "hearing_announced": lambda i, f, more: hearings.announce(i, f.reason.data, *_day(f), **more),
    "hearing_waived": lambda i, f, more: hearings.waive(i, f.reason.data or "", party=f.party.data, **more),
    "hearing_withdrawn": lambda i, f, more: hearings.withdraw_request(
        i, f.reason.data or "", party=f.party.data, **more
    ),
    "hearing_adjourned": lambda i, f, more: hearings.adjourn(i, f.cause.data, f.reason.data, **more),
    "hearing_absent": lambda i, f, more: hearings.stay_away(i, f.reason.data, party=f.party.data, **more),
}


@bp.post("/cases/<case_id>/hearing-answer")
@audience("decider")
def answer_hearing(case_id: str) -> Any:
    """Answer a request for a hearing that the decision overtook."""
    view, by = seen(case_id), current_actor()
    form = answer_form(view)
    if not form.validate():
        return case_page(view, bound={overtaken.ACT: form}, status=422)
    said = (form.who.data, form.outcome.data, form.reason.data, form.basis.data)
    return done(
        case_id,
        lambda: overtaken.answer(case_id, *said, by=by, at=clock.now(), expected_seq=form.seq),
        _("答复书已经制作，送达情况见文书。"),
        {overtaken.ACT: form},
    )


@bp.route("/cases/<case_id>/hearing-record", methods=["GET", "POST"])
@audience("reviewer", "decider")
def hearing_record(case_id: str) -> Any:
    """Write the record of the hearing, with the signed paper as a scan."""
    view, form = seen(case_id), RecordForm()
    form.recorder.choices = forms.chosen_from(
        one for one in hearings.recorders(case_id, by=current_actor()) if one.reference != view.case.hearing.host_ref
    )
    if request.method == "GET":
        return record_page(view, form)
    if not complete(form, _("签字的笔录扫描件没有选。")):
        return record_page(view, form, status=422)
    try:
        _hold(case_id, form)
    except UploadError as error:
        unreadable(form, error)
        return record_page(view, form, status=422)
    except WrongInput as wrong:
        form.take(wrong)
        return record_page(view, form, status=422)
    except Refusal as refusal:
        return record_page(seen(case_id), form, refusal=refusal, status=409)
    flash(_("听证笔录已保存，可以根据笔录作出决定。"))
    return redirect(url_for("review.case", case_id=case_id), 303)


def _hold(case_id: str, form: RecordForm) -> None:
    hearings.hold(
        case_id,
        {name: form[name].data or "" for name in hearings.STATEMENTS},
        present=tuple(form.present.data or ()),
        signed=form.signed.data or "",
        recorder=form.recorder.data or "",
        scan=(form.scan.data.filename, form.scan.data.stream),
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def record_page(view: DecisionView, form: RecordForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    """The page of the record; `refusal` says why it could not be kept."""
    page = render_template(
        "review/hearing_record.html",
        seen=view,
        form=form.fresh(view.case.seq),
        said=words_of(refusal) if refusal else None,
        detail=review_refusals.detail(refusal, view) if refusal else "",
        failed=refusal is not None,
        w=review_case_words,
    )
    return page, status
