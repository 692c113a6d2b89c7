"""A signed decision that has not left yet: its content, who signed it when, and from when on nobody can take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.commands.decision import Grant, Refuse


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision as it was signed; what leaves later is this and nothing else."""

    decision: Grant | Refuse
    at: datetime
    by: str
    on: date
    minutes: int

    @property
    def outcome(self) -> str:
        """What was decided: grant or refuse."""
        return "grant" if isinstance(self.decision, Grant) else "refuse"

    @property
    def releases_at(self) -> datetime:
        """The moment at which it leaves; from then on it cannot be taken back."""
        return self.at + timedelta(minutes=self.minutes)
