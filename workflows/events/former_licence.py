"""The licence whose place the result of a case takes, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class FormerSeen(Event):
    """How the former licence stood when somebody, or a silence, was about to decide; `proposed_on` of an act that is open.

    `changed` names what the licence says since a change, and the application of its renewal does not, by the guide's names.
    """

    seen_on: date
    licence: str
    stands: str
    proposed_on: date | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormerTaken(Event):
    """What a change of the former licence altered after its renewal was filed holds for the renewal too: `fields` by the
    guide's names, the contents in the `snapshot` of that digest. The licence of that number says them (R50)."""

    taken_on: date
    licence: str
    snapshot: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerTied(Event):
    """The licence that an application names was tied to it after it had been handed in, because the account was not proven then.

    `kind` is renewal, change or reissue; `checked` where the desk looked at who applies, while nobody has let the account in yet.
    """

    tied_on: date
    kind: str
    licence: str
    from_expiry: bool = False
    checked: bool = False


@dataclass(frozen=True, slots=True)
class GrantEnded(Event):
    """What was granted ended without a licence: the former one was ended meanwhile, by the decision that `document` names.

    It is a decision that can be contested, in a letter that names its provision; journals of before have neither.
    """

    ended_on: date
    licence: str
    stands: str
    reason: str
    document: str
    basis: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
