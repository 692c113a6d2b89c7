"""The limits of a guide as days: what falls due when, for somebody who applies on a given day and whom all take to the last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guides.guide import ApplicantLimit, Period
from guides.text import Text
from portal.services import law
from portal.services.guide_pages import GuidePage
from workflows.calendar import CalendarGap
from workflows.ledger import months_after
from workflows.limits import Clock, Due, Limit, Unit, due

_ISSUED = re.compile("领|取得|颁发|发证|核发|送达|准予|决定")
"""How guides name the day on which somebody has the licence."""


@dataclass(frozen=True, slots=True)
class LimitDay:
    """One limit with its last day. `kind` is that of the guide's limit, or correction, supplement, applicant, renewal.

    `name` says which material or which period of the applicant; `verified` is the guide's own mark.
    """

    kind: str
    key: str
    due: Due
    basis: Text
    verified: bool
    name: Text | None = None


def limit_days(page: GuidePage, applied: date) -> tuple[LimitDay, ...]:
    """Everything that falls due, in the order of its days, for an application of that day. Raises CalendarGap.

    A rest day counts as received on the next working day (R32); every step is taken to end on its last day, and a limit
    that still hangs on open questions is the longest of them. What runs into a year without any schedule is left out.
    """
    found = [*_Road(page, law.calendar().roll(applied)).days()]
    return tuple(sorted((one for one in found if one.due.on), key=lambda one: one.due.on or applied))


class _Road:
    """One application that takes every limit to its last day."""

    def __init__(self, page: GuidePage, received: date) -> None:
        self.page, self.guide = page, page.guide
        self.starts: dict[str, date] = {"received": received, "report_received": received}

    def days(self) -> Iterator[LimitDay]:
        """The days in the order in which one starts the other."""
        yield from self._of("pre_review")
        yield from self._of("notice", then="accepted")
        yield from self._of("notice_promised", then="accepted")  # the promise binds here as well (R34)
        yield from self._after_the_notice()
        yield from self._of("statutory", then="decided")
        yield from self._of("promised", then="decided")  # the promise binds where there is one (R34)
        yield from self._of("delivery", then="delivered")
        yield from self._of("publication")
        yield from self._of_the_applicant()
        yield from self._renewal()

    def _of(self, kind: str, then: str = "") -> Iterator[LimitDay]:
        """The last day of a limit; `then` is the event that is taken to happen on it."""
        limits = self.page.outlook.limits.get(kind, ())  # type: ignore[call-overload]
        if limits and limits[-1].start in self.starts:
            limit = limits[-1]
            end = self._due(limit, self.starts[limit.start])
            yield LimitDay(kind, kind, end, limit.basis, limit.verified)
            if then and end.on:
                self.starts[then] = end.on
        elif kind == "notice":
            self.starts[then] = self.starts["received"]

    def _after_the_notice(self) -> Iterator[LimitDay]:
        """What runs from the answer of the window: the correction, and materials that may follow later."""
        accepted, rule = self.starts.get("accepted"), self.guide.correction
        if accepted is None:
            return
        yield LimitDay("correction", "correction", self._due(rule.limit, accepted), rule.basis, True)
        for need in self.page.asked:
            first = need.alternatives[0]
            if need.deferrable and not first.shared and first.deferrable and first.deferrable.days:
                period = Period(value=first.deferrable.days, unit=first.deferrable.unit)
                end = self._due(period, accepted)
                yield LimitDay("supplement", f"supplement-{need.key}", end, first.basis, first.verified, first.name)

    def _of_the_applicant(self) -> Iterator[LimitDay]:
        """The applicant's own periods, where the guide's words say from which day of this road they run."""
        for possible in self.page.outlook.applicant_limits:
            one = possible.part
            end = self._own(one)
            if possible.sure and end:
                yield LimitDay("applicant", f"applicant-{one.id}", end, one.basis, one.verified, one.name)

    def _own(self, one: ApplicantLimit) -> Due | None:
        if one.counted == "before":
            return self._before_expiry(one.limit) if "有效期" in one.event.zh else None
        issued = self.starts.get("delivered")
        return self._due(one.limit, issued) if issued and _ISSUED.search(one.event.zh) else None

    def _renewal(self) -> Iterator[LimitDay]:
        own = self.guide.result.renewal
        end = self._before_expiry(own.last) if own else None
        if own and end:
            yield LimitDay("renewal", "renewal", end, own.basis, own.verified)

    def _before_expiry(self, period: Period) -> Due | None:
        """So long before the document expires, in calendar days or months: working days that far ahead nobody knows."""
        decided, months = self.starts.get("decided"), self.guide.result.validity_months
        if decided is None or months is None or period.counted_in == "working_day":
            return None
        ends = months_after(decided, months)
        if period.unit == "month":
            return Due(months_after(ends, -period.whole))
        return Due(ends - timedelta(days=period.whole))

    def _due(self, period: Period, start: date) -> Due:
        clock = Clock("guide", "", Limit(period.whole, Unit(period.counted_in), "event"), start)
        try:
            return due(clock, law.calendar(), start)
        except CalendarGap as gap:
            return Due(None, missing_year=gap.year)
