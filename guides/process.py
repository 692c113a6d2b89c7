"""A process as data: steps, arrows and messages, each step with its place in a grid of offices, and the sheet it is put on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from guides.conditions import Rule
from guides.guide import Guide
from guides.process_words import word
from guides.text import Text

Kind = Literal["start", "end", "task", "send", "exclusive", "parallel", "events", "message", "timer", "procedure"]
Words = Callable[[Rule | None], Text | None]
MAIN = 1
"""The row of the accepting office on which a case runs that has nothing to be corrected."""


@dataclass(frozen=True, slots=True)
class Node:
    """One step. `col` and `row` place it in the lane of its office; a special procedure is three columns wide."""

    id: str
    kind: Kind
    name: str
    office: str
    col: int
    row: int
    documentation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow; `rule` where it is taken in some cases only, `otherwise` for the way of all others."""

    id: str
    source: str
    target: str
    name: str = ""
    rule: Rule | None = None
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What passes between the applicant and a step; `to_applicant` says in which direction."""

    id: str
    node: str
    name: str
    to_applicant: bool


@dataclass(frozen=True)
class Process:
    """The whole: offices in the order of their lanes, steps, arrows, messages, and the limits in words."""

    item: str
    name: str
    language: str
    applicant: str
    offices: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    messages: tuple[Message, ...]
    limits: tuple[str, ...]


@dataclass
class Drawing:
    """The sheet on which a guide becomes a process, step by step."""

    guide: Guide
    language: str
    when: Words
    on: date
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    taken: set[tuple[str, int, int]] = field(default_factory=set)

    def add(self, name: str, kind: Kind, office: str, col: int, row: int, *said: str, words: str = "") -> str:
        """Put a step into its cell; `name` is a key of the words, `words` takes its place. Returns its id."""
        self.taken.add((office, row, col))
        title = words or (word(name, self.language) if name else "")
        self.nodes.append(Node(f"n{len(self.nodes) + 1}", kind, title, office, col, row, said))
        return self.nodes[-1].id

    def flow(self, source: str, target: str, name: str = "", rule: Rule | None = None, otherwise: bool = False) -> None:
        """Draw an arrow."""
        self.flows.append(Flow(f"f{len(self.flows) + 1}", source, target, name, rule, otherwise))

    def message(self, node: str, name: str, *, to_applicant: bool) -> None:
        """Let something pass between the applicant and a step."""
        self.messages.append(Message(f"m{len(self.messages) + 1}", node, word(name, self.language), to_applicant))

    def free_row(self, office: str, col: int, width: int) -> int:
        """The first row of an office that is free over so many columns; the main row of the accepting one first."""
        rows = [MAIN, 0, *range(2, 99)] if office == self.guide.authority.accepting else range(99)
        return next(row for row in rows if not any((office, row, at) in self.taken for at in range(col, col + width)))

    def node(self, name: str) -> Node:
        """The step of that id."""
        return next(one for one in self.nodes if one.id == name)

    def say(self, text: Text) -> str:
        """A text of the guide in the language of the sheet."""
        return text.get(self.language)

    def word(self, key: str, *facts: object) -> str:
        """One of the words that every guide has in common."""
        return word(key, self.language, *facts)
