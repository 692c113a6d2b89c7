"""The credit lists: which versions are in use, what a file would change, and bringing it in."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.credit import ListForm
from portal.services import credit_arrivals, credit_files, credit_import, credit_lists
from portal.services.credit_import import About, FileRefused, Preview
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.web import credit_words, downloads
from portal.web.admin import bp
from portal.web.refusals import Words, words_of
from workflows.refusal import Refusal

SHOWN = 50
"""How many entries or lines a preview lists of each sort; the counts are of all."""


@bp.get("/credit")
@audience("administrator")
def credit() -> Any:
    """The lists in use, older versions, and the form for a new one."""
    return page_of(ListForm())


@bp.post("/credit")
@audience("administrator")
def bring_in_credit() -> Any:
    """What a file would change; and with the button of the preview, the import itself."""
    form = ListForm()
    if not form.validate() or not _kept(form):
        return page_of(form, status=422)
    try:
        if not form.arrival.data and credit_import.version_used(_about(form), form.kept.data or ""):
            raise WrongInput(version="used")
        if request.form.get("act") == "import":
            return _imported(form)
        return page_of(form, preview=_preview(form))
    except FileRefused as wrong:
        form.file.errors = [credit_words.file_words(wrong)]
        form.kept.data = ""
    except WrongInput as wrong:
        form.take(wrong)
    except Refusal as refusal:
        return page_of(form, preview=_preview(form), refused=words_of(refusal), status=409)
    return page_of(form, status=422)


@bp.get("/credit/lists/<int:list_id>/file")
@audience("administrator")
def credit_file(list_id: int) -> Response:
    """The file of a version as it came."""
    name = credit_lists.file_of(list_id, by=current_actor())
    return downloads.attached(*credit_files.open(name, credit_files.LIST))


def _kept(form: ListForm) -> bool:
    """Keep a newly chosen file; a form that carries the name of a kept one needs none."""
    chosen = form.file.data
    if not getattr(chosen, "filename", ""):
        if not form.kept.data:
            form.file.errors = [_("还没有选文件。")]
        return bool(form.kept.data)
    try:
        form.kept.data = credit_import.keep(chosen.filename, chosen.stream, by=current_actor(), at=clock.now())
    except UploadError as wrong:
        form.file.errors = [credit_words.file_words(FileRefused(wrong.code, **wrong.facts))]
        return False
    return True


def _about(form: ListForm) -> About:
    return About(form.kind.data, form.name.data, form.version.data, form.rule_version.data, form.sheet.data or "")


def _preview(form: ListForm) -> Preview:
    found = credit_import.preview(_about(form), form.kept.data or "", by=current_actor())
    form.base.data = str(found.difference.base)
    return found


def _imported(form: ListForm) -> Response:
    base = int(form.base.data) if (form.base.data or "").isdigit() else -1
    more: dict[str, Any] = {"base": base, "partly": bool(form.partly.data), "by": current_actor(), "at": clock.now()}
    done = credit_import.bring_in(_about(form), form.kept.data or "", **more)
    said = ngettext("已导入 %(num)s 条，", "已导入 %(num)s 条，", done.entries)
    if (form.arrival.data or "").isdigit():
        credit_arrivals.confirmed(int(form.arrival.data or ""), done.id, by=current_actor(), at=clock.now())
    flash(said + _("“%(name)s”%(version)s 版从现在起使用。", name=done.name, version=done.version))
    return redirect(url_for("admin.credit"), 303)  # type: ignore[return-value]


def page_of(
    form: ListForm, *, preview: Preview | None = None, refused: Words | None = None, status: int = 200, **more: Any
) -> Any:
    """The page of the lists; `more` is what a list that came by itself adds."""
    page = render_template(
        "admin/credit.html",
        form=form,
        preview=preview,
        refused=refused,
        versions=credit_lists.lists(current=False),
        waiting=credit_arrivals.waiting(by=current_actor()),
        shown=SHOWN,
        w=credit_words,
        **more,
    )
    return page, status
