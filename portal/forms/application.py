"""The form of a guide as WTForms classes: one class a section, the same for applicants and for the window."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Field as Control
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from guides.conditions import is_filled
from guides.fields import FieldError, Wrong, parse
from guides.form import Field, Section, repeated
from guides.guide import Guide
from guides.text import hint_of
from portal.forms.wording import sentence
from portal.services.answers import lacking as lacking_fault

PREFIX = "f-"
MOST_RADIOS = 6
_INPUT_MODES = {
    "number": "decimal",
    "integer": "numeric",
    "phone": "tel",
    "email": "email",
    "postcode": "numeric",
    "date": "numeric",
}
_PLACEHOLDERS = {"date": "20280501"}
"""An example where the guide gives none: a day in eight digits is typed on the keys for numbers alone."""

_AUTOCOMPLETE = {
    "enterprise.name": "organization",
    "handler.name": "name",
    "handler.phone": "tel",
    "enterprise.email": "email",
    "enterprise.postcode": "postal-code",
}


class Checkboxes(SelectMultipleField):
    """Several answers, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Form) -> None:
        """Nothing: what was chosen is read as the guide reads it."""


class GuidedForm(Form):
    """A form whose fields are the guide's: `guided` says by name what each of them asks."""

    guided: ClassVar[dict[str, Field]] = {}
    language: ClassVar[str] = "zh"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.guided.items():
            control = self[name]
            control.unit = field.unit.get(self.language) if field.unit else ""
            control.numeric = field.type in ("number", "integer")
            control.more = hint_of(field.help, self.language)[1]
            control.flags.optional = not field.required and field.type != "consent"
            if field.type == "table":
                control.max_entries, control.repeats = field.max_rows, repeated(field)

    def typed(self) -> dict[str, Any]:
        """What was typed, by field, exactly as it was typed."""
        return {name: _typed(self[name], field) for name, field in self.guided.items()}

    def place(self, name: str, error: FieldError) -> None:
        """Put the sentence for a fault beside the control that has to be mended."""
        control, field = self[name], self.guided[name]
        if error.code is Wrong.TABLE:
            for cell in error.facts["cells"]:
                control.entries[cell.row].form.place(cell.column, cell.error)
            control.errors = [entry.errors for entry in control if entry.errors]
        elif field.type == "address":
            part = "detail" if error.code in (Wrong.ADDRESS_DETAIL, Wrong.TOO_LONG, Wrong.TOO_SHORT) else "region"
            control.form[part].errors = [sentence(field, error, self.language)]
        else:
            control.errors = [sentence(field, error, self.language)]


class SectionForm(GuidedForm):
    """One section of an application's form. Nothing is refused: what is wrong is only said."""

    section: ClassVar[Section]
    sent: Any = None

    def check(self, asked: Collection[str], *, lacking: bool = True) -> bool:
        """Read the fields that are asked as the guide does, and say beside each what is wrong; True when nothing is.

        Without `lacking`, what is merely not filled in yet is not called wrong.
        """
        right = True
        for name, value in self.typed().items():
            if name not in asked or not (lacking or is_filled(value)):
                continue
            try:
                parse(self.guided[name], value)
            except FieldError as error:
                found = error if lacking else _without_lacking(error)
                if found:
                    self.place(name, found)
                    right = False
        return right

    def add_row(self, name: str, *, alike: bool = False) -> str:
        """One more row for the table, unless it is full; `alike` says what the last one repeats. The id of its first control."""
        rows = self[self._table(name)]
        if len(rows.entries) < rows.max_entries:
            rows.append_entry()
            for column in rows.repeats if alike and len(rows.entries) > 1 else ():
                rows.entries[-1].form[column].process_data(rows.entries[-2].form[column].data)
        first = next(iter(rows.entries[-1].form))
        first.render_kw = {**(first.render_kw or {}), "autofocus": True}
        return first.id

    def remove_row(self, named: str) -> str:
        """Drop the row that a button named, as in `f-chemicals-2`, and return the table's id; a row that is gone is no error.

        A browser that removed rows itself leaves gaps in its numbers, so the row is found by its place among those sent.
        """
        name, _, at = named.rpartition("-")
        rows = self[self._table(name)]
        numbers = sorted(
            {int(part[0]) for key in self.sent or () if (part := _row_part(key, name)) and part[0].isdigit()}
        )
        if at.isdigit() and int(at) in numbers:
            del rows.entries[numbers.index(int(at))]
        if not rows.entries:
            rows.append_entry()
        return rows.id

    def take_address(self, name: str, address: Mapping[str, str] | None) -> None:
        """Write an address that is known into the field of that name. Raises BadRequest for a field that holds none."""
        found = self.guided.get(name)
        if found is None or found.type != "address" or found.prefill:
            raise BadRequest
        if address is not None:
            self[name].form.process(data=dict(address))

    def propose_region(self, region: str, asked: Collection[str]) -> None:
        """Write the region of the enterprise into the addresses that are asked and empty, to be put right where it differs."""
        for name, field in self.guided.items():
            if field.type == "address" and field.required and name in asked and not is_filled(self[name].data):
                self[name].form.region.process_data(region)
                self[name].form.region.description = ""

    def propose_first_row(self, known: Mapping[str, str], asked: Collection[str]) -> None:
        """Write what is known into the first row of the tables that are asked and empty: its person is mostly known."""
        for name, field in self.guided.items():
            if field.type == "table" and field.required and name in asked and not is_filled(_typed(self[name], field)):
                for column in field.columns:
                    if value := known.get(column.prefill or ""):
                        self[name].entries[0].form[column.id].process_data(value)

    def _table(self, name: str) -> str:
        """The table that a button named. Raises BadRequest for a name that no button has."""
        found = self.guided.get(name.removeprefix(PREFIX))
        if found is None or found.type != "table":
            raise BadRequest
        return found.id


def section_form(guide: Guide, section: str, language: str) -> type[SectionForm]:
    """The form class of a section, in that language. Raises KeyError for a section that the guide does not have."""
    found = next((one for one in guide.form if one.id == section), None)
    if found is None:
        raise KeyError(section)
    return _class(guide, found.id, language)


def filled_form(guide: Guide, section: str, language: str, raw: Mapping[str, Any]) -> SectionForm:
    """The form of a section with what was typed before."""
    cls = section_form(guide, section, language)
    data = {name: _as_data(field, raw.get(name)) for name, field in cls.guided.items()}
    return cls(data=data, prefix=PREFIX)


def sent_form(guide: Guide, section: str, language: str, sent: Any) -> SectionForm:
    """The form of a section as a browser sent it."""
    form = section_form(guide, section, language)(sent, prefix=PREFIX)
    form.sent = sent
    return form


@lru_cache(maxsize=512)
def _class(guide: Guide, section: str, language: str) -> type[SectionForm]:
    found = next(one for one in guide.form if one.id == section)
    controls = {field.id: _control(field, language) for field in found.fields}
    facts = {"guided": {field.id: field for field in found.fields}, "language": language, "section": found}
    return type("SectionForm", (SectionForm,), {**controls, **facts})


def _row_class(field: Field, language: str) -> type[GuidedForm]:
    controls = {column.id: _control(column, language, in_row=True) for column in field.columns}
    guided = {column.id: column for column in field.columns}
    return type("RowForm", (GuidedForm,), {**controls, "guided": guided, "language": language})


class AddressForm(Form):
    """An address in two parts."""

    region = StringField(_l("省市区县"), description=_l("例如 临江市澄江区"))
    detail = StringField(_l("街道、门牌号和房号"))


def _control(field: Field, language: str, *, in_row: bool = False) -> Any:
    """The unbound control for one question."""
    first, more = hint_of(field.help, language)
    common = {"label": field.label.get(language), "description": f"{first} {more}".strip() if in_row else first}
    if field.type == "table":
        return FieldList(FormField(_row_class(field, language)), min_entries=max(1, field.min_rows), **common)
    if field.type == "address":
        return FormField(AddressForm, **common)
    if field.type == "consent":
        return BooleanField(**common)
    if field.type == "textarea":
        return TextAreaField(**common, render_kw={"rows": 5, **_attributes(field, language)})
    if field.type in ("choice", "multichoice", "yesno"):
        return _choosing(field, language, common, in_row=in_row)
    return StringField(**common, render_kw=_attributes(field, language))


def _choosing(field: Field, language: str, common: dict[str, Any], *, in_row: bool) -> Any:
    choices = [SelectChoice(option.value, option.label.get(language)) for option in field.options]
    if field.type == "yesno":
        choices = [SelectChoice("yes", _l("是")), SelectChoice("no", _l("否"))]
    if field.type == "multichoice":
        return Checkboxes(**common, choices=choices)
    if in_row or len(choices) > MOST_RADIOS:
        return SelectField(**common, choices=[SelectChoice("", _l("请选择")), *choices], validate_choice=False)
    return RadioField(**common, choices=choices, validate_choice=False)


def _attributes(field: Field, language: str) -> dict[str, str]:
    found = {
        "inputmode": _INPUT_MODES.get(field.type, ""),
        "placeholder": field.placeholder.get(language) if field.placeholder else _PLACEHOLDERS.get(field.type, ""),
        "autocomplete": _AUTOCOMPLETE.get(field.prefill or "", "off" if field.personal else ""),
        "spellcheck": "false" if field.type in ("uscc", "id_number") or field.check else "",
    }
    return {name: value for name, value in found.items() if value}


def _without_lacking(error: FieldError) -> FieldError | None:
    """The fault without what is merely not filled in yet; None when nothing else is wrong."""
    if error.code is not Wrong.TABLE:
        return None if lacking_fault(error) else error
    cells = tuple(cell for cell in error.facts["cells"] if not lacking_fault(cell.error))
    return FieldError(Wrong.TABLE, cells=cells) if cells else None


def _row_part(key: str, table: str) -> list[str] | None:
    return key.removeprefix(f"{table}-").split("-") if key.startswith(f"{table}-") else None


def _typed(control: Control, field: Field) -> Any:
    if field.type == "table":
        return [entry.form.typed() for entry in control]
    if field.type == "address":
        return {name: part or "" for name, part in control.form.data.items()}
    if field.type == "consent":
        return "yes" if control.data else ""
    if field.type == "multichoice":
        return list(control.data or [])
    return control.data or ""


def _as_data(field: Field, raw: Any) -> Any:
    """What was typed, as its control wants it; a guide may have changed the type of a question since."""
    if field.type == "table":
        rows = raw if isinstance(raw, list) else []
        return [dict(row) for row in rows if isinstance(row, Mapping)]
    if field.type == "address":
        return dict(raw) if isinstance(raw, Mapping) else {"detail": str(raw or "")}
    if field.type == "multichoice":
        return [str(one) for one in raw] if isinstance(raw, list) else []
    if field.type == "consent":
        return raw == "yes"
    return raw if isinstance(raw, str) else ""
