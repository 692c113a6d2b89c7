"""Correction and withdrawal of a published decision: with a reason, by the head who decides, and nothing after a withdrawal."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required

GROUNDS = ("decision_revoked", "objection_upheld", "published_wrongly", "other")


def correct(case: Case | None, command: c.CorrectPublication, now: Moment) -> Sequence[Event]:
    """Something that was published says something else from now on; what it said is kept (R107)."""
    _standing(case)
    if not command.fields:
        raise Refusal("publication_unchanged")
    return [e.PublicationCorrected(now.day, command.fields, command.digest, filled(command.reason, "reason_missing"))]


def withdraw(case: Case | None, command: c.WithdrawPublication, now: Moment) -> Sequence[Event]:
    """The line stands on the public list no more; once."""
    _standing(case)
    if command.ground not in GROUNDS:
        raise Refusal("publication_ground_missing")
    return [e.PublicationWithdrawn(now.day, command.ground, filled(command.reason, "reason_missing"))]


def _standing(case: Case | None) -> None:
    case = required(case)
    if case.published_on is None:
        raise Refusal("not_published")
    if case.publication_withdrawn_on is not None:
        raise Refusal("publication_withdrawn", on=case.publication_withdrawn_on)


RULES: Rules = {c.CorrectPublication: correct, c.WithdrawPublication: withdraw}
