"""A story as somebody wrote it, checked before anything of it is played: what cannot be meant is refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import yaml

from workflows.calendar import SHANGHAI, business_day
from workflows.ledger import Unit
from workflows.terms import LimitTerm

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXTENSION, _JOINT_EXTENSION, _JOINT_DAYS = 10, 15, 45
_STARTS = ("received", "accepted", "noticed", "decided")
_LIMITS = ("notice", "promised", "statutory", "correction", "delivery", "publication", "promise_stops_for")
_NEEDED = {
    "defer": ("material", "days"), "supply": ("material",), "confirm": ("material",), "track": ("track", "days"),
    "opinion": ("track",), "pause": ("kind",), "resume": ("kind",), "extend": ("days",),
}  # fmt: skip
_NAMES = ("do", "material", "track", "kind")
_KEYS = frozenset({"id", "title", "note", "limits", "events", "today", "expect"})
_EVENT_KEYS = frozenset({"at", "do", "note", "material", "track", "kind", "days", "unit", "after"})
_OTHER_CAUSES = frozenset({"site_check", "publicity"})
_PLANS = ("defer", "track")
"""What stands in the terms from the beginning, wherever the story tells it."""


class StoryError(ValueError):
    """A story that cannot be played: which one, which of its events (from 1, 0 for the rest of it), and why."""

    def __init__(self, story: str, event: int, reason: str) -> None:
        where = f"{story}, event {event}" if event else story
        super().__init__(f"{where}: {reason}")


def stories_of(text: str) -> list[dict[str, Any]]:
    """Return the stories written in a YAML text; raises StoryError where it is none."""
    try:
        told = yaml.load(text, _Plain)
    except (yaml.YAMLError, RecursionError) as error:
        raise StoryError("the file", 0, f"no valid YAML: {error}") from error
    found = told if isinstance(told, list) else [told]
    if not found:
        raise StoryError("the file", 0, "there is no story in it")
    for number, one in enumerate(found, 1):
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("limits"), dict)
            or not isinstance(one.get("events"), list)
        ):
            raise StoryError(f"story {number}", 0, "a story has an id, limits and a list of events")
    return found


def events_of(name: str, told: list[Any]) -> list[dict[str, Any]]:
    """The events of a story with their moments, in the order of time. Raises StoryError with the number of the wrong one."""
    events = [_event(name, number, one) for number, one in enumerate(told, 1)]
    if not events:
        raise StoryError(name, 0, "a story has at least one event")
    before = events[0]
    for number, event in enumerate(events, 1):
        if event["do"] in _PLANS:
            continue
        if event["at"] < before["at"]:
            raise StoryError(name, number, f"{event['do']} comes before {before['do']}, which is told before it")
        before = event
    _refuse_tracks(name, events)
    return events


def expected_of(name: str, told: Any) -> dict[str, Any]:
    """What the story expects, its days as text. Raises StoryError where it is no mapping of names to days."""
    if told is None:
        return {}
    if not isinstance(told, dict):
        raise StoryError(name, 0, f"expect says which dates must come out, not {told!r}")
    found = {str(key): _text(value) for key, value in told.items()}
    for key, value in _days_of(found):
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise StoryError(name, 0, f"expect: {key} {value!r} is no day: {error}") from error
    return found


def remarks_of(name: str, told: Mapping[str, Any], stopping: Collection[str]) -> Iterator[str]:
    """What a story says that has no effect: keys that nobody knows, and causes of pauses that stop no clock of it."""
    for key in told.keys() - _KEYS:
        yield f"{name}: {key!r} means nothing in a story"
    for number, event in enumerate(told["events"], 1):
        for key in event.keys() - _EVENT_KEYS:
            yield f"{name}, event {number}: {key!r} means nothing in an event"
        cause = event.get("kind")
        if event["do"] == "pause" and cause not in stopping and cause not in _OTHER_CAUSES:
            yield f"{name}, event {number}: {cause!r} stops no clock; is it meant? Causes that do: {', '.join(stopping)}"


def limit_of(name: str, told: Any, start: str) -> LimitTerm:
    """A limit: a number of working days, or a list of number, unit and starting event. Raises StoryError."""
    parts = list(told) if isinstance(told, list) else [told]
    if not 1 <= len(parts) <= 3:
        raise StoryError(name, 0, f"a limit is a number, a unit and a starting event, not {told!r}")
    parts += ["working_day", start][len(parts) - 1 :]
    value, unit, begins = parts
    _refuse_unit(name, 0, unit)
    if begins not in _STARTS:
        raise StoryError(name, 0, f"a limit starts with one of {', '.join(_STARTS)}, not {begins!r}")
    return LimitTerm(whole(name, value), unit, begins)


def stops_of(name: str, limits: Mapping[str, Any]) -> tuple[str, ...]:
    """The other causes for which the promise alone stops. Raises StoryError, also for a limit that nobody knows."""
    if unknown := [key for key in limits if key not in _LIMITS]:
        raise StoryError(name, 0, f"the limit {unknown[0]!r} is none of {', '.join(_LIMITS)}")
    told = limits.get("promise_stops_for") or []
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise StoryError(name, 0, f"promise_stops_for is a list of causes, not {told!r}")
    return tuple(told)


def names_of(told: Any) -> tuple[str, ...]:
    """The tracks for which another one waits, as they were checked by `events_of`."""
    return tuple(told or ())


def whole(name: str, value: Any) -> int:
    """A whole number of days from 0 to 3660. Raises StoryError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise StoryError(name, 0, f"{value!r} is no whole number of days")
    return value


def day_of(name: str, told: Any, *, not_before: date) -> date:
    """The day on which the story looks at its clocks. Raises StoryError when it does not exist or lies before its end."""
    try:
        day = date.fromisoformat(str(told))
    except ValueError as error:
        raise StoryError(name, 0, f"today {told!r} is no day: {error}") from error
    if day < not_before:
        raise StoryError(name, 0, f"today {day} lies before {not_before}, the day of the last event")
    return day


def refuse_doubles(name: str, events: list[dict[str, Any]]) -> None:
    """Raise StoryError for a material that is deferred twice: which of the two periods counts nobody could say."""
    seen: set[str] = set()
    for number, event in enumerate(events, 1):
        if event["do"] == "defer":
            if event["material"] in seen:
                raise StoryError(name, number, f"{event['material']!r} is deferred already")
            seen.add(event["material"])


def extension_of(name: str, events: list[dict[str, Any]], statutory: LimitTerm) -> int:
    """How many working days an extension may add in this story: the longest that it grants, within the law's bound.

    Ten days; fifteen where several offices decide together, for which the law gives forty-five (《行政许可法》第四十二条).
    """
    longest = max((whole(name, one["days"]) for one in events if one["do"] == "extend"), default=0)
    together = statutory.value >= _JOINT_DAYS or sum(1 for one in events if one["do"] == "track") > 1
    most = _JOINT_EXTENSION if together else _EXTENSION
    if longest > most:
        raise StoryError(name, 0, f"an extension adds at most {most} days here (article 42), not {longest}")
    return longest


def _days_of(expected: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Whatever looks like a day among the expected values."""
    for key, value in expected.items():
        for one in value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, str) and _DAY.fullmatch(one):
                yield key, one


def _event(name: str, number: int, told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or not {"at", "do"} <= set(told):
        raise StoryError(name, number, "an event says when it happened (at) and what was done (do)")
    if wrong := [key for key in _NAMES if key in told and not isinstance(told[key], str)]:
        raise StoryError(name, number, f"{wrong[0]} is a name, not {told[wrong[0]]!r}")
    if missing := [key for key in _NEEDED.get(told["do"], ()) if key not in told]:
        raise StoryError(name, number, f"{told['do']} needs {', '.join(missing)}")
    if told["do"] == "track":
        _refuse_unit(name, number, told.get("unit", "working_day"))
    try:
        at = datetime.fromisoformat(str(told["at"]).replace(" ", "T"))
        at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
        business_day(at)
    except (ValueError, OverflowError) as error:
        raise StoryError(name, number, f"{told['at']!r} is no moment: {error}") from error
    return {**told, "at": at}


def _refuse_tracks(name: str, events: list[dict[str, Any]]) -> None:
    """Tracks of one name, and tracks that wait for none of the story or, in the end, for themselves."""
    waits: dict[str, Any] = {}
    for number, event in enumerate(events, 1):
        if event["do"] != "track":
            continue
        after = event.get("after") or []
        if event["track"] in waits:
            raise StoryError(name, number, f"there is a track {event['track']!r} already")
        if not isinstance(after, list) or not all(isinstance(one, str) for one in after):
            raise StoryError(name, number, f"after is a list of tracks, not {after!r}")
        waits[event["track"]] = after
    for track, after in waits.items():
        if strange := [one for one in after if one not in waits]:
            raise StoryError(name, 0, f"the track {track!r} waits for {strange[0]!r}, which the story does not have")
        if track in _before(track, waits):
            raise StoryError(name, 0, f"the track {track!r} waits for itself")


def _before(track: str, waits: Mapping[str, list[str]]) -> Iterator[str]:
    """Every track for which that one waits, directly or not."""
    seen: set[str] = set()
    ahead = list(waits[track])
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            ahead += waits.get(one, [])
            yield one


def _refuse_unit(name: str, event: int, unit: Any) -> None:
    if unit not in [*Unit]:
        raise StoryError(name, event, f"the unit {unit!r} is none of {', '.join(Unit)}")


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _text(one) for key, one in value.items()}
    return value.isoformat()[:10] if isinstance(value, date) else value


class _Plain(yaml.SafeLoader):
    """Safe YAML whose days and moments stay text, so that one that does not exist can be named."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
