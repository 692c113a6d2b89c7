"""Once only: the enterprise's papers with their validity, and filling a draft with what was accepted before."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.library import ValidityForm
from portal.services import drafts, former_answers, library
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.web.enterprise import bp
from portal.web.upload_words import words_of

NAMED = 5
"""Files that did not come in which are named one by one; the list of materials shows what is missing anyway."""


@bp.get("/my/materials")
@audience("handler")
def shelves() -> Any:
    """The papers of the enterprise, by kind."""
    found = library.shelves(by=current_actor())
    return render_template("enterprise/library.html", shelves=found, on=business_today())


@bp.route("/my/materials/<file_id>", methods=["GET", "POST"])
@audience("handler")
def paper(file_id: str) -> Any:
    """One paper: which case it came from, and until when it is valid."""
    by = current_actor()
    found = library.paper(file_id, by=by)
    form = ValidityForm(obj=found)
    if request.method == "POST" and form.validate():
        try:
            library.state_validity(file_id, form.valid_to.data, by=by, at=clock.now())
            flash(_("有效期已保存。"))
            return redirect(url_for("enterprise.shelves"), 303)
        except WrongInput:
            form.out_of_range()
    page = render_template("enterprise/paper.html", paper=found, form=form, on=business_today())
    return page, 422 if request.method == "POST" else 200


@bp.post("/my/drafts/<draft_id>/reuse")
@audience("handler")
def reuse(draft_id: str) -> Any:
    """Put papers that were accepted before into the draft."""
    reuse_asked(draft_id)
    anchor = f"m-{request.form.get('key', '')}"
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=anchor), 303)


@bp.post("/my/drafts/<draft_id>/reuse-all")
@audience("handler")
def reuse_all(draft_id: str) -> Any:
    """Put every paper that the library offers into the draft; the list of them stands on the page that follows."""
    reuse_all_asked(draft_id)
    return redirect(url_for("enterprise.materials", draft_id=draft_id, taken=1, _anchor="from-library"), 303)


@bp.post("/my/drafts/<draft_id>/fill")
@audience("handler")
def fill(draft_id: str) -> Any:
    """Answer the empty questions with what was answered before."""
    fill_asked(draft_id)
    return redirect(url_for("enterprise.draft", draft_id=draft_id), 303)


def reuse_asked(draft_id: str) -> None:
    """Put the files that the page names into the draft, and say which came in and which could not."""
    by, at, taken, stated = current_actor(), clock.now(), 0, "stated" in request.form
    drafts.view(draft_id, by=by)
    for file_id in request.form.getlist("file")[:30]:
        try:
            library.reuse(draft_id, file_id, stated=stated, by=by, at=at)
            taken += 1
        except UploadError as error:
            flash(words_of(error, ""), "warn")
    if taken:
        flash(ngettext("已从材料库放入 %(num)s 个文件，请核对。", "已从材料库放入 %(num)s 个文件，请核对。", taken))


def reuse_all_asked(draft_id: str) -> None:
    """Put all that is offered into the draft; say how many came in, and of each that did not which it is."""
    found = library.reuse_all(draft_id, stated="stated" in request.form, by=current_actor(), at=clock.now())
    if number := len(found.papers):
        flash(ngettext("已从材料库放入 %(num)s 个文件，请核对。", "已从材料库放入 %(num)s 个文件，请核对。", number))
    elif not found.left:
        flash(_("材料库里没有这次还能放入的文件：能用的都已放入。"))
    for paper, _reason in found.left[:NAMED]:
        flash(_("“%(name)s”没有放入，请在它的那一项里看原因，或者另传一份。", name=paper.filename), "warn")


def fill_asked(draft_id: str) -> None:
    """Fill the empty answers of the draft and say how many there were."""
    number = former_answers.fill(draft_id, by=current_actor(), at=clock.now())
    if number:
        flash(ngettext("填好了 %(num)s 项，请逐步核对。", "填好了 %(num)s 项，请逐步核对。", number))
    else:
        flash(_("没有可以填的内容：空着的题目以前没有填过。"))
