"""What a register says of one answer, beside what the applicant says (R66): pure, one small state a field.

`shown`: the register's value stands in the form and waits to be confirmed. `confirmed`: the applicant said that it is right.
`differs`: something else was typed before the register answered. `disputed`: the applicant says that the register is wrong,
why, and with which document; that document prevails in this application.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from guides.conditions import is_filled
from guides.fields import FieldError, parse
from guides.form import Field
from portal.services.prefill import as_typed

LOCKED = frozenset({"shown", "confirmed", "disputed"})
"""The states in which the answer is changed by a dispute and in no other way."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer and the register: `value` as the form would hold it, `at` the moment (ISO) at which the register said so."""

    source: str
    value: Any
    at: str
    state: str
    reason: str = ""
    file: str = ""
    by: str = ""
    acted_at: str = ""

    @property
    def locked(self) -> bool:
        """Whether the answer is locked against silent changes."""
        return self.state in LOCKED

    def kept(self) -> dict[str, Any]:
        """The state as a draft keeps it."""
        return asdict(self)


def stand_of(kept: Mapping[str, Any] | None) -> Stand | None:
    """The state that a draft keeps of a field."""
    return Stand(**kept) if kept else None


def fitting(field: Field, listed: str) -> Any:
    """What a register says, as the form would hold it; None for nothing, and for what the field could not take."""
    value = as_typed(field, listed)
    try:
        return value if is_filled(value) and parse(field, value) is not None else None
    except FieldError:
        return None


def meet(before: Stand | None, typed: Any, known: Any, source: str, value: Any, at: str) -> tuple[Stand, Any]:
    """What becomes of an answer when a register says `value`: the new state, and what stands in the form from now on.

    `known` is what the portal itself had filled in: it gives way. What the applicant typed stays until he says otherwise.
    """
    if before is None or before.source != source:
        mine = is_filled(typed) and not same(typed, known) and not same(typed, value)
        return Stand(source, value, at, "differs" if mine else "shown"), typed if mine else value
    if before.state in ("differs", "disputed"):
        agrees = same(typed, value)
        return (Stand(source, value, at, "shown"), value) if agrees else (replace(before, value=value, at=at), typed)
    if same(before.value, value):
        return replace(before, at=at), typed
    return Stand(source, value, at, "shown"), value


def confirmed(stand: Stand, *, by: str, at: str) -> Stand:
    """The state once the applicant says that the register is right; a dispute is over."""
    return Stand(stand.source, stand.value, stand.at, "confirmed", by=by, acted_at=at)


def disputed(stand: Stand, reason: str, file: str, *, by: str, at: str) -> Stand:
    """The state once the applicant says that the register is wrong."""
    return Stand(stand.source, stand.value, stand.at, "disputed", reason, file, by, at)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: blanks, and wide or narrow letters and brackets, make no difference."""
    return flat(one) == flat(other)


def flat(value: Any) -> str:
    """A value as one line without blanks, an address with both its parts."""
    text = f"{value.get('region') or ''}{value.get('detail') or ''}" if isinstance(value, Mapping) else str(value or "")
    return "".join(unicodedata.normalize("NFKC", text).split())
