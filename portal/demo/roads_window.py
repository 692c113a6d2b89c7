"""Roads that end at the window or wait there."""

from __future__ import annotations

from portal.demo.applications import HAZCHEM
from portal.demo.review_script import Script


def submitted(s: Script) -> None:
    """Just handed in; nobody has looked yet."""
    s.apply(window=s.dice.random() < 0.15)


def half_marked(s: Script) -> None:
    """A clerk has begun to mark and has not come to an end."""
    s.apply()
    s.wait(1)
    s.look(s.marked[: len(s.marked) // 2])


def correction_open(s: Script) -> None:
    """Told what to correct, materials and, of the larger form, an answer as well; the applicant has time."""
    s.apply()
    s.ask_for_correction(
        s.dice.randint(1, 2), s.faults(s.dice.randint(1, 3)), ["staff_total"] if s.item == HAZCHEM else ()
    )


def returned(s: Script) -> None:
    """The corrections came in and wait to be looked at."""
    correction_open(s)
    s.correct(s.dice.randint(1, 6))


def restated(s: Script) -> None:
    """Corrected, one thing still defective, told again."""
    s.apply()
    faults = s.faults(2)
    s.ask_for_correction(1, faults)
    s.correct(s.dice.randint(2, 5), faulty=faults[:1])
    s.ask_for_correction(1, faults[:1])


def answered(s: Script) -> None:
    """Told to correct an answer of the form and a material; both came back and wait to be looked at."""
    s.apply()
    s.ask_for_correction(1, s.faults(1), ["staff_total"])
    s.correct(s.dice.randint(1, 4))


def demanded(s: Script) -> None:
    """Something was found that the first notice did not name; the supervisor has not answered yet."""
    answered(s)
    s.demand_later(1, "field:business_address")


def not_required(s: Script) -> None:
    """Nothing has to be applied for."""
    s.apply()
    s.turn_away(s.dice.randint(0, 1), "not_required")


def not_competent(s: Script) -> None:
    """Another body is competent."""
    s.apply()
    s.turn_away(s.dice.randint(0, 1), "not_competent")


def handed_over(s: Script) -> None:
    """Another office of the portal is competent; the applicant has not said yet whether the file shall go there."""
    s.apply()
    s.turn_away(1, "not_competent", inside=True)


def not_accepted(s: Script) -> None:
    """Corrected and still defective."""
    s.apply()
    faults = s.faults(2)
    s.ask_for_correction(1, faults)
    s.correct(s.dice.randint(2, 6), faulty=faults)
    s.not_accepted(1, faults[:1])


def withdrawn(s: Script) -> None:
    """The applicant thought better of it, before or after a notice."""
    if s.dice.random() < 0.5:
        s.apply()
    else:
        correction_open(s)
    s.withdraw(s.dice.randint(1, 3))


def deemed_accepted(s: Script) -> None:
    """Nobody answered in time: accepted by silence, and now under review."""
    s.apply()
    s.silence(6)
    s.hear(most=1)


def deemed_filed(s: Script) -> None:
    """Nobody answered a filing in time: it counts as made."""
    s.apply()
    if s.dice.random() < 0.5:
        s.accept(1)


def deemed_filed_closed(s: Script) -> None:
    """A filing that counts as made, entered and handed over."""
    deemed_filed(s)
    s.day, s.minute = 6, s.office_minute()
    s.issue(1)
    s.deliver(0, "electronic")


def to_be_served(s: Script) -> None:
    """Wants letters on paper: the notice is written and waits to be served."""
    s.apply(window=True, service="paper")
    s.ask_for_correction(s.dice.randint(1, 2), s.faults(1))


def served_by_post(s: Script) -> None:
    """Wants letters on paper: the notice came by post, and the period counts from then on."""
    to_be_served(s)
    s.post(0)
    s.come_back(2, "receipt")


def returned_by_post(s: Script) -> None:
    """Wants letters on paper: the post brought the notice back, and it waits for another way."""
    to_be_served(s)
    s.post(0)
    s.come_back(2, "returned", note="收件人已经搬离原址，邮件退回。")
