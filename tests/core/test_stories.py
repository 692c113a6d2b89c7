"""Worked stories: what was done, when, and every date that follows from it by clocks and the calendar alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from workflows.calendar import SHANGHAI, load_calendar
from workflows.limits import Clock, Limit, Pause, due, received_on

CALENDAR = load_calendar()
STORIES = yaml.safe_load((Path(__file__).parent / "data" / "stories.yaml").read_text(encoding="utf-8"))
# Article 45 of the licensing law: these eight stop both clocks, everything else at most the promised one (R27, R166).
ARTICLE_45 = ("hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review")


def moment(event):
    """The time of an event, told in the time of China."""
    return datetime.fromisoformat(event["at"]).replace(tzinfo=SHANGHAI)


class Story:
    """One story as it unfolds: the days that start and stop clocks, and the pauses in between."""

    def __init__(self, told):
        self.limits, self.events = told["limits"], told["events"]
        self.days, self.pauses, self.deferred, self.tracks, self.opinions = {}, [], {}, {}, {}
        self.extended_by = 0
        for event in self.events:
            getattr(self, "_" + event["do"])(event, moment(event))
        self.today = date.fromisoformat(told.get("today", self.events[-1]["at"][:10]))

    def _submit(self, event, at):
        self.days["received"] = self.days["told"] = received_on(at, CALENDAR)

    def _accept(self, event, at):
        self.days["accepted"] = self.days.get("corrected", at.date())

    def _silence(self, event, at):
        self.days["accepted"] = self.days["received"]

    def _correction_notice(self, event, at):
        self.days["noticed"] = at.date()

    def _corrected(self, event, at):
        self.days["corrected"] = self.days["told"] = received_on(at, CALENDAR)

    def _defer(self, event, at):
        self.deferred[event["material"]] = event["days"]

    def _track(self, event, at):
        self.tracks[event["track"]] = event

    def _opinion(self, event, at):
        self.opinions[event["track"]] = at.date()

    def _pause(self, event, at):
        self.pauses.append(Pause(event["kind"], at.date()))

    def _resume(self, event, at):
        running = next(p for p in self.pauses if p.cause == event["kind"] and p.ended is None)
        self.pauses[self.pauses.index(running)] = Pause(running.cause, running.began, at.date())

    def _extend(self, event, at):
        self.extended_by += event["days"]

    def _decide(self, event, at):
        self.days["decided"] = at.date()

    def clock(self, kind, value, unit, start, **changes):
        return Clock(kind, "", Limit(value, unit, start), self.days.get(start), **changes)

    def decision(self, kind):
        also = self.limits.get("promise_stops_for", ()) if kind == "promised" else ()
        pauses = tuple(pause for pause in self.pauses if pause.cause in (*ARTICLE_45, *also))
        value, unit, start = self.limits[kind]
        return self.clock(kind, value, unit, start, pauses=pauses, extended_by=self.extended_by)

    def track_clock(self, name):
        before = self.tracks[name].get("after", ())
        started = max([self.days["accepted"], *(self.opinions[each] for each in before)])
        limit = Limit(self.tracks[name]["days"], "working_day", "accepted")
        pauses = self.decision("promised").pauses
        return Clock("track", name, limit, started, pauses, stopped=self.opinions.get(name))

    def due(self, clock):
        return str(due(clock, CALENDAR, self.today).on)

    def derived(self):
        """Every date the format can ask for."""
        dates = {f"{name}_on": str(day) for name, day in self.days.items()}
        dates["deemed_accepted"] = any(event["do"] == "silence" for event in self.events)
        dates["notice_due"] = self.due(self.clock("notice", self.limits["notice"], "working_day", "told"))
        for kind in ("promised", "statutory"):
            dates[f"{kind}_due"] = self.due(self.decision(kind))
        pauses = self.decision("promised").pauses
        dates["deferred"] = {
            material: self.due(self.clock("supplement", days, "working_day", "accepted", pauses=pauses))
            for material, days in self.deferred.items()
        }
        dates["tracks"] = {name: self.due(self.track_clock(name)) for name in self.tracks}
        after = {"correction": (self.limits.get("correction", 0), "noticed"), "delivery": (10, "decided")}
        for kind, (days, start) in (after | {"publication": (7, "decided")}).items():
            dates[f"{kind}_due"] = self.due(self.clock(kind, days, "working_day", start))
        return dates


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told["id"])
def test_every_date_of_a_story_comes_out_to_the_day(told):
    derived = Story(told).derived()
    assert {name: derived[name] for name in told["expect"]} == told["expect"]


def test_the_stories_ask_for_every_kind_of_date():
    asked = {name for told in STORIES for name in told["expect"]}
    assert asked == set(Story(STORIES[0]).derived()) - {"told_on", "noticed_on", "decided_on"} | {"corrected_on"}
