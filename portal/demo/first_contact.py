"""Who answers for the town's cases: every morning the window takes what came in, and now and then hands something over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from portal.actors import Role
from portal.demo.offices import logins
from portal.demo.plan import Story
from portal.demo.settling import Town
from portal.services import first_contact, unowned

CLERKS = logins(Role.WINDOW)
HANDED_OVER = 23
"""One case of so many goes to a colleague as soon as it was taken."""
WHY = (
    "明日起休假，转由同事继续办理。",
    "本周在分中心轮岗，转由本窗口同事办理。",
    "申请人上次由这位同事接待，由其负责到底。",
)


def clerks_of(stories: Sequence[Story]) -> dict[int, str]:
    """The clerk of every story: who acts in it first, or somebody by turns where nobody has looked yet."""
    named = {story.number: [act.facts["clerk"] for act in story.acts if act.facts.get("clerk")] for story in stories}
    return {number: (found or [CLERKS[number % len(CLERKS)]])[0] for number, found in named.items()}


def take_all(town: Town, clerks: Mapping[int, str], cases: Mapping[str, int], at: datetime) -> None:
    """Take every case that nobody has; `cases` knows the story of each."""
    for row in unowned.everything():
        story = cases.get(row.public_id, 0)
        clerk = clerks.get(story, CLERKS[0])
        first_contact.take(row.public_id, by=town.people[clerk], at=at)
        if story % HANDED_OVER == HANDED_OVER // 2:
            colleague = town.people[CLERKS[(CLERKS.index(clerk) + 1) % len(CLERKS)]]
            reason = WHY[story // HANDED_OVER % len(WHY)]
            first_contact.hand_over(row.public_id, colleague.id, reason=reason, by=town.people[clerk], at=at)
