"""The promise behind a deferral (容缺承诺): who may make one; proposed, signed, declined, broken, repaired (R69-R75)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import Promise
from workflows.deferral_policy import load_policy
from workflows.events import Event, Signature
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.stage import at_window
from workflows.terms import MaterialTerm

WAYS = ("password", "openid", "paper")


def offer(case: Case | None, command: c.OfferDeferral, now: Moment) -> Sequence[Event]:
    """The window proposes it; whoever may not defer is not asked to promise (R69, R74)."""
    case = at_window(case)
    if not command.materials:
        raise Refusal("nothing_deferred")
    eligible(case, command.materials, command.broken)
    if set(command.materials) == set(case.offered):
        raise Refusal("offered_already")
    return [e.DeferralOffered(command.materials)]


def promise(case: Case | None, command: c.PromiseDeferral, now: Moment) -> Sequence[Event]:
    """The applicant signs what was proposed, as it was proposed; a promise is never stretched over more than was shown."""
    case = at_window(case)
    if not case.offered:
        raise Refusal("nothing_offered")
    if set(command.signature.materials) - case.later != set(case.offered) - case.later:
        raise Refusal("offer_changed")
    eligible(case, case.offered, command.broken)
    return [e.DeferralPromised(command.signature)]


def decline(case: Case | None, command: c.DeclineDeferral, now: Moment) -> Sequence[Event]:
    """The applicant may decline until acceptance and takes the ordinary way, without any disadvantage (R75)."""
    case = at_window(case)
    materials = tuple(term.id for term in case.terms.materials if term.id in {*case.offered, *case.later})
    if not materials:
        raise Refusal("nothing_offered")
    return [e.DeferralDeclined(materials, command.note.strip())]


def find_false(case: Case | None, command: c.FindPromiseFalse, now: Moment) -> Sequence[Event]:
    """What was promised or brought is not true: it counts as a broken promise until it is repaired (R74)."""
    if _made(required(case), command.material).false_on is not None:
        raise Refusal("promise_false_already")
    return [e.FalsePromiseFound(command.material, filled(command.reason, "reason_missing"))]


def repair(case: Case | None, command: c.RepairPromise, now: Moment) -> Sequence[Event]:
    """The record is repaired by an officer who says why; the record itself stays in the journal (R74)."""
    found = _made(required(case), command.material)
    if found.broken_on is None:
        raise Refusal("promise_not_broken")
    if found.repaired_on is not None:
        raise Refusal("promise_repaired_already")
    return [e.PromiseRepaired(command.material, filled(command.reason, "reason_missing"))]


def signed(case: Case, command: c.AcceptWithDeferral, later: tuple[str, ...]) -> Signature:
    """The signature that covers every deferred material. Raises Refusal where there is none, or none for all of them (R69)."""
    found = command.signature or case.signature
    if found is None or found.way not in WAYS or not found.digest:
        raise Refusal("deferral_needs_commitment", materials=later)
    open_ = tuple(name for name in later if name not in found.materials)
    if open_:
        raise Refusal("deferral_needs_commitment", materials=open_)
    return found


def eligible(case: Case, later: Iterable[str], broken: int) -> None:
    """Raise Refusal unless all of these may follow later: by the guide, the credit lists and the kept promises (R69, R74, R104)."""
    later = tuple(later)
    if refused := tuple(name for name in later if not deferrable(case, case.terms.material(name))):
        raise Refusal("not_deferrable", materials=refused)
    if declined := tuple(name for name in later if name in case.declined):
        raise Refusal("deferral_declined", materials=declined)
    creditworthy(case)
    if load_policy().bars(broken):
        raise Refusal("broken_promises", count=broken)


def deferrable(case: Case, term: MaterialTerm | None) -> bool:
    """Whether the guide lets it follow later for this applicant: no principal one, some for the red list alone (R69, R104)."""
    if term is None or not term.deferrable or term.principal:
        return False
    return not term.red_list or ("deferral_first" in case.terms.red and red(case))


def red(case: Case) -> bool:
    """True when the latest conclusive look found the applicant on the red list."""
    seen = [look for look in case.credit if look.result != "unavailable"]
    return bool(seen) and seen[-1].result == "red"


def creditworthy(case: Case) -> None:
    """Raise Refusal unless the lists were read and stand in nothing's way; a guide that asks for no look asks for none here."""
    if not case.terms.credit_required:
        return
    if not any(look.result != "unavailable" for look in case.credit):
        raise Refusal("credit_not_looked_up")
    if case.black and "no_deferral" in case.terms.black:
        raise Refusal("black_list_no_deferral")


def _made(case: Case, material: str) -> Promise:
    found = case.promises.get(material)
    if found is None:
        raise Refusal("not_promised", material=material)
    return found


RULES: Rules = {
    c.OfferDeferral: offer,
    c.PromiseDeferral: promise,
    c.DeclineDeferral: decline,
    c.FindPromiseFalse: find_false,
    c.RepairPromise: repair,
}
