"""The materials an item asks for: form, necessity, who issues them, and whether they may follow later."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from guides.form import When
from guides.point import ReviewPoint
from guides.text import Element, Flag, Id, Text, Whole

Unit = Literal["working_day", "calendar_day", "month"]
Necessity = Literal["required", "conditional", "one_of_group", "exempt_by_sharing", "optional"]


class Deferrable(Element):
    """May follow after acceptance (容缺, R69-R72): within `days` of acceptance, and at the latest until an event.

    With `red_list` for applicants on the red list alone, where the item gives them that benefit (R104).
    """

    days: Whole | None = Field(default=None, ge=1, le=60)
    unit: Unit = "working_day"
    until: Literal["day", "decision", "site_check"] = "day"
    red_list: Flag | None = None
    note: Text | None = None


class Pages(Element):
    """How many pages of a material are expected. What is handed in outside it is asked about, and never a reason to bar anybody.

    `both_sides` is for a paper with a front and a back (正反面): a single page of it is asked about.
    """

    at_least: Whole | None = Field(default=None, ge=1, le=2000)
    at_most: Whole | None = Field(default=None, ge=1, le=2000)
    both_sides: Flag = False

    def fault(self, pages: int) -> Literal["", "sides", "few", "many"]:
        """What looks wrong with so many pages; empty when nothing does."""
        if self.both_sides and pages == 1:
            return "sides"
        if self.at_least is not None and pages < self.at_least:
            return "few"
        return "many" if self.at_most is not None and pages > self.at_most else ""


class Material(Element):
    """One material of the complete list (R2): nothing outside the list may be asked for (R3).

    `reasons` are ready-made wordings for a correction notice; `principal` marks a main material, which never follows
    later when it is safety evidence (R76); `trust_level` is R58's grade A to D. A promise that stands for a proof is
    `form: commitment` in one group with the proof. `on_collection` is shown as an original when the result is collected
    (容后收取), which is no deferral. `parts` names the items of a bundle that it serves. `blank` says where the empty form
    is had and `sample` where a filled one is (R60 form_guid, example_guid).
    """

    id: Id
    name: Text
    form: Literal["original", "copy", "electronic", "certificate", "commitment"]
    copies: Whole = Field(default=1, ge=0, le=20)
    necessity: Necessity
    group: Id | None = None
    when: When | None = None
    principal: Flag = False
    deferrable: Deferrable | None = None
    source: Literal["self", "government", "intermediary"]
    source_org: Text | None = None
    issuing_basis: Text | None = None
    basis: Text
    trust_level: Literal["A", "B", "C", "D"] = "C"
    review_points: tuple[ReviewPoint, ...] = ()
    reasons: tuple[Text, ...] = ()
    help: Text | None = None
    blank: Text | None = None
    sample: Text | None = None
    specification: Text | None = None
    pages: Pages | None = None
    on_collection: Flag = False
    parts: tuple[Id, ...] = ()
    verified: Flag = False

    @property
    def shared(self) -> bool:
        """Whether the authority fetches it itself, so that nobody uploads it (R15)."""
        return self.necessity == "exempt_by_sharing"
