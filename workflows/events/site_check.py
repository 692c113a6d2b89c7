"""The joint site check (联合踏勘), as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflows.events.event import Event
from workflows.events.parts import Letters, Told

Team = tuple[tuple[str, str], ...]
"""Who goes: pairs of a track and an officer's account."""


@dataclass(frozen=True, slots=True)
class SiteCheckSet(Event):
    """One appointment for every department that has to see the site (article 34 (3), R88), told in writing.

    `team` are pairs of track and account, `paper` the content with their names and certificates; `reason` says why an
    appointment that was told before is replaced.
    """

    set_on: date
    held_on: date
    time: str
    place: str
    tracks: tuple[str, ...]
    team: Team
    paper: str
    reason: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteCheckMoveAsked(Event):
    """The applicant asked once for another day; `wish` is the day it would like."""

    asked_on: date
    reason: str
    wish: date | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class SiteCheckCancelled(Event):
    """The appointment was given up, with its reason: every department checks by itself, or no check is needed any more."""

    cancelled_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class SiteCheckHeld(Event):
    """The check was held and its record made (R142): what was found, the applicant's statement and the photographs lie in
    `paper`, by their digest.

    `team` are those who came; `signed` is signed, or refused where the party would not sign and a witness did; `scan` is the
    digest of the signed paper.
    """

    held_on: date
    team: Team
    signed: str
    paper: str
    scan: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteAnnexed(Event):
    """What an officer noted on the site without a network, before the record was made, arrived after it: kept as an annex.

    `record` is the digest of the record that it came after, which stays as it was signed; `taken_at` when it was noted,
    `entries` are the identities that the telephone gave, `paper` is what was noted with the digests of photographs and recordings.
    """

    record: str
    taken_at: datetime
    entries: tuple[str, ...]
    paper: str
