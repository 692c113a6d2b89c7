"""Worked clock stories run through the real engine: events become commands, and every date asked for is read from the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows import commands as c
from workflows.calendar import Calendar, CalendarError, CalendarGap, business_day
from workflows.case import Case, State
from workflows.clocks import clocks
from workflows.commands import Command
from workflows.events import Mark, Recorded, Signature
from workflows.evolve import evolve
from workflows.ledger import ClockError
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.story import (
    StoryError,
    day_of,
    events_of,
    expected_of,
    extension_of,
    limit_of,
    names_of,
    refuse_doubles,
    remarks_of,
    stops_of,
    whole,
)
from workflows.terms import MaterialTerm, PauseTerm, Terms, TrackTerm

ARTICLE_45 = ("hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review")
"""《行政许可法》第四十五条: these eight stop both clocks, whatever a story says (R27, R166)."""

FORM = "form"
"""The one material that every story hands in at once."""


@dataclass(frozen=True, slots=True)
class Played:
    """A story played to its end: every date the format can ask for, as ISO text, and what it expected, if anything."""

    id: str
    found: dict[str, Any]
    expected: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def answer(self) -> dict[str, Any]:
        """The dates that were asked for; all that are known where the story asks for none."""
        if not self.expected:
            return {name: value for name, value in self.found.items() if value not in (None, {}, False)}
        return {name: self.found.get(name) for name in self.expected}

    @property
    def holds(self) -> bool:
        """Whether everything that was expected came out, to the day."""
        return self.answer == self.expected or not self.expected


def play(told: Mapping[str, Any], calendar: Calendar) -> Played:
    """Play one story through the rules of the engine (R163-R170); raises StoryError where the law forbids an act in it."""
    name = str(told.get("id", "story"))
    events, expected = events_of(name, told["events"]), expected_of(name, told.get("expect"))
    refuse_doubles(name, events)
    terms = _terms(name, told["limits"], events)
    case: Case | None = None
    seq = 0
    for number, event in enumerate(events, 1):
        for command in _commands(name, number, event, events, terms, case):
            now = Moment(event["at"], "officer:1", calendar)
            try:
                decided = decide(case, command, now=now)
            except Refusal as refusal:
                raise StoryError(
                    name, number, f"{event['do']} is refused: {refusal.rule} {_facts(refusal)}"
                ) from refusal
            for one in decided:
                seq += 1
                case = evolve(case, Recorded(seq, event["at"], now.by, one))
    assert case is not None
    last = business_day(events[-1]["at"])
    today = day_of(name, told["today"], not_before=last) if "today" in told else last
    gaps = sorted({missing for clock in clocks(case).values() if (missing := due(clock, calendar, today).missing_year)})
    if gaps and not expected:  # a date left out would look as if there were none
        raise CalendarGap(gaps[0])
    remarks = (*remarks_of(name, told, (*ARTICLE_45, *stops_of(name, told["limits"]))), *_unscheduled(name, gaps))
    return Played(name, _dates(case, calendar, today), expected, remarks)


def _unscheduled(name: str, years: list[int]) -> Iterator[str]:
    for year in years:
        yield f"{name}: there is no holiday schedule for {year}, so that what runs into it has no date"


def _dates(case: Case, calendar: Calendar, today: date) -> dict[str, Any]:
    running = clocks(case)
    last = {name: _last(name, case, calendar, today) for name in running}
    groups = {"deferred": "deferred:", "tracks": "track:"}
    return {
        **{name: _iso(getattr(case, name)) for name in _DAYS},
        "deemed_accepted": case.accepted_how == "silence",
        **{f"{kind}_due": last.get(kind) for kind in _KINDS},
        **{
            group: {name.removeprefix(prefix): on for name, on in last.items() if name.startswith(prefix)}
            for group, prefix in groups.items()
        },
    }


_DAYS = ("received_on", "noticed_on", "corrected_on", "accepted_on", "decided_on")
_KINDS = ("notice", "correction", "promised", "statutory", "delivery", "publication")


def _last(name: str, case: Case, calendar: Calendar, today: date) -> str | None:
    return _iso(due(clocks(case)[name], calendar, today).on)


def _terms(name: str, limits: Mapping[str, Any], events: list[dict[str, Any]]) -> Terms:
    later = {event["material"]: event for event in events if event["do"] == "defer"}
    tracks = [event for event in events if event["do"] == "track"]
    also = stops_of(name, limits)
    others = {*also, *(event["kind"] for event in events if event["do"] == "pause")} - {*ARTICLE_45}
    statutory = limit_of(name, limits.get("statutory", limits.get("promised")), "accepted")
    return Terms(
        lead="lead",
        materials=(
            MaterialTerm(FORM),
            *(MaterialTerm(one, deferrable=True, days=whole(name, event["days"])) for one, event in later.items()),
        ),
        tracks=tuple(
            TrackTerm(
                one["track"],
                "office",
                whole(name, one["days"]),
                one.get("unit", "working_day"),
                names_of(one.get("after")),
            )
            for one in tracks
        ),
        notice=limit_of(name, limits.get("notice", 5), "received"),
        promised=limit_of(name, limits.get("promised", limits.get("statutory")), "accepted"),
        statutory=statutory,
        correction=limit_of(name, limits.get("correction", 10), "noticed"),
        delivery=limit_of(name, limits.get("delivery", 10), "decided"),
        publication=limit_of(name, limits.get("publication", 7), "decided"),
        pauses=(
            *(PauseTerm(kind, stops_statutory=True, stops_promised=True) for kind in ARTICLE_45),
            *(PauseTerm(kind, stops_statutory=False, stops_promised=kind in also) for kind in sorted(others)),
        ),
        extension_days=extension_of(name, events, statutory),
        credit_required=False,
        legal_review="never",
    )


def _commands(
    name: str, number: int, event: Mapping[str, Any], events: list[dict[str, Any]], terms: Terms, case: Case | None
) -> Iterator[Command]:
    made = _COMMANDS.get(event["do"])
    if made is None:
        raise StoryError(name, number, f"nobody knows how to {event['do']!r}")
    if case is None and event["do"] != "submit":
        raise StoryError(name, number, "a story begins when an application is submitted")
    if event["do"] == "silence" and case is not None and case.state is State.CORRECTION:
        yield c.LapseCorrection()  # the applicant's silence, not the office's (R8)
    else:
        yield from made(event, terms, events)


def _submit(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
    yield c.Submit(terms, "story", "", "", "licence@1", "online", "", handed_in=(FORM,))


def _accept(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
    later = {one["material"] for one in events if one["do"] == "defer"}
    marks = tuple(Mark(one.id, "later" if one.id in later else "ok") for one in terms.materials)
    yield (
        c.AcceptWithDeferral(marks, Signature("handler:1", "paper", "story", tuple(later)))
        if later
        else c.Accept(marks)
    )


def _notice(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
    yield c.RequestCorrection(tuple(Mark(one.id, "fix", "to be corrected") for one in terms.materials))


def _corrected(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
    yield c.Correct("", tuple(one.id for one in terms.materials))


def _one(make: Callable[[Mapping[str, Any]], Command]) -> Callable[..., Iterator[Command]]:
    def made(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
        yield make(event)

    return made


def _nothing(event: Mapping[str, Any], terms: Terms, events: list[dict[str, Any]]) -> Iterator[Command]:
    """A track and a deferral stand in the terms: they begin with the acceptance."""
    yield from ()


_COMMANDS: dict[str, Callable[..., Iterator[Command]]] = {
    "submit": _submit,
    "accept": _accept,
    "silence": _one(lambda event: c.DeemAccepted()),
    "correction_notice": _notice,
    "corrected": _corrected,
    "defer": _nothing,
    "track": _nothing,
    "supply": _one(lambda event: c.SupplyDeferred(event["material"], "")),
    "confirm": _one(lambda event: c.ConfirmDeferred(event["material"])),
    "opinion": _one(lambda event: c.GiveOpinion(event["track"], "agree", "agreed")),
    "pause": _one(lambda event: c.PauseClock(event["kind"], 1, "as the story says")),
    "resume": _one(lambda event: c.ResumeClock(event["kind"])),
    "extend": _one(lambda event: c.Extend(event["days"], *("as the story says",) * 4)),
    "decide": _one(lambda event: c.Grant("as the story says", explanation="as the story says")),
    "withdraw": _one(lambda event: c.Withdraw("as the story says")),
}


def _facts(refusal: Refusal) -> str:
    return ", ".join(f"{name}={value}" for name, value in refusal.facts.items())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


UNPLAYABLE = (StoryError, ClockError, CalendarGap, CalendarError)
"""What can be wrong with a story or the days it falls on, each with a sentence."""
