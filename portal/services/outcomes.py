"""The lawful outcomes of intake (R4): which one follows from the marks, why the others do not, and the days that would follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows import commands as c
from workflows.case import AT_WINDOW, Case
from workflows.clocks import clocks
from workflows.events import Mark, Recorded, Signature, kind_of
from workflows.evolve import evolve
from workflows.limits import Due, due
from workflows.procedure import Procedure
from workflows.refusal import Refusal
from workflows.rules import Moment, decide, promise
from workflows.terms import MaterialTerm

ACCEPTED = "accepted"
DEFERRED = "accepted_deferred"
CORRECTION = "correction"
ON_SPOT = "correct_on_spot"
NOT_ACCEPTED = "not_accepted"
NOT_REQUIRED = "not_required"
NOT_COMPETENT = "not_competent"
OUTCOMES = (ACCEPTED, DEFERRED, CORRECTION, ON_SPOT, NOT_ACCEPTED, NOT_REQUIRED, NOT_COMPETENT)
# An outcome by marks follows from what was found; the other three rest on words of the clerk.
BY_MARKS = (ACCEPTED, DEFERRED, NOT_ACCEPTED, CORRECTION)
VERDICTS = ("ok", "fix", "later")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One lawful outcome. `state`: follows (from the marks), open (may be chosen, with words), closed (`why` names the rule)."""

    code: str
    state: str
    why: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an outcome would bring: its letters by kind, and the last days of the clocks that would run."""

    outcome: str
    letters: tuple[str, ...]
    days: Mapping[str, Due]


@dataclass(frozen=True, slots=True)
class Count:
    """How many materials stand in which verdict, and how many answers of the form there are, to be corrected and unmarked."""

    ok: int
    fix: int
    later: int
    unmarked: int
    fields: int = 0
    fields_fix: int = 0
    fields_unmarked: int = 0

    @property
    def marked(self) -> int:
        """How many materials have a verdict."""
        return self.ok + self.fix + self.later

    @property
    def begun(self) -> bool:
        """Whether anything has a verdict."""
        return self.marked > 0 or self.fields > self.fields_unmarked


def choices(
    case: Case, term: MaterialTerm, *, unmet: Collection[str], brought: bool, barred: bool = False
) -> dict[str, str]:
    """The three verdicts on one material, each with the code of what stands in its way; empty means it may be given.

    `unmet` are the review points that say no, `brought` whether anything is there to look at,
    `barred` whether broken promises close the way to a deferral (R74).
    """
    before = case.settled.get(term.id)
    in_order = before is not None and before.verdict == "ok" and term.id not in case.permitted
    return {
        "ok": "" if in_order else "point_unmet" if unmet else "" if brought else "nothing_brought",
        "fix": "told_once" if before and term.id not in case.permitted else "",
        "later": _later(case, term, before, barred),
    }


def _later(case: Case, term: MaterialTerm, before: Mark | None, barred: bool) -> str:
    if not promise.deferrable(case, term):
        return "red_list_only" if term.red_list and term.deferrable else "not_deferrable"
    if before and before.verdict == "ok":
        return "told_once"
    if term.id in case.declined:
        return "deferral_declined"
    if case.terms.credit_required and case.black and "no_deferral" in case.terms.black:
        return "black_list"
    return "broken_promises" if barred else ""


def count(case: Case, marks: Collection[Mark]) -> Count:
    """The marks by verdict, against the materials and the answers of the case."""
    given = {mark.material: mark.verdict for mark in marks if mark.verdict in VERDICTS}
    found = [given[term.id] for term in case.terms.materials if term.id in given]
    answers = [given[key] for key in case.fields if key in given]
    ok, fix, later = (found.count(verdict) for verdict in VERDICTS)
    unmarked, fields = len(case.terms.materials) - len(found), len(case.fields)
    return Count(ok, fix, later, unmarked, fields, answers.count("fix"), fields - len(answers))


def outcomes(case: Case, marks: Collection[Mark], *, now: Moment, broken: int = 0) -> tuple[Outcome, ...]:
    """Every lawful outcome with its state, by asking the rules themselves what they would say to each.

    While materials are unmarked the others are taken to be in order, so that the clerk sees where it leads; nothing
    follows before the first mark.
    """
    if case.state not in AT_WINDOW:
        return ()
    counted = count(case, marks)
    whole = _completed(case, marks)
    refusals = {code: _refusal(case, _as_if(code, whole, broken), now) for code in BY_MARKS}
    lawful = [code for code in BY_MARKS if refusals[code] is None] if counted.begun else []
    return tuple(_outcome(code, lawful, refusals.get(code), counted) for code in OUTCOMES)


def _outcome(code: str, lawful: list[str], refusal: Refusal | None, counted: Count) -> Outcome:
    if code == ON_SPOT:
        return (
            Outcome(code, "open")
            if counted.fix or counted.fields_fix
            else Outcome(code, "closed", "nothing_to_correct")
        )
    if code not in BY_MARKS:
        return Outcome(code, "open")
    if refusal is not None:
        return Outcome(code, "closed", refusal.rule, refusal.facts)
    if not lawful:
        return Outcome(code, "closed", "nothing_marked")
    return Outcome(code, "follows" if code == lawful[0] else "open")


def prospect(
    case: Case, outcome: str, marks: Collection[Mark], *, procedure: Procedure, now: Moment, broken: int = 0
) -> Prospect | None:
    """What an outcome would bring if it were recorded now; None where the rules refuse it."""
    wanted = _as_if(outcome, _completed(case, marks), broken)
    try:
        events = decide(case, wanted, now=now)
    except Refusal:
        return None
    after, letters = case, list[str]()
    for event in events:
        after = evolve(after, Recorded(after.seq + 1, now.at, now.by, event))
        letters += procedure.letters_of(kind_of(event))
    running = {name: clock for name, clock in clocks(after).items() if clock.stopped is None}
    return Prospect(
        outcome, tuple(letters), {name: due(clock, now.calendar, now.day) for name, clock in running.items()}
    )


def _as_if(outcome: str, marks: tuple[Mark, ...], broken: int) -> c.Command:
    """The outcome with everything that the clerk still has to add: words, and the signature under the commitment."""
    later = tuple(mark.material for mark in marks if mark.verdict == "later")
    return command(outcome, marks, reason="-", body="-", signature=Signature("", "paper", "-", later), broken=broken)


def command(
    outcome: str,
    marks: tuple[Mark, ...],
    *,
    reason: str = "",
    body: str = "",
    signature: Signature | None = None,
    broken: int = 0,
    office: str = "",
    item: str = "",
    window: str = "",
) -> c.Command:
    """The command that an outcome is. Raises Refusal for a word that is no outcome."""
    match outcome:
        case "accepted":
            return c.Accept(marks, window)
        case "accepted_deferred":
            return c.AcceptWithDeferral(marks, signature, broken, window)
        case "correction":
            return c.RequestCorrection(marks)
        case "not_accepted":
            return c.RefuseAcceptance(marks, reason)
        case "not_required":
            return c.DeclareNotRequired(reason)
        case "not_competent":
            return c.DeclineCompetence(body, reason, office, item)
    raise Refusal("no_such_outcome", outcome=outcome)


def _completed(case: Case, marks: Collection[Mark]) -> tuple[Mark, ...]:
    given = {mark.material: mark for mark in marks if mark.verdict in VERDICTS}
    return tuple(given.get(key) or Mark(key, "ok") for key in case.to_mark)


def _refusal(case: Case, wanted: c.Command, now: Moment) -> Refusal | None:
    try:
        decide(case, wanted, now=now)
    except Refusal as refusal:
        return refusal
    return None
