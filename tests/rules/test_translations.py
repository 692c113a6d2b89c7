"""English is complete: every Chinese sentence of the code has its English one, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PORTAL = Path(__file__).parents[2] / "portal"
ENGLISH = PORTAL / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
KEYWORDS["_lp"] = ((1, "c"), 2)
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uffef]")


@pytest.fixture(scope="module")
def sentences() -> dict[str, str]:
    """Every sentence of the code, with the place where it stands."""
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(str(PORTAL), METHODS, keywords=KEYWORDS):
        found.setdefault(message[0] if isinstance(message, tuple) else message, f"portal/{file}:{line}")
    return found


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def key(message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def texts(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_every_sentence_has_its_english(sentences, english):
    done = {key(message) for message in english if message.id and all(texts(message)) and not message.fuzzy}
    missing = [f"{place}: {text}" for text, place in sentences.items() if text not in done]
    assert not missing, f"{len(missing)} sentences without English:\n" + "\n".join(missing)


def test_no_sentence_is_translated_that_nobody_says(sentences, english):
    idle = [key(message) for message in english if message.id and key(message) not in sentences]
    assert not idle, f"{len(idle)} translations of nothing:\n" + "\n".join(idle)
    assert not english.obsolete


def test_short_words_of_the_head_have_their_own_english(english):
    places = extract_from_dir(str(PORTAL), METHODS, keywords={"_lp": ((1, "c"), 2)})
    said = [(message, context) for _file, _line, message, _comments, context in places]
    assert said
    assert not [(text, context) for text, context in said if not english.get(text, context).string]


def test_placeholders_are_the_same_in_both_languages(english):
    wrong = []
    for message in english:
        wanted = set(PLACEHOLDER.findall(key(message)))
        found = [set(PLACEHOLDER.findall(text)) for text in texts(message)]
        if message.id and any(one != wanted for one in found[-1:]):
            wrong.append(f"{key(message)} -> {texts(message)}")
    assert not wrong, "\n".join(wrong)


def test_every_percent_sign_belongs_to_a_placeholder_or_is_doubled(sentences, english):
    """A lone percent sign breaks the sentence the moment it gets a fact."""
    lone = re.compile(r"%(?!\(\w+\)[sd]|%)")
    spoken = [*sentences, *(text for message in english for text in texts(message) if message.id)]
    wrong = [text for text in spoken if PLACEHOLDER.search(text) and lone.search(text)]
    assert not wrong, "\n".join(wrong)


def test_sentences_are_written_in_chinese_and_answered_in_english(sentences, english):
    plain = {text: PLACEHOLDER.sub("", text) for text in sentences}
    foreign = [
        f"{sentences[text]}: {text}"
        for text, rest in plain.items()
        if re.search("[A-Za-z]{3}", rest) and not CHINESE.search(rest)
    ]
    assert not foreign, "sentences that are not Chinese:\n" + "\n".join(foreign)
    left = [f"{key(one)} -> {text}" for one in english if one.id for text in texts(one) if CHINESE.search(text)]
    assert not left, "Chinese left in English sentences:\n" + "\n".join(left)
