"""What an act of the town needs to be done: the case, the people, the papers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO, Any

from portal.actors import Actor
from portal.demo.papers import Cabinet
from portal.demo.plan import Act
from portal.demo.script import Brief
from portal.demo.settling import Town
from portal.services import uploads

A_LITTLE = timedelta(seconds=40)
"""How long a clerk looks at one material, and an applicant at the last page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One act with everything around it; `case_id` is empty before the application is handed in."""

    act: Act
    brief: Brief
    town: Town
    cabinet: Cabinet
    case_id: str = ""

    @property
    def at(self) -> datetime:
        """When it is done."""
        return self.act.at

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the script says about it."""
        return self.act.facts

    @property
    def handler(self) -> Actor:
        """Who acts for the enterprise: the same person through the whole story."""
        return self.town.handler(self.brief.application.firm, self.act.story)

    @property
    def clerk(self) -> Actor:
        """The window officer."""
        return self.town.people[self.facts["clerk"]]

    @property
    def officer(self) -> Actor:
        """The officer of a department."""
        return self.town.people[self.facts["officer"]]

    def paper(self, material: str, *, faulty: Collection[str] = ()) -> tuple[str, IO[bytes]]:
        """The name and the content of the file for a material."""
        paper = self.cabinet.paper(self.brief, material, faulty=material in faulty)
        return paper.filename, BytesIO(paper.content)

    def bring(self, materials: Collection[str], purpose: str, *, by: Actor, faulty: Collection[str] = ()) -> None:
        """Lay files beside the case, to be handed in with the next act."""
        for material in materials:
            name, content = self.paper(material, faulty=faulty)
            uploads.attach_to_case(self.case_id, material, name, content, purpose=purpose, by=by, at=self.at)
