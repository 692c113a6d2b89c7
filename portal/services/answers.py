"""What was typed, read against the guide: the answers that count, what is wrong with the others, and what follows from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.conditions import is_filled
from guides.fields import FieldError, Wrong, parse
from guides.form import Field, Section
from guides.guide import Guide
from guides.plan import Needs, needs
from portal.services import desk_checks

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that count, the errors of the fields that are asked, and what the guide needs in this situation."""

    answers: dict[str, Any]
    errors: dict[str, FieldError]
    needs: Needs

    def wrong(self, section: Section) -> dict[str, FieldError]:
        """The errors of one section's fields."""
        return {field.id: self.errors[field.id] for field in section.fields if field.id in self.errors}


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section of a draft: empty, part (something is missing), bad (something is wrong) or done."""

    section: Section
    state: str
    missing: int
    wrong: int
    asked: tuple[str, ...]


def read(guide: Guide, raw: Raw, *, on: date, opened: Collection[str] | None = None) -> Reading:
    """Read everything that was typed. What a field that is not asked holds is neither counted nor found wrong.

    With `opened`, only those answers can be mended now: a contradiction counts where it stands at one of them.
    """
    parsed: dict[str, Any] = {}
    faults: dict[str, FieldError] = {}
    for name, field in guide.fields.items():
        try:
            value = parse(field, raw.get(name))
        except FieldError as error:
            faults[name] = error
        else:
            if value is not None:
                parsed[name] = value
    found = needs(guide, parsed, on)
    faults = {**desk_checks.errors(guide, found, on=on, opened=opened), **faults}
    return Reading(found.answers, {name: faults[name] for name in found.fields if name in faults}, found)


def section_states(guide: Guide, raw: Raw, reading: Reading) -> tuple[SectionState, ...]:
    """How far every section is, in the order of the guide."""
    return tuple(_section_state(section, raw, reading) for section in guide.form)


def lacking(error: FieldError) -> bool:
    """True when nothing was written yet, or only the region of an address, which is proposed: nothing wrong was written either."""
    return error.code in (Wrong.MISSING, Wrong.CONSENT, Wrong.ADDRESS_DETAIL)


def places(error: FieldError) -> tuple[FieldError, ...]:
    """The places to mend: every cell of a table, or the field itself."""
    return tuple(cell.error for cell in error.facts["cells"]) if error.code is Wrong.TABLE else (error,)


def clean(value: Any) -> Any:
    """What was typed, without rows in which nothing was typed and without the one character that no database keeps."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {str(key): clean(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(part) for part in value if is_filled(part)]
    return value if isinstance(value, (int, float)) else ""


def digest(value: Any) -> str:
    """A short digest of what was typed; an empty field counts like one that was never touched."""
    text = json.dumps(_without_blanks(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _without_blanks(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_blanks(part) for key, part in value.items() if is_filled(part)}
    if isinstance(value, list):
        return [_without_blanks(part) for part in value if is_filled(part)]
    return value


def filled_fields(fields: tuple[Field, ...], raw: Raw) -> list[str]:
    """The fields in which something was typed."""
    return [field.id for field in fields if is_filled(raw.get(field.id))]


def _section_state(section: Section, raw: Raw, reading: Reading) -> SectionState:
    asked = tuple(field.id for field in section.fields if field.id in reading.needs.fields)
    found = [place for error in reading.wrong(section).values() for place in places(error)]
    missing = sum(lacking(error) for error in found)
    wrong = len(found) - missing
    state = "bad" if wrong else "done" if not missing else "part" if filled_fields(section.fields, raw) else "empty"
    return SectionState(section, state, missing, wrong, asked)
