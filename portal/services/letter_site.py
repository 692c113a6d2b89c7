"""Letters of the joint review: a site check, and what is to be put right, from events and what lies beside them (R88, R142)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.documents import review_notice
from portal.documents import site_check as letters
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source
from workflows import events as e

RESULTS = {"ok": "符合", "fault": "不符合", "none": "不涉及"}


def _notice(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.SiteCheckSet)
    plans = [plan for name in event.tracks if (plan := s.guide.track(name))]
    told = letters.Appointment(
        held_on=event.held_on,
        time=event.time,
        place=event.place,
        team=_team(s.paper.get("team", ())),
        points=tuple(f"{point}" for plan in plans for point in plan.review_points),
        reason=event.reason,
        move=s.case.site.asked_on is None,
    )
    return letters.notice(s.data, told)


def _record(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.SiteCheckHeld)
    held = held_from(s.paper, event.held_on, s.case.site.place, refused=event.signed == "refused", scan=event.scan)
    return letters.record(s.data, held)


def held_from(paper: Mapping[str, Any], held_on: date, place: str, *, refused: bool, scan: str) -> letters.Record:
    """The record as letters say it, from what was kept of it."""
    return letters.Record(
        held_on=held_on,
        began=str(paper.get("began", "")),
        ended=str(paper.get("ended", "")),
        place=place,
        team=_team(paper.get("team", ())),
        party=str(paper.get("party", "")),
        findings=tuple(
            letters.Finding(one["office"], one["point"], RESULTS.get(one["finding"], "　"), one["words"])
            for one in paper.get("points", ())
        ),
        notes=tuple(one["words"] for one in paper.get("notes", ())),
        photos=tuple(letters.Photo(one["taken"], one["words"], one["sha256"]) for one in paper.get("photos", ())),
        statement=str(paper.get("statement", "")),
        witness=str(paper.get("witness", "")),
        refused=refused,
        scan=scan,
        recordings=tuple(
            letters.Recording(one["taken"], one["words"], one["name"], one["sha256"])
            for one in paper.get("recordings", ())
        ),
        shown=str(paper.get("shown", "")),
    )


def _team(people: Iterable[Any]) -> tuple[letters.Member, ...]:
    """Everybody once, also who goes for two shares of one department."""
    return tuple(dict.fromkeys(letters.Member(one["office"], one["name"], one["certificate"]) for one in people))


def _fixes(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.FixesTold)
    plans = {track: s.guide.track(track) for track, _, _ in event.fixes}
    fixes = (
        review_notice.Fix(f"{plan.name}" if (plan := plans[track]) else "增加的意见", s.name(material), words)
        for track, material, words in event.fixes
    )
    return review_notice.review_correction(s.data, tuple(fixes), event.until)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.SITE_NOTICE: _notice,
    Kind.SITE_RECORD: _record,
    Kind.REVIEW_CORRECTION: _fixes,
}
