"""What happened to a case and what is expected next, as codes and facts; the pages turn them into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from portal.services.caseclocks import ClockView
from portal.services.casefile import CaseFile
from portal.services.people import PORTAL, Name
from workflows import events as e
from workflows.case import AT_WINDOW, Case, State
from workflows.clocks import ANSWER, CORRECTION, DELIVERY, GRACE, NOTICE, PROMISED
from workflows.events import Event, Recorded, kind_of

INTERNAL = (
    e.Reminded,
    e.Cosigned,
    e.DecisionDiscussed,
    e.DecisionPutBack,
    e.DecisionSigned,
    e.DecisionTakenBack,
    e.FormerSeen,
    e.FormerTied,
    e.InspectionHandedOver,
    e.LegallyReviewed,
    e.LicenceActDiscussed,
    e.LicenceActReviewed,
    e.ReissueProposed,
    e.ReissueReturned,
    e.CancellationRefusalProposed,
    e.CancellationRefusalReturned,
    e.VisitRecorded,
    e.DeferralLapsed,
    e.LaterDemandAsked,
    e.LaterDemandPermitted,
    e.LaterDemandRefused,
    e.CheckOwed,
    e.FixWished,
    e.BallotCast,
    e.TracksReminded,
    e.TrackHandedOver,
    e.DisagreementResolved,
    e.TerminationProposed,
    e.TerminationDropped,
)
PAUSES = (e.ClockPaused,)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline: `code` is the kind of event, or what is expected; `kind` is empty, next or pause.

    What has happened has `at`, `by` and the name behind it; what is expected has `on`.
    """

    code: str
    kind: str = ""
    at: datetime | None = None
    on: date | None = None
    by: str = ""
    who: Name = PORTAL
    seq: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


def timeline(
    file: CaseFile, *, clocks: Mapping[str, ClockView], names: Mapping[str, Name] | None = None, internal: bool = False
) -> tuple[Step, ...]:
    """Newest first: what is expected (the farthest on top), then what happened.

    `names` is what `people.names_of` found for the case. Without `internal` only what the applicant is told is listed.
    """
    told = reversed([*_without_repetition(file.recorded)])
    past = [step for entry in told if (step := _past(file, entry, clocks, names or {}, internal))]
    return (*sorted(_expected(file.case, clocks), key=_farness, reverse=True), *past)


def _without_repetition(recorded: Iterable[Recorded]) -> Iterator[Recorded]:
    """A telephone sends what waited on it one by one: a row of such arrivals is one line."""
    before: Recorded | None = None
    for entry in recorded:
        if not (isinstance(entry.event, e.SiteAnnexed) and before and isinstance(before.event, e.SiteAnnexed)):
            yield entry
        before = entry


def _farness(step: Step) -> tuple[bool, date]:
    """The decision ends everything; what waits for somebody else has no day yet and comes after what has one."""
    return step.code == "decision", step.on or date.max


def _past(
    file: CaseFile, entry: Recorded, clocks: Mapping[str, ClockView], names: Mapping[str, Name], internal: bool
) -> Step | None:
    if (isinstance(entry.event, INTERNAL) or not _told(entry.event)) and not internal:
        return None
    return Step(
        code=kind_of(entry.event),
        kind="pause" if isinstance(entry.event, PAUSES) else "",
        at=entry.at,
        by=entry.by,
        who=names.get(entry.by, PORTAL),
        seq=entry.seq,
        facts=_facts(file, entry.event, clocks, names),
    )


def _told(event: Event) -> bool:
    """What an officer proposed without having to tell the holder stays inside until it is decided."""
    return not isinstance(event, e.LicenceActProposed | e.LicenceActDropped) or event.notice


def _facts(file: CaseFile, event: Event, clocks: Mapping[str, ClockView], names: Mapping[str, Name]) -> dict[str, Any]:
    """What the sentence of an event needs."""
    if isinstance(event, e.CaseTaken | e.CaseHandedOver):
        return {"officer": names.get(event.officer, PORTAL)}  # why it was handed over is for the window alone
    if isinstance(event, e.Submitted):
        shared = [term.id for term in event.terms.materials if term.shared]
        return {
            "received_on": event.received_on,
            "forwarding": event.forwarding,
            "materials": _delivered(event.handed_in, shared),
            "shared": shared,
        }
    if isinstance(event, e.OpinionGiven):
        clock = clocks.get(f"track:{event.track}")
        spent = {"used": clock.used, "total": clock.total, "unit": clock.unit} if clock else {}
        return {"track": event.track, "verdict": event.verdict, "late": event.late, **spent}
    if isinstance(event, e.AcceptedDeferred | e.Accepted | e.DeemedAccepted):
        later = [mark.material for mark in getattr(event, "marks", ()) if mark.verdict == "later"]
        promised = clocks.get(PROMISED)
        return {"later": later, "effective_on": event.effective_on, "due": promised.first_due if promised else None}
    if isinstance(event, e.CorrectionRequested | e.AcceptanceRefused):
        fixes = [mark.material for mark in event.marks if mark.verdict == "fix"]
        return {"fixes": fixes, "reason": getattr(event, "reason", ""), "restated": getattr(event, "restated", False)}
    named = (one.name for one in fields(event) if one.name not in ("letters", "terms", "marks", "snapshot"))
    return {name: getattr(event, name) for name in named}


def _delivered(handed_in: tuple[str, ...], shared: list[str]) -> list[str]:
    return [key for key in handed_in if key not in shared]


def _expected(case: Case, clocks: Mapping[str, ClockView]) -> Iterator[Step]:
    if case.state is State.FORWARDED:
        yield Step("arrival", "next")
    elif case.state in AT_WINDOW:
        yield _next("answer", clocks.get(ANSWER) or clocks.get(NOTICE))
    elif case.state is State.CORRECTION:
        yield _next("correction", clocks.get(CORRECTION), materials=[mark.material for mark in case.noticed])
    elif case.state is State.IN_REVIEW:
        yield from _in_review(case, clocks)
    elif case.state in (State.GRANTED, State.ISSUED, State.REFUSED):
        yield _next("delivery", clocks.get(DELIVERY), outcome=case.outcome)


def _in_review(case: Case, clocks: Mapping[str, ClockView]) -> Iterator[Step]:
    for track in case.unanswered:
        clock = clocks.get(f"track:{track}")
        waits = [name for name in case.terms.track(track).depends_on if name not in case.answers]  # type: ignore[union-attr]
        yield _next("opinion", clock, track=track, waits=waits)
    for promise in case.promises.values():
        if promise.open and promise.arrived_on is None:
            period = "deferred" if promise.suspended_on is None else GRACE
            yield _next("supplement", clocks.get(f"{period}:{promise.material}"), material=promise.material)
    yield _next("decision", clocks.get(PROMISED), deferred=len(case.outstanding))


def _next(code: str, clock: ClockView | None, **facts: Any) -> Step:
    """A step that is still to come; it has a day when its clock runs and its year is published."""
    if clock is None:
        return Step(code, "next", facts=facts)
    amounts = {"left": clock.left, "total": clock.total, "unit": clock.unit, "due": clock.due, "pausing": clock.pausing}
    amounts["moves"] = clock.moves
    return Step(code, "next", on=clock.due.on, facts={**facts, **amounts})
