"""How long somebody takes to apply on a phone who never did it: the keystroke-level model, over what a guide asks.

It is an estimate for authors, made before anybody has tried. What the portal itself asks of a newcomer (finding the guide,
signing up, the list of papers, the check) is taken as it was counted in a browser; the rest is counted in the guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from guides.chemicals import COLUMNS
from guides.conditions import inlined, mentions
from guides.form import Field
from guides.guide import Guide
from guides.plan import Needs, needs, rules_of, visible
from guides.text import folded

POINT, PRESS, MENTAL, KEY, HOME, GLANCE, SWIPE, TURN, ARRIVE = 1.1, 0.1, 1.35, 0.39, 0.8, 2.0, 0.5, 1.0, 2.0
"""Seconds, as the head of the browser's model gives and explains them."""
TAP = POINT + PRESS
PINYIN = 3.5 * KEY
READ = 60 / 400
FIELD = TAP + HOME + GLANCE + MENTAL
FIRST_FILE, NEXT_FILE = 4 * TAP + 2 * MENTAL + ARRIVE, TAP + MENTAL

MINUTES = 10
"""What an application may take."""

HAN = re.compile(r"[\u4e00-\u9fff]")
RUN = re.compile(r"[A-Za-z0-9.]+")

_PORTAL_READ, _PORTAL_TAPS, _PORTAL_PAGES, _PORTAL_FIELDS, _PORTAL_KEYS = 710, 17, 7, 5, 27.0
"""Of a newcomer: characters read and taps before, between and after the sections; pages; what is typed to find and to sign up."""
_OF_SECTION, _OF_FILE, _SCREENS_OF_FILE = 14, 12, 3
"""Characters read of a section beside its questions, and of a file that was chosen; screenfuls of a paper on all pages."""
_KNOWN = ("enterprise.name", "enterprise.uscc", "enterprise.address", "enterprise.legal_rep", "enterprise.legal_rep_phone",
          "handler.name", "handler.phone", "enterprise.email")  # fmt: skip
_OF_SOURCE, _OF_SAME, _BECAUSE = 40, 7, 17
"""Characters read where a register answers, of the button that takes an address over, and of a reason why more is asked."""
_ROSTER_READ = 60
"""Characters read around a list that is chosen as a file: what is offered, what went into which table, and what did not."""
_ROWS_READ = 4
"""Rows of each such list that are looked over; a list of hundreds is looked over where it is kept."""
_WRITTEN = {
    "textarea": "符合办事指南列明的条件。",
    "date": "20280501",
    "uscc": "91990103MA3KQ8NN2R",
    "id_number": "990101198003073019",
    "phone": "13900000001",
    "email": "shen@example.cn",
    "postcode": "990100",
    "address": "望江路218号602室",
    "number": "200",
    "integer": "20",
    "text": "临江恒泰 2026-1",
}
"""What stands for an answer of a type; a question with an example is answered with that."""
_LIST, _RADIOS = 2 * TAP + MENTAL, TAP + MENTAL
_MOST_RADIOS = 6


@dataclass(frozen=True)
class Estimate:
    """Seconds of each kind of work."""

    reading: float
    tapping: float
    typing: float
    files: float
    moving: float

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return (self.reading + self.tapping + self.typing + self.files + self.moving) / 60


def characters(lines: Iterable[str]) -> int:
    """Return how much there is to read: Chinese characters, and two for a run of Latin letters or digits."""
    return sum(len(HAN.findall(one)) + 2 * len(RUN.findall(one)) for one in lines)


def keys(text: str) -> float:
    """Return the seconds it takes to type on a phone."""
    han = len(HAN.findall(text))
    return han * PINYIN + (len(text) - han) * KEY


def estimate(guide: Guide, answers: dict[str, Any] | None = None, *, lists: bool = True) -> Estimate:
    """Return how long an application takes with these answers; by default with the first of every choice, and no to the rest.

    The lists that the enterprise keeps anyway are chosen as files where that is quicker; without `lists` they are typed.
    """
    wanted = needs(guide, first_answers(guide) if answers is None else answers, guide.effective_from)
    asked = [guide.fields[name] for name in wanted.fields]
    sections = [[one for one in section.fields if one.id in wanted.fields] for section in guide.form]
    chosen = [one for fields in sections if lists and (one := _lists_of(fields)) and _quicker(one)]
    by_file = {one.id for tables in chosen for one in tables}
    typed = [text for one in asked if one.id not in by_file for text in _typed(one)]
    lines = {line for one in asked for line in _lines(one)} | set(_of_guide(guide, wanted))
    papers = sum(any(not one.shared for one in need.alternatives) for need in wanted.requirements if need.necessary)
    steps = sum(map(bool, sections)) + len(chosen) + _extra_pages(guide, asked)
    read = (
        characters(lines)
        + _asides(guide, asked)
        + _PORTAL_READ
        + _OF_SECTION * sum(map(bool, sections))
        + _OF_FILE * papers
    )
    return Estimate(
        reading=(read + sum(map(_looked_over, chosen))) * READ,
        tapping=(_PORTAL_TAPS + steps) * TAP + sum(_picks(one) for one in asked if one.id not in by_file),
        typing=(len(typed) + _PORTAL_FIELDS) * FIELD + sum(map(keys, typed)) + _PORTAL_KEYS,
        files=len(chosen) * FIRST_FILE + (FIRST_FILE + (papers - 1) * NEXT_FILE if papers else 0),
        moving=(_PORTAL_PAGES + steps) * TURN + papers * _SCREENS_OF_FILE * SWIPE,
    )


def _lists_of(fields: Iterable[Field]) -> list[Field]:
    """The tables of a section that one file fills."""
    return [one for one in fields if one.ledger and (one.required or one.min_rows)]


def _quicker(tables: list[Field]) -> bool:
    """Whether to choose a file takes less than to type the fewest rows that these tables must have."""
    texts = [text for one in tables for text in _typed(one)]
    by_hand = len(texts) * FIELD + sum(map(keys, texts)) + sum(map(_picks, tables))
    return FIRST_FILE + TAP + TURN + _looked_over(tables) * READ < by_hand


def _looked_over(tables: list[Field]) -> int:
    """Characters read when a file has filled these tables: what the page says of it, and the rows themselves."""
    return _ROSTER_READ + _ROWS_READ * sum(_seen(one) for table in tables for one in table.columns)


def _seen(column: Field) -> int:
    """Characters read of a cell that a file has filled: a day, the example of the guide, a number as one, a name of three."""
    if column.type == "date":
        return 6
    shown = _written(column) if column.placeholder or column.options else ""
    return (
        characters([shown])
        if shown
        else 2
        if "号" in column.label.zh or column.type in ("number", "integer", "phone", "id_number")
        else 3
    )


def _asides(guide: Guide, asked: list[Field]) -> int:
    """Characters read beside the questions: where answers come from, and why some come up when others are answered."""
    rules = rules_of(guide.cases)
    sections = [({one.id for one in section.fields}, section.fields) for section in guide.form]
    reasons = {
        (at, str(one.when))
        for at, (own, fields) in enumerate(sections)
        for one in fields
        if one in asked and own & {m.name for m in mentions(inlined(one.when, rules)) if m.kind == "field"}
    }
    return (
        _BECAUSE * len(reasons)
        + _OF_SOURCE * any(map(_fetched, asked))
        + _OF_SAME * any(f.often_registered for f in asked)
    )


def _extra_pages(guide: Guide, asked: list[Field]) -> int:
    """Pages, each with a tap, beside the sections: the papers of one's own case, an address taken over, a project found."""
    same = sum(one.often_registered for one in asked)
    return bool(guide.questions) + same + any(_from_project(one) for one in asked)


def first_answers(guide: Guide) -> dict[str, Any]:
    """Return an answer to every question that comes up: the first choice, no, and something to the rest."""
    answers: dict[str, Any] = {}
    while fresh := [name for name in visible(guide, answers)[0] if name not in answers]:
        answers[fresh[0]] = _first(guide.fields[fresh[0]])
    return answers


def _first(field: Field) -> Any:
    match field.type:
        case "choice":
            return field.options[0].value
        case "multichoice":
            return [field.options[0].value]
        case "yesno":
            return "no"
        case "table":
            return [{one.id: _first(one) for one in field.columns}]
    return "1"


def _known(field: Field) -> bool:
    """Whether the portal has the answer of an enterprise that comes for the first time, or one tap or one code brings it."""
    return field.prefill in _KNOWN or field.often_registered or _fetched(field)


def _fetched(field: Field) -> bool:
    """Whether a register answers it, of projects once the code of the project is typed."""
    return (field.source or "").startswith(("register.", "certificate.", "project."))


def _from_project(field: Field) -> bool:
    """Whether the platform of investment projects answers it, once the code of the project is typed."""
    return (field.source or "").startswith("project.")


def _looked_up(table: Field, column: Field) -> bool:
    """Whether the name in the row answers it."""
    return table.lookup == "chemicals" and column.id in COLUMNS


def _typed(field: Field) -> Iterator[str]:
    """What is typed for a question, cell by cell."""
    if field.type == "table" and (field.required or field.min_rows):
        for at in range(max(1, field.min_rows)):
            row = field.columns if at == 0 else [one.model_copy(update={"prefill": None}) for one in field.columns]
            yield from (text for column in row if not _looked_up(field, column) for text in _typed(column))
    elif field.required and field.type in _WRITTEN and not _known(field):
        yield _written(field)


def _written(field: Field) -> str:
    """What stands for an answer: the example of the guide, or one of its type."""
    if field.placeholder and field.type in ("text", "textarea"):
        return field.placeholder.zh
    return field.options[0].label.zh if field.options else _WRITTEN.get(field.type, "")


def _picks(field: Field) -> float:
    """Seconds of choosing from closed lists."""
    if field.type == "table" and (field.required or field.min_rows):
        return max(1, field.min_rows) * sum(
            _LIST
            for one in field.columns
            if one.required and one.type in ("choice", "yesno") and not _looked_up(field, one)
        )
    if not field.required or field.type not in ("choice", "multichoice", "yesno", "consent"):
        return 0
    return _LIST if len(field.options) > _MOST_RADIOS and field.type == "choice" else _RADIOS


def _lines(field: Field) -> Iterator[str]:
    """What is read of a question."""
    yield field.label.zh
    if field.type == "table" and not field.required:
        return  # it stays folded until somebody opens it
    if field.help and (field.often_registered or not _known(field)):
        yield folded(field.help.zh, "zh")[0]
    for option in field.options:
        yield option.label.zh
    for column in field.columns:
        yield f"{column.label.zh}（{column.unit.zh}）" if column.unit else column.label.zh
        yield from (option.label.zh for option in column.options)


def _of_guide(guide: Guide, wanted: Needs) -> Iterator[str]:
    """What is read of the guide's own page by somebody who answers its questions, and what the papers are called."""
    yield guide.name.zh
    yield folded(guide.summary.zh, "zh")[0]
    yield from (line.zh for section in guide.form for line in (section.title, section.help) if line)
    yield from (one.name.zh for one in wanted.materials)
    yield from (one.help.zh for one in wanted.materials if one.help)
