"""Roads that come to a decision."""

from __future__ import annotations

from portal.demo.review_script import Script
from portal.demo.roads_review import begun, heard


def granted(s: Script) -> None:
    """Granted; the licence is not made out yet."""
    heard(s)
    s.grant(s.dice.randint(0, 1))
    s.publish()


def issued(s: Script) -> None:
    """Made out, not served yet."""
    granted(s)
    s.issue(1)


def outgoing(s: Script) -> None:
    """Made out and to be served: at the counter, by a courier who has yet to come, or by one who is on the way."""
    issued(s)
    serial = s.brief.application.firm.serial
    if serial % 3:
        s.wish()
    if serial % 3 == 2:
        s.send(f"LJ{10**10 + serial * 7_654_321}CN")


def electronic(s: Script) -> None:
    """Made out and delivered electronically in one act."""
    granted(s)
    s.issue(s.dice.randint(0, 1), electronic=True)


def courier(s: Script) -> None:
    """Made out and sent by courier."""
    issued(s)
    s.deliver(s.dice.randint(1, 3), "courier")


def counter(s: Script) -> None:
    """Made out and handed over at the counter."""
    issued(s)
    s.deliver(s.dice.randint(1, 3), "counter")


def _finish(s: Script, after: int = 0) -> None:
    s.grant(after)
    s.publish()
    s.issue(1, electronic=True)


def fast_lane(s: Script) -> None:
    """On the red list: accepted within hours and decided before its time."""
    s.apply()
    s.accept(0)
    s.hear(brisk=True)
    _finish(s)


def after_correction(s: Script) -> None:
    """Corrected once, then granted."""
    s.apply()
    s.ask_for_correction(s.dice.randint(1, 2), s.faults(s.dice.randint(1, 3)))
    s.correct(s.dice.randint(1, 6))
    s.accept(s.dice.randint(0, 1))
    s.hear(brisk=True)
    _finish(s)


def after_mending(s: Script) -> None:
    """Mended at the window together with the clerk, then granted."""
    s.apply(window=True)
    s.mend_on_spot(0, s.faults(1)[0])
    s.accept(0)
    s.hear()
    _finish(s)


def after_deferral(s: Script) -> None:
    """One material followed later, in time; then granted."""
    key = s.dice.choice(s.brief.deferrable)
    s.apply(later=[key])
    s.accept(1, later=[key])
    s.supply(key, s.dice.randint(1, 2))
    s.judge_supplement(key, 0)
    s.hear(brisk=True)
    _finish(s)


def after_second_supplement(s: Script) -> None:
    """What followed later was wrong at first, brought again, and found in order."""
    key = s.dice.choice(s.brief.deferrable)
    s.apply(later=[key])
    s.accept(1, later=[key])
    s.supply(key, 1, faulty=True)
    s.judge_supplement(key, 0, good=False)
    s.supply(key, 1)
    s.judge_supplement(key, 0)
    s.hear()
    _finish(s)


def after_experts(s: Script) -> None:
    """An expert review stopped the clocks; then granted."""
    begun(s)
    s.hear(most=2)
    s.pause("expert_review", 10)
    s.set_panel(1)
    s.vote(s.dice.randint(3, 7), "pass", "changes", "changes")
    s.close_panel(5, "changes")
    s.hear()
    _finish(s, 1)


def after_extension(s: Script) -> None:
    """The limit was extended; then granted within it."""
    begun(s)
    s.hear(most=1)
    s.extend(1, 10)
    s.wait(5)
    s.hear()
    _finish(s, 1)


def after_walk_in(s: Script) -> None:
    """Handed in at the window, collected at the window."""
    s.apply(window=True)
    s.accept(0)
    s.hear()
    s.grant(0)
    s.publish()
    s.issue(1)
    s.deliver(1, "counter")


def late(s: Script) -> None:
    """Granted past the promise, with the reason told."""
    heard(s)
    s.wait(max(1, s.accepted + s.brief.needs.limits["promised"].whole + 2 - s.day))
    _finish(s)


def in_spite_of_objection(s: Script) -> None:
    """One department did not agree; the decision answers it."""
    begun(s)
    s.hear(verdicts={s.tracks[-1].id: "disagree"})
    _finish(s, 1)


def black_granted(s: Script) -> None:
    """On the black list: reviewed more strictly, signed by two, granted."""
    heard(s)
    _finish(s, 1)


def refused(s: Script) -> None:
    """Refused; not served yet."""
    begun(s)
    against = s.tracks[-1] if s.dice.random() < 0.5 else s.dice.choice(s.tracks)
    s.hear(verdicts={against.id: "disagree"})
    s.refuse(s.dice.randint(0, 1), against)
    s.publish()


def refused_served(s: Script) -> None:
    """Refused and served."""
    refused(s)
    s.deliver(s.dice.randint(1, 2), s.dice.choice(("electronic", "courier")))


def checked(s: Script) -> None:
    """Granted, delivered, and checked later: something has to be put right by a day."""
    electronic(s)
    s.check(2, "correct", 20)


def checked_in_order(s: Script) -> None:
    """Granted, delivered, and found in order later."""
    electronic(s)
    s.check(3, "passed")
