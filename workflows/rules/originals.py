"""Originals: whoever sees one says so, once; nothing waits for it and nobody is turned away for it (R3)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.originals import PLACES
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required


def see(case: Case | None, command: c.SeeOriginals, now: Moment) -> Sequence[Event]:
    """Note the originals that nobody had seen, and take back ticks; at any time, also when the result is collected.

    A material that the authority fetches itself has no original of the applicant's.
    """
    case = required(case)
    known = {term.id for term in case.terms.materials if not term.shared}
    if command.place not in PLACES or not {*command.materials, *command.withdrawn} <= known:
        raise Refusal("no_such_original")
    new = tuple(dict.fromkeys(key for key in command.materials if key not in case.originals))
    gone = tuple(dict.fromkeys(key for key in command.withdrawn if key in case.originals))
    if not new and not gone:
        raise Refusal("originals_as_they_were")
    return [e.OriginalsSeen(new, command.place, gone)]


RULES: Rules = {c.SeeOriginals: see}
