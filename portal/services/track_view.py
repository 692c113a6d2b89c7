"""One department's share of a case as the person at the screen sees it (R87)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guides.text import Text
from portal.access import may_act
from portal.actors import Actor, Role
from portal.services import desk_checks
from portal.services.caseclocks import ClockView
from portal.services.casefile import CaseFile
from portal.services.desk_checks import Judged
from workflows.case_facts import AddedTrack, Answer, Resolution
from workflows.case_tracks import answerable, track_open
from workflows.terms import TrackTerm


@dataclass(frozen=True, slots=True)
class TrackView:
    """One department's share: its question and points, its clock, its answer; `mine` when the person may answer it now,
    `checked` once the joint check was held for it, `awaits_site` while that check is set and not held.

    `officer` is who has it; `for_whom` the absent one for whom the person would answer; `added` and `resolution` tell that
    the lead asked in addition, and how it settled a disagreement. `gives` says that the person may give it to a colleague.
    """

    term: TrackTerm
    name: Text
    question: Text
    points: tuple[Text, ...]
    clock: ClockView | None
    answer: Answer | None
    open: bool
    waits_for: tuple[str, ...]
    mine: bool
    officer: str = ""
    for_whom: str = ""
    gives: bool = False
    added: AddedTrack | None = None
    resolution: Resolution | None = None
    reopened: date | None = None
    judged: tuple[Judged, ...] = ()
    checked: bool = False
    awaits_site: bool = False

    @property
    def state(self) -> str:
        """answered, open, waiting or void."""
        return "answered" if self.answer else "open" if self.open else "waiting" if self.waits_for else "void"


def mine(file: CaseFile, term: TrackTerm, by: Actor) -> bool:
    """Whether the person may answer a track of the own office now."""
    return answerable(file.case, term.id) and may_act(by, file, Role.REVIEWER, term.office)


def _gives(file: CaseFile, term: TrackTerm, by: Actor) -> bool:
    """Whether the person may give a share of the own office to a colleague: as reviewer, or as head of the department."""
    heads = by.holds(Role.DECIDER) and by.office_code == term.office
    return answerable(file.case, term.id) and (heads or may_act(by, file, Role.REVIEWER, term.office))


def track_view(
    file: CaseFile,
    term: TrackTerm,
    clocks: Mapping[str, ClockView],
    by: Actor,
    for_whom: tuple[int, ...],
    named: Mapping[str, Text],
) -> TrackView:
    """One track as the person sees it; `for_whom` are the accounts for which the person stands in, `named` the offices."""
    plan, case = file.guide.track(term.id), file.case
    added, officer = case.added.get(term.id), case.assigned.get(term.id, "")
    own = named.get(term.office) or Text(zh=term.office)
    question = Text(zh=added.question, en=added.question) if added else Text(zh=term.id)
    return TrackView(
        term=term,
        name=plan.name if plan else own,
        question=plan.question if plan and not added else question,
        points=plan.review_points if plan else (),
        judged=desk_checks.points(term.id, plan.review_points, file.needs, on=case.received_on) if plan else (),
        clock=clocks.get(f"track:{term.id}"),
        answer=case.answers.get(term.id),
        open=track_open(case, term.id),
        waits_for=tuple(name for name in term.depends_on if name not in case.answers),
        mine=mine(file, term, by),
        officer=officer,
        for_whom=officer if officer and int(officer.partition(":")[2]) in for_whom else "",
        gives=_gives(file, term, by),
        added=added,
        resolution=case.resolved.get(term.id),
        reopened=case.reopened.get(term.id),
        checked=bool(case.site.officers_of(term.id)),
        awaits_site=term.id in case.site.tracks and case.site.owed,
    )
