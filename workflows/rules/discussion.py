"""The collegial discussion: recorded once everybody was heard, by enough people, and followed or answered in writing (R131)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.discussion import load_policy
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import file_closed, in_review
from workflows.second_look import complete_since


def discuss(case: Case | None, command: c.DiscussDecision, now: Moment) -> Sequence[Event]:
    """Who decides together has everything before them: all opinions are there, nothing else is open, and it is after that day."""
    case = file_closed(in_review(case), now)
    if case.unanswered:
        raise Refusal("discussion_before_opinions", tracks=case.unanswered)
    since = complete_since(case)
    if command.held_on > now.day or (since and command.held_on < since):
        raise Refusal("discussion_day", since=since, today=now.day)
    if command.present < load_policy().least:
        raise Refusal("discussion_few", wanted=load_policy().least, given=command.present)
    if command.conclusion not in ("grant", "refuse") or not command.paper:
        raise Refusal("discussion_incomplete")
    return [e.DecisionDiscussed(command.held_on, command.conclusion, command.present, command.paper)]


def followed(case: Case, outcome: str, words: str) -> str:
    """Why the decision is not what the discussion came to; nothing is asked where it follows it. Raises Refusal without words."""
    differs = case.discussion is not None and case.discussion.conclusion != outcome
    return filled(words, "discussion_unfollowed") if differs else words.strip()


RULES: Rules = {c.DiscussDecision: discuss}
