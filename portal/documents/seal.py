"""The place of the licensing seal: a ring, a star, the name along the arc. A drawing only; it signs nothing."""

import math
from dataclasses import dataclass

from portal.documents.letter import Agency

SIZE = 120.0
"""The side of the square the seal is drawn in; on paper it is 42 mm."""
RING_RADIUS = 56.0
RING_WIDTH = 3.0
STAR_WIDTH = 1.5
MARK = "电子印章"

_CENTRE = SIZE / 2
_BASELINE = 40.0
_STEP = 21.5
_WIDEST = 250.0


@dataclass(frozen=True)
class Mark:
    """A piece of text on the seal: where its middle stands, its size, and how far it is turned clockwise, in degrees."""

    text: str
    x: float
    y: float
    size: float
    turn: float = 0.0


def _arc(name: str) -> tuple[Mark, ...]:
    step = min(_STEP, _WIDEST / max(len(name), 1))
    size = round(min(13.5, math.radians(step) * _BASELINE * 0.9), 2)
    marks = []
    for at, character in enumerate(name):
        turn = (at - (len(name) - 1) / 2) * step
        x = _CENTRE + _BASELINE * math.sin(math.radians(turn))
        y = _CENTRE - _BASELINE * math.cos(math.radians(turn))
        marks.append(Mark(character, round(x, 2), round(y, 2), size, round(turn, 2)))
    return tuple(marks)


def _straight(text: str, y: float, size: float, room: float) -> Mark:
    return Mark(text, _CENTRE, y, round(min(size, room / max(len(text), 1)), 2))


def marks(agency: Agency) -> tuple[Mark, ...]:
    """The text of the seal: the agency along the arc, the kind of seal, and the words that it is an electronic one."""
    return (*_arc(agency.name), _straight(agency.seal, 86, 10.5, 80), _straight(MARK, 99, 8, 60))


def star() -> tuple[tuple[float, float], ...]:
    """The ten corners of the star in the middle."""
    corners = []
    for at in range(10):
        radius = 13.5 if at % 2 == 0 else 5.4
        angle = math.radians(36 * at)
        corners.append((round(_CENTRE + radius * math.sin(angle), 2), round(59 - radius * math.cos(angle), 2)))
    return tuple(corners)
