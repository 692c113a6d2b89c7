"""Procedures as data: stages, what silence means, what stops the clocks, and which letters the events promise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.events import KINDS
from workflows.terms import LimitTerm, PauseTerm

FOLDER = Path(__file__).parent / "procedures"
STAGES = ("intake", "correction", "deferral", "review", "decision", "delivery")


LAW_TELLS: dict[str, tuple[str, ...]] = {
    "AcceptedDeferred": ("acceptance", "deferral_commitment", "deferral_notice"),
    "AcceptanceRevoked": ("acceptance_revoked",),
    "CalendarApplied": ("calendar",),
    "DeemedRenewed": ("renewal",),
    "LimitChanged": ("limit",),
    "ClockResumed": ("resumption",),
    "HearingTold": ("hearing_right",),
    "HearingSet": ("hearing_notice",),
    "InterestedTold": ("interested_right",),
    "InterestedSummoned": ("interested_notice",),
    "HearingHeld": ("hearing_record",),
    "HearingAnswered": ("hearing_answer",),
    "InterestedAnswered": ("interested_answer",),
    "DecisionDiscussed": ("discussion",),
    "LicenceActDiscussed": ("discussion",),
    "LetterServed": ("service",),
    "FixesTold": ("review_correction",),
    "PanelClosed": ("expert_record",),
    "PublicityOpened": ("publicity_notice",),
    "SiteCheckSet": ("site_notice",),
    "SiteCheckHeld": ("site_record",),
    "CaseSuspended": ("suspension",),
    "Terminated": ("termination",),
    "GrantEnded": ("grant_ended",),
    "LicenceActProposed": ("licence_notice",),
    "LicenceSuspended": ("licence_suspended",),
    "LicenceRestored": ("licence_restored",),
    "LicenceRevoked": ("licence_revoked",),
    "LicenceWithdrawn": ("licence_withdrawn",),
    "LicencePenallyRevoked": ("licence_penal_revoked",),
    "LicenceCancelled": ("licence_cancelled",),
    "CancellationRefused": ("cancellation_refused",),
    "LicenceReissued": ("licence_again",),
    "ReissueRefused": ("reissue_refused",),
}
"""Letters that the law owes in every procedure, of whatever version, so that no version has to be written again for them."""

FILING_TELLS: dict[str, tuple[str, ...]] = {"Granted": ("filed",), "DeemedFiled": ("deemed_filed",)}
"""Letters that a filing owes beside them: that it is filed is told on the day on which it is, the proof follows with its number."""

OUTCOMES = (
    "NotRequiredDeclared", "CompetenceDeclined", "AcceptanceRefused", "Accepted", "DeemedAccepted", "AcceptanceRevoked",
    "DeemedWithdrawn", "Withdrawn", "Terminated", "Granted", "Refused", "DeemedFiled", "DeemedRenewed", "GrantEnded",
    "LicenceIssued", "LicenceSuspended", "LicenceRestored", "LicenceRevoked", "LicenceWithdrawn", "LicencePenallyRevoked",
    "LicenceCancelled", "LicenceReissued", "ReissueRefused",
)  # fmt: skip
"""Events that decide about an application, a filing or a licence: none of them is recorded without its letter."""


class ProcedureError(ValueError):
    """A procedure file that cannot be used: the file, the key, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a procedure. A version that a case used is never edited; a change is a new number."""

    name: str
    version: int
    kind: str
    title: dict[str, str]
    stages: tuple[str, ...]
    deemed_acceptance: bool
    deemed_filing: bool
    credit_required: bool
    pauses: tuple[PauseTerm, ...]
    delivery: LimitTerm
    publication: LimitTerm
    letters: dict[str, tuple[str, ...]]

    @property
    def id(self) -> str:
        """How a guide and a journal name it: `licence@1`."""
        return f"{self.name}@{self.version}"

    def letters_of(self, event: str) -> tuple[str, ...]:
        """The kinds of letters that an event of this kind promises."""
        return self.letters.get(event, self._owed.get(event, ()))

    def may(self, event: str) -> bool:
        """Whether this procedure knows the event: silence makes filings alone, and renews licences alone."""
        return self.kind == {"DeemedFiled": "filing", "DeemedRenewed": "licence"}.get(event, self.kind)

    @property
    def _owed(self) -> dict[str, tuple[str, ...]]:
        """What the law owes where the procedure names no letter of its own."""
        return {**LAW_TELLS, **FILING_TELLS} if self.kind == "filing" else LAW_TELLS


@cache
def load_procedures(folder: Path = FOLDER) -> dict[str, Procedure]:
    """Every procedure by its id. Raises ProcedureError naming file and key."""
    found = (_read(path) for path in sorted(folder.glob("*.yaml")))
    return {procedure.id: procedure for procedure in found}


def _read(path: Path) -> Procedure:
    raw = yaml.safe_load(path.read_text("utf-8"))
    try:
        procedure = _build(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ProcedureError(f"{path.name}: {error!r} is missing or of the wrong kind") from error
    if procedure.id != path.stem:
        raise ProcedureError(f"{path.name}: the file is named for {path.stem}, but holds {procedure.id}")
    _check(procedure, path.name)
    return procedure


def _build(raw: dict[str, Any]) -> Procedure:
    silence = raw["silence"]
    return Procedure(
        name=raw["procedure"],
        version=raw["version"],
        kind=raw["kind"],
        title=raw["title"],
        stages=tuple(raw["stages"]),
        deemed_acceptance=silence["accepts"],
        deemed_filing=silence["files"],
        credit_required=raw["credit_required"],
        pauses=tuple(
            PauseTerm(kind, p["statutory"], p["promised"], p.get("max_days"), p.get("basis", ""))
            for kind, p in raw["stop_clocks"].items()
        ),
        delivery=LimitTerm(**raw["limits"]["delivery"]),
        publication=LimitTerm(**raw["limits"]["publication"]),
        letters={event: tuple(kinds) for event, kinds in raw["letters"].items()},
    )


def _check(procedure: Procedure, file: str) -> None:
    strange = [stage for stage in procedure.stages if stage not in STAGES]
    unknown = [event for event in procedure.letters if event not in KINDS]
    if strange or unknown:
        raise ProcedureError(f"{file}: unknown stages {strange} or events {unknown}")
    silent = [event for event in OUTCOMES if procedure.may(event) and not procedure.letters_of(event)]
    if silent:
        raise ProcedureError(f"{file}: outcomes without a letter {silent}")
    if procedure.deemed_filing and procedure.kind != "filing":
        raise ProcedureError(f"{file}: silence.files is for filings; no licence is granted by silence (R33)")
