"""Every template and style sheet keeps the rules of the house, also those that no test of a page has opened yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).parents[2] / "portal"
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
SCRIPTS = sorted((PORTAL / "static").rglob("*.js"))
SHEETS = sorted((PORTAL / "static").glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")


def named(paths):
    return {"argvalues": paths, "ids": [str(path.relative_to(PORTAL)) for path in paths]}


def code(path):
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_a_template_has_no_inline_style_and_no_inline_script(path):
    text = code(path)
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_a_template_names_no_colour_and_asks_no_other_host(path):
    text = code(path)
    assert not re.search(r"(fill|stroke|color)=\"#", text)
    assert not re.search(r"(src|action)=\"(https?:)?//", text)
    assert not re.search(r"<link[^>]*href=\"(https?:)?//", text)


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_every_form_that_posts_has_a_token_and_leaves_checking_to_us(path):
    """The browser's own bubbles speak the browser's language and never say how to mend a field: hence `novalidate`."""
    for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", code(path), flags=re.S | re.I):
        assert re.search(r"token\(\)|start\(|csrf_token", form), form[:120]
        assert "novalidate" in form[: form.index(">")], form[:120]


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_chinese_in_a_template_is_always_to_be_translated(path):
    """Everything Chinese stands inside `_( )`; letters are Chinese by law and documents have their own folder."""
    if "documents" in path.parts:
        return
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", code(path), flags=re.S)
    assert not re.search(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uffef]", bare), re.findall(r".*[\u3400-\u9fff].*", bare)[
        :3
    ]


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_only_literal_sentences_are_translated(path):
    """A sentence that is put together cannot be found by the one who translates."""
    for argument in re.findall(r"(?<![\w.])_\(\s*(.)", code(path)):
        assert argument in "'\"", path


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_nothing_is_marked_safe_but_our_own_drawings(path):
    allowed = {"parts.html"}
    assert path.name in allowed or "|safe" not in code(path).replace(" ", "")


@pytest.mark.parametrize("path", **named(SHEETS))
def test_colours_are_named_once_as_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    rules = re.sub(r"(:root|\[data-bs-theme=\"light\"\])[^{]*\{[^}]*\}", "", text)
    body = re.sub(r"@media print.*", "", rules, flags=re.S)
    assert not COLOUR.search(body), COLOUR.search(body)


@pytest.mark.parametrize("path", **named(SCRIPTS))
def test_scripts_only_add_and_never_write_html_or_style(path):
    """A piece of a page may be put in as the server drew and escaped it; a script never puts markup together itself."""
    text = path.read_text("utf-8")
    for forbidden in ("outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style", "alert("):
        assert forbidden not in text, forbidden
    whole = re.findall(r"innerHTML\s*=\s*[\w.]+;", text)
    assert len(whole) == len(re.findall(r"innerHTML\s*\+?=", text)), "markup put together in a script"
    assert not re.search(r"[\"'`]\s*<[a-zA-Z/]", text), "markup in a script"
    assert not re.search(r"https?://", text)
    assert not re.search(r"[\u3400-\u9fff]", text), "words come from the page, in its language"
