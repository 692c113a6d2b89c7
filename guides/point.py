"""What can be checked by the answers alone: review points that carry an expression, and answers that must agree."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from guides.expression_shape import expression_faults
from guides.expressions import Expression, fields
from guides.form import When
from guides.text import Element, Id, Text


def _well_formed(expression: Expression) -> Expression:
    fault = next(expression_faults(expression), None)
    if fault:
        raise PydanticCustomError("bad_rule", "{code}", {"code": fault.code})
    return expression


Holds = Annotated[dict[str, Any], AfterValidator(_well_formed)]


class ReviewPoint(Text):
    """What a clerk looks at (R55). With `holds` the answers decide it, before submission and at the desk alike.

    It stays a question for people: what the portal finds is shown beside it, and bars nobody.
    """

    holds: Holds | None = None


class CrossCheck(Element):
    """Answers that must agree: `holds` is what is true of them, `message` what is said when it is not.

    An error has to be mended before submission, a warning is only told. `fields` are the questions it stands at; without
    them it stands at the first one that it names.
    """

    id: Id
    holds: Holds
    when: When | None = None
    message: Text
    severity: Literal["error", "warning"] = "warning"
    fields: tuple[Id, ...] = ()

    @property
    def concerns(self) -> tuple[str, ...]:
        """The fields it stands at, the first one first."""
        return self.fields or fields(self.holds)
