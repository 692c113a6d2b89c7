"""The drawing of a review as a file of its own: an SVG that needs no style sheet, to save, to print and to send on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml

from flask import current_app

from portal.i18n import language
from portal.web.flow import Box, Chart

SPACE = "http://www.w3.org/2000/svg"
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
MARGIN = 16
_FRAMES = {"box": ("sheet", "dai-700", ""), "end": ("dai-700", "", ""), "opt": ("sheet", "grey", "5 4"),
           "lane": ("dai-50", "dai-200", "")}  # fmt: skip
"""Fill, stroke and dashes of a frame; the colours are tokens of the style sheet."""


def flow_file(chart: Chart, title: str) -> bytes:
    """The drawing as SVG in UTF-8, with its title and its description in the language of the page."""
    Xml.register_namespace("", SPACE)
    width, height = chart.width + 2 * MARGIN, chart.height + 2 * MARGIN + 24
    root = Xml.Element(_q("svg"), {
        "viewBox": f"{-MARGIN} {-MARGIN - 24} {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}",
        "role": "img", "aria-labelledby": "title desc", "lang": language().tag, "font-family": FONT,
    })  # fmt: skip
    _add(root, "title", {"id": "title"}, title)
    _add(root, "desc", {"id": "desc"}, chart.said)
    _add(root, "rect", _sides(-MARGIN, -MARGIN - 24, width, height) | {"fill": _colour("sheet")})
    _add(root, "text", {"x": "0", "y": "-14", "font-size": "17", "font-weight": "600", "fill": _colour("ink")}, title)
    _head(root)
    _frame(root, chart.lane, "start")
    for path in chart.dashes:
        _line(root, path, {"stroke": _colour("grey"), "stroke-dasharray": "5 4"})
    for path in chart.arrows:
        _line(root, path, {"stroke": _colour("dai-700"), "marker-end": "url(#head)"})
    for box in chart.boxes:
        _frame(root, box, "middle")
    written: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _head(root: Xml.Element) -> None:
    """The tip of an arrow."""
    sides = {"viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "8", "markerHeight": "8", "orient": "auto"}
    marker = _add(_add(root, "defs", {}), "marker", {"id": "head", **sides})
    _add(marker, "path", {"d": "M0 0l8 4-8 4z", "fill": _colour("dai-700")})


def _frame(root: Xml.Element, box: Box, anchor: str) -> None:
    fill, stroke, dashes = _FRAMES[box.cls]
    look = {"rx": "4", "fill": _colour(fill)}
    if stroke:
        look |= {"stroke": _colour(stroke), "stroke-width": "1.5"}
    if dashes:
        look["stroke-dasharray"] = dashes
    _add(root, "rect", _sides(box.x, box.y, box.width, box.height) | look)
    for line in box.lines:
        small, bold, white = ("s" in line.cls.split(), "b" in line.cls.split(), "w" in line.cls.split())
        colour = "on-dark" if white else "ink-3" if small else "ink"
        words = {"x": f"{line.x:g}", "y": f"{line.y:g}", "text-anchor": anchor, "font-size": "13" if small else "15"}
        words |= {"font-weight": "600"} if bold else {}
        _add(root, "text", words | {"fill": _colour(colour)}, line.words)


def _line(root: Xml.Element, path: str, look: dict[str, str]) -> None:
    _add(root, "path", {"d": path, "fill": "none", "stroke-width": "1.5", **look})


def _sides(x: float, y: float, width: float, height: float) -> dict[str, str]:
    return {
        name: f"{value:g}" for name, value in zip(("x", "y", "width", "height"), (x, y, width, height), strict=True)
    }


def _q(tag: str) -> str:
    return f"{{{SPACE}}}{tag}"


def _add(parent: Xml.Element, tag: str, attributes: dict[str, str], text: str = "") -> Xml.Element:
    found = Xml.SubElement(parent, _q(tag), attributes)
    found.text = text or None
    return found


def _colour(token: str) -> str:
    return _tokens(Path(current_app.static_folder or "") / "theme.css")[token]


@cache
def _tokens(sheet: Path) -> dict[str, str]:
    """The colours of the style sheet by their names: they are written down in one place only."""
    return dict(re.findall(r"--ow-([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,8})", sheet.read_text("utf-8")))
