"""The form of a guide: sections of fields, each with its type, its limits and when it is asked."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic import Field as Constraint
from pydantic_core import PydanticCustomError

from guides.conditions import Rule, faults
from guides.text import Element, Flag, Id, Text, Whole

FieldType = Literal[
    "text", "textarea", "number", "integer", "date", "choice", "multichoice", "yesno", "uscc", "id_number",
    "phone", "email", "postcode", "address", "table", "consent",
]  # fmt: skip

PREFILLS = frozenset(
    {
        "enterprise.name", "enterprise.uscc", "enterprise.address", "enterprise.legal_rep",
        "enterprise.legal_rep_phone", "enterprise.phone", "enterprise.email", "enterprise.postcode",
        "handler.name", "handler.phone",
    }
)  # fmt: skip
"""What a field may be filled with beforehand: facts of the enterprise and of the person who handles the application."""

OF_ROWS = frozenset({"enterprise.legal_rep"})
"""What the first row of a table may be filled with beforehand."""

COLUMN_TYPES = frozenset(
    {"text", "number", "integer", "date", "choice", "yesno", "uscc", "id_number", "phone", "email", "postcode"}
)
"""The types a column of a table may have: those whose answer is one string."""


def _well_formed(rule: Rule) -> Rule:
    fault = next(faults(rule), None)
    if fault:
        raise PydanticCustomError("bad_rule", "{code}", {"code": fault.code})
    return rule


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError("bad_pattern", "{reason}", {"reason": str(error)}) from error
    return pattern


When = Annotated[dict[str, Any], AfterValidator(_well_formed)]
Pattern = Annotated[str, AfterValidator(_compiles)]


class Option(Element):
    """One answer a choice offers: the value that is kept and the words that are shown."""

    value: str = Constraint(min_length=1, max_length=60)
    label: Text


class Field(Element):
    """One question of the form.

    `min` and `max` bound the number, or the length in characters of a text; `decimals` is how many digits may follow
    the point (any, if not given); `check: cas` asks a CAS number's check digit, `check: project_code` the form of a project
    code; `lookup: chemicals` lets the name of a chemical answer the other columns of its row; `prefill` names one of PREFILLS,
    `source` whose register the answer is fetched from (guides/sources.py); a table that is a `ledger` (台账) lists what the
    enterprise must keep a list of anyway, such as its people with certificates, and is filled from its own sheet; an address
    that is `often_registered` is mostly the registered one, so that the estimate counts the tap which takes that over;
    `personal` answers are masked outside the desk that needs them.
    """

    id: Id
    label: Text
    type: FieldType
    required: Flag = True
    when: When | None = None
    options: tuple[Option, ...] = ()
    help: Text | None = None
    unit: Text | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: Whole | None = Constraint(default=None, ge=0, le=6)
    pattern: Pattern | None = None
    check: Literal["cas", "project_code"] | None = None
    columns: tuple[Field, ...] = ()
    min_rows: Whole = Constraint(default=0, ge=0)
    max_rows: Whole = Constraint(default=200, ge=1, le=2000)
    personal: Flag = False
    prefill: str | None = None
    source: str | None = None
    lookup: Literal["chemicals"] | None = None
    ledger: Flag = False
    often_registered: Flag = False
    placeholder: Text | None = None

    def option(self, value: str) -> Option | None:
        """Return the option kept as `value`, or None."""
        return next((option for option in self.options if option.value == value), None)

    def column(self, column: str) -> Field | None:
        """Return the column of that name of a table field, or None."""
        return next((field for field in self.columns if field.id == column), None)


class Section(Element):
    """A page of the form: a title and the fields asked together."""

    id: Id
    title: Text
    help: Text | None = None
    fields: tuple[Field, ...] = Constraint(min_length=1)


_OF_ONE = re.compile(r"姓名|名称|品名|(?<!型)号")
"""Labels of columns whose answer belongs to one row alone; a model (型号) is that of many."""


def repeated(table: Field) -> tuple[str, ...]:
    """The columns that often say the same from row to row: words, choices and days after the first column.

    Names, numbers of papers, what was measured and what is declared of somebody are never copied: each row has its own. Nor is
    anything where a name looks up the rest of its row.
    """
    if table.lookup:
        return ()
    alike = [one for one in table.columns[1:] if one.type in ("text", "choice", "date")]
    return tuple(one.id for one in alike if not _OF_ONE.search(one.label.zh))
