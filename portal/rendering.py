"""What templates ask of form fields: their kind, their control with the right attributes, and the lines of the error summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    SelectFieldBase,
    TextAreaField,
)
from wtforms.fields import DecimalField, FloatField, IntegerField
from wtforms.widgets import CheckboxInput, RadioInput


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the error summary: the id of the control to go to, and what is wrong with it."""

    target: str
    text: str


def init_app(app: Flask) -> None:
    """Register the helpers as template filters."""
    filters = (field_kind, control, choice, row_control, own_error, described_by, error_lines, target)
    for function in (*filters, heading, short_choices, is_numeric, signal_name):
        app.jinja_env.filters[function.__name__] = function


def field_kind(field: Field) -> str:
    """hidden, rows, group, radio, checkboxes, checkbox, file, select, textarea or input."""
    option = getattr(field, "option_widget", None)
    if isinstance(field, HiddenField) or getattr(field.widget, "input_type", "") == "hidden":
        return "hidden"
    if isinstance(field, FieldList):
        return "rows"
    if isinstance(field, FormField):
        return "group"
    if isinstance(option, RadioInput):
        return "radio"
    if isinstance(option, CheckboxInput):
        return "checkboxes"
    return _plain_kind(field)


def _plain_kind(field: Field) -> str:
    kinds = ((BooleanField, "checkbox"), (FileField, "file"), (SelectFieldBase, "select"), (TextAreaField, "textarea"))
    return next((kind for cls, kind in kinds if isinstance(field, cls)), "input")


def control(field: Field, hint: str = "", unit: str = "", said: str = "") -> Markup:
    """The control of a field, with Bootstrap's class and the links to its hint, its unit, what was said of it, and its error."""
    kind = field_kind(field)
    attrs = {"class": _css_class(field, kind)} | _aria(field, hint, unit, said)
    if getattr(field.widget, "input_type", "") in ("date", "number"):
        # The browser's own date and number boxes speak the browser's language and drop what they do not understand.
        attrs |= {
            "type": "text",
            "inputmode": "numeric" if not isinstance(field, DecimalField | FloatField) else "decimal",
        }
    return Markup(field(**_with_own(field, attrs)))


def row_control(field: Field, row: int) -> Markup:
    """The control of a cell in a table of rows, named by its row and column."""
    label = _("第 %(n)s 行 %(column)s", n=row, column=heading(field))
    named = {"aria-label": label, "data-column": heading(field)}
    if field_kind(field) == "radio":
        return Markup('<span role="radiogroup" aria-label="{}" data-column="{}">{}</span>').format(
            *named.values(), _choices(field)
        )
    attrs = {"class": _css_class(field, field_kind(field))} | named | _aria(field, "", "")
    if getattr(field.widget, "input_type", "") in ("date", "number"):
        attrs["type"] = "text"
    return Markup(field(**_with_own(field, attrs)))


def choice(option: Field) -> Markup:
    """One tick or dot of a group of choices."""
    return Markup(option(**{"class": "form-check-input"}))


def own_error(field: Field) -> str:
    """The first error of the field itself, not of a field inside it."""
    if isinstance(field, FormField):
        return _first(field.form.form_errors)
    if isinstance(field, FieldList):
        return _first(error for error in field.errors if isinstance(error, str) or not hasattr(error, "__iter__"))
    return _first(field.errors)


def described_by(field: Field, hint: str = "", unit: str = "", said: str = "") -> str:
    """The ids that describe a control, in the order in which they are read; `said` are the words of an office about it."""
    parts = (("hint", hint), ("said", said), ("unit", unit), ("error", own_error(field)))
    return " ".join(f"{field.id}-{name}" for name, there in parts if there)


def error_lines(forms: Any) -> list[ErrorLine]:
    """The lines of the error summary of one form or of several, in the order of the page."""
    several = forms if isinstance(forms, list | tuple) else [forms]
    return [line for form in several if form is not None for line in _lines_of_form(form, "")]


def heading(field: Field) -> str:
    """The heading of a column: the label, with the unit in brackets."""
    unit = getattr(field, "unit", "")
    return _("%(label)s（%(unit)s）", label=field.label.text, unit=unit) if unit else str(field.label.text)


def short_choices(field: Iterable[Field]) -> bool:
    """True when the choices are few and short enough to stand beside each other on a phone."""
    labels = [str(option.label.text) for option in field]
    return len(labels) <= 5 and all(len(label) <= 8 for label in labels)


def is_numeric(field: Field) -> bool:
    """True for a column of numbers, which is set to the right."""
    return isinstance(field, DecimalField | FloatField | IntegerField) or bool(getattr(field, "numeric", False))


def signal_name(signal: Any) -> str:
    """green, yellow, red, dark or grey, from a name or a Signal."""
    return str(getattr(signal, "value", signal)).lower()


def _lines_of_form(form: Form, prefix: str) -> Iterator[ErrorLine]:
    for error in form.form_errors:
        yield ErrorLine("main", f"{prefix}{error}")
    for field in form:
        yield from _lines_of_field(field, prefix)


def _lines_of_field(field: Field, prefix: str) -> Iterator[ErrorLine]:
    if message := own_error(field):
        yield ErrorLine(target(field), Markup("{}{}").format(prefix, message))
    if isinstance(field, FormField):
        yield from _lines_of_form(field.form, prefix)
    elif isinstance(field, FieldList):
        for n, entry in enumerate(field.entries, start=1):
            yield from _lines_of_field(entry, _("%(table)s第 %(n)s 行：", table=field.label.text, n=n))


def target(field: Field) -> str:
    """The id of the first control of a field, which a link to it leads to."""
    if field_kind(field) in ("radio", "checkboxes"):
        return next((option.id for option in field), f"{field.id}-set")
    if isinstance(field, FormField):
        return next((part.id for part in field.form if field_kind(part) != "hidden"), f"{field.id}-set")
    return field.id


def _first(errors: Iterable[Any]) -> str:
    return next((error if isinstance(error, Markup) else str(error) for error in errors), "")


def _css_class(field: Field, kind: str) -> str:
    name = {"select": "form-select", "checkbox": "form-check-input"}.get(kind, "form-control")
    return f"{name} is-invalid" if own_error(field) else name


def _aria(field: Field, hint: str, unit: str, said: str = "") -> dict[str, str]:
    ids = described_by(field, hint, unit, said)
    attrs = {"aria-describedby": ids} if ids else {}
    return attrs | ({"aria-invalid": "true"} if own_error(field) else {})


def _with_own(field: Field, attrs: dict[str, str]) -> dict[str, str]:
    own = dict(field.render_kw or {})
    if "class" in own:
        attrs["class"] += f" {own['class']}"
    return own | attrs


def _choices(field: Iterable[Field]) -> Markup:
    one = Markup('<label class="ow-choice" for="{}">{}<span>{}</span></label>')
    return Markup("").join(one.format(option.id, choice(option), option.label.text) for option in field)
