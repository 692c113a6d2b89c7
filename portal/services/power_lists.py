"""The power list and the duty list as the public reads them: from the catalogue in force, with what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guides import duty_list, power_list
from guides.duty_list import Duty
from guides.guide import Guide
from guides.power_list import Event, Power
from guides.text import Text
from portal.services import law, offices


@dataclass(frozen=True, slots=True)
class OfficePowers:
    """The powers of one office that are in force."""

    code: str
    name: Text
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class ItemDuties:
    """What an office owes in one item."""

    guide: Guide
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class OfficeDuties:
    """The duties of one office, item by item."""

    code: str
    name: Text
    items: tuple[ItemDuties, ...]


def powers(on: date) -> tuple[OfficePowers, ...]:
    """The power list of that day, office by office."""
    found = power_list.powers(law.catalogue(), on, _names())
    return tuple(OfficePowers(code, _name(code, listed[0].guide), listed) for code, listed in found.items())


def duties(on: date) -> tuple[OfficeDuties, ...]:
    """The duty list of that day: of every power on the power list."""
    return tuple(
        OfficeDuties(
            one.code,
            one.name,
            tuple(ItemDuties(each.guide, duty_list.duties(each.guide, on)) for each in one.powers),
        )
        for one in powers(on)
    )


def history(on: date) -> tuple[Event, ...]:
    """What entered, changed and left the power list, newest first, announced versions included."""
    return power_list.history(law.catalogue(), on, _names())


def _names() -> dict[str, Text]:
    """Every office that the administration or a guide names."""
    found: dict[str, Text] = {}
    for guide in law.catalogue().guides:
        found |= offices.bodies_of(guide)
    return {**found, **offices.names()}


def _name(code: str, guide: Guide) -> Text:
    return _names().get(code) or guide.authority.name
