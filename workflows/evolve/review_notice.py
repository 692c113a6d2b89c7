"""What departments want put right: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.second_look import UNDONE


@apply.register
def _(event: e.FixWished, case: Case, recorded: Recorded) -> Case:
    wish = (event.track, event.material, event.words)
    return advance(case, fixes=replace(case.fixes, wished=(*case.fixes.wished, wish)))


@apply.register
def _(event: e.FixesTold, case: Case, recorded: Recorded) -> Case:
    return advance(case, fixes=replace(case.fixes, told_on=event.told_on, until=event.until))


@apply.register
def _(event: e.FixesHandedIn, case: Case, recorded: Recorded) -> Case:
    done = case.fixes.done | frozenset(event.materials)
    fixes = replace(case.fixes, done=done, handed_on=event.handed_on, note=event.note)
    return advance(case, fixes=fixes, **UNDONE)
