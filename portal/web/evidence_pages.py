"""The pages inside an evidence package: the cover in both languages, and every letter, readable without the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from portal.documents import render_html
from portal.formats import date_full, moment
from portal.i18n import LANGUAGES, language
from portal.services import evidence_package as package
from portal.services import evidence_words, offices, process_record
from portal.services.caseclocks import clock_views
from portal.services.evidence import Making
from portal.services.evidence_content import Contents
from portal.services.evidence_package import Part
from portal.services.letters import WrittenLetter
from portal.services.people import PORTAL
from portal.services.process_record import RecordLine
from portal.services.timeline import timeline
from portal.states import LETTERS
from portal.web import review_refusals
from portal.web.period_words import period_name
from portal.web.timeline_words import Entry, entries
from workflows.calendar import business_day
from workflows.events import Reminded


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline on the cover: the entry's number, when, who, what, and more of it."""

    seq: int
    at: Markup
    who: str
    what: Any
    more: tuple[Any, ...]


def letter(written: WrittenLetter) -> str:
    """One letter as a page of its own, with the style sheets that lie beside it."""
    return render_template("evidence/letter.html", written=written, page=render_html(written.letter))


def cover(held: Contents, making: Making, portal: dict[str, Any], parts: list[Part]) -> str:
    """The cover: what this is, who made it when, what is in it, how it is checked, and what happened, in plain words."""
    halves = []
    for one in LANGUAGES.values():
        with force_locale(one.locale):
            halves.append(Markup(_half(held, making, portal, parts)))
    return render_template("evidence/cover.html", held=held, halves=halves)


def _half(held: Contents, making: Making, portal: dict[str, Any], parts: list[Part]) -> str:
    return render_template(
        "evidence/half.html",
        held=held,
        file=held.file,
        making=making,
        maker=who(held, making.by.reference) or making.by.name or making.way,
        portal=portal,
        portal_name=portal["name"][language().code],
        parts=sorted(parts, key=lambda part: part.path),
        letters={one.listed["pdf"]: one.listed for one in held.letters},
        attachments={one.path: one.listed for one in held.attachments},
        lines=lines(held, making),
        package=package,
        third_parties=evidence_words.THIRD_PARTIES,
    )


def lines(held: Contents, making: Making) -> list[Line]:
    """Everything that happened, oldest first, one line an entry of the journal."""
    clocks = clock_views(held.file, business_day(making.at))
    told = timeline(held.file, clocks=clocks, names=held.names, internal=True)
    steps = [step for step in told if step.kind != "next"]
    said = dict(zip((step.seq for step in steps), entries(steps, held.file, offices.names()), strict=True))
    return [_line(held, one, said.get(one.seq)) for one in process_record.lines(held.file)]


def _line(held: Contents, one: RecordLine, said: Entry | None) -> Line:
    """An entry as the timeline says it, with the words that were written and the letters that went out."""
    more = [said.hint] if said and said.hint else []
    event = held.file.recorded[one.seq - 1].event
    if isinstance(event, Reminded):
        more.append(Markup("{} {}").format(period_name(event.clock), date_full(event.due_on)))
    more += [text for text in one.words if text not in {str(part) for part in more}]
    more += [Markup("{} {}").format(LETTERS[kind], number) for kind, number in one.letters]
    what = said.title if said else review_refusals.EVENTS[one.kind]
    return Line(one.seq, moment(one.at), who(held, one.by), what, tuple(more))


def who(held: Contents, reference: str) -> str:
    """The person behind a reference with the office, as the names of the package have it; the portal has none."""
    name = held.names.get(reference, PORTAL)
    office = name.office_en if language().code == "en" else name.office_zh
    return " ".join(part for part in (office, name.name) if part)
