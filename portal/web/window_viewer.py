"""What lies under the lamp of the desk: a page of a file, enlarged or turned, beside another version of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from portal.actors import Actor
from portal.services import former, page_images
from portal.services.casefile import CaseFile
from portal.services.desk import DeskFile, DeskMaterial
from portal.services.former import Former, Version

ZOOMS = ("page", "width", "150", "200", "300")
"""The steps of enlargement: the whole page, the width of the column, and percents of it."""

TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class View:
    """One page as it is looked at, and what it is compared with; `address` is what the links of the viewer keep."""

    file: DeskFile | None = None
    page: int = 1
    zoom: str = "width"
    turn: int = 0
    fault: str = ""
    versions: Former = Former()
    against: str = ""
    other: DeskFile | None = None
    other_fault: str = ""
    marked: bool = False

    @property
    def version(self) -> Version | None:
        """The version that is compared with."""
        return self.versions.version(self.against)

    @property
    def larger(self) -> str:
        """The next step up, or nothing at the end."""
        at = ZOOMS.index(self.zoom) + 1
        return ZOOMS[at] if at < len(ZOOMS) else ""

    @property
    def smaller(self) -> str:
        """The next step down, or nothing at the end."""
        at = ZOOMS.index(self.zoom) - 1
        return ZOOMS[at] if at >= 0 else ""

    @property
    def size(self) -> str | None:
        """The size of the image that this enlargement needs."""
        return "large" if self.zoom in ("200", "300") else None

    @property
    def address(self) -> dict[str, Any]:
        """The parts of the address that keep the view as it is; what is usual is left out."""
        return {
            "file": self.file.public_id if self.file else None,
            "p": self.page if self.page > 1 else None,
            "z": self.zoom if self.zoom != "width" else None,
            "turn": self.turn or None,
            "vs": self.against or None,
            "diff": 1 if self.marked else None,
        }

    def but(self, **changes: Any) -> dict[str, Any]:
        """The address with some parts changed."""
        return {**self.address, **changes}


def viewed(seen: CaseFile, chosen: DeskMaterial | None, *, by: Actor) -> View:
    """What the address asks to see of a material, and why it cannot be shown."""
    file = _asked(chosen)
    if chosen is None or file is None:
        return View()
    number = min(max(request.args.get("p", 1, type=int), 1), file.pages)
    zoom, turn = request.args.get("z", "width"), request.args.get("turn", 0, type=int)
    versions = former.former(seen, chosen.requirement, by=by)
    against = request.args.get("vs", "")
    other = _beside(versions.version(against), chosen, file)
    fault = page_images.fault(file.public_id, number, by=by)
    other_fault = page_images.fault(other.public_id, min(number, other.pages), by=by) if other else ""
    comparable = bool(other) and number <= (other.pages if other else 0) and not fault and not other_fault
    return View(
        file=file,
        page=number,
        zoom=zoom if zoom in ZOOMS else "width",
        turn=turn if turn in TURNS else 0,
        fault=fault,
        versions=versions,
        against=against if other else "",
        other=other,
        other_fault=other_fault,
        marked=comparable and request.args.get("diff") == "1",
    )


def _asked(chosen: DeskMaterial | None) -> DeskFile | None:
    if chosen is None or not chosen.files:
        return None
    wanted = request.args.get("file", "")
    return next((one for one in chosen.files if one.public_id == wanted), chosen.files[0])


def _beside(version: Version | None, chosen: DeskMaterial, file: DeskFile) -> DeskFile | None:
    """The file in the same place of the other version, of the same material if there is one."""
    if version is None or not version.files:
        return None
    place = [one for one in chosen.files if one.material == file.material].index(file)
    same = [one for one in version.files if one.material == file.material] or list(version.files)
    return same[min(place, len(same) - 1)]
