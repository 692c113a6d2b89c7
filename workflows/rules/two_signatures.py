"""One proposes the answer to an application and another one signs it: the rules that every such answer has (R18, R41)."""

from __future__ import annotations

from workflows.refusal import Refusal
from workflows.rules.moment import Moment, filled
from workflows.two_signatures import Proposed, needs_two


def none_yet(proposed: Proposed | None) -> None:
    """One proposal at a time. Raises Refusal `answer_proposed`."""
    if proposed is not None:
        raise Refusal("answer_proposed", on=proposed.on)


def given_back(proposed: Proposed | None, reason: str) -> str:
    """The reason for which it goes back: who does not sign says why; who proposed may think again. Raises Refusal
    `answer_not_proposed`, `reason_missing`."""
    if proposed is None:
        raise Refusal("answer_not_proposed")
    return filled(reason, "reason_missing")


def signed(proposed: Proposed | None, outcome: str, signatures: int, now: Moment) -> Proposed | None:
    """What is signed was proposed, and by somebody else; nothing needs to be where one signature is enough. Raises Refusal
    `answer_not_proposed`, `answer_second_person`."""
    found = proposed if proposed and proposed.outcome == outcome else None
    if not needs_two(signatures):
        return found
    if found is None:
        raise Refusal("answer_not_proposed")
    if found.by == now.by:
        raise Refusal("answer_second_person")
    return found


def refusal_words(reason: str, basis: str, usual: str) -> tuple[str, str]:
    """A refusal gives its reason and the provision, the usual one where none is named (《行政许可法》第三十八条第二款)."""
    return filled(reason, "reason_missing"), basis.strip() or usual
