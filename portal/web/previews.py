"""A letter as a part of a page that has a title of its own: its headings two steps lower."""

from __future__ import annotations

from markupsafe import Markup

from portal.documents import Letter, render_html


def as_part(letter: Letter) -> Markup:
    """The letter's HTML with h3 and h4 in place of h1 and h2."""
    html = str(render_html(letter))
    for old, new in (("h2", "h4"), ("h1", "h3")):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    return Markup(html)
