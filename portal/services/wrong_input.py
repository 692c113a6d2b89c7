"""What a service answers to input that cannot be right: a code for each field, which the page turns into a sentence."""

from __future__ import annotations


class WrongInput(Exception):
    """Input that has to be mended. `fields` maps the name of a field to a code."""

    def __init__(self, **fields: str) -> None:
        super().__init__(", ".join(f"{name}: {code}" for name, code in fields.items()))
        self.fields = fields
