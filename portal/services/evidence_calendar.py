"""The working days that an evidence package counts by: the shipped years, and every version of a year brought in since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CalendarYear
from portal.services.calendar_store import CENTRE, NATIONAL, REGION
from portal.services.evidence_package import CALENDAR
from workflows.calendar import HOLIDAYS, Calendar
from workflows.schedule import Year, read_region, read_year

SHIPPED = "shipped"
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class PackedYear:
    """One text of one year: `origin` is shipped or imported, `scope` national, the centre or an office, 0 the shipped version."""

    path: str
    origin: str
    scope: str
    year: int
    version: int
    text: str
    more: dict[str, Any]

    def listed(self) -> dict[str, Any]:
        """How the list of the package names it."""
        sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        own = {"path": self.path, "origin": self.origin, "scope": self.scope, "year": self.year}
        return {**own, "version": self.version, "sha256": sha256, **self.more}


def packed_years(session: Session, offices: Collection[str]) -> tuple[PackedYear, ...]:
    """The shipped years in order, then what was brought in for the nation, the region, the centre and these offices, in order."""
    shipped = (
        PackedYear(
            f"{CALENDAR}{SHIPPED}/{file.name}", SHIPPED, NATIONAL, int(file.stem), 0, file.read_text("utf-8"), {}
        )
        for file in sorted(HOLIDAYS.glob("*.yaml"))
    )
    scopes = [NATIONAL, REGION, CENTRE, *offices]
    rows = session.scalars(select(CalendarYear).where(CalendarYear.scope.in_(scopes)).order_by(CalendarYear.id))
    return (*shipped, *(_imported(row) for row in rows))


def _imported(row: CalendarYear) -> PackedYear:
    path = f"{CALENDAR}{IMPORTED}/{row.scope}-{row.year}-v{row.version}.yaml"
    more = {"source": row.source, "imported_by": row.imported_by, "imported_at": row.imported_at.isoformat()}
    return PackedYear(path, IMPORTED, row.scope, row.year, row.version, row.text, more)


def calendar_of(listed: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> Calendar:
    """The working days in force by a package's list and texts: the newest version of a year takes the place of the others."""
    packed = tuple(listed)
    shipped = (one for one in packed if one["origin"] == SHIPPED)
    calendar = Calendar(tuple(read_year(texts[one["path"]], f"{one['year']}.yaml") for one in shipped))
    for year in _newest(packed, texts, NATIONAL, read_year):
        calendar = calendar.with_year(year)
    regional = _newest(packed, texts, REGION, read_region)
    return Calendar(calendar.years, regional) if regional else calendar


def _newest(
    packed: Iterable[Mapping[str, Any]], texts: Mapping[str, str], scope: str, read: Callable[[str, str], Year]
) -> tuple[Year, ...]:
    newest = {one["year"]: one for one in packed if (one["origin"], one["scope"]) == (IMPORTED, scope)}
    return tuple(read(texts[newest[year]["path"]], f"{year}.yaml") for year in sorted(newest))
