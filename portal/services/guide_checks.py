"""What is checked before a version of a guide is kept, proposed or published: its place, its day and its text, all at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from guides.guide import Guide
from guides.lint import LintFinding, lint_text
from guides.load import Catalogue, GuideError, GuideRefused, read_guide
from portal.services import law, offices
from portal.services.wrong_input import WrongInput

LARGEST = 1024 * 1024
"""Bytes that the text of a guide may have."""

_ITEM = re.compile(r"[a-z][a-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A version as its author hands it over: where it belongs, from which day, and its text."""

    office: str
    item: str
    effective_from: date
    content: bytes
    note: str = ""

    @property
    def name(self) -> str:
        """The name that a file of it would have."""
        return f"{self.effective_from.isoformat()}.yaml"


class WrongGuide(WrongInput):
    """A version that cannot be kept: codes for its place (office, item, effective_from, content), and every error of its text."""

    def __init__(self, fields: dict[str, str], errors: tuple[GuideError, ...]) -> None:
        super().__init__(**fields)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: the guide where it can be read, codes for its place, errors of the text, and the linter's findings."""

    guide: Guide | None
    fields: dict[str, str]
    errors: tuple[GuideError, ...]
    findings: tuple[LintFinding, ...]

    @property
    def grave(self) -> int:
        """How many things stand between this version and its publication."""
        return len(self.fields) + len(self.errors) + sum(one.severity == "error" for one in self.findings)


def read(written: Written, *, on: date) -> Guide:
    """The guide that was written. Raises WrongGuide with everything that is wrong with its place and its text."""
    fields = _place(law.catalogue(), written, on)
    guide, errors = _text(written, fields)
    if guide is None or fields:
        raise WrongGuide(fields, errors)
    return guide


def verdict(written: Written, *, on: date) -> Verdict:
    """Everything that a check finds, the linter's advice too."""
    fields = _place(law.catalogue(), written, on)
    guide, errors = _text(written, fields)
    text = written.content.decode("utf-8-sig") if guide else ""
    findings = tuple(lint_text(text, name=written.name, guide=guide)) if guide else ()
    return Verdict(guide, fields, errors, findings)


def _text(written: Written, fields: dict[str, str]) -> tuple[Guide | None, tuple[GuideError, ...]]:
    if len(written.content) > LARGEST:
        fields["content"] = "too_large"
        return None, ()
    try:
        place = {"office": written.office, "item": written.item, "effective_from": written.effective_from}
        return read_guide(written.content, name=written.name, **place), ()  # type: ignore[arg-type]
    except GuideRefused as refused:
        return None, refused.errors


def _place(catalogue: Catalogue, written: Written, on: date) -> dict[str, str]:
    """What is wrong with office, item and day. A version of an item in force begins tomorrow at the earliest."""
    wrong: dict[str, str] = {}
    item, day = written.item, written.effective_from
    if not offices.office_by_code(written.office):
        wrong["office"] = "unknown"
    if not _ITEM.fullmatch(item):
        wrong["item"] = "shape"
    elif any(one.office != written.office for one in catalogue.versions(item)):
        wrong["item"] = "other_office"
    if catalogue.version(item, day):
        wrong["effective_from"] = "day_taken"
    elif catalogue.in_force(item, on) and day <= on:
        wrong["effective_from"] = "not_later"
    elif day < on:
        wrong["effective_from"] = "past"
    return wrong
