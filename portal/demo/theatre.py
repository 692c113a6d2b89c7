"""Plays the plan of a town in the order of time: every act by its service, and a sweep every night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.actors import Actor
from portal.clock import business_day
from portal.demo import acts_applicant, acts_rating, acts_review, acts_special, acts_window, credit, first_contact
from portal.demo.days import SPAN, instant, past
from portal.demo.papers import Cabinet
from portal.demo.plan import Act, Story, in_order
from portal.demo.scene import Scene
from portal.demo.settling import Town
from portal.services import law, outbox, sweep
from workflows.refusal import Refusal

VERBS: dict[str, Callable[[Scene], object]] = {
    **acts_applicant.VERBS,
    **acts_window.VERBS,
    **acts_review.VERBS,
    **acts_special.VERBS,
    **acts_rating.VERBS,
}
NIGHT, MORNING, OPENING = 5, 6 * 60, 9 * 60 + 1
"""The minutes of the day at which the town is swept, at which credit lists come, and at which the window opens."""

NEWER_LIST = 3
"""Working days before the last one on which a newer black list comes."""


@dataclass
class Played:
    """What came of the plan: cases, drafts, acts, what time alone brought about, and acts that a rule refused."""

    cases: int
    drafts: int
    acts: int
    silences: int = 0
    refused: list[tuple[Act, str]] = field(default_factory=list)


class Theatre:
    """Where the stories are played; it knows the case that each story has become."""

    def __init__(self, town: Town, stories: Sequence[Story], at: datetime) -> None:
        self.town, self.at = town, at
        self.begins = business_day(at) - timedelta(days=SPAN)
        self.cabinet = Cabinet(self.begins - timedelta(days=10))
        self.briefs = {story.number: story.brief for story in stories}
        self.cases: dict[int, str] = {}
        self.clerks = first_contact.clerks_of(stories)
        self._by_day: dict[date, list[Act]] = defaultdict(list)
        for act in in_order(stories):
            self._by_day[business_day(act.at)].append(act)
        self._promised: list[int] = []
        self._unpublished: dict[int, int] = {}
        drafts = sum(story.ends is None for story in stories)
        self.played = Played(len(stories) - drafts, drafts, sum(map(len, self._by_day.values())))

    def play(self, say: Callable[[str], None], *, lists_by: Actor) -> Played:
        """Play everything up to now, day by day; `lists_by` imports the credit lists."""
        credit.post_lists(self.begins, by=lists_by, at=instant(self.begins, 0))
        days = past(self.at, law.calendar()).days
        newer = days[max(0, len(days) - 1 - NEWER_LIST)]
        done, open_days = 0, frozenset(days)
        with self._listening():
            for day in (self.begins + timedelta(days=n) for n in range(SPAN + 1)):
                self._night(instant(day, NIGHT))
                if day == newer:
                    credit.post_newer(self.begins, day, by=lists_by, at=instant(day, MORNING))
                    credit.object_to_own(self.town.handler, at=instant(day, MORNING))
                if day in open_days:
                    self._take(instant(day, OPENING))
                for act in self._by_day[day]:
                    self._perform(act)
                done += len(self._by_day[day])
                if (day - self.begins).days % 15 == 14:
                    say(f"  {day.isoformat()}  {len(self.cases):>4} cases, {done} of {self.played.acts} acts")
            self._take(self.at)
        return self.played

    def _take(self, at: datetime) -> None:
        """The window takes what nobody has."""
        if at <= self.at:
            stories = {case_id: number for number, case_id in self.cases.items()}
            first_contact.take_all(self.town, self.clerks, stories, at)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Note the publications that are promised, to carry them when the plan says so."""

        def note(sender: object, messages: Iterable[tuple[int, str]]) -> None:
            self._promised += [number for number, kind in messages if kind == "publication"]

        with outbox.committed.connected_to(note):
            yield

    def _night(self, at: datetime) -> None:
        """What time alone brings about; what it decided, and what was left over, is published at once."""
        if at < self.at:
            self.played.silences += sweep.run(at=at).events
            for number in self._promised:
                outbox.deliver(number, at=at)
            self._promised.clear()

    def _perform(self, act: Act) -> None:
        if act.verb == "publish":
            if number := self._unpublished.pop(act.story, None):
                outbox.deliver(number, at=act.at)
            return
        scene = Scene(act, self.briefs[act.story], self.town, self.cabinet, self.cases.get(act.story, ""))
        try:
            made = VERBS[act.verb](scene)
        except Refusal as refusal:
            self.played.refused.append((act, refusal.rule))
            return
        if act.verb == "apply":
            self.cases[act.story] = str(made)
        if self._promised:
            self._unpublished[act.story] = self._promised.pop()
