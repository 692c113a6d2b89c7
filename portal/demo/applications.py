"""Who applies for what, and what is written into the form: sensible values for the fields known here, a guess for any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guides.form import Field
from guides.guide import Guide
from guides.plan import visible
from portal.demo import emergency_plans, fireworks, hazchem
from portal.demo.firms import Firm

HAZCHEM = "hazchem_business_licence"
FIREWORKS = "fireworks_retail_licence"
FILING = "emergency_plan_filing"
TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "leased": ((HAZCHEM, "leased"), (HAZCHEM, "leased"), (FILING, "review")),
    "depot": ((HAZCHEM, "own"), (HAZCHEM, "new"), (HAZCHEM, "own"), (FILING, "review")),
    "gas": ((HAZCHEM, "own"), (FILING, "revised")),
    "warehouse": ((HAZCHEM, "warehouse"), (FILING, "review")),
    "station": ((HAZCHEM, "station"), (HAZCHEM, "station"), (FILING, "revised")),
    "trade": ((HAZCHEM, "plain"), (HAZCHEM, "plain"), (HAZCHEM, "plain"), (FILING, "argue")),
    "toxic": ((HAZCHEM, "toxic"),),
    "precursor": ((HAZCHEM, "precursor"),),
    "city": ((FIREWORKS, "city"),),
    "rural": ((FIREWORKS, "rural"),),
    "seasonal": ((FIREWORKS, "seasonal"),),
    "place": ((FILING, "argue"),),
    "mine": ((FILING, "review"),),
    "builder": ((FILING, "argue"),),
    "foundry": ((FILING, "review"),),
    "carrier": ((FILING, "review"), (FILING, "revised")),
}
"""The items that an enterprise of each trade applies for, each with its situation; twice is twice as often."""

_WRITERS: dict[str, Callable[[Firm, str, bool, date], dict[str, Any]]] = {
    HAZCHEM: hazchem.answers,
    FIREWORKS: fireworks.answers,
    FILING: emergency_plans.answers,
}


@dataclass(frozen=True, slots=True)
class Application:
    """An enterprise's wish: the item, the situation it is in, and whether it applies anew for what it had before."""

    firm: Firm
    item: str
    situation: str
    again: bool = False

    def answers(self, guide: Guide, on: date) -> dict[str, Any]:
        """What is typed on that day into every field that the guide asks."""
        typed = _WRITERS[self.item](self.firm, self.situation, self.again, on)
        for _ in range(3):  # an answer may open further questions
            asked, _known = visible(guide, typed)
            lacking = [guide.fields[name] for name in asked if name not in typed and guide.fields[name].required]
            typed |= {field.id: guessed(field, self.firm, on) for field in lacking}
        return {name: value for name, value in typed.items() if name in guide.fields}


def guessed(field: Field, firm: Firm, on: date) -> Any:
    """A plausible answer from the type and the bounds of a field alone."""
    least = field.min if field.min is not None else 1
    plain: dict[str, Any] = {
        "text": str(field.placeholder or firm.name)[: int(field.max or 60)],
        "textarea": f"{firm.name}按照办事指南的要求办理。",
        "number": str(least),
        "integer": str(int(least)),
        "date": (on - timedelta(days=30)).isoformat(),
        "yesno": "no",
        "consent": "yes",
        "uscc": firm.uscc,
        "id_number": firm.head_id,
        "phone": firm.mobile(),
        "email": firm.email(),
        "postcode": "990100",
        "address": {"region": firm.region, "detail": firm.street},
    }
    if field.type in ("choice", "multichoice"):
        first = field.options[0].value
        return first if field.type == "choice" else [first]
    if field.type == "table":
        row = {column.id: guessed(column, firm, on) for column in field.columns}
        return [row] * max(field.min_rows, 1)
    return plain[field.type]
