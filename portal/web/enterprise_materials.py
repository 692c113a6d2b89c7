"""The exact list of materials: uploading, taking back, promising for later, and downloading again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import commitment, drafts, library, partial_uploads, uploads
from portal.services.draft_view import DraftView
from portal.services.inspection import UploadError
from portal.services.uploads import Goal
from portal.web import downloads, steps
from portal.web.enterprise import bp, open_draft
from portal.web.requirement_words import paper_words
from portal.web.upload_words import ACCEPT, words_of
from workflows.refusal import Refusal


@bp.get("/my/drafts/<draft_id>/materials")
@audience("handler")
def materials(draft_id: str) -> Any:
    """Everything that is to be handed in, what is fetched by sharing, and what may come later."""
    view = open_draft(draft_id)
    return page(view) if isinstance(view, DraftView) else view


@bp.post("/my/drafts/<draft_id>/files")
@audience("handler")
def upload(draft_id: str) -> Any:
    """Take one or several files for a material."""
    material, by = request.form.get("material", ""), current_actor()
    drafts.view(draft_id, by=by)

    def take(file: Any, size: int | None) -> str:
        return uploads.attach(draft_id, material, file.filename, file.stream, by=by, at=clock.now(), size=size)

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    view = drafts.view(draft_id, by=by, on=business_today())
    key = next((one.key for one in view.requirements if one.requirement.satisfied({material})), "")
    if wrong:
        return page(view, {key: wrong}), 422
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


@bp.post("/my/drafts/<draft_id>/later")
@audience("handler")
def later(draft_id: str) -> Any:
    """Promise a material for later, or take the promise back (容缺承诺, R69)."""
    by, key = current_actor(), request.form.get("key", "")
    view = drafts.view(draft_id, by=by, on=business_today())
    others = set(view.later) - {key}
    drafts.promise(draft_id, others | {key} if request.form.get("on") else others, by=by, at=clock.now())
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


@bp.post("/my/files/<file_id>/remove")
@audience("handler")
def remove_file(file_id: str) -> Any:
    """Take a file back that was not handed in yet."""
    facts, _path = uploads.open(file_id, by=current_actor())
    uploads.remove(file_id, by=current_actor(), at=clock.now())
    flash(_("“%(name)s”已经删除。", name=facts.filename))
    return redirect(_list_of(request.form), 303)


@bp.get("/my/files/<file_id>")
@audience("handler")
def file(file_id: str) -> Any:
    """A file of one's own again, as a download."""
    return downloads.send(file_id, by=current_actor())


def take_files(take: Any) -> list[str]:
    """Hand every file of the request to `take`; the sentences for those that cannot be taken. The others are kept."""
    files = [one for one in request.files.getlist("file") if one.filename]
    size = request.form.get("size", type=int) if len(files) == 1 else None
    if not files:
        return [words_of(UploadError("none"), "")]
    wrong = []
    for one in files:
        try:
            take(one, size)
        except UploadError as error:
            wrong.append(words_of(error, uploads.safe_name(one.filename or "")))
    return wrong


def by_script() -> bool:
    """Whether the script of the upload forms sent the files, which shows the sentences itself."""
    return request.accept_mimetypes.best == "application/json"


def told_to_script(wrong: list[str]) -> Any:
    """The answer for that script: the sentences for what could not be taken."""
    return jsonify(errors=wrong), 422 if wrong else 200


def upload_limits() -> dict[str, Any]:
    """What the upload forms say and check beforehand."""
    limit = current_app.config["SETTINGS"].upload_megabytes
    return {"accept": ACCEPT, "limit": limit}


def _list_of(form: Any) -> str:
    """The page of the list that a file was taken off."""
    if draft_id := form.get("draft_id"):
        return url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{form.get('key', '')}")
    if case_id := form.get("case_id"):
        pages = {"correction": "correction_page", "review_fix": "fixes", "supplement": "supplement_page"}
        page = pages.get(form.get("purpose", ""), "case")
        return url_for(f"enterprise.{page}", case_id=case_id)
    raise Refusal("no_such_file")


def _common(view: DraftView) -> str:
    """What holds for the paper of most materials, which the page says once; empty where no two have it in common."""
    asked = [one.requirement.alternatives[0] for one in view.requirements if one.state != "shared"]
    said = Counter(words for one in asked if (words := paper_words(one, view.guide)))
    words, often = next(iter(said.most_common(1)), ("", 0))
    return words if often > 1 else ""


def page(view: DraftView, wrong: dict[str, list[str]] | None = None) -> str:
    """The list of materials, with sentences beside what could not be taken."""
    return render_template(
        "enterprise/materials.html",
        view=view,
        steps=steps.steps_of(view, steps.MATERIALS),
        back=steps.before(view, steps.MATERIALS),
        go_on=steps.after(view, steps.MATERIALS),
        wrong=wrong or {},
        targets={
            one.key: f"{'m' if one.state in ('later', 'shared') else 'file'}-{one.key}" for one in view.requirements
        },
        failed=bool(wrong),
        parts=partial_uploads.waiting(Goal("draft", view.public_id), by=current_actor()),
        papers=library.offers(view, by=current_actor(), on=business_today()),
        taken="taken" in request.args,
        common=_common(view),
        record=commitment.record_of(current_actor().enterprise_id or 0, on=business_today()),
        **upload_limits(),
    )
