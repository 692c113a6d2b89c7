"""The platform of investment projects (投资项目在线审批监管平台) through one small port: it knows a project by its code."""

from __future__ import annotations

from dataclasses import dataclass

from portal.connectors.port import PortDown, post
from portal.connectors.register import PATIENCE, texts

FACTS = ("name", "unit", "unit_uscc", "state", "address", "scale", "approval", "planning_permit", "land_approval")
"""The platform answers what it has: in an early stage of a project there is no permit yet."""


@dataclass(frozen=True, slots=True)
class Project:
    """What the platform says of a project: its name, the unit that builds it with its credit code, and its state.

    Where it has them also the place and the scale as approved, and the numbers of the approval of the project, of the planning
    permit and of the approval of the land.
    """

    code: str
    name: str
    unit: str
    unit_uscc: str
    state: str
    address: str = ""
    scale: str = ""
    approval: str = ""
    planning_permit: str = ""
    land_approval: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The facts by their names."""
        return {name: getattr(self, name) for name in FACTS}


class Projects:
    """POST {"code": ...} to `<url>/projects`: 200 with the facts, 404 for a code that no project has."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.url, self.patience = url.rstrip("/"), patience

    def look_up(self, code: str) -> Project | None:
        """The project of that code, or None for an unknown code. Raises PortDown for anything that is no answer."""
        status, told = post(f"{self.url}/projects", {"code": code}, self.patience)
        if status == 404:
            return None
        if status != 200 or not isinstance(told, dict) or told.get("code") != code or not told.get("name"):
            raise PortDown(f"answered {status}, but not what was asked for")
        return Project(code, **texts(told, FACTS))
