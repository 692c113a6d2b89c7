"""The ledger of promises for the staff: what is open, kept and broken, and the record of each with what may be found on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.deferral import SettleForm
from portal.services import promises, supplement
from portal.services.promises import PromiseView
from portal.web import deferral_words
from workflows.case_tracks import track_open
from workflows.deferral_policy import load_policy

bp = Blueprint("deferral", __name__, url_prefix="/deferral")
FALSE, REPAIRED = "false", "repaired"
FINDINGS: dict[str, Any] = {FALSE: _l("承诺或者补交的材料不实"), REPAIRED: _l("没有兑现的承诺已经修复")}


@bp.get("", endpoint="ledger")
@audience("window", "reviewer", "decider", "supervisor")
def ledger_page() -> Any:
    """All promises that are one's own business, with the rate of promises kept."""
    state = request.args.get("state", "")
    state = state if state in promises.STATES else ""
    page = request.args.get("page", 1, type=int)
    found = promises.ledger(by=current_actor(), on=business_today(), state=state, page=page)
    return render_template("deferral/ledger.html", found=found, state=state, w=deferral_words, policy=load_policy())


@bp.get("/<case_id>/<material>")
@audience("window", "reviewer", "decider", "supervisor")
def one(case_id: str, material: str) -> Any:
    """One promise: what was promised, signed, brought and found, and the form for a finding."""
    seen = promises.view(case_id, material, by=current_actor())
    return _page(seen, _form(seen))


@bp.post("/<case_id>/<material>")
@audience("decider")
def settle(case_id: str, material: str) -> Any:
    """Find a promise false, or a broken one repaired, with the reason."""
    by = current_actor()
    seen = promises.view(case_id, material, by=by)
    form = _form(seen)
    if not form.validate():
        return _page(seen, form), 422
    act = promises.repair if form.finding.data == REPAIRED else promises.find_false
    act(case_id, material, form.reason.data, by=by, at=clock.now(), expected_seq=form.seq)
    flash(_("认定已经记下，并告诉申请人。"))
    return redirect(url_for("deferral.one", case_id=case_id, material=material), 303)


@bp.post("/<case_id>/<material>/site-check")
@audience("reviewer")
def site_check(case_id: str, material: str) -> Any:
    """Record that the site check has come and the material has not."""
    seq = request.form.get("expected_seq", -1, type=int)
    supplement.site_check_without(case_id, material, by=current_actor(), at=clock.now(), expected_seq=seq)
    flash(_("已记下：现场核查时没有补齐，按办事指南的后果处理。"))
    return redirect(url_for("deferral.one", case_id=case_id, material=material), 303)


def _form(seen: PromiseView) -> SettleForm:
    """The findings that are possible now."""
    wanted = REPAIRED if seen.state == "broken" and seen.promise.repaired_on is None else FALSE
    return SettleForm().offer({wanted: FINDINGS[wanted]})


def _page(seen: PromiseView, form: SettleForm) -> str:
    return render_template(
        "deferral/one.html",
        seen=seen,
        file=seen.file,
        p=seen.promise,
        form=form if form.errors else None,
        fields=form.fresh(seen.file.case.seq),
        checks=_may_check(seen),
        w=deferral_words,
    )


def _may_check(seen: PromiseView) -> bool:
    """Whether the person checks the site now, and the material should be here before that."""
    term, case = seen.file.case.terms.material(seen.promise.material), seen.file.case
    open_ = {one.office for one in case.terms.tracks if one.site_check and track_open(case, one.id)}
    waits = term is not None and term.until == "site_check" and seen.state == "open"
    return waits and current_actor().office_code in open_
