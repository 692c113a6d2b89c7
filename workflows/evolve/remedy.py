"""Reconsideration: what each event changes in a case. The act that is contested stays in force meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.remedy import Reconsideration, key_of


@apply.register
def _(event: e.ReconsiderationFiled, case: Case, recorded: Recorded) -> Case:
    filed = Reconsideration(
        event.letter,
        event.document,
        event.claim,
        event.body,
        event.paper,
        event.filed_on,
        event.pass_on_by,
        event.last_on,
        event.late,
    )
    return _with(case, filed)


@apply.register
def _(event: e.ReconsiderationPassedOn, case: Case, recorded: Recorded) -> Case:
    return _changed(case, event, passed_on=event.passed_on, way=event.way, reference=event.reference)


@apply.register
def _(event: e.ReconsiderationEnded, case: Case, recorded: Recorded) -> Case:
    said = {"outcome": event.outcome, "answer": event.reference, "words": event.words}
    return _changed(case, event, ended_on=event.ended_on, **said)


def _changed(case: Case, event: e.ReconsiderationPassedOn | e.ReconsiderationEnded, **said: Any) -> Case:
    return _with(case, replace(case.reconsiderations[key_of(event.letter, event.document)], **said))


def _with(case: Case, one: Reconsideration) -> Case:
    return advance(case, reconsiderations={**case.reconsiderations, key_of(one.letter, one.document): one})
