"""Checks of outside systems that are owed, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class CheckOwed(Event):
    """A check of an outside system could not be made yet: antivirus, register or projects; `refs` are the files it is about."""

    check: str
    since: date
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckDone(Event):
    """A check that was owed came back: clean, infected, confirmed, different, disputed or unknown; `differs` names what differs.

    `disputed`: nothing differs but what the applicant contests, with a document that prevails.
    """

    check: str
    result: str
    done_on: date
    refs: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
