"""What comes before a major act on a licence is signed, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class ReviewLicenceAct(Command):
    """Give the legal reviewer's opinion on the proposed act: `passed` or `returned`."""

    verdict: str
    opinion: str


@dataclass(frozen=True, slots=True)
class DiscussLicenceAct(Command):
    """Record a discussion that came to `do` or `leave`. `paper` is the digest of its content, `scan` that of the signed minutes."""

    held_on: date
    conclusion: str
    present: int
    paper: str
    scan: str = ""
