"""The plan of a town: which stories happen, and every act of them in the order of time; pure, and the same for a seed and a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from guides.load import Catalogue
from guides.plan import needs
from portal.clock import business_day
from portal.demo import ratings
from portal.demo.applications import TRADES, Application
from portal.demo.days import Past, past
from portal.demo.firms import FIRMS, Firm
from portal.demo.review_script import Script
from portal.demo.roads import ROADS, Road
from portal.demo.script import Brief
from portal.demo.timeline import Step
from workflows.calendar import Calendar
from workflows.case import ENDED, State

DRAFTS_IN = 25
"""One draft that is still being written for so many cases."""

FEATURED = ("electronic", "correction_open", "deferral_open", "paused_by_experts", "after_deferral")
"""Roads whose first story is that of the first enterprise, so that whoever looks around as it finds something to do."""


class NoGuide(Exception):
    """No guide of the town's items is in force on that day."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does at a moment, for a story."""

    at: datetime
    story: int
    verb: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One application and where it stands today: `ends` is None while it is a draft."""

    number: int
    road: str
    brief: Brief
    ends: State | None
    acts: tuple[Act, ...]


def plan(cases: int, *, seed: int, at: datetime, catalogue: Catalogue, calendar: Calendar) -> tuple[Story, ...]:
    """The stories of a town with so many cases, and some drafts besides. Raises NoGuide where nothing can be applied for."""
    behind = past(at, calendar)
    casting = Casting(tuple(_briefs(catalogue, business_day(at))), behind)
    stories, finished = [], {True: 0, False: 0}
    for number, road in enumerate(_shares(cases, casting.briefs), 1):
        dice = Random(f"{seed}/{number}")
        brief, steps = casting.cast(road, dice)
        start = _start(road, brief, steps, behind, dice)
        acts = _acts(number, steps, start, behind, at)
        if (ended := _ended(road, steps, start)) is not None:
            window = ratings.came(steps)
            said = ratings.of_story(finished[window], ended, behind, Random(f"{seed}/rating/{number}"), window=window)
            acts = (*acts, *_acts(number, said, 0, behind, at))
            finished[window] += 1
        stories.append(Story(number, road.name, brief, road.ends, acts))
    return (*stories, *_drafts(cases, seed, casting.briefs, behind))


def in_order(stories: Iterable[Story]) -> list[Act]:
    """All acts of all stories as they follow each other."""
    acts = [(act.at, act.story, nth, act) for story in stories for nth, act in enumerate(story.acts)]
    return [act for *_, act in sorted(acts, key=lambda one: one[:3])]


def _briefs(catalogue: Catalogue, on: date) -> Iterator[Brief]:
    for firm in FIRMS:
        for item, situation in TRADES[firm.trade]:
            guide = catalogue.in_force(item, on)
            if guide is not None:
                application = Application(firm, item, situation, again=(firm.serial + len(situation)) % 4 == 0)
                yield Brief(application, guide, needs(guide, application.answers(guide, on), on))


def _shares(cases: int, briefs: Sequence[Brief]) -> list[Road]:
    """The roads of so many cases: each once in its order, then by weight, the largest remainders first."""
    open_ = [road for road in ROADS if any(road.fits(brief) for brief in briefs)]
    total = sum(road.weight for road in open_)
    wanted = {at: road.weight * cases / total for at, road in enumerate(open_)}
    counts = {at: int(at < cases) for at in wanted}
    while sum(counts.values()) < cases:
        at = max(wanted, key=lambda one: (wanted[one] - counts[one], -one))
        counts[at] += 1
    return [open_[at] for at, count in counts.items() for _ in range(count)]


class Casting:
    """Who goes which road: everybody about as often, and the first of some roads the enterprise that visitors sign in as."""

    def __init__(self, briefs: tuple[Brief, ...], behind: Past) -> None:
        if not briefs:
            raise NoGuide
        self.briefs = briefs
        self._behind = behind
        self._stories: Counter[Firm] = Counter()
        self._featured = set(FEATURED)

    def cast(self, road: Road, dice: Random) -> tuple[Brief, tuple[Step, ...]]:
        """The application that goes the road, and its steps: one for which the road is not too long, where there is one."""
        fitting = [brief for brief in self.briefs if road.fits(brief)]
        dice.shuffle(fitting)
        first = FIRMS[0] if road.name in self._featured else None
        self._featured.discard(road.name)
        firms = self._stories
        for brief in sorted(fitting, key=lambda one: (one.application.firm is not first, firms[one.application.firm])):
            script = Script(brief, dice)
            road.write(script)
            if _room(brief, script.written, self._behind) >= road.rest[0]:
                break
        firms[brief.application.firm] += 1
        return brief, script.written


def _room(brief: Brief, steps: Sequence[Step], behind: Past) -> int:
    """The most working days there can be between the last step and today: no story begins before its guide is in force."""
    return behind.last - steps[-1].day - behind.since(brief.guide.effective_from)


def _start(road: Road, brief: Brief, steps: Sequence[Step], behind: Past, dice: Random) -> int:
    """The working day on which the story begins, as an index of the past."""
    least, most = road.rest
    room = _room(brief, steps, behind)
    most = room if most is None else min(most, room)
    rest = dice.randint(least, most) if least < most else most
    return max(0, behind.last - steps[-1].day - rest)


def _acts(number: int, steps: Sequence[Step], start: int, behind: Past, at: datetime) -> tuple[Act, ...]:
    """The acts that have come to pass: what a story would do after today is left to the people who look around."""
    done = [(behind.moment(start, step), step) for step in steps if start + step.day <= behind.last]
    return tuple(Act(moment, number, step.verb, step.facts) for moment, step in done if moment < at)


def _ended(road: Road, steps: Sequence[Step], start: int) -> int | None:
    """The index of the working day on which somebody ended the case; None while it is open, and where time alone ends it."""
    last = max((step for step in steps if step.verb != "publish"), key=lambda step: (step.day, step.minute))
    waits = last.facts.get("outcome") == "correction"
    return start + last.day if road.ends in ENDED and last.verb in ratings.ENDING and not waits else None


def _drafts(cases: int, seed: int, briefs: Sequence[Brief], behind: Past) -> Iterator[Story]:
    for nth in range(max(2, cases // DRAFTS_IN)):
        number = cases + 1 + nth
        dice = Random(f"{seed}/draft/{nth}")
        brief = briefs[0] if nth == 0 else dice.choice(briefs)
        step = Step(0, dice.randint(9 * 60, 22 * 60), "draft", {"share": dice.choice((0.3, 0.6, 1.0))})
        moment = behind.moment(behind.last - dice.randint(0, min(12, behind.last)), step)
        yield Story(number, "draft", brief, None, (Act(moment, number, step.verb, step.facts),))
