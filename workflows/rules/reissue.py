"""A lost or damaged licence issued anew: applied for once, made out or refused by an officer, only while the licence is good."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import LicenceFacts
from workflows.events import Event
from workflows.licence import NOT_YET, REPLACED, VALID, state_words
from workflows.refusal import Refusal
from workflows.reissue import Reissue, policy
from workflows.rules.licence import standing
from workflows.rules.moment import Moment, Rules, filled, required


def ask(case: Case | None, command: c.AskReissue, now: Moment) -> Sequence[Event]:
    """The holder states the loss and applies, one application at a time."""
    licence = _licensed(case)
    if licence.reissue is not None:
        raise Refusal("reissue_asked", on=licence.reissue.asked_on)
    if command.ground not in policy().grounds:
        raise Refusal("reissue_ground_unknown")
    _good(licence, now)
    return [e.ReissueAsked(now.day, command.ground, policy().days, command.way, command.paper)]


def issue(case: Case | None, command: c.ReissueLicence, now: Moment) -> Sequence[Event]:
    """The new document keeps number and term; nobody escapes by it what was decided on the licence meanwhile."""
    licence = _licensed(case)
    asked = _asked(licence)
    _good(licence, now)
    return [e.LicenceReissued(now.day, asked.ground, licence.issue + 1, command.identifier, declares=command.declares)]


def declare(case: Case | None, command: c.DeclareVoid, now: Moment) -> Sequence[Event]:
    """Said once for each new document, on a line that stands on the public list."""
    case = required(case)
    if case.licence is None or not case.licence.void_owed:
        raise Refusal("void_declared")
    if case.published_on is None:
        raise Refusal("not_published")
    if case.publication_withdrawn_on is not None:
        raise Refusal("publication_withdrawn", on=case.publication_withdrawn_on)
    return [e.VoidDeclared(now.day, case.licence.issue)]


def refuse(case: Case | None, command: c.RefuseReissue, now: Moment) -> Sequence[Event]:
    """A refusal gives its reason and the provision, the procedure's own where none is named (《行政许可法》第三十八条第二款)."""
    asked = _asked(_licensed(case))
    reason = filled(command.reason, "reason_missing")
    return [e.ReissueRefused(now.day, asked.ground, asked.asked_on, reason, command.basis.strip() or policy().basis)]


def _licensed(case: Case | None) -> LicenceFacts:
    case = required(case)
    if case.licence is None:
        raise Refusal("no_licence")
    if case.licence.state == REPLACED:
        raise Refusal("licence_replaced", on=case.licence.since)
    return case.licence


def _asked(licence: LicenceFacts) -> Reissue:
    if licence.reissue is None:
        raise Refusal("reissue_not_asked")
    return licence.reissue


def _good(licence: LicenceFacts, now: Moment) -> None:
    stands = standing(licence, now)
    if stands not in (VALID, NOT_YET):
        words = state_words(stands)
        raise Refusal("reissue_not_good", state=words["en"], state_zh=words["zh"])


RULES: Rules = {c.AskReissue: ask, c.ReissueLicence: issue, c.DeclareVoid: declare, c.RefuseReissue: refuse}
