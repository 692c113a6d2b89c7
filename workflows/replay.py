"""Worked clock stories run through the real engine: events become commands, and every date asked for is read from the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from workflows import commands as c
from workflows.calendar import SHANGHAI, Calendar, CalendarError, CalendarGap
from workflows.case import Case
from workflows.clocks import clocks
from workflows.commands import Command
from workflows.events import Mark, Recorded, Signature
from workflows.evolve import evolve
from workflows.ledger import ClockError, Unit
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.terms import LimitTerm, MaterialTerm, PauseTerm, Terms, TrackTerm

ARTICLE_45 = ("hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review")
"""《行政许可法》第四十五条: these eight stop both clocks, whatever a story says (R27, R166)."""

FORM = "form"
"""The one material that every story hands in at once."""


class StoryError(ValueError):
    """A story that cannot be played: which one, which of its events (from 1, 0 for its limits), and why."""

    def __init__(self, story: str, event: int, reason: str) -> None:
        where = f"event {event}" if event else "limits"
        super().__init__(f"{story}, {where}: {reason}")


@dataclass(frozen=True, slots=True)
class Played:
    """A story played to its end: every date the format can ask for, as ISO text, and what it expected, if anything."""

    id: str
    found: dict[str, Any]
    expected: dict[str, Any] = field(default_factory=dict)

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


def stories_of(text: str) -> list[dict[str, Any]]:
    """Return the stories written in a YAML text; raises StoryError where it is none."""
    try:
        told = yaml.load(text, _Plain)
    except yaml.YAMLError as error:
        raise StoryError("file", 0, f"no valid YAML: {error}") from error
    found = told if isinstance(told, list) else [told]
    for number, one in enumerate(found, 1):
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("limits"), dict)
            or not isinstance(one.get("events"), list)
        ):
            raise StoryError(f"story {number}", 0, "a story has an id, limits and a list of events")
    return found


def play(told: Mapping[str, Any], calendar: Calendar) -> Played:
    """Play one story through the rules of the engine (R163-R170); raises StoryError where the law forbids an act in it."""
    name = str(told.get("id", "story"))
    events = [_event(name, at, one) for at, one in enumerate(told["events"], 1)]
    if not events:
        raise StoryError(name, 0, "a story has at least one event")
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
    today = _day(name, told["today"]) if "today" in told else events[-1]["at"].date()
    expected = told.get("expect") or {}
    return Played(name, _dates(case, calendar, today), {key: _plain(value) for key, value in expected.items()})


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
    also = limits.get("promise_stops_for") or ()
    others = {*also, *(event["kind"] for event in events if event["do"] == "pause")} - {*ARTICLE_45}
    statutory = _limit(name, limits.get("statutory", limits.get("promised")), "accepted")
    return Terms(
        lead="lead",
        materials=(
            MaterialTerm(FORM),
            *(MaterialTerm(one, deferrable=True, days=_whole(name, event["days"])) for one, event in later.items()),
        ),
        tracks=tuple(
            TrackTerm(
                one["track"],
                "office",
                _whole(name, one["days"]),
                one.get("unit", "working_day"),
                tuple(one.get("after") or ()),
            )
            for one in tracks
        ),
        notice=_limit(name, limits.get("notice", 5), "received"),
        promised=_limit(name, limits.get("promised", limits.get("statutory")), "accepted"),
        statutory=statutory,
        correction=_limit(name, limits.get("correction", 10), "noticed"),
        delivery=_limit(name, limits.get("delivery", 10), "decided"),
        publication=_limit(name, limits.get("publication", 7), "decided"),
        pauses=(
            *(PauseTerm(kind, stops_statutory=True, stops_promised=True) for kind in ARTICLE_45),
            *(PauseTerm(kind, stops_statutory=False, stops_promised=kind in also) for kind in sorted(others)),
        ),
        extension_days=max((_whole(name, one["days"]) for one in events if one["do"] == "extend"), default=0),
        credit_required=False,
        legal_review="never",
    )


def _limit(name: str, told: Any, start: str) -> LimitTerm:
    value, unit, begins = (
        (*told, *("working_day", start)[len(told) - 1 :]) if isinstance(told, list) else (told, "working_day", start)
    )
    if unit not in set(Unit):
        raise StoryError(name, 0, f"the unit {unit!r} is none of {', '.join(Unit)}")
    return LimitTerm(_whole(name, value), unit, begins)


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise StoryError(name, 0, f"{value!r} is no whole number of days")
    return value


def _commands(
    name: str, number: int, event: Mapping[str, Any], events: list[dict[str, Any]], terms: Terms, case: Case | None
) -> Iterator[Command]:
    made = _COMMANDS.get(event["do"])
    if made is None:
        raise StoryError(name, number, f"nobody knows how to {event['do']!r}")
    if case is None and event["do"] != "submit":
        raise StoryError(name, number, "a story begins when an application is submitted")
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
    "extend": _one(lambda event: c.Extend(event["days"], "as the story says", "the head")),
    "decide": _one(lambda event: c.Grant("as the story says", explanation="as the story says")),
    "withdraw": _one(lambda event: c.Withdraw("as the story says")),
}


_NEEDED = {
    "defer": ("material", "days"), "supply": ("material",), "confirm": ("material",), "track": ("track", "days"),
    "opinion": ("track",), "pause": ("kind",), "resume": ("kind",), "extend": ("days",),
}  # fmt: skip


def _event(name: str, number: int, told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or not {"at", "do"} <= set(told):
        raise StoryError(name, number, "an event says when it happened (at) and what was done (do)")
    if missing := [key for key in _NEEDED.get(told["do"], ()) if key not in told]:
        raise StoryError(name, number, f"{told['do']} needs {', '.join(missing)}")
    try:
        at = datetime.fromisoformat(str(told["at"]).replace(" ", "T"))
    except ValueError as error:
        raise StoryError(name, number, f"{told['at']!r} is no moment: {error}") from error
    return {**told, "at": at if at.tzinfo else at.replace(tzinfo=SHANGHAI)}


def _day(name: str, told: Any) -> date:
    try:
        return date.fromisoformat(str(told))
    except ValueError as error:
        raise StoryError(name, 0, f"today {told!r} is no day: {error}") from error


def _facts(refusal: Refusal) -> str:
    return ", ".join(f"{name}={value}" for name, value in refusal.facts.items())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value.isoformat()[:10] if isinstance(value, date) else value


class _Plain(yaml.SafeLoader):
    """Safe YAML whose days and moments stay text, so that one that does not exist can be named."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
UNPLAYABLE = (StoryError, ClockError, CalendarGap, CalendarError)
"""What can be wrong with a story or the days it falls on, each with a sentence."""
