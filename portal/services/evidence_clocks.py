"""What an evidence package says of a case's state and clocks: derived by one function when it is made and when it is checked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from portal.services import columns
from portal.services.caseclocks import ClockView, Grounds, views_of
from portal.services.explanations import explain_text
from workflows.case import Case
from workflows.clocks import clocks
from workflows.codec import encode
from workflows.events import Recorded
from workflows.rules import Moment


def state(case: Case, last: Recorded, grounds: Grounds) -> dict[str, Any]:
    """The copied columns of the case and of its tracks, as of its last event, as plain JSON."""
    now = Moment(last.at, last.by, grounds.calendar)
    tracks = columns.of_tracks(case, now) if case.state in columns.TRACKS_CHANGE_WITH else []
    return plain({**columns.of_case(case, now), "tracks": sorted(tracks, key=lambda one: one["track"])})


def explained(case: Case, grounds: Grounds, on: date) -> dict[str, Any]:
    """Every clock with its ledger, amounts, last day and every single day, on a day, as plain JSON."""
    ledgers = clocks(case)
    views = views_of(case, on, grounds)
    found = {name: {"ledger": encode(ledgers[name]), **_amounts(view)} for name, view in views.items()}
    return plain({"on": on, "clocks": found})


def told(case: Case, grounds: Grounds, on: date) -> str:
    """The same in words in the language in force, as `onewindow cases show --explain` says it."""
    return "\n\n".join(explain_text(view, today=on) for view in views_of(case, on, grounds).values()) + "\n"


def plain(value: Any) -> Any:
    """A value as it comes back from JSON: days as text, lists for tuples."""
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))


def _amounts(view: ClockView) -> dict[str, Any]:
    return {
        "unit": view.unit,
        "total": view.total,
        "used": view.used,
        "left": view.left,
        "paused": view.paused,
        "due": encode(view.due),
        "signal": view.signal,
        "days": [encode(day) for day in view.days],
    }
