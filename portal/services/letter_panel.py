"""The letters of an expert review and of a publicity window, from events and what lies beside them (R27, R161)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portal.documents import panel, publicity
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source
from workflows import events as e


def _expert_record(s: Source) -> Letter:
    event, paper, at = s.entry.event, s.paper, s.case.panel
    assert isinstance(event, e.PanelClosed)
    held = panel.Review(
        began=at.set_on or event.closed_on,
        closed_on=event.closed_on,
        experts=_people(paper.get("experts", ())),
        left=_people(paper.get("left", ())),
        questions=tuple(paper.get("questions", ())),
        passed=event.passed,
        changes=event.changes,
        failed=event.failed,
        needed=at.needed,
        conclusion=event.conclusion,
        summary=str(paper.get("summary", "")),
    )
    return panel.expert_record(s.data, held)


def _people(found: Iterable[Any]) -> tuple[panel.Reviewer, ...]:
    return tuple(panel.Reviewer(one["name"], one["unit"], one["title"]) for one in found)


def _publicity_notice(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.PublicityOpened)
    text = str(s.paper.get("text", ""))
    shown = publicity.Window(text, event.opened_on, event.last_on, event.days, event.basis)
    return publicity.publicity_notice(s.data, shown)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.EXPERT_RECORD: _expert_record,
    Kind.PUBLICITY_NOTICE: _publicity_notice,
}
