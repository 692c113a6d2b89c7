"""The chemicals that are applied for most: what the Catalogue and the two lists say of them, so that nobody has to look it up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LIST = Path(__file__).parent / "chemicals.yaml"

COLUMNS = ("alias", "cas", "catalogue_no", "hazard_class", "highly_toxic", "explosive_precursor", "drug_precursor")
"""The columns of a table of chemicals that the name of one answers, by the names that guides use."""


@dataclass(frozen=True, slots=True)
class Chemical:
    """A hazardous chemical: name, CAS number, number in the Catalogue, class, and which of the three lists it is on."""

    name: str
    number: int
    hazard: str
    alias: str = ""
    cas: str = ""
    toxic: bool = False
    explosive: bool = False
    drug: bool = False

    def row(self) -> dict[str, str]:
        """Return what it answers in a table of chemicals, by column; what there is nothing to say of is left out."""
        marks = {"highly_toxic": self.toxic, "explosive_precursor": self.explosive, "drug_precursor": self.drug}
        told = {"name": self.name, "alias": self.alias, "cas": self.cas, "catalogue_no": str(self.number)}
        told |= {"hazard_class": self.hazard, **{name: "yes" if listed else "no" for name, listed in marks.items()}}
        return {name: value for name, value in told.items() if value}


@cache
def chemicals() -> tuple[Chemical, ...]:
    """Return the chemicals of the list, in its order. Raises TypeError for an entry that is none."""
    return tuple(Chemical(**one) for one in yaml.safe_load(LIST.read_text("utf-8")))


def chemical(name: str) -> Chemical:
    """Return the chemical of that name. Raises KeyError for one that is not on the list."""
    return {one.name: one for one in chemicals()}[name]
