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
    unproven: tuple[str, ...] = ()
    paper: str = ""
    same: str = ""


@dataclass(frozen=True, slots=True)
class GiveOpinion(Command):
    """Answer for a department.

    `on_behalf` is the absent officer for whom a stand-in answers; `vacant` says that the officer who had the track serves no
    more, so that any of his colleagues may answer.
    """

    track: str
    verdict: str
    opinion: str
    basis: str = ""
    officers: tuple[str, ...] = ()
    on_behalf: str = ""
    vacant: bool = False
