"""The review, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class LookUpCredit(Command):
    """Record what the credit lists showed."""

    stage: str
    result: str
    lists: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GiveOpinion(Command):
    """Answer for a department."""

    track: str
    verdict: str
    opinion: str
    basis: str = ""
    officers: tuple[str, ...] = ()
