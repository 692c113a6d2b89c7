"""Between signature and sending: a signed decision is taken back in time, leaves, or is put back; never two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflows import commands as c
from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules import decision
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review, under_review
from workflows.signed import Signed


def sign(case: Case | None, command: c.SignDecision, now: Moment) -> Sequence[Event]:
    """Sign what could leave now: every rule of the decision is asked at once, and its words are kept as they were written."""
    case = in_review(case)
    _made(case, command.decision, now)
    said = command.decision
    if isinstance(said, c.Grant):
        words = {"scope": said.scope.strip(), "resolution": said.resolution.strip(), "panel": said.panel.strip()}
        words["conditions"] = said.conditions.strip()
    else:
        words = {"facts": said.facts.strip(), "basis": said.basis.strip(), "standards": said.standards.strip()}
    words |= {"explanation": said.explanation.strip(), "hearing": said.hearing.strip()}
    words["discussion"] = said.discussion.strip()
    outcome = "grant" if isinstance(said, c.Grant) else "refuse"
    return [e.DecisionSigned(outcome, now.day, command.minutes, said.reason.strip(), **words)]


def take_back(case: Case | None, command: c.TakeBackDecision, now: Moment) -> Sequence[Event]:
    """Who signed, and nobody else, takes it back before its minutes are over, and says why."""
    signed = _signed(case)
    if now.by != signed.by:
        raise Refusal("signed_by_other", by=signed.by)
    if now.at >= signed.releases_at:
        raise Refusal("undo_over", until=signed.releases_at)
    return [e.DecisionTakenBack(filled(command.reason, "reason_missing"))]


def release(case: Case | None, command: c.ReleaseDecision, now: Moment) -> Sequence[Event]:
    """The outcome of a signed decision, as of the moment of signing: a limit that was kept then is kept (article 42).

    Raises Refusal `blocked`, or of another rule of the decision, where something came in its way since.
    """
    signed = _signed(case)
    if now.at < signed.releases_at:
        raise Refusal("undo_running", until=signed.releases_at)
    then = replace(now, at=signed.at, by=signed.by)
    return _made(advance(under_review(case), signed=None), signed.decision, then)


def put_back(case: Case | None, command: c.PutBackDecision, now: Moment) -> Sequence[Event]:
    """A decision that may not leave goes back to whoever decides, with its causes (it fails towards a person)."""
    _signed(case)
    return [e.DecisionPutBack(command.causes)]


def _signed(case: Case | None) -> Signed:
    signed = under_review(case).signed
    if signed is None:
        raise Refusal("nothing_signed")
    return signed


def _made(case: Case, said: c.Grant | c.Refuse, now: Moment) -> Sequence[Event]:
    return decision.grant(case, said, now) if isinstance(said, c.Grant) else decision.refuse(case, said, now)


RULES: Rules = {
    c.SignDecision: sign,
    c.TakeBackDecision: take_back,
    c.ReleaseDecision: release,
    c.PutBackDecision: put_back,
}
