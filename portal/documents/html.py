"""A letter as a fragment of HTML in the look of an official document, to be put into a page."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from portal.documents import qr, seal
from portal.documents.letter import Facts, Heading, Letter, Note, Numbered, Para, Table, numbered, runs
from portal.documents.setting import paired

_TEMPLATES = Path(__file__).parent.parent / "templates"
_KINDS = {Para: "para", Heading: "heading", Facts: "facts", Table: "table", Numbered: "numbered", Note: "note"}


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    tools = {"runs": runs, "numbered": numbered, "paired": paired, "kind": lambda block: _KINDS[type(block)]}
    environment.globals.update(tools)
    return environment.get_template("documents/letter.html")


def render_html(letter: Letter) -> Markup:
    """The letter as one `article` with its title as h1: no scripts, no inline styles, no ids, nothing outside it needed but CSS."""
    code = qr.code(letter.qr) if letter.qr else None
    return Markup(
        _template().render(
            letter=letter,
            code=code,
            code_path=qr.svg_path(code) if code else "",
            marks=seal.marks(letter.agency),
            star=" ".join(f"{x},{y}" for x, y in seal.star()),
            seal=seal,
        )
    )
