"""Letters to be served: the list of what waits and what came back, one letter with its acts, and mails that were given up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.actors import Role
from portal.auth import audience, current_actor, may_act
from portal.forms.review import StaffForm
from portal.forms.service import ChoiceForm, FailForm, MailForm, SendForm, ServeForm
from portal.services import casefile, failed_mails, hearings, letter_service, termination
from portal.services.inspection import UploadError
from portal.services.letter_service import ServiceRow
from portal.web import termination_words, window_refusals
from portal.web.upload_words import ACCEPT, words_of
from portal.web.window import bp, page
from workflows.refusal import Refusal
from workflows.service import PUBLIC_NOTICE, policy, tried


@bp.get("/services")
@audience("window")
def services() -> Any:
    """What is to be served, what came back first; and the mails that were given up."""
    return _list()


@bp.get("/services/<letter_id>", endpoint="service")
@audience("window")
def service_page(letter_id: str) -> Any:
    """One letter on its way: what is known of it, and the acts that are possible now."""
    return _page(letter_id)


@bp.post("/services/<letter_id>/send", endpoint="send_letter")
@audience("window")
def send(letter_id: str) -> Any:
    """Hand it to the post, to another body, or publish it."""
    form = SendForm(prefix="send")
    if not form.validate():
        return _page(letter_id, form, status=422)
    scan = request.files.get("send-evidence")
    words: dict[str, Any] = {"why": form.why.data or "", "expected_seq": form.seq}
    words["evidence"] = (scan.filename, scan.stream) if scan and scan.filename else None
    try:
        letter_service.send(
            letter_id, form.way.data, form.reference.data or "", by=current_actor(), at=clock.now(), **words
        )
    except UploadError as error:
        form.evidence.errors = [words_of(error, scan.filename or "" if scan else "")]
        return _page(letter_id, form, status=422)
    except Refusal as refusal:
        return _refused(letter_id, form, refusal, "LetterSent")
    flash(_("已记下送出。收到回执后，再记送达。"))
    return redirect(url_for("window.services"), 303)


@bp.post("/services/<letter_id>/serve", endpoint="serve_letter")
@audience("window")
def serve(letter_id: str) -> Any:
    """Record the arrival with its proof; the proof of service is written."""
    form = ServeForm(prefix="serve")
    if not form.validate():
        return _page(letter_id, form, status=422)
    scan = request.files.get("serve-sheet")
    sheet = (scan.filename, scan.stream) if scan and scan.filename else None
    words = {"names": form.names.data or "", "reference": form.reference.data or "", "expected_seq": form.seq}
    try:
        letter_service.serve(
            letter_id,
            form.way.data,
            form.day,
            sheet=sheet,
            by=current_actor(),
            at=clock.now(),
            **words,  # type: ignore[arg-type]
        )
    except UploadError as error:
        form.sheet.errors = [words_of(error, scan.filename or "" if scan else "")]
        return _page(letter_id, form, status=422)
    except Refusal as refusal:
        return _refused(letter_id, form, refusal, "LetterServed")
    flash(_("已送达，《送达回证》已经生成。"))
    return redirect(url_for("window.services"), 303)


@bp.post("/services/<letter_id>/fail", endpoint="fail_letter")
@audience("window")
def fail(letter_id: str) -> Any:
    """Record that it came back, and why."""
    form = FailForm(prefix="fail")
    if not form.validate():
        return _page(letter_id, form, status=422)
    reason, note, seq = form.reason.data, form.note.data or "", form.seq
    try:
        letter_service.fail(letter_id, reason, note, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return _refused(letter_id, form, refusal, "ServiceFailed")
    flash(_("已记下没有送到。换一种方式再送，送到以前它一直在清单最上面。"))
    return redirect(url_for("window.service", letter_id=letter_id), 303)


@bp.get("/services/<letter_id>/sheet")
@audience("window")
def sheet(letter_id: str) -> Any:
    """The scanned proof of service, as a download."""
    name, path = letter_service.sheet(letter_id, by=current_actor())
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=name)


@bp.post("/services/mails/<int:message_id>")
@audience("window")
def mail(message_id: int) -> Any:
    """Take a mail up that was given up: send it again, or say how the applicant was told instead."""
    form = MailForm(prefix=f"mail{message_id}")
    if not form.validate():
        return _list(message_id, form, status=422)
    try:
        failed_mails.handle(message_id, form.way.data, form.note.data or "", by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _list(message_id, form, said=window_refusals.said(refusal), status=409)
    flash(_("已记下。"))
    return redirect(url_for("window.services"), 303)


@bp.route("/cases/<case_id>/service", methods=["GET", "POST"], endpoint="choose_service")
@audience("window")
def choose(case_id: str) -> Any:
    """Write down how the applicant wants letters from now on."""
    form, said = ChoiceForm(), None
    if request.method == "POST" and form.validate():
        try:
            by, at = current_actor(), clock.now()
            letter_service.choose(case_id, form.service.data, by=by, at=at, expected_seq=form.seq)
            flash(_("已记下送达方式，从现在起按它送达。"))
            return redirect(url_for("window.case", case_id=case_id, _anchor="letters"), 303)
        except Refusal as refusal:
            said = window_refusals.said(refusal)
    file = casefile.casefile(case_id, by=current_actor())
    status = 409 if said else 422 if request.method == "POST" else 200
    fields = form.fresh(file.case.seq)
    shown: dict[str, Any] = {
        "form": form if form.errors else None,
        "fields": fields,
        "said": said,
        "failed": bool(said),
        "kept": [],
    }
    return render_template("window/choose_service.html", file=file, **shown), status


def _refused(letter_id: str, form: StaffForm, refusal: Refusal, own: str) -> Any:
    """A second click finds its own act done; anything else is said, with what was typed."""
    stale = refusal.rule == "stale" and refusal.facts["by"] == current_actor().reference
    if stale and refusal.facts["kind"] == own:
        flash(_("刚才已经办好，没有重复办理。"))
        return redirect(url_for("window.service", letter_id=letter_id), 303)
    return _page(letter_id, form, said=window_refusals.said(refusal), status=409)


def _page(letter_id: str, form: StaffForm | None = None, *, said: Any = None, status: int = 200) -> Any:
    by = current_actor()
    row = letter_service.one(letter_id, by=by)
    file = casefile.casefile(row.case_id, by=by)
    known, notice = file.case.letters[row.seq, row.document], policy().ways[PUBLIC_NOTICE]
    send = _fresh(SendForm, "send", form, file.case.seq)
    shown = render_template(
        "window/service.html",
        row=row,
        file=file,
        known=known,
        send=send.without_grounds() if tried(known, notice) and isinstance(send, SendForm) and "why" in send else send,
        notice_days=notice.days,
        serve=_fresh(ServeForm, "serve", form, file.case.seq),
        fail=_fresh(FailForm, "fail", form, file.case.seq),
        form=form if form and form.errors else None,
        acts=may_act(by, file, Role.WINDOW),
        by_delivery=_by_delivery(row, file),
        other=_other(row, file),
        ends=termination.view(row.case_id, by=by) if row.document == termination.DOCUMENT else None,
        recipient_words=termination_words.recipient,
        said=said,
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        accept=ACCEPT,
    )
    return shown, status


def _other(row: ServiceRow, file: casefile.CaseFile) -> dict[str, Any]:
    """Name and address of the interested party that a letter goes to; nothing for a letter to the applicant."""
    if row.document not in policy().others:
        return {}
    event = next(one.event for one in file.recorded if one.seq == row.seq)
    return hearings.content_of(row.case_id, getattr(event, "paper", ""), by=current_actor())


def _by_delivery(row: ServiceRow, file: casefile.CaseFile) -> bool:
    """Whether the letter is a result that its own act serves."""
    return letter_service.is_result(row.document) and file.case.delivered_on is None


def _fresh(kind: type[StaffForm], prefix: str, sent: StaffForm | None, seq: int) -> StaffForm:
    """The form as it was sent where it is the one that was refused; an empty one otherwise."""
    form = sent if isinstance(sent, kind) else kind(formdata=None, prefix=prefix)
    return form.fresh(seq)


def _list(message_id: int = 0, form: MailForm | None = None, *, said: Any = None, status: int = 200) -> Any:
    by = current_actor()
    found = letter_service.waiting(by=by, page=page())
    total, mails = failed_mails.open_ones(by=by)
    shown = render_template(
        "window/services.html",
        found=found,
        mails=[(one, _mail_form(one.id, message_id, form)) for one in mails],
        mails_total=total,
        form=form if form and form.errors else None,
        said=said,
        failed=bool(said),
        kept=[],
    )
    return shown, status


def _mail_form(number: int, sent: int, form: MailForm | None) -> MailForm:
    return form if form is not None and number == sent else MailForm(formdata=None, prefix=f"mail{number}")
