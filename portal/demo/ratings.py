"""What applicants say once their cases have ended, and what the window, the offices and the supervisor do about bad ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from portal.actors import Role
from portal.demo.days import Past
from portal.demo.offices import LEAD, logins
from portal.demo.timeline import AFTERNOON, CLOSES, Step
from portal.demo.wording import WORDS

SHARE = 0.7
"""How many of the finished cases are rated well."""

EVERY = 8
"""One bad rating for so many finished cases."""

DISOWNED = 5
"""Which good rating of so many its applicant disowns, where the application was made at the window."""

BY_SLIP = 3
"""Which good rating of so many comes by a slip, where the application was made at the window."""

IN_TIME = 50
"""For how many working days after the end the demo's applicants still rate: fewer than the period of the policy holds."""

ENDING = frozenset({"deliver", "issue", "conclude", "withdraw"})
"""The last acts after which a case can be rated at once; what time alone ends is left to the people who look around."""

Said = tuple[int, str, Mapping[str, Any]]
"""How many working days after the rating, what, and with what."""


def steps(nth: int, ended: int, last: int, dice: Random, *, window: bool = False) -> Iterator[Step]:
    """The steps about the nth finished case, by the index of their working day: it ended on `ended`, today is after `last`.

    Of those whose applicants came to the `window` every other bad rating is still to be followed up there.
    """
    if nth % EVERY:
        if dice.random() < SHARE and ended < last:
            minute, said = _evening(dice), _good(dice)
            if window and nth % EVERY == BY_SLIP:
                minute, said["slip"] = AFTERNOON + 30, logins(Role.WINDOW)[0]
            yield Step(ended + 1, minute, "rate", said)
            if window and nth % EVERY == DISOWNED:
                yield Step(ended + 2, _evening(dice), "contest_rating", {"words": WORDS["disowned"]})
        return
    ways = _AT_WINDOW if window else _BAD
    back, told = ways[nth // EVERY % len(ways)]
    first = ended + 1 if back is None or last - back - ended > IN_TIME else max(ended + 1, last - back)
    said = {**dice.choice(WORDS["bad_ratings"]), **{one: WORDS[one] for one in ("malicious", "unfounded")}}
    people = {"officer": dice.choice(logins(Role.REVIEWER, LEAD)), "clerk": dice.choice(logins(Role.WINDOW))}
    for days, verb, facts in ((0, "rate", _bad(said, dice)), *told):
        filled = {
            name: said.get(value, value) if name in ("reason", "reply") else value for name, value in facts.items()
        }
        minute = _evening(dice) if verb in ("rate", "rate_again") else dice.randint(AFTERNOON, CLOSES - 30)
        staff = {} if verb in ("rate", "rate_again") else people
        yield Step(first + days, minute, verb, {**filled, **staff})


def of_story(nth: int, ended: int, behind: Past, dice: Random, *, window: bool) -> Sequence[Step]:
    """Those of the steps that have come to pass."""
    return [step for step in steps(nth, ended, behind.last, dice, window=window) if step.day <= behind.last]


def came(written: Sequence[Step]) -> bool:
    """Whether the applicant came to the window in a story."""
    return any(
        step.verb == "visit" or step.facts.get("way") == "counter" or (step.verb == "apply" and step.facts["clerk"])
        for step in written
    )


def _evening(dice: Random) -> int:
    return dice.randint(18 * 60, 21 * 60 + 40)


def _good(dice: Random) -> dict[str, Any]:
    level = dice.choices((5, 4, 3), (6, 3, 1))[0]
    return {"level": level, "good": dice.random() < 0.7 and level > 3, "words": "", "named": dice.random() < 0.3}


def _bad(said: Mapping[str, Any], dice: Random) -> dict[str, Any]:
    return {"level": dice.choice((1, 2)), "good": False, "words": said["words"], "named": dice.random() < 0.4}


def _verified(days: int, finding: str = "founded", reason: str = "found") -> Said:
    return days, "verify_rating", {"finding": finding, "reason": reason, "way": "phone"}


_ANSWERED: Said = (9, "answer_rating", {"reply": "reply"})
_CALLED: Said = (12, "call_back", {"result": "satisfied", "note": ""})
_BAD: tuple[tuple[int | None, tuple[Said, ...]], ...] = (
    (None, (_verified(1), _ANSWERED, _CALLED)),  # may be rated once more
    (17, (_verified(3),)),  # verified late, and past the time to put it right
    (0, ()),  # nobody has called yet
    (
        12,
        (
            _verified(1, "malicious", "malicious"),
            (3, "review_rating", {"verdict": "upheld", "reason": WORDS["upheld"]}),
        ),
    ),
    (6, (_verified(1),)),
    (3, (_verified(1, "unfounded", "unfounded"),)),
    (4, ()),  # nobody called in time
    (None, (_verified(1), _ANSWERED, _CALLED, (13, "rate_again", {"level": 4, "words": ""}))),
)
"""The ways of a bad rating: how many working days ago it was given (None: right after the end), and what followed."""

_AT_WINDOW = (_BAD[4], _BAD[-1], _BAD[2])
