"""Hearings, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class TellHearing(Command):
    """Tell the right to a hearing, with the facts and the decision that is proposed."""

    reason: str


@dataclass(frozen=True, slots=True)
class RequestHearing(Command):
    """Record that the applicant or an interested party asks for the hearing; `number` says which of them, and is empty for one
    that nobody told, whose name and address `paper` then names. What came by post (`way` post) has the day of its postmark,
    `posted_on`, and what shows it, `postmark`."""

    party: str = "applicant"
    note: str = ""
    way: str = ""
    paper: str = ""
    number: str = ""
    posted_on: date | None = None
    postmark: str = ""


@dataclass(frozen=True, slots=True)
class AnswerHearingRequest(Command):
    """Answer a request that the decision overtook: `who` asked (applicant, or the number of an interested party), `outcome` stands
    or revoke, with the reason and the provision that the letter says."""

    who: str
    outcome: str
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class WaiveHearing(Command):
    """Give the hearing up: declared, or no_show once its day has come."""

    party: str = "applicant"
    cause: str = "declared"
    reason: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawHearingRequest(Command):
    """Take a request for the hearing back."""

    party: str = "applicant"
    reason: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class AnnounceHearing(Command):
    """Hold a hearing of the authority's own accord: announce it, and set its day (article 46)."""

    reason: str
    held_on: date
    time: str
    place: str
    host: str
    host_ref: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class SetHearing(Command):
    """Set the day of the hearing and tell it; `host` is the one who presides, who did not review the case. `explanation`
    says why it cannot be held within its twenty days any more, and is told with the day (R34)."""

    held_on: date
    time: str
    place: str
    host: str
    host_ref: str = ""
    paper: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class AdjournHearing(Command):
    """Put the hearing off; `cause` is party, force_majeure or agency."""

    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class HoldHearing(Command):
    """Record that the hearing was held; `paper` names the record's content, `scan` the signed paper."""

    recorder_ref: str
    present: tuple[str, ...]
    signed: str
    paper: str
    scan: str
