"""What follows a licence, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class CheckDuty(Command):
    """Record a check after the licence: passed, correct or failed."""

    duty: str
    checked_on: date
    result: str
    correct_by: date | None = None
    officers: tuple[str, ...] = ()
    paper: str = ""
    scan: str = ""
    source: str = "portal"


@dataclass(frozen=True, slots=True)
class PassRevocationOn(Command):
    """Record that a check after an older licence, whose place this one took, proposed on that day to revoke what was granted."""

    duty: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class ResumeChecks(Command):
    """Record that the newer licence is not revoked for what a check after this one found."""

    settled_on: date
    licence: str


@dataclass(frozen=True, slots=True)
class EndChain(Command):
    """Record that the licence of that number, which had taken the place of this one, has ended on that day."""

    ended_on: date
    licence: str


@dataclass(frozen=True, slots=True)
class FileRenewal(Command):
    """Record that the renewal of the licence was applied for, as the case of that number; on `filed_on` where it was applied for
    while an older licence stood in the place of this one."""

    renewed_by: str
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class EndRenewal(Command):
    """Record that the renewal by the case of that number ended without a grant."""

    renewed_by: str


@dataclass(frozen=True, slots=True)
class DeemRenewal(Command):
    """Record that the silence on the case of that number renewed the licence."""

    renewed_by: str


@dataclass(frozen=True, slots=True)
class BarApplicant(Command):
    """Forbid the applicant to apply for this licence again, as a statute attaches it to what was decided (R10, R11).

    `ground` is false_materials or improper_means, `document` the decision and `decided_on` its day; `basis` is the statute
    as the guide cites it.
    """

    ground: str
    facts: str
    document: str
    decided_on: date
    basis: str
