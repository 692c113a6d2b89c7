"""The desk's own checks: what the answers decide of a guide's review points, and which answers contradict each other.

The applicant sees them before submission and the clerk and the reviewer beside the case: it is one code for all of them.
Only a check that the guide calls an error has to be mended; everything else is advice and bars nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guides.conditions import holds
from guides.expressions import World, fields, judge
from guides.fields import FieldError, Wrong
from guides.guide import CrossCheck, Guide, ReviewPoint
from guides.material import Material
from guides.plan import Needs

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"
_SAID = {True: TRUE, False: FALSE, None: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Judged:
    """One review point: its name (`material.number` from 1, as the desk marks it), and what the answers say of it.

    `said` is true, false or unknown where the guide has an expression for it; empty where only a person can tell.
    """

    id: str
    point: ReviewPoint
    said: str
    fields: tuple[str, ...] = ()
    looked: str = ""


def points(owner: str, of: Iterable[ReviewPoint], needs: Needs, *, on: date) -> tuple[Judged, ...]:
    """The review points of a material or of a track, each with what the answers of that application say of it."""
    return tuple(_judged(f"{owner}.{number}", point, needs, on) for number, point in enumerate(of, start=1))


def of_material(material: Material, needs: Needs, *, on: date) -> tuple[Judged, ...]:
    """The review points of a material."""
    return points(material.id, material.review_points, needs, on=on)


def _judged(name: str, point: ReviewPoint, needs: Needs, on: date) -> Judged:
    if point.holds is None:
        return Judged(name, point, "")
    named = tuple(one for one in fields(point.holds) if one in needs.fields)
    return Judged(name, point, _SAID[judge(point.holds, _world(needs, on))], named)


def contradictions(
    guide: Guide, needs: Needs, *, on: date, opened: Collection[str] | None = None
) -> Iterator[tuple[CrossCheck, str]]:
    """The checks between answers that do not hold, each with the question that it stands at (one of `opened`, if given)."""
    asked = needs.fields if opened is None else [name for name in needs.fields if name in opened]
    world = _world(needs, on)
    for check in guide.checks:
        place = next((name for name in check.concerns if name in asked), None)
        if place and holds(check.when, needs.answers, world.cases) and judge(check.holds, world) is False:
            yield check, place


def errors(guide: Guide, needs: Needs, *, on: date, opened: Collection[str] | None = None) -> dict[str, FieldError]:
    """The contradictions that have to be mended, by the question they stand at; one for each question."""
    found: dict[str, FieldError] = {}
    for check, place in contradictions(guide, needs, on=on, opened=opened):
        if check.severity == "error":
            found.setdefault(place, FieldError(Wrong.CONTRADICTION, said=check.message))
    return found


def _world(needs: Needs, on: date) -> World:
    return World(needs.answers, frozenset(needs.cases), on)
