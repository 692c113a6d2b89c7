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
from guides.form import Field
from guides.guide import Guide
from guides.plan import Needs, needs, visible

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

_PORTAL_READ, _PORTAL_TAPS, _PORTAL_PAGES, _PORTAL_FIELDS, _PORTAL_KEYS = 860, 18, 10, 5, 32.4
"""Of a newcomer: characters read and taps before, between and after the sections; pages; what is typed to find and to sign up."""
_OF_SECTION, _OF_FILE, _SCREENS_OF_FILE = 16, 12, 3
"""Characters read of a section beside its questions, and of a file that was chosen; screenfuls of a paper on all pages."""
_KNOWN = ("enterprise.name", "enterprise.uscc", "enterprise.address", "enterprise.legal_rep", "enterprise.legal_rep_phone",
          "handler.name", "handler.phone", "enterprise.email")  # fmt: skip
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


def estimate(guide: Guide, answers: dict[str, Any] | None = None) -> Estimate:
    """Return how long an application takes with these answers; by default with the first of every choice, and no to the rest."""
    wanted = needs(guide, first_answers(guide) if answers is None else answers, guide.effective_from)
    asked = [guide.fields[name] for name in wanted.fields]
    sections = sum(any(one.id in wanted.fields for one in section.fields) for section in guide.form)
    files = sum(any(not one.shared for one in need.alternatives) for need in wanted.requirements if need.necessary)
    typed = [text for one in asked for text in _typed(one)]
    lines = {line for one in asked for line in _lines(one)} | set(_of_guide(guide, wanted))
    read = characters(lines) + _PORTAL_READ + _OF_SECTION * sections + _OF_FILE * files
    pages = _PORTAL_PAGES + sections
    return Estimate(
        reading=read * READ,
        tapping=(_PORTAL_TAPS + sections) * TAP + sum(_picks(one) for one in asked),
        typing=(len(typed) + _PORTAL_FIELDS) * FIELD + sum(map(keys, typed)) + _PORTAL_KEYS,
        files=FIRST_FILE + (files - 1) * NEXT_FILE if files else 0,
        moving=pages * TURN + files * _SCREENS_OF_FILE * SWIPE,
    )


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
    """Whether the portal has the answer of an enterprise that comes for the first time."""
    return field.prefill in _KNOWN or (field.source or "").startswith("register.")


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
        yield field.placeholder.zh if field.placeholder and field.type == "text" else _WRITTEN[field.type]


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
    if field.help and not _known(field):
        yield field.help.zh
    for option in field.options:
        yield option.label.zh
    for column in field.columns:
        yield f"{column.label.zh}（{column.unit.zh}）" if column.unit else column.label.zh
        yield from (option.label.zh for option in column.options)


def _of_guide(guide: Guide, wanted: Needs) -> Iterator[str]:
    """What is read of the guide's own page by somebody who applies, and what papers are called."""
    yield guide.name.zh
    yield guide.summary.zh
    yield from (section.title.zh for section in guide.form)
    yield from (one.name.zh for one in guide.materials)
    yield from (one.help.zh for one in wanted.materials if one.help)
