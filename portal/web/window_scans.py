"""Scanning at the window: pages from camera, files or the scanner's folder, put in order and bound into one PDF."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import drafts, scan_folder, scans, sharing
from portal.services.draft_view import DraftView
from portal.services.inspection import UploadError
from portal.web import steps
from portal.web.enterprise_materials import take_files, upload_limits
from portal.web.upload_words import words_of
from portal.web.window import bp
from portal.web.window_draft import tell_shared
from portal.web.window_walkin import open_draft
from workflows.refusal import Refusal


@bp.get("/drafts/<draft_id>/scans/<material>")
@audience("window", "intake")
def scan_table(draft_id: str, material: str) -> Any:
    """The pages of a material that are not bound yet, and where more of them come from."""
    view = open_draft(draft_id)
    return _page(view, material) if isinstance(view, DraftView) else view


@bp.post("/drafts/<draft_id>/scans/<material>")
@audience("window", "intake")
def add_scans(draft_id: str, material: str) -> Any:
    """Take photographs or files as pages."""
    by = current_actor()
    view = drafts.view(draft_id, by=by, on=business_today())

    def take(file: Any, size: int | None) -> str:
        return scans.add(draft_id, material, file.filename, file.stream, by=by, at=clock.now(), size=size)

    wrong = take_files(take)
    return (_page(view, material, wrong), 422) if wrong else _back(draft_id, material)


@bp.post("/drafts/<draft_id>/scans/<material>/folder")
@audience("window", "intake")
def take_scans(draft_id: str, material: str) -> Any:
    """Take the chosen files of the scanner's folder as pages; what cannot be taken stays there."""
    by, at, counter = current_actor(), clock.now(), request.form.get("counter", "")
    view, names = drafts.view(draft_id, by=by, on=business_today()), request.form.getlist("name")
    wrong = [] if names else [words_of(UploadError("none"), "")]
    for name in names:

        def keep(stream: Any, size: int, name: str = name) -> str:
            return scans.add(draft_id, material, name, stream, by=by, at=at, size=size)

        try:
            scan_folder.take(counter, name, keep, by=by, at=at)
        except UploadError as error:
            wrong.append(words_of(error, name))
    return (_page(view, material, wrong), 422) if wrong else _back(draft_id, material)


@bp.post("/drafts/<draft_id>/scans/<material>/pages/<int:page_id>")
@audience("window", "intake")
def arrange_scan(draft_id: str, material: str, page_id: int) -> Any:
    """Move a page, turn it, or take it out."""
    scans.arrange(draft_id, page_id, request.form.get("do", ""), by=current_actor(), at=clock.now())
    return _back(draft_id, material, f"p-{page_id}")


@bp.post("/drafts/<draft_id>/scans/<material>/bind")
@audience("window", "intake")
def bind_scans(draft_id: str, material: str) -> Any:
    """Make one PDF of the pages and put it into the list; the sitting's other applications get it too."""
    by, at = current_actor(), clock.now()
    view = drafts.view(draft_id, by=by, on=business_today())
    name = _name(view, material)
    try:
        file_id = scans.bind(draft_id, material, name, by=by, at=at)
    except UploadError as error:
        return _page(view, material, [words_of(error, name)]), 422
    tell_shared(sharing.spread_file(draft_id, file_id, by=by, at=at))
    flash(_("已经装订成一个 PDF，放进了清单。"))
    key = next((one.key for one in view.requirements if one.requirement.satisfied({material})), "")
    return redirect(url_for("window.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


def _back(draft_id: str, material: str, anchor: str | None = None) -> Any:
    return redirect(url_for("window.scan_table", draft_id=draft_id, material=material, _anchor=anchor), 303)


def _name(view: DraftView, material: str) -> str:
    found = view.guide.material(material)
    if found is None or not any(one.requirement.satisfied({material}) for one in view.requirements):
        raise Refusal("no_such_material")
    return str(found.name)[:60]


def _page(view: DraftView, material: str, wrong: list[str] | None = None) -> str:
    by, at = current_actor(), clock.now()
    name = _name(view, material)
    counter, folder, fault = _folder()
    return render_template(
        "window/scans.html",
        view=view,
        material=material,
        name=view.guide.material(material).name if view.guide.material(material) else name,  # type: ignore[union-attr]
        pages=scans.pages(view.public_id, material, by=by),
        connected=scan_folder.connected(),
        counter=counter,
        counters=scan_folder.counters(by=by) if scan_folder.connected() else (),
        folder=folder,
        folder_fault=fault,
        key=next((one.key for one in view.requirements if one.requirement.satisfied({material})), ""),
        wrong=wrong or [],
        steps=steps.steps_of(view, steps.MATERIALS),
        now=at,
        **upload_limits(),
    )


def _folder() -> tuple[str, tuple[scan_folder.Scan, ...], str]:
    """The counter that this browser works at, what its scanner put down, and why that cannot be read."""
    if not scan_folder.connected():
        return "", (), ""
    by = current_actor()
    if "counter" in request.args:
        session["counter"] = request.args["counter"][:60]
    known = scan_folder.counters(by=by)
    counter = session.get("counter", "")
    counter = counter if counter in known else (known[0] if known else "")
    try:
        return counter, scan_folder.listed(counter, by=by, at=clock.now()), ""
    except UploadError as error:
        return counter, (), words_of(error, counter)
