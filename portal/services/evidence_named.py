"""What the journal of a case names by digest or number and does not hold itself: each of it has to be in the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workflows import events as e
from workflows.events import CreditLookedUp, Recorded, Signature

CONTENT, TEXT, FILE, COMMITMENT, CALENDAR = "content", "text", "file", "commitment", "calendar"


@dataclass(frozen=True, slots=True)
class Named:
    """A digest that an entry of the journal names, and of what: a content, a text, a file, a commitment or a calendar."""

    seq: int
    digest: str
    what: str


def named(recorded: Iterable[Recorded]) -> Iterator[Named]:
    """Every digest that the journal names, but those of guide and snapshots, which have a step of their own."""
    journal = tuple(recorded)
    for one in journal:
        yield from (Named(one.seq, digest, what) for what, digest in _of(one.event) if digest)
    for one, signature in signatures(journal):
        yield Named(one.seq, signature.digest, FILE if signature.way == "paper" else COMMITMENT)


def signatures(recorded: Iterable[Recorded]) -> Iterator[tuple[Recorded, Signature]]:
    """The signed commitments of a journal; a scan that was signed by hand has a digest too."""
    for one in recorded:
        signature = getattr(one.event, "signature", None)
        if isinstance(signature, Signature) and signature.digest:
            yield one, signature


def looks_of(recorded: Iterable[Recorded]) -> tuple[tuple[Recorded, CreditLookedUp], ...]:
    """The entries of a journal that say what was seen on the credit lists."""
    return tuple((one, one.event) for one in recorded if isinstance(one.event, CreditLookedUp))


def files_of(content: Any) -> Iterator[str]:
    """The files that a content names by digest: photographs and recordings of a site check, the scan of a defence."""
    if not isinstance(content, dict):
        return
    for name in ("photos", "recordings"):
        yield from (one["sha256"] for one in content.get(name, ()) if one.get("sha256"))
    if content.get("scan"):
        yield content["scan"]


def _of(event: e.Event) -> Iterator[tuple[str, str]]:
    yield CONTENT, getattr(event, "paper", "")
    yield FILE, getattr(event, "scan", "")
    if isinstance(event, e.LetterServed):
        yield FILE, event.sheet
    if isinstance(event, e.FixesHandedIn):
        yield from ((FILE, digest) for digest in event.files)
    if isinstance(event, e.Rated | e.RatedAgain | e.RatingAppealed | e.RatingContested):
        yield TEXT, event.words
    if isinstance(event, e.PublicationCorrected):
        yield TEXT, event.digest
    if isinstance(event, e.CalendarApplied):
        yield CALENDAR, event.digest
