"""The letters of a filing, from the source of each: the notice of its outcome, and the proof with its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from portal.documents import filing
from portal.documents.decision import Content
from portal.documents.letter import Kind, Letter
from portal.documents.words import joined
from portal.services import letter_decision
from portal.services.letter_source import Source, term
from workflows import events as e

OPINION = "备案意见"
"""The line of a proof that says in the guide's words that the filing was made."""


def _notice(s: Source) -> Letter:
    event, case = s.entry.event, s.case
    assert isinstance(event, e.Granted | e.DeemedFiled)
    silent = isinstance(event, e.DeemedFiled)
    told = filing.Filed(
        accepted_on=case.accepted_on or case.received_on,
        acceptance_number=s.number_of("acceptance"),
        filed_on=event.decided_on,
        basis=_silence(s) if silent else _laws(s),
        document=str(s.guide.result.document),
        delivery=term(case.limit("delivery")),
        answer_by=event.decided_on if silent else None,
    )
    return filing.notice(s.data, told)


def proof(s: Source) -> Letter:
    """备案登记表 or 备案证明, as the guide calls it, with the number that the filing was given."""
    issued = s.case.licence
    assert issued is not None
    silence = next((past.event for past in s.past if isinstance(past.event, e.DeemedFiled)), None)
    lines = tuple(letter_decision.contents(s))
    filed = filing.Filing(
        received_on=s.case.corrected_on or s.case.received_on,
        filing_number=issued.number,
        contents=tuple(map(_by_silence, lines)) if silence else lines,
        papers=tuple(line.name for line in s.lines_in()),
        basis=joined(_silence(s) if silence else _laws(s)),
        deemed_on=silence.decided_on if silence else None,
        note=str(s.guide.result.note or ""),
    )
    return filing.proof(s.data, filed, str(s.guide.result.document))


def _by_silence(line: Content) -> Content:
    """Nobody checked what silence made: the guide's own words would say that somebody did."""
    return replace(line, value="备案期限届满没有答复，视为已经备案。") if line.label == OPINION else line


def _laws(s: Source) -> tuple[str, ...]:
    """The provisions in force when it was received, a law that is named in several lines once."""
    found: dict[str, list[str]] = {}
    for one in s.guide.laws(s.case.received_on):
        found.setdefault(str(one.law), []).append(str(one.articles))
    return tuple(f"{law}{'、'.join(articles)}" for law, articles in found.items())


def _silence(s: Source) -> tuple[str, ...]:
    """The provision of the period that nobody kept; the guide's laws where the period names none."""
    limit = s.needs.limits.get("statutory")
    return (str(limit.basis),) if limit and limit.basis else _laws(s)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.FILED: _notice,
    Kind.DEEMED_FILED: _notice,
    Kind.FILING: proof,
}
