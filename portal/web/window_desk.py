"""The acceptance desk: documents beside their review points, a mark for every material and answer, and what follows."""

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
from portal.services import desk, former, presence
from portal.services.desk import Desk, DeskMaterial, DeskSection
from portal.services.presence import Present
from portal.services.wrong_input import WrongInput
from portal.web import window_refusals, window_words
from portal.web.window import bp, case_page
from portal.web.window_viewer import viewed
from workflows.refusal import Refusal


@bp.get("/queue/<case_id>", endpoint="desk")
@audience("window")
def desk_page(case_id: str) -> Any:
    """The desk with one material open; a case that lies elsewhere is shown on its own page."""
    seen = looked_at(case_id)
    if seen.mode == "read":
        return redirect(url_for("window.case", case_id=case_id), 303)
    return shown(seen, thing_asked(seen))


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
    return gone_on(case_id, key)


def gone_on(case_id: str, key: str) -> Any:
    """After a mark: to the letter of the outcome that the button names, to the next that is not marked, or back."""
    if outcome := request.form.get("outcome"):
        return redirect(url_for("window.outcome", case_id=case_id, outcome=outcome), 303)
    return redirect(url_for("window.desk", case_id=case_id, m=after(looked_at(case_id), key)), 303)


@bp.post("/queue/<case_id>/fields")
@audience("window")
def mark_fields(case_id: str) -> Any:
    """Keep the marks on the answers of one section; one button finds all of them in order that have no mark yet."""
    key, seq = request.form.get("section", ""), request.form.get("expected_seq", type=int)
    seen_at = request.form.get("seen_at", "")
    try:
        desk.mark_fields(case_id, sent_fields(), by=current_actor(), at=clock.now(), expected_seq=seq, seen_at=seen_at)
    except WrongInput as wrong:
        seen = looked_at(case_id)
        return shown(seen, thing_of(seen, key), wrong=wrong, status=422)
    except Refusal as refusal:
        return refused(case_id, refusal, key)
    return gone_on(case_id, key)


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
    return redirect(url_for("window.desk", case_id=case_id, _anchor="next"), 303)


def looked_at(case_id: str) -> Desk:
    """The desk of a case as the person at the screen sees it now."""
    return desk.desk(case_id, by=current_actor(), at=clock.now())


def thing_asked(seen: Desk) -> DeskMaterial | DeskSection | None:
    """The material or section that the address names, or else the first one that waits to be looked at."""
    named = thing_of(seen, request.args.get("m", ""))
    waiting = (*seen.arrived, *seen.owed) if seen.mode == "supplement" else seen.unmarked
    return named or next(iter(waiting), None) or next(iter(seen.everything), None)


def thing_of(seen: Desk, key: str) -> DeskMaterial | DeskSection | None:
    """The material or section of the form of that key, or None."""
    return seen.material(key) or seen.section(key)


def after(seen: Desk, key: str) -> str:
    """What to go to: the same material or section, or the next that is not marked, where the button asks for it."""
    if request.form.get("then") != "next" and request.form.get("all") != "good":
        return key
    order = [*seen.everything, *seen.everything]
    at = next((n for n, one in enumerate(seen.everything) if one.key == key), 0)
    waiting = {one.key for one in seen.unmarked}
    return next((one.key for one in order[at + 1 :] if one.key in waiting), key)


def sent_mark() -> dict[str, Any]:
    """What the form says of a material: verdict, words with the ready-made ones that were ticked, points.

    One button finds every point met that has no answer yet, and the material in order; a point that is not met stays so.
    """
    good = request.form.get("all") == "good"
    points = dict.fromkeys(request.form.getlist("k"), "yes") if good else {}
    words = request.form.get("reason", "").replace("\r\n", "\n").strip()
    ready = [line for line in request.form.getlist("ready") if line not in words]
    return {
        "verdict": request.form.get("verdict") or ("ok" if good else ""),
        "reason": "\n".join([words, *ready]).strip(),
        "points": points | {name.removeprefix("p:"): v for name, v in request.form.items() if name.startswith("p:")},
        "expected_seq": request.form.get("expected_seq", type=int),
        "seen_at": request.form.get("seen_at", ""),
    }


def sent_fields() -> dict[str, tuple[str, str]]:
    """What the form says of the answers of a section, by key: verdict and words."""
    keys = [name.removeprefix("k:") for name in request.form if name.startswith("k:")]
    rest = "ok" if request.form.get("all") else ""
    return {
        key: (
            request.form.get(f"v:{key}") or rest,
            request.form.get(f"r:{key}", "").replace("\r\n", "\n").strip(),
        )
        for key in keys
    }


def refused(case_id: str, refusal: Refusal, key: str = "") -> Any:
    """The desk again, with why the act was not done; what was typed stays in its place, or is shown where it has none."""
    seen = looked_at(case_id)
    said = window_refusals.said(refusal, names_of(seen))
    if seen.mode == "read":
        return case_page(case_id, said=said, status=409)
    return shown(seen, thing_of(seen, key) or thing_asked(seen), said=said, status=409)


def names_of(seen: Desk) -> dict[str, str]:
    """What is marked by its key, in the language of the page."""
    fields = [field for section in seen.sections for field in section.fields]
    answers = {one.key: str(window_words.local(one.field.label)) for one in fields}
    return {**{one.key: str(window_words.local(one.name)) for one in seen.materials}, **answers}


def shown(
    seen: Desk,
    thing: DeskMaterial | DeskSection | None,
    *,
    wrong: WrongInput | None = None,
    form: SupplementForm | None = None,
    receive: ReceiveForm | None = None,
    unread: Sequence[str] = (),
    said: Any = None,
    status: int = 200,
) -> Any:
    """The page of the desk with a material or a section open. After a refusal it holds what was typed, not what is stored."""
    section = thing if isinstance(thing, DeskSection) else None
    chosen = beside(seen) if section else thing
    by = current_actor()
    page = render_template(
        template_of(seen, section),
        desk=seen,
        file=seen.file,
        thing=thing,
        section=section,
        chosen=chosen,
        view=viewed(seen.file, chosen if isinstance(chosen, DeskMaterial) else None, by=by),
        versions=former.former(seen.file, None, by=by) if section else None,
        typed=(sent_fields() if section else sent_mark()) if wrong or said else None,
        wrong=wrong.fields if wrong else {},
        failed=bool(wrong or said),
        said=said,
        kept=recovery.typed().shown if said else [],
        form=next((one for one in (form, receive) if one and one.errors), None),
        receive=(receive or ReceiveForm()).fresh(seen.seq),
        unread=unread,
        fields=(form or SupplementForm()).fresh(seen.seq),
        acts=may_act(by, seen.file, Role.WINDOW),
        form_open=request.args.get("view") == "form" or (section is not None and chosen is None),
        present=present_at(seen),
        w=window_words,
    )
    return page, status


def template_of(seen: Desk, section: DeskSection | None) -> str:
    """The page for what is open: a supplement that came in, a section of the form, or a material."""
    if seen.mode == "supplement":
        return "window/supplement.html"
    return "window/desk_fields.html" if section else "window/desk.html"


def beside(seen: Desk) -> DeskMaterial | None:
    """The material that the clerk holds a section of the form against, or None for the form itself."""
    return seen.material(request.args.get("with", ""))


def present_at(seen: Desk) -> tuple[Present, ...]:
    """Who else has this desk open; that it was opened here is noted, for those whose pages have no scripts."""
    return presence.opened(seen.file.public_id, by=current_actor(), at=clock.now())


def _supplement_again(case_id: str, key: str, form: SupplementForm) -> Any:
    seen = looked_at(case_id)
    return shown(seen, seen.material(key), form=form, status=422)
