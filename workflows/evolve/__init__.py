"""How each event changes a case: one small function an event kind, a module a noun, and nothing that could refuse."""

from __future__ import annotations

from collections.abc import Mapping

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve import (
    checks,
    correction,
    decision,
    deferral,
    delivery,
    demand,
    discussion,
    duties,
    first_contact,
    former_licence,
    handover,
    hearing,
    intake,
    interested,
    licence,
    limits,
    major_acts,
    originals,
    panel,
    promise,
    publication,
    publicity,
    rating,
    reissue,
    remedy,
    review,
    review_notice,
    service,
    site_check,
    termination,
    tracks,
    visits,
)
from workflows.evolve.apply import apply, dated, day_of
from workflows.service import ELECTRONIC, PAPER, after_event

__all__ = ["dated", "day_of", "evolve"]

NOUNS = (
    checks,
    correction,
    decision,
    deferral,
    delivery,
    demand,
    discussion,
    duties,
    first_contact,
    former_licence,
    handover,
    hearing,
    intake,
    interested,
    licence,
    limits,
    major_acts,
    originals,
    panel,
    promise,
    publication,
    publicity,
    rating,
    reissue,
    remedy,
    review,
    review_notice,
    service,
    site_check,
    termination,
    tracks,
    visits,
)
"""The modules that say how the events of their noun change a case; each registers its functions when it is read."""


def evolve(case: Case | None, recorded: Recorded) -> Case:
    """The case after one more event. Raises ValueError when the journal does not begin with a submission."""
    event = recorded.event
    letters = tuple((recorded.seq, kind, number) for kind, number in getattr(event, "letters", ()))
    if isinstance(event, e.Submitted):
        return _submitted(event, recorded, letters)
    if case is None:
        raise ValueError("a journal begins with a submission")
    told = _told(case, getattr(event, "told", ()))
    after_it = apply(event, case, recorded)
    sent = after_it.letters
    if letters:
        sent = after_event(sent, event, recorded.seq, day_of(recorded), case.service == ELECTRONIC)
    return advance(after_it, seq=recorded.seq, numbers=case.numbers + letters, told=told, letters=sent)


def _told(case: Case, told: tuple[e.Told, ...]) -> Mapping[str, e.Told]:
    """The newest told day of every clock, for a day that was told is not taken away by a schedule published later (R158)."""
    return {**case.told, **{one.clock: one for one in told}} if told else case.told


def _submitted(event: e.Submitted, recorded: Recorded, letters: tuple[tuple[int, str, str], ...]) -> Case:
    return Case(
        terms=event.terms,
        state=State.FORWARDED if event.forwarding == "courier" else State.SUBMITTED,
        seq=recorded.seq,
        received_on=event.received_on,
        submitted_at=recorded.at,
        item=event.item,
        guide_version=event.guide_version,
        guide_digest=event.guide_digest,
        procedure=event.procedure,
        channel=event.channel,
        snapshot=event.snapshot,
        intake_office=event.intake_office,
        forwarding=event.forwarding,
        handed_in=frozenset(event.handed_in),
        later=frozenset(event.later),
        signature=event.signature,
        signed_at=recorded.at if event.signature else None,
        numbers=letters,
        told={one.clock: one for one in event.told},
        fields=event.fields,
        service=event.service or ELECTRONIC,
        consent_on=None if event.service == PAPER else day_of(recorded),
    )
