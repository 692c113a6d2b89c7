"""A lost or damaged licence issued anew (补发), as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class AskReissue(Command):
    """Apply, as the holder or for him at the window, for a new document; `paper` names the statement."""

    ground: str
    way: str = "portal"
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ProposeReissue(Command):
    """Propose to somebody else what he signs: `issue` or `refuse`, with reason and provision of a refusal."""

    outcome: str
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ReturnReissue(Command):
    """Send what was proposed back, with the reason; or take back what one proposed oneself."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReissueLicence(Command):
    """Make the new document out, with its own electronic identifier; `declares` as the guide says."""

    identifier: str = ""
    declares: bool = False


@dataclass(frozen=True, slots=True)
class DeclareVoid(Command):
    """Say on the public list that the documents before the newest one are void."""


@dataclass(frozen=True, slots=True)
class RefuseReissue(Command):
    """Refuse the new document; where somebody proposed it, with his words."""

    reason: str = ""
    basis: str = ""
