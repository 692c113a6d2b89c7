"""The lists of a section as a file: a template to fill in, and a sheet of one's own that fills the tables of the form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import request

from guides.form import Field, Section
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.application import SectionForm, filled_form
from portal.i18n import language
from portal.services import drafts, rosters
from portal.services.draft_view import DraftView
from portal.services.text_table import FileRefused
from portal.web import xlsx_file
from portal.web.enterprise import bp
from portal.web.roster_words import Told, refused_words, told_of
from workflows.refusal import Refusal

FILE = "roster"
"""The name of the file, and of the button that reads it."""
_WIDEST = 31
"""Characters that the name of a sheet may have."""


@bp.get("/my/drafts/<draft_id>/sections/<section>/list.xlsx")
@audience("handler")
def roster_template(draft_id: str, section: str) -> Any:
    """A workbook with a sheet for each list of the section, and nothing in it but the heads of its columns."""
    view = drafts.view(draft_id, by=current_actor(), on=business_today())
    found = next((one for one in view.guide.form if one.id == section), None)
    tables = tables_of(found, view.reading.needs.fields) if found else ()
    if not tables:
        raise Refusal("no_such_section")
    return xlsx_file.download("list.xlsx", *map(_sheet, tables))


def tables_of(section: Section, asked: Collection[str]) -> tuple[Field, ...]:
    """The tables of a section that are asked and filled from a list of the enterprise's own."""
    return tuple(one for one in section.fields if one.ledger and one.id in asked)


def brought(view: DraftView, form: SectionForm) -> tuple[SectionForm, Told | None]:
    """The form with the rows of the file that was sent with it, and what is to be said; the form as it is where none was meant."""
    if request.form.get("do") != FILE:
        return form, None
    tables, sent = tables_of(form.section, view.reading.needs.fields), request.files.get(FILE)
    try:
        if sent is None or not sent.filename:
            raise FileRefused("none")
        found = rosters.read(sent.stream.read(rosters.LARGEST + 1), tables)
    except FileRefused as refused:
        return form, refused_words(refused)
    typed = form.typed()
    typed |= {name: rosters.joined(typed[name], rows) for name, rows in found.rows.items() if rows}
    return filled_form(view.guide, form.section.id, language().code, typed), told_of(found, tables)


def _sheet(table: Field) -> xlsx_file.Sheet:
    code = language().code
    heads = [_head(one, code) for one in table.columns]
    return xlsx_file.Sheet(table.label.get(code)[:_WIDEST], heads, ())


def _head(column: Field, code: str) -> str:
    """The label of a column; what it is measured in, or may hold, stands in brackets, which a reader of headings passes over."""
    options = "/".join(one.label.get(code) for one in column.options)
    more = column.unit.get(code) if column.unit else options
    return f"{column.label.get(code)}（{more}）" if more else column.label.get(code)
