"""One version of a guide: written, checked, compared, previewed, proposed, published, turned down."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from guides.guide import Guide
from guides.load import GuideError
from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.guide import SENTENCES, GuideForm
from portal.i18n import language
from portal.services import guide_impact, guide_pages, guide_rows, guide_versions, offices
from portal.services.guide_checks import WrongGuide
from portal.services.guide_rows import VersionPage
from portal.web import public_guides
from portal.web.authoring import bp, day_of
from workflows.refusal import Refusal

SEVERITIES = ("error", "warning", "info")


@bp.route("/new", methods=["GET", "POST"])
@audience("author", "administrator")
def new() -> Any:
    """A new version, begun empty or from one that is there (`?item=` and `?from=`)."""
    form = _form()
    if request.method == "GET":
        _begin_with(form, request.args.get("item", ""), request.args.get("from", ""))
        return render_template("authoring/write.html", form=form, row=None)

    def keep() -> int:
        return guide_versions.upload(form.written(), by=current_actor(), at=clock.now())

    return _written(form, keep, None)


@bp.route("/versions/<int:version_id>/edit", methods=["GET", "POST"])
@audience("author", "administrator")
def edit(version_id: int) -> Any:
    """The text of a version that is not published, to be changed; it becomes a draft again."""
    page, form = _page(version_id), _form()
    if request.method == "GET":
        _fill(form, page)
        return render_template("authoring/write.html", form=form, row=page.row)

    def keep() -> int:
        seen = request.form.get("seen", "")
        guide_versions.revise(version_id, form.written(), seen=seen, by=current_actor(), at=clock.now())
        return version_id

    return _written(form, keep, page)


@bp.get("/versions/<int:version_id>")
@audience("author", "administrator")
def version(version_id: int) -> Any:
    """A version with what the checks say, what it changes, and what publishing it would do."""
    page, by = _page(version_id), current_actor()
    guide = page.verdict.guide
    open_ = page.row.state in guide_rows.OPEN
    return render_template(
        "authoring/version.html",
        page=page,
        row=page.row,
        guide=guide,
        faults=[str(SENTENCES[one]) for one in page.verdict.fields.items()] if open_ else [],
        findings=sorted(page.verdict.findings, key=lambda one: (SEVERITIES.index(one.severity), one.line)),
        impact=guide_impact.impact(guide, by=by) if guide else None,
        own=page.row.proposed_by == by.id,
        offices=offices.names(),
    )


@bp.get("/versions/<int:version_id>/preview")
@audience("author", "administrator")
def preview(version_id: int) -> Any:
    """The public page as it will look, for authors only and marked as a preview."""
    guide = _guide(version_id)
    sent = public_guides.shaped([guide], dict(request.args.lists()))
    page = guide_pages.preview(guide, sent, on=business_today())
    here = url_for("authoring.preview", version_id=version_id)
    back = url_for("authoring.version", version_id=version_id)
    return public_guides.drawn(page, here=here, back=back)


@bp.get("/versions/<int:version_id>/file")
@audience("author", "administrator")
def file(version_id: int) -> Any:
    """The text as a file, to be kept with others under version control."""
    page = _page(version_id)
    response = Response(page.written.content, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f"attachment; filename={page.written.name}"
    return response


@bp.post("/versions/<int:version_id>/propose")
@audience("author", "administrator")
def propose(version_id: int) -> Any:
    """Ask another person to publish it."""
    guide_versions.propose(version_id, seen=request.form.get("seen", ""), by=current_actor(), at=clock.now())
    flash(_("已提交。要另一位指南编写员或者系统管理员核对后发布。"))
    return redirect(url_for("authoring.version", version_id=version_id), 303)


@bp.post("/versions/<int:version_id>/publish")
@audience("author", "administrator")
def publish(version_id: int) -> Any:
    """Publish what somebody else proposed."""
    guide_versions.publish(version_id, seen=request.form.get("seen", ""), by=current_actor(), at=clock.now())
    flash(_("已发布。到施行日期，新的申请就按这一版办理。"))
    return redirect(url_for("authoring.version", version_id=version_id), 303)


@bp.post("/versions/<int:version_id>/reject")
@audience("author", "administrator")
def reject(version_id: int) -> Any:
    """Turn it down, with the reason."""
    given = {"seen": request.form.get("seen", ""), "by": current_actor(), "at": clock.now()}
    guide_versions.reject(version_id, request.form.get("reason", ""), **given)  # type: ignore[arg-type]
    flash(_("已退回，理由记在这一版的记录里。"))
    return redirect(url_for("authoring.version", version_id=version_id), 303)


def _page(version_id: int) -> VersionPage:
    return guide_rows.version_page(version_id, by=current_actor(), on=business_today())


def _guide(version_id: int) -> Guide:
    guide = _page(version_id).verdict.guide
    if guide is None:
        raise Refusal("guide_faulty", count=1)
    return guide


def _form() -> GuideForm:
    form, speak = GuideForm(), language().code
    listed = [SelectChoice(row.facts.code, row.facts.name(speak)) for row in offices.every() if row.facts.active]
    form.office.choices = [SelectChoice("", _("请选择")), *listed]
    return form


def _begin_with(form: GuideForm, item: str, version: str) -> None:
    """Fill the form with a version that is there, to be changed into a new one."""
    if not item or not version:
        return
    served = guide_rows.served(item, day_of(version), by=current_actor())
    form.item.data, form.office.data, form.content.data = item, served.office, served.content.decode()


def _fill(form: GuideForm, page: VersionPage) -> None:
    form.office.data, form.item.data, form.note.data = page.row.office, page.row.item, page.row.note
    form.effective_from.data = page.row.effective_from.isoformat()
    form.content.data = page.written.content.decode()


def _written(form: GuideForm, keep: Any, page: VersionPage | None) -> Any:
    """Keep what was written, or show it again with everything that is wrong with it."""
    errors: tuple[GuideError, ...] = ()
    if form.validate():
        try:
            return redirect(url_for("authoring.version", version_id=keep()), 303)
        except WrongGuide as wrong:
            form.refuse(wrong)
            errors = wrong.errors
    form.text()
    row = page.row if page else None
    return render_template("authoring/write.html", form=form, row=row, errors_of_text=errors), 422
