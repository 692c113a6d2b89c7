"""The promise behind a deferral: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply, day_of, with_promise


@apply.register
def _(event: e.DeferralOffered, case: Case, recorded: Recorded) -> Case:
    return advance(case, offered=event.materials)


@apply.register
def _(event: e.DeferralPromised, case: Case, recorded: Recorded) -> Case:
    later = case.later | frozenset(event.signature.materials)
    return advance(case, signature=event.signature, signed_at=recorded.at, later=later, offered=())


@apply.register
def _(event: e.DeferralDeclined, case: Case, recorded: Recorded) -> Case:
    gone = frozenset(event.materials)
    changed = advance(case, offered=(), later=case.later - gone, declined=case.declined | gone)
    return advance(changed, signature=None, signed_at=None)


@apply.register
def _(event: e.FalsePromiseFound, case: Case, recorded: Recorded) -> Case:
    return with_promise(case, replace(case.promises[event.material], false_on=day_of(recorded), repaired_on=None))


@apply.register
def _(event: e.PromiseRepaired, case: Case, recorded: Recorded) -> Case:
    return with_promise(case, replace(case.promises[event.material], repaired_on=day_of(recorded)))
