"""When a department of a case may speak, and since when it could (R13, R91, R169)."""

from __future__ import annotations

from datetime import date

from workflows.case import Case, State
from workflows.events import DEEMED
from workflows.terms import DEEMED_CONSENT


def track_open(case: Case, name: str) -> bool:
    """True when the department may answer: in review, its predecessors answered, itself not yet (R13)."""
    track = case.terms.track(name)
    if track is None or case.state is not State.IN_REVIEW or name in case.answers:
        return False
    return all(p in case.answers for p in track.depends_on)


def answerable(case: Case, name: str) -> bool:
    """True when a department may still speak: its track is open, or its silence was counted and nothing is decided (R91)."""
    deemed = name in case.answers and case.answers[name].verdict == DEEMED
    return (deemed and case.state is State.IN_REVIEW) or track_open(case, name)


def silence_speaks(case: Case, name: str) -> bool:
    """True when the guide lets the silence of this open track stand for its opinion (R91).

    Never where the department has to see the site: the law asks for two officers there, and an opinion that may not be
    given before the check (R18) cannot be missed meanwhile.
    """
    track = case.terms.track(name)
    dispensed = track is not None and track.on_silence == DEEMED_CONSENT and not track.site_check
    return dispensed and track_open(case, name)


def track_started(case: Case, name: str) -> date | None:
    """The day a track's clock starts: acceptance, its last predecessor's answer (R169), or when it was added or reopened."""
    track = case.terms.track(name)
    if track is None or case.accepted_on is None:
        return None
    if not all(p in case.answers for p in track.depends_on):
        return None
    added = case.added[name].on if name in case.added else case.accepted_on
    return max([added, case.reopened.get(name, added), *(case.answers[p].waited_until for p in track.depends_on)])
