"""Service of letters, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class ChooseService(Command):
    """Agree to electronic service, or take the agreement back: `service` is electronic or paper."""

    service: str


@dataclass(frozen=True, slots=True)
class SendLetter(Command):
    """Hand a letter to the post or to another body, or publish it; `reference` is the number or the body.

    `why` says how it is known that the addressee's whereabouts are unknown and `evidence` is the digest of what proves it:
    they are for a public notice before any other way was tried.
    """

    letter: int
    document: str
    way: str
    reference: str = ""
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ServeLetter(Command):
    """Record that a letter arrived, on which day and by which proof."""

    letter: int
    document: str
    way: str
    served_on: date
    reference: str = ""
    recipient: str = ""
    witnesses: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FailService(Command):
    """Record that a letter came back or could not be handed over; `asks`: the applicant has to say where it shall go."""

    letter: int
    document: str
    reason: str
    note: str = ""
    asks: bool = False
