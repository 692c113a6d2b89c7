"""The one way in which the procedure says no: a named rule with its facts, never a bare error."""

from __future__ import annotations


class Refusal(Exception):
    """An act that the procedure does not allow now.

    `rule` names the reason; the pages keep one sentence a rule in both languages, with the next step. `facts` fill the sentence.
    """

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refusal({self.rule!r}, {self.facts!r})"
