"""Who does something: the one value that every service takes as `by`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; staff may hold several.

    INTAKE is never given: it is what WINDOW amounts to at a point that only takes in for other agencies (异地代收, R68).
    """

    HANDLER = "handler"
    WINDOW = "window"
    INTAKE = "intake"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    SUPERVISOR = "supervisor"
    AUTHOR = "author"
    ADMINISTRATOR = "administrator"


STAFF = (Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR, Role.AUTHOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the portal itself. `kind` is handler, officer, visitor or system; `id` is the account's number, 0 without one.

    `name` is what stands under a letter; the journal never holds it.
    """

    kind: str
    id: int
    roles: frozenset[Role] = field(default_factory=frozenset)
    office_id: int | None = None
    office_code: str = ""
    enterprise_id: int | None = None
    name: str = ""
    # The owner of the enterprise invites, removes and hands on; an agent (代理人) acts under a written authority, for all items
    # (None) or for those it names.
    owner: bool = False
    # False while nobody has let the account act for its enterprise: it then has what it wrote itself, and nothing else of it.
    proven: bool = True
    mandate_id: int = 0
    items: frozenset[str] | None = None
    # When the OpenID Connect provider last made the person sign in there, in this session.
    proven_at: datetime | None = field(default=None, compare=False)

    def holds(self, role: Role) -> bool:
        """True when the person holds the role."""
        return role in self.roles

    def handles(self, item: str) -> bool:
        """True when the person's authority covers the item; only an agent's has limits."""
        return self.items is None or item in self.items

    @property
    def reference(self) -> str:
        """How the journal names the person: never by name, so that it can be masked."""
        return f"{self.kind}:{self.id}"


SYSTEM = Actor(kind="system", id=0)
VISITOR = Actor(kind="visitor", id=0)
"""Somebody without an account who has shown the number and the query code of a case, as the applicant may do (R86)."""
