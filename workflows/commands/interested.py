"""Interested parties, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class TellInterested(Command):
    """Tell an interested party in writing; `paper` is the digest of its name and address, kept beside the journal, and `number`
    that of a party which the case knows already: it came by itself, or is told anew at another address."""

    paper: str
    number: str = ""
