"""The acceptance desk: documents beside their review points, a mark for every material, and the outcome that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.actors import Role
from portal.auth import audience, current_actor, may_act
from portal.forms.deferral import ReceiveForm
from portal.forms.window import SupplementForm
from portal.services import desk, page_images, presence
from portal.services.desk import Desk, DeskFile, DeskMaterial
from portal.services.presence import Present
from portal.services.wrong_input import WrongInput
from portal.web import window_refusals, window_words
from portal.web.window import bp, case_page
from workflows.refusal import Refusal


@bp.get("/queue/<case_id>", endpoint="desk")
@audience("window")
def desk_page(case_id: str) -> Any:
    """The desk with one material open; a case that lies elsewhere is shown on its own page."""
    seen = looked_at(case_id)
    if seen.mode == "read":
        return redirect(url_for("window.case", case_id=case_id), 303)
    return shown(seen, material_asked(seen))


@bp.post("/queue/<case_id>")
@audience("window")
def mark(case_id: str) -> Any:
    """Keep the mark on one material, then go where the button says: stay, to the next one, or to an outcome."""
    key = request.form.get("material", "")
    try:
        desk.mark(case_id, key, **sent_mark(), by=current_actor(), at=clock.now())
    except WrongInput as wrong:
        seen = looked_at(case_id)
        return shown(seen, seen.material(key), wrong=wrong, status=422)
    except Refusal as refusal:
        return refused(case_id, refusal, key)
    seen = looked_at(case_id)
    if outcome := request.form.get("outcome"):
        return redirect(url_for("window.outcome", case_id=case_id, outcome=outcome), 303)
    return redirect(url_for("window.desk", case_id=case_id, m=after(seen, key)), 303)


@bp.post("/queue/<case_id>/credit")
@audience("window")
def look_up(case_id: str) -> Any:
    """Look the credit lists up now."""
    case = desk.look_up_credit(case_id, by=current_actor(), at=clock.now())
    found = case.credit[-1].result
    flash(
        _("信用名单已查，结果见上方。")
        if found != "unavailable"
        else _("信用名单暂时查不到，可以先收件；只有容缺要等查到结果。")
    )
    return redirect(url_for("window.desk", case_id=case_id, m=request.form.get("material")), 303)


@bp.post("/queue/<case_id>/supplements/<key>")
@audience("window")
def supplement(case_id: str, key: str) -> Any:
    """Find a deferred material that came in in order, or give it back with words."""
    form, by, at = SupplementForm(), current_actor(), clock.now()
    if not form.validate():
        return _supplement_again(case_id, key, form)
    try:
        if form.verdict.data == "ok":
            desk.confirm_supplement(case_id, key, by=by, at=at, expected_seq=form.seq)
            flash(_("这份容缺材料核对合格。"))
        else:
            desk.reject_supplement(case_id, key, reason=form.reason.data, by=by, at=at, expected_seq=form.seq)
            flash(_("已退回并告知申请人，期限内可以再补。"))
    except Refusal as refusal:
        return refused(case_id, refusal, key)
    return redirect(url_for("window.desk", case_id=case_id), 303)


def looked_at(case_id: str) -> Desk:
    """The desk of a case as the person at the screen sees it now."""
    return desk.desk(case_id, by=current_actor(), at=clock.now())


def material_asked(seen: Desk) -> DeskMaterial | None:
    """The material that the address names, or else the first one that waits to be looked at."""
    named = seen.material(request.args.get("m", ""))
    waiting = (*seen.arrived, *seen.owed) if seen.mode == "supplement" else seen.unmarked
    return named or next(iter(waiting), None) or next(iter(seen.materials), None)


def after(seen: Desk, key: str) -> str:
    """The material to go to: the same one, or the next that is not marked, where the button asks for it."""
    if request.form.get("then") != "next":
        return key
    order = [*seen.materials, *seen.materials]
    at = next((n for n, one in enumerate(seen.materials) if one.key == key), 0)
    waiting = {one.key for one in seen.unmarked}
    return next((one.key for one in order[at + 1 :] if one.key in waiting), key)


def sent_mark() -> dict[str, Any]:
    """What the form says of a material: verdict, words with the ready-made ones that were ticked, points."""
    words = request.form.get("reason", "").replace("\r\n", "\n").strip()
    ready = [line for line in request.form.getlist("ready") if line not in words]
    return {
        "verdict": request.form.get("verdict", ""),
        "reason": "\n".join([words, *ready]).strip(),
        "points": {name.removeprefix("p:"): value for name, value in request.form.items() if name.startswith("p:")},
        "expected_seq": request.form.get("expected_seq", type=int),
        "seen_at": request.form.get("seen_at", ""),
    }


def refused(case_id: str, refusal: Refusal, key: str = "") -> Any:
    """The desk again, with why the act was not done; what was typed stays in its place, or is shown where it has none."""
    seen = looked_at(case_id)
    names = {one.key: str(window_words.local(one.name)) for one in seen.materials}
    said = window_refusals.said(refusal, names)
    if seen.mode == "read":
        return case_page(case_id, said=said, status=409)
    return shown(seen, seen.material(key) or material_asked(seen), said=said, status=409)


def shown(
    seen: Desk,
    chosen: DeskMaterial | None,
    *,
    wrong: WrongInput | None = None,
    form: SupplementForm | None = None,
    receive: ReceiveForm | None = None,
    unread: Sequence[str] = (),
    said: Any = None,
    status: int = 200,
) -> Any:
    """The page of the desk with a material open. After a refusal the form holds what was typed, not what is stored."""
    typed = sent_mark() if wrong or said else None
    page = render_template(
        "window/supplement.html" if seen.mode == "supplement" else "window/desk.html",
        desk=seen,
        file=seen.file,
        chosen=chosen,
        view=viewed(chosen),
        typed=typed,
        wrong=wrong.fields if wrong else {},
        failed=bool(wrong or said),
        said=said,
        kept=recovery.typed().shown if said else [],
        form=next((one for one in (form, receive) if one and one.errors), None),
        receive=(receive or ReceiveForm()).fresh(seen.seq),
        unread=unread,
        fields=(form or SupplementForm()).fresh(seen.seq),
        acts=may_act(current_actor(), seen.file, Role.WINDOW),
        form_open=request.args.get("view") == "form",
        present=present_at(seen),
        w=window_words,
    )
    return page, status


def present_at(seen: Desk) -> tuple[Present, ...]:
    """Who else has this desk open; that it was opened here is noted, for those whose pages have no scripts."""
    return presence.opened(seen.file.public_id, by=current_actor(), at=clock.now())


def _supplement_again(case_id: str, key: str, form: SupplementForm) -> Any:
    seen = looked_at(case_id)
    return shown(seen, seen.material(key), form=form, status=422)


def viewed(chosen: DeskMaterial | None) -> dict[str, Any]:
    """What lies under the lamp: the file and page that the address names, enlarged or turned, and why it cannot be shown."""
    file = _file_asked(chosen)
    if file is None:
        return {"file": None}
    number = min(max(request.args.get("p", 1, type=int), 1), file.pages)
    return {
        "file": file,
        "page": number,
        "large": request.args.get("size") == "large",
        "fault": page_images.fault(file.public_id, number, by=current_actor()),
    }


def _file_asked(chosen: DeskMaterial | None) -> DeskFile | None:
    if chosen is None or not chosen.files:
        return None
    wanted = request.args.get("file", "")
    return next((one for one in chosen.files if one.public_id == wanted), chosen.files[0])
