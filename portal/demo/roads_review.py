"""Roads that stand under review."""

from __future__ import annotations

from portal.demo.review_script import Script


def begun(s: Script) -> None:
    """Accepted; nobody has answered yet."""
    s.apply()
    s.accept(1)


def half_heard(s: Script) -> None:
    """Some departments have answered."""
    begun(s)
    s.hear(most=max(1, len(s.tracks) // 2))


def heard(s: Script) -> None:
    """Every department has answered; the decision waits."""
    begun(s)
    s.hear()


def corrected(s: Script) -> None:
    """Accepted after a correction, and under review."""
    s.apply()
    s.ask_for_correction(1, s.faults(2))
    s.correct(s.dice.randint(2, 7))
    s.accept(1)
    s.hear(most=1)


def deferral_open(s: Script) -> None:
    """Accepted although a material follows later, which is still out."""
    key = s.dice.choice(s.brief.deferrable)
    s.apply(later=[key])
    s.accept(1, later=[key])
    if s.dice.random() < 0.5:
        s.hear(most=1)
    else:
        s.parcel(key)


def deferral_arrived(s: Script) -> None:
    """The material came and waits at the window."""
    key = s.dice.choice(s.brief.deferrable)
    s.apply(later=[key])
    s.accept(1, later=[key])
    s.supply(key, s.dice.randint(1, 2))


def deferral_rejected(s: Script) -> None:
    """The material came, was still wrong, and may be brought again."""
    deferral_arrived(s)
    supplied = s.steps[-1].facts["requirement"]
    s.judge_supplement(supplied, 0, good=False)


def deferral_revoked(s: Script) -> None:
    """The material never came: acceptance is revoked."""
    key = s.dice.choice(s.brief.deferrable)
    s.apply(later=[key])
    s.accept(1, later=[key])
    s.hear(most=1)


def paused_by_experts(s: Script) -> None:
    """The experts are at work; no clock runs."""
    half_heard(s)
    s.pause("expert_review", s.dice.choice((10, 15, 20)))
    s.set_panel(1)
    s.vote(1, "pass", "changes")


def paused_for_mending(s: Script) -> None:
    """The enterprise puts right what was found; the promise does not run."""
    half_heard(s)
    s.pause("site_check", 2)


def extended(s: Script) -> None:
    """The limit was extended."""
    half_heard(s)
    s.extend(1, s.dice.choice((5, 10)))


def undecided(s: Script) -> None:
    """Heard long ago and not decided: past the promise, and perhaps past the law."""
    heard(s)


def opinion_overdue(s: Script) -> None:
    """One department is late and was reminded."""
    begun(s)
    slow = s.dice.choice([track for track in s.tracks if not track.depends_on])
    s.hear(most=1, late=slow.id)
    s.day = max(s.day, s.accepted + slow.whole_days + 1)
    s.remind(1)


def second_signature(s: Script) -> None:
    """On the black list: everything is there but the second officer's signature."""
    heard(s)


def black_at_recheck(s: Script) -> None:
    """Nothing was found at the window; the second look finds the enterprise on a newer list."""
    heard(s)
    s.wait(1)
    s.look_again()


def legal_waiting(s: Script) -> None:
    """A department does not agree; the legal reviewer has sent the proposal back."""
    begun(s)
    s.hear(verdicts={s.tracks[-1].id: "disagree"})
    s.review_legally("returned")


def withdrawn_late(s: Script) -> None:
    """The applicant withdraws while the departments are at work."""
    half_heard(s)
    s.withdraw(1)


def terminated(s: Script) -> None:
    """The firm was deregistered while the departments were at work: the proceedings end without a decision."""
    begun(s)
    s.hear(most=1)
    s.propose_termination(1)
    s.terminate(1)


def hearing_told(s: Script) -> None:
    """The right to a hearing was told; its period runs."""
    heard(s)
    s.tell_hearing(1)


def hearing_set(s: Script) -> None:
    """The applicant asked for a hearing, and its day is announced."""
    heard(s)
    s.tell_hearing(1)
    s.ask_hearing(1)
    s.set_hearing(1)


def site_arranged(s: Script) -> None:
    """Two departments see the site together; the day was told, and one of them has noted what it found."""
    begun(s)
    seeing = [track for track in s.tracks if track.site_check]
    s.hear(most=len(s.tracks) - len(seeing))
    s.set_site(1, 1)
    s.note_site(1, seeing[0])


def before_the_public(s: Script) -> None:
    """Everybody has answered; what is about to be decided stands before the public, and somebody objected."""
    heard(s)
    s.open_publicity(1)
    s.hear_public(2)
