"""Fills any section of any guide's form with answers that are right, as a person does: field by field, as questions appear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator

from guides.form import Field
from guides.guide import Guide
from tests.browser.visitor import Visitor
from tests.web import people

GOODS = (
    {
        "name": "甲苯",
        "cas": "108-88-3",
        "catalogue_no": "1014",
        "hazard_class": "易燃液体，类别2",
        "annual_tons": "1200",
    },
    {
        "name": "丙酮",
        "cas": "67-64-1",
        "catalogue_no": "137",
        "hazard_class": "易燃液体，类别2",
        "annual_tons": "800.5",
    },
    {"name": "乙醇", "cas": "64-17-5", "catalogue_no": "2568", "hazard_class": "易燃液体，类别2", "annual_tons": "300"},
)
"""Real chemicals with their real CAS numbers and their numbers in the Catalogue of Hazardous Chemicals."""

RIGHT = {
    "text": "临江恒泰 2026-1",
    "textarea": "符合办事指南列明的条件。",
    "date": "20280501",
    "yesno": "no",
    "uscc": people.USCC,
    "id_number": "990101198003073019",
    "phone": "13900000001",
    "email": "shen@example.cn",
    "postcode": "990100",
    "consent": "yes",
}
"""An answer for each type of field, whatever it asks."""


def answer_to(field: Field, wanted: Mapping[str, Any]) -> Any:
    """What is written into a field: what the test wants, otherwise something that its type takes."""
    if field.id in wanted:
        return wanted[field.id]
    match field.type:
        case "text" if field.check == "cas":
            return GOODS[0]["cas"]
        case "text" if field.check == "project_code":
            return "2601-990101-04-01-123456"
        case "text" if field.pattern or (field.placeholder and not field.min):
            return field.placeholder.zh if field.placeholder else ""
        case "text" | "textarea":
            return _of_length(field)
        case "table":
            rows = max(field.min_rows, 1 if field.required else 0)
            return [{column.id: answer_to(column, {}) for column in field.columns} for _ in range(rows)]
        case "choice":
            return field.options[0].value
        case "multichoice":
            return [field.options[0].value]
        case "address":
            return {"region": "临江市澄江区", "detail": "望江路 218 号 602 室"}
        case "number" | "integer":
            return str(max(2, field.min or 0))
    return RIGHT[field.type]


def _of_length(field: Field) -> str:
    """Words that are neither too long nor too short."""
    words, shortest, longest = RIGHT[field.type], int(field.min or 0), int(field.max or 200)
    return (words * (1 + shortest // len(words)))[: max(shortest, min(len(words), longest))]


def fill_section(
    visitor: Visitor, guide: Guide, section: str, wanted: Mapping[str, Any], *, optional: bool = True
) -> None:
    """Answer every question of the section that the page shows, in its order; those that appear meanwhile too."""
    fields = {field.id: field for one in guide.form if one.id == section for field in one.fields}
    fields = {name: field for name, field in fields.items() if optional or field.required or name in wanted}
    if not optional:
        wanted = {**{name: _bare(field) for name, field in fields.items() if field.type == "table"}, **wanted}
    for name, field in fields.items():
        box = visitor.page.locator(f'[data-question="{name}"]')
        if box.is_visible() and not _known(box, field, wanted):
            _fill(visitor, box, f"f-{name}", field, answer_to(field, wanted))


def _bare(field: Field) -> list[dict[str, str]]:
    """The rows that a table must have, without the columns that may stay empty."""
    return [{**row, **{one.id: "" for one in field.columns if not one.required}} for row in answer_to(field, {})]


def _known(box: Locator, field: Field, wanted: Mapping[str, Any]) -> bool:
    """Whether the portal filled it in beforehand, and rightly."""
    return (
        (bool(field.prefill or field.source) or field.type == "address")
        and field.id not in wanted
        and all(one.input_value() for one in box.locator("input").all())
    )


def _fill(visitor: Visitor, box: Locator, name: str, field: Field, answer: Any) -> None:
    match field.type:
        case "table":
            _fill_rows(visitor, box, name, field, answer)
        case "address":
            for part, text in answer.items():
                if (control := box.locator(f'[name="{name}-{part}"]')).input_value() != text:
                    control.fill(text)
        case "multichoice":
            for option in box.locator(f'[name="{name}"]').all():
                option.set_checked(option.get_attribute("value") in answer)
        case "consent":
            box.locator(f'[name="{name}"]').check()
        case _:
            _write(box, name, field, answer)


def _fill_rows(visitor: Visitor, box: Locator, name: str, field: Field, rows: list[dict[str, str]]) -> None:
    for at, row in enumerate(rows):
        if at >= box.locator("tbody tr").count():
            add_row(visitor, box)
        for column in field.columns:
            control = box.locator(f'[name="{name}-{at}-{column.id}"]')
            answer = row.get(column.id, answer_to(column, {}) if column.required else "")
            there = control.input_value() if column.prefill or field.lookup else ""
            if there and there == (row.get(column.id) or there):
                continue  # the portal filled it in
            _write(box, f"{name}-{at}-{column.id}", column, answer)
            if field.lookup and column.id in ("name", "cas"):
                control.blur()


def add_row(visitor: Visitor, box: Locator) -> None:
    """Add a row to the table in this box: at once where scripts run, with a new page where they do not."""
    button = box.locator("[name=add_row]")
    if visitor.scripts:
        button.click()
    else:
        visitor.follow(button)


def _write(box: Locator, name: str, field: Field, answer: str) -> None:
    control = box.locator(f'[name="{name}"]')
    if field.type not in ("choice", "yesno"):
        control.fill(answer)
    elif control.first.evaluate("control => control.tagName") == "SELECT":
        control.select_option(answer)
    elif answer:
        box.locator(f'[name="{name}"][value="{answer}"]').check()
