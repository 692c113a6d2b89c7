"""What the window's lists say of a case: the columns they read, and the row they make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services import law
from portal.services.days_left import remaining, unit_of
from workflows.clocks import ANSWER, CORRECTION, DELIVERY, NOTICE, PROMISED, STATUTORY
from workflows.limits import Signal

COLUMNS = (
    CaseRow.id,
    CaseRow.public_id,
    CaseRow.number,
    CaseRow.applicant_name,
    Enterprise.uscc,
    CaseRow.item,
    CaseRow.guide_version,
    CaseRow.item_name_zh,
    CaseRow.item_name_en,
    CaseRow.channel,
    CaseRow.state,
    CaseRow.received_on,
    CaseRow.created_at,
    CaseRow.changed_at,
    CaseRow.provisional,
    CaseRow.paused,
    CaseRow.paused_left,
    CaseRow.law_paused_left,
    CaseRow.statutory_due,
    CaseRow.answer_due,
    CaseRow.stood,
    CaseRow.law_stood,
    CaseRow.calendar_days,
    CaseRow.credit,
    CaseRow.deferred_open,
    CaseRow.deferred_arrived,
    CaseRow.waits_since,
    CaseRow.officer_id,
    CaseRow.tracks_answered,
    CaseRow.tracks_total,
)

NEW, RETURNED = "new", "returned"
READY_KINDS = ("granted", "issued", "refused")
"""Why a decided case stands on the list of what goes out: to be made out, or to be served."""
_CLOCKS = {NEW: NOTICE, RETURNED: NOTICE, "correction": CORRECTION, **dict.fromkeys(READY_KINDS, DELIVERY)}
"""The clock that a row shows by the reason for which it stands there; all others show the promise, or the law's limit once past."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One case of a list. `kind` says why it stands there, `group` how urgent it is: first, within or paused.

    `due` is the last day of the clock that counts for this list, `left` the days until then in its `unit` (negative when it
    is over); `missing` names the deferred materials that are still out, where the list shows them. `waited` counts the working
    days that it has lain at the window, `officer` has it (or had, and left), and `busy` has its desk open since then.
    """

    public_id: str
    number: str
    applicant: str
    uscc: str
    item: str
    guide_version: date
    item_zh: str
    item_en: str
    channel: str
    state: str
    kind: str
    group: str
    received_on: date | None
    submitted_at: datetime
    changed_at: datetime
    due: date | None
    provisional: bool
    light: Signal | None
    left: int | None
    unit: str
    credit: str
    deferred_open: int
    deferred_arrived: int
    missing: tuple[str, ...] = ()
    answered: int = 0
    asked: int = 0
    waits_since: date | None = None
    waited: int | None = None
    officer_id: int | None = None
    officer: str = ""
    officer_left: bool = False
    busy: str = ""
    busy_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of a list; `lights` and `kinds` count what the filters would leave."""

    rows: tuple[WaitingRow, ...]
    total: int
    page: int
    pages: int
    lights: dict[Signal, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    capped: bool = False

    @property
    def all(self) -> int:
        """How many there are without any filter by light or kind."""
        return sum(self.kinds.values())


def row_of(row: Any, on: date) -> WaitingRow:
    """A row of the database as the list shows it on that day."""
    light = Signal(row.light) if row.light else None
    left, unit = _left(row, light, on)
    group = {Signal.GREY: "paused", Signal.GREEN: "within"}.get(light or Signal.GREEN, "first")
    return WaitingRow(
        public_id=row.public_id,
        number=row.number,
        applicant=row.applicant_name,
        uscc=row.uscc,
        item=row.item,
        guide_version=row.guide_version,
        item_zh=row.item_name_zh,
        item_en=row.item_name_en,
        channel=row.channel,
        state=row.state,
        kind=row.kind,
        group=group,
        received_on=row.received_on,
        submitted_at=row.created_at,
        changed_at=row.changed_at,
        due=row.due,
        provisional=row.provisional and law.unsettled(row.due),
        light=light,
        left=left,
        unit=unit,
        credit=row.credit,
        answered=row.tracks_answered,
        asked=row.tracks_total,
        deferred_open=row.deferred_open,
        deferred_arrived=row.deferred_arrived,
        waits_since=row.waits_since,
        officer_id=row.officer_id,
    )


def _left(row: Any, light: Signal | None, on: date) -> tuple[int | None, str]:
    """What is left of the clock that the row shows, and in which unit: past the law's limit that one, not the promise."""
    by_law = light is Signal.DARK and row.kind not in _CLOCKS
    clock = STATUTORY if by_law else _CLOCKS.get(row.kind, PROMISED)
    if clock == NOTICE and row.answer_due is not None and light is not Signal.DARK:
        clock = ANSWER
    unit = unit_of(clock, row.calendar_days)
    if clock == DELIVERY:  # a clock of its own since the decision: what stopped the promise does not stop it
        return remaining(row.due, on, law.calendar(), unit=unit)
    stands = row.law_paused_left if by_law else row.paused_left
    if stands is not None:
        return stands, unit
    due, stood = (row.statutory_due, row.law_stood) if by_law else (row.due, row.stood)
    received = row.waits_since if clock in (NOTICE, ANSWER) else None
    return remaining(due, max(on, received or on), law.calendar(), stood, unit)
