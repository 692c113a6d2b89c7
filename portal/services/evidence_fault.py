"""What a check of a package has to say: something that does not hold, or something that a reader has to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: the code of its sentence, and the facts that the sentence names.

    A `note` is no fault: the package is as it was signed, and something in it could not be compared, with the reason.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    note: bool = False
