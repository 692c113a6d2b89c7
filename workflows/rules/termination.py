"""Termination of the proceedings: proposed with its ground and evidence by one officer, confirmed by another, once (R152)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import DECIDED, Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.silence import still_open
from workflows.termination import CONTINUES, FILED, NOBODY, NONE, PROOFS, WAIVED, Ground, Termination, policy


def propose(case: Case | None, command: c.ProposeTermination, now: Moment) -> Sequence[Event]:
    """Propose it. Where somebody takes the application over the case goes on with that successor (《民法典》第六十七条)."""
    case = under_way(case, now)
    if case.termination is not None:
        raise Refusal("termination_open", on=case.termination.proposed_on)
    ground = policy().grounds.get(command.ground)
    if ground is None or command.applicant not in ground.of:
        raise Refusal("termination_ground_wrong")
    _succeeded(ground, command)
    _proven(command)
    if command.recipient not in ground.recipients:
        raise Refusal("termination_recipient_wrong")
    proposed = e.TerminationProposed(
        ground.name,
        now.day,
        filled(command.facts, "facts_missing"),
        filled(command.reason, "reason_missing"),
        ground.basis,
        command.recipient,
        command.paper,
        command.proof,
        command.scan if command.proof == FILED else "",
        command.successor if ground.successor else "",
        filled(command.nobody, "termination_nobody_missing") if command.recipient == NOBODY else "",
        filled(command.heard, "termination_unheard") if ground.hear else "",
        command.fees.strip(),
    )
    return [proposed]


def drop(case: Case | None, command: c.DropTermination, now: Moment) -> Sequence[Event]:
    """Give a proposal up with a reason; nothing has happened to the case."""
    _proposed(under_way(case, now))
    return [e.TerminationDropped(now.day, filled(command.reason, "reason_missing"))]


def terminate(case: Case | None, command: c.Terminate, now: Moment) -> Sequence[Event]:
    """Another officer than the one who proposed it confirms: the proceedings end, and a letter says so that can be contested."""
    proposal = _proposed(under_way(case, now))
    if proposal.by == now.by:
        raise Refusal("termination_second_person")
    decided = e.Terminated(
        proposal.ground,
        now.day,
        proposal.facts,
        proposal.reason,
        proposal.basis,
        proposal.recipient,
        proposal.paper,
        proposal.proof,
        proposal.scan,
        proposal.successor,
        proposal.nobody,
        proposal.heard,
        proposal.fees,
        filled(command.opinion, "opinion_missing"),
        proposal.by,
    )
    return [decided]


def under_way(case: Case | None, now: Moment) -> Case:
    """The case, which must be neither decided, by silence either, nor ended, without a signed decision on its way out."""
    case = required(case)
    if case.state in DECIDED or case.decided_on is not None:
        raise Refusal("already_decided", state=str(case.state))
    if case.ended:
        raise Refusal("termination_late", state=str(case.state))
    if case.signed is not None:
        raise Refusal("decision_signed", by=case.signed.by, until=case.signed.releases_at)
    return still_open(case, now)


def _succeeded(ground: Ground, command: c.ProposeTermination) -> None:
    if not ground.successor:
        return
    if command.successor == CONTINUES:
        raise Refusal("termination_successor")
    if command.successor not in (NONE, WAIVED):
        raise Refusal("termination_successor_unasked")


def _proven(command: c.ProposeTermination) -> None:
    scanned = command.proof != FILED or bool(command.scan)
    if command.proof not in PROOFS or not scanned or not command.paper:
        raise Refusal("termination_unproven")


def _proposed(case: Case) -> Termination:
    if case.termination is None:
        raise Refusal("termination_missing")
    return case.termination


RULES: Rules = {
    c.ProposeTermination: propose,
    c.DropTermination: drop,
    c.Terminate: terminate,
}
