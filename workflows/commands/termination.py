"""Termination of the proceedings, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class ProposeTermination(Command):
    """Propose to end the proceedings. `applicant` is person or organisation; `paper` is the digest of what is kept beside the
    journal: the evidence by name, number and day, and on whom the letter is served."""

    ground: str
    applicant: str
    facts: str
    reason: str
    recipient: str
    paper: str
    proof: str
    scan: str = ""
    successor: str = ""
    nobody: str = ""
    heard: str = ""
    fees: str = ""


@dataclass(frozen=True, slots=True)
class DropTermination(Command):
    """Give the proposal up: the case goes on."""

    reason: str


@dataclass(frozen=True, slots=True)
class Terminate(Command):
    """Confirm what another officer proposed: the proceedings end."""

    opinion: str
