"""The tracks of the review, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class RemindTracks(Command):
    """Hurry departments: those named, or every one whose opinion is open."""

    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOverTrack(Command):
    """Give a department's share to one of its officers.

    `on_behalf` is the absent officer for whom somebody acts; `ordered` says that the head of the department orders it, or
    that the officer who had it serves no more.
    """

    track: str
    officer: str
    reason: str
    on_behalf: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AddTrack(Command):
    """Ask one more department; days and signatures as the guide's plan has them."""

    track: str
    office: str
    days: int
    question: str
    reason: str
    unit: str = "working_day"
    officers: int = 1
    site_check: bool = False


@dataclass(frozen=True, slots=True)
class ReopenTrack(Command):
    """Ask a department again."""

    track: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeemOpinion(Command):
    """Record that a department's time for its opinion is over and the guide counts the silence as consent."""

    track: str


@dataclass(frozen=True, slots=True)
class ResolveDisagreement(Command):
    """Settle a disagreement in writing."""

    track: str
    how: str
    resolution: str
