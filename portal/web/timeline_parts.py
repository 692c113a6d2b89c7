"""What every line of the timeline looks up and is put together from: names, who acted, and the reason that was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from guides.text import Text
from portal.formats import zh
from portal.i18n import language
from portal.services.casefile import CaseFile
from portal.services.timeline import Step
from portal.web.requirement_words import names_of


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences look up: names of materials, tracks and offices."""

    file: CaseFile
    offices: Mapping[str, Text]

    @property
    def filing(self) -> bool:
        """Whether the item is a filing (备案), of which nothing is granted."""
        return self.file.guide.item_type == "filing"

    def materials(self, keys: Iterable[str]) -> str:
        """The names of materials, one after the other."""
        return _("；").join(names_of(self.file, keys))

    def office(self, track: str) -> str:
        """The office that answers a track."""
        term = self.file.case.terms.track(track)
        name = self.offices.get(term.office) if term else None
        return name.get(language().code) if name else (term.office if term else track)

    def track(self, track: str) -> str:
        """What a track asks."""
        found = self.file.guide.track(track)
        return found.name.get(language().code) if found else track


def who(step: Step) -> Markup:
    """The officer who acted, where an officer did."""
    if not step.by.startswith("officer:") or not step.who.name:
        return Markup("")
    office = step.who.office_en if language().code == "en" else step.who.office_zh
    return Markup("{}{}{}").format(zh(office), Markup(" ") if office else "", zh(step.who.name))


def plain(title: Callable[[], str], hint: Callable[[Step], Any] = who) -> Callable[[Step, Told], tuple[Any, Any]]:
    """A line whose heading is always the same, with the officer who acted or another hint."""
    return lambda step, told: (title(), hint(step))


def of_kind(title: Callable[[], str], filing: Callable[[], str]) -> Callable[[Step, Told], tuple[Any, Any]]:
    """A line with one heading for licences and another for filings, and the officer who acted."""
    return lambda step, told: ((filing if told.filing else title)(), who(step))


def joined(*parts: Any) -> Markup:
    """The parts that there are, one after the other."""
    return Markup(_("；")).join(part for part in parts if part)


def reason(step: Step) -> Markup:
    """The reason that somebody wrote, as it was written."""
    return Markup(_("理由：%(reason)s")) % {"reason": zh(step.facts["reason"])}
