"""The window and a hearing: what somebody brings on paper is recorded, an interested party's request with its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.forms import hearing as forms
from portal.services import casefile, hearings, interested, tracking
from portal.services.casefile import CaseFile
from portal.services.desk import desk
from portal.services.wrong_input import WrongInput
from portal.web import party_words, window_refusals, window_words
from portal.web.window import bp
from workflows.case import Case
from workflows.hearing import overtakes, wishes
from workflows.refusal import Refusal

STEPS = {"hearing_requested": "ask", "hearing_waived": "waive", "hearing_withdrawn": "withdraw"}


@bp.get("/cases/<case_id>/hearing")
@audience("window")
def hearing(case_id: str) -> Any:
    """The requests that came on paper."""
    return _page(case_id)


@bp.post("/cases/<case_id>/hearing/<step>")
@audience("window")
def hearing_step(case_id: str, step: str) -> Any:
    """Record a request, a waiver or a withdrawal."""
    if step not in STEPS:
        abort(404)
    found = casefile.casefile(case_id, by=current_actor())
    form = forms.of_step(step, (), party_words.choices(found.case.hearing, _parties(found)))
    if not form.validate():
        return _page(case_id, {step: form}, status=422)
    try:
        _do(case_id, step, form)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(case_id, {step: form}, status=422)
    except Refusal as refusal:
        return _page(case_id, {step: form}, said=window_refusals.said(refusal), status=409)
    after = step == "hearing_requested" and overtakes(found.case)
    flash(_("已记录，已经通知作出决定的部门核实。") if after else _("已记录，牵头部门会看到。"))
    return redirect(url_for("window.case", case_id=case_id), 303)


def _do(case_id: str, step: str, form: Any) -> None:
    more: dict[str, Any] = {
        "party": form.party.data,
        "by": current_actor(),
        "at": clock.now(),
        "expected_seq": form.seq,
    }
    if step == "hearing_requested":
        said = {"name": form.name.data or "", "address": form.address.data or "", "posted": form.posted()}
        hearings.request(case_id, form.note.data or "", **said, **more)
    else:
        act = hearings.waive if step == "hearing_waived" else hearings.withdraw_request
        act(case_id, form.reason.data or "", **more)


def _parties(file: CaseFile) -> tuple[interested.PartyView, ...]:
    return interested.parties(file, by=current_actor(), at=clock.now())


def _open(case: Case, wish: str, whom: Iterable[tuple[str, Any]]) -> bool:
    """Whether a wish can still be recorded; after the decision only a request that was posted in time and comes now."""
    return any(wish in wishes(case, who) for who, _label in whom) or (wish == "ask" and overtakes(case))


def _page(case_id: str, bound: dict[str, Any] | None = None, *, said: Any = None, status: int = 200) -> Any:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    parties = _parties(found.file)
    whom = party_words.choices(found.file.case.hearing, parties)
    made = {
        step: ((bound or {}).get(step) or forms.of_step(step, (), whom, blank=True)).fresh(found.file.case.seq)
        for step, wish in STEPS.items()
        if _open(found.file.case, wish, whom[wish])
    }
    page = render_template(
        "window/hearing.html",
        found=found,
        file=found.file,
        desk=desk(case_id, by=current_actor(), at=clock.now(), file=found.file),
        forms=made,
        parties=parties,
        form=next((one for one in (bound or {}).values() if one.errors), None),
        said=said,
        decided=overtakes(found.file.case),
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        w=window_words,
    )
    return page, status
