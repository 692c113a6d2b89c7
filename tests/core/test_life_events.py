"""Life events: what befalls people leads to guides that exist, every guide is reached, and mistakes are told by line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.life_events import LifeEvents, in_force, load, read, texts, unnamed
from guides.lint import lint_catalogue, lint_file
from guides.lint_life_events import life_events
from guides.load import CATALOGUE, load_catalogue
from guides.reading import GuideRefused
from guides.skeleton import TO_FILL
from tests.core import small_guide
from tests.core.small_guide import TEXT

EVENTS = """
groups:
- {id: start, name: {zh: 开业, en: Starting up}}
events:
- id: open_kiosk
  group: start
  name: {zh: 我要开售货亭, en: I want to open a kiosk}
  summary: {zh: 先办许可证。, en: The licence comes first.}
  aliases: [摆摊]
  steps:
  - item: kiosk
    when: {zh: 在路边, en: it stands beside a road}
  - name: {zh: 挂出许可证, en: Put up the licence}
"""


def changed(*edits: tuple[str, str]) -> bytes:
    text = EVENTS
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def wrong(*edits: tuple[str, str]) -> list[tuple[int, str, str]]:
    with pytest.raises(GuideRefused) as refused:
        read(changed(*edits), name="life_events.yaml")
    return [(one.line, one.key, one.code) for one in refused.value.errors]


def folder(root: Path, events: bytes) -> Path:
    """A catalogue of one guide with events of its own."""
    (root / "emb/kiosk").mkdir(parents=True)
    (root / "emb/kiosk/2026-01-01.yaml").write_text(TEXT, "utf-8")
    (root / "life_events.yaml").write_bytes(events)
    return root


def linted(root: Path) -> set[tuple[str, str]]:
    return {(one.code, one.key) for one in lint_catalogue(root) if one.file == "life_events.yaml"}


def test_what_comes_with_the_portal_is_in_order_and_leads_to_every_published_item() -> None:
    catalogue = load_catalogue()
    assert [*life_events(CATALOGUE, catalogue)] == []
    items = [one.listing.item for one in catalogue.entries]
    assert unnamed(load().events, items) == ()


def test_every_sentence_that_comes_with_the_portal_stands_in_both_languages_and_is_finished() -> None:
    for event in load().events:
        for place, text in texts(event):
            assert text.en, (event.id, place)
            assert not TO_FILL.search(text.zh + text.en), (event.id, place)
            assert not (place[-1] in ("when", "name") and text.zh.endswith("。")), "it stands inside a sentence"


def test_an_event_without_any_guide_in_force_is_not_shown_and_steps_that_are_not_are_left_out() -> None:
    events = read(EVENTS.encode(), name="x")
    assert [len(one.steps) for one in in_force(events, {"kiosk"}.__contains__)] == [2]
    assert in_force(events, set().__contains__) == ()


def test_an_event_whose_page_is_here_stays_without_a_guide() -> None:
    events = read(changed(("  - item: kiosk", "  - name: {zh: 看, en: See}\n    page: licences")), name="x")
    assert isinstance(events, LifeEvents)
    assert [one.id for one in in_force(events, set().__contains__)] == ["open_kiosk"]


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (("group: start", "group: star"), (6, "events[open_kiosk].group", "event_group")),
        (("summary:", "sumary:"), (5, "events[open_kiosk].summary", "missing")),
        (("  - name: {zh: 挂出许可证, en: Put up the licence}", "  - when: {zh: 天晴, en: it is fine}"),
         (13, "events[open_kiosk].steps[1]", "step_empty")),
        (("    when: {zh: 在路边, en: it stands beside a road}", "    page: nowhere"),
         (12, "events[open_kiosk].steps[0].page", "wanted_one_of")),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_line_and_key(edit: tuple[str, str], found: tuple[int, str, str]) -> None:
    assert found in wrong(edit)


def test_two_events_of_one_name_and_answers_without_an_item_are_refused() -> None:
    twice = EVENTS[EVENTS.index("- id: open_kiosk") :].encode()
    with pytest.raises(GuideRefused, match="open_kiosk"):
        read(EVENTS.encode() + twice, name="x")
    assert wrong(("en: Put up the licence}", "en: Put up the licence}\n    answers: {a: b}"))[0][2] == "step_answers"


def test_the_linter_knows_what_the_catalogue_has_not(tmp_path: Path) -> None:
    events = changed(
        ("item: kiosk", "item: stall"), ("name: {zh: 挂出许可证, en: Put up the licence}", "name: 及时挂证")
    )
    assert linted(folder(tmp_path, events)) == {
        ("event_item", "events[open_kiosk].steps[0].item"),
        ("item_in_no_event", "events"),
        ("one_language", "events[open_kiosk].steps[1].name"),
        ("vague", "events[open_kiosk].steps[1].name"),
    }


def test_the_linter_tries_answers_and_periods_on_the_guide(tmp_path: Path) -> None:
    question = small_guide.read().questions[0]
    said = f"item: kiosk\n    answers: {{{question}: nonsense, unheard: 'yes'}}\n    limits: [never]"
    events = changed(("item: kiosk", said))
    assert linted(folder(tmp_path, events)) == {
        ("event_answer", f"events[open_kiosk].steps[0].answers.{question}"),
        ("event_answer", "events[open_kiosk].steps[0].answers.unheard"),
        ("event_limit", "events[open_kiosk].steps[0].limits"),
    }


def test_a_file_that_cannot_be_used_is_an_error_of_the_catalogue_and_no_guide(tmp_path: Path) -> None:
    root = folder(tmp_path, b"groups: [")
    assert [one.severity for one in lint_catalogue(root) if one.file == "life_events.yaml"] == ["error"]
    assert load_catalogue(root).errors == ()
    assert [one.severity for one in lint_file(root / "life_events.yaml")] == ["error"]


def test_a_folder_without_events_of_its_own_has_those_that_come_with_the_portal(tmp_path: Path) -> None:
    root = folder(tmp_path, EVENTS.encode())
    assert [one.id for one in load(root).events] == ["open_kiosk"]
    (root / "life_events.yaml").unlink()
    load.cache_clear()
    assert load(root) == load()
    assert linted(root) == set()
