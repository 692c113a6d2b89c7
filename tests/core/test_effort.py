"""How long an application takes on a phone, estimated from its guide: what counts, and what the linter says of it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from guides.effort import FIELD, FIRST_FILE, MENTAL, MINUTES, TAP, Estimate, characters, estimate, first_answers, keys
from guides.form import Field, Option, Section
from guides.guide import Guide
from guides.lint import lint_catalogue
from guides.load import load_catalogue
from guides.text import Text

GUIDES = [entry.read() for entry in load_catalogue().entries]


def asking(*fields: Field) -> Guide:
    """The first guide with one section more."""
    more = Section(id="more", title=Text(zh="多", en="More"), fields=fields)
    guide = load_catalogue().entries[0].read()  # one that has not yet looked through its questions
    return guide.model_copy(update={"form": (*guide.form, more)})


def added(field: Field, other: Field) -> Estimate:
    """What a question costs more than another."""
    one, two = estimate(asking(field)), estimate(asking(other))
    return replace(
        one, reading=one.reading - two.reading, tapping=one.tapping - two.tapping, typing=one.typing - two.typing
    )


def question(**facts: object) -> Field:
    return Field.model_validate({"id": "extra", "label": {"zh": "多问", "en": "Extra"}, "type": "text", **facts})


NOTHING = question(required=False)


def test_chinese_is_counted_by_characters_and_latin_by_runs() -> None:
    assert characters(["乙醇 64-17-5", "PDF"]) == 2 + 3 * 2 + 2
    assert keys("乙醇12") == pytest.approx(2 * 3.5 * 0.39 + 2 * 0.39)


def test_an_optional_question_is_not_typed_and_a_known_one_neither() -> None:
    assert added(question(prefill="handler.name"), NOTHING).typing == pytest.approx(0)
    assert added(question(source="register.name"), NOTHING).typing == pytest.approx(0)
    assert added(question(placeholder={"zh": "12", "en": "12"}), NOTHING).typing == pytest.approx(FIELD + 2 * 0.39)


def test_a_choice_is_tapped_and_its_options_are_read() -> None:
    options = tuple(Option(value=one, label=Text(zh=one, en=one)) for one in ("甲乙", "丙丁"))
    cost = added(question(type="choice", options=options), NOTHING)
    assert cost.typing == pytest.approx(0)
    assert cost.tapping == pytest.approx(TAP + MENTAL)
    assert cost.reading == pytest.approx(4 * 60 / 400)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.item)
def test_every_guide_has_an_estimate_with_all_its_questions_answered(guide: Guide) -> None:
    answers = first_answers(guide)
    assert 5 < estimate(guide, answers).minutes < 20
    assert estimate(guide) == estimate(guide, answers)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.item)
def test_a_newcomer_files_every_application_on_a_phone_within_ten_minutes(guide: Guide) -> None:
    found = estimate(guide)
    shares = ", ".join(f"{one.name} {getattr(found, one.name) / 60:.1f}" for one in fields(found))
    assert found.minutes < MINUTES, f"{guide.item}: {found.minutes:.1f} min ({shares})"


PEOPLE = question(
    type="table",
    ledger=True,
    min_rows=1,
    columns=[
        {"id": one, "label": {"zh": f"{one}号", "en": one}, "type": "text"} for one in ("one", "two", "three", "four")
    ],
)


def test_a_list_that_the_enterprise_keeps_is_chosen_as_a_file_where_that_is_quicker() -> None:
    by_file, typed = estimate(asking(PEOPLE)), estimate(asking(PEOPLE), lists=False)
    assert by_file.files - typed.files == pytest.approx(FIRST_FILE)
    assert by_file.typing < typed.typing
    assert by_file.reading > typed.reading, "its rows are looked over"
    assert by_file.minutes < typed.minutes
    short = PEOPLE.model_copy(update={"columns": PEOPLE.columns[:1]})
    assert estimate(asking(short)) == estimate(asking(short), lists=False), (
        "one cell is typed sooner than a file is found"
    )


def test_a_fact_that_a_register_has_is_not_typed_and_its_words_are_read() -> None:
    cost = added(question(source="project.name"), NOTHING)
    assert cost.typing == pytest.approx(0)
    assert cost.reading >= 0


def test_of_a_long_hint_the_first_sentence_is_read() -> None:
    long = {"zh": "先看这一句。" + "其余的说明放在后面，需要的人自己打开看。" * 3, "en": "One."}
    assert added(question(required=False, help=long), NOTHING).reading == pytest.approx(5 * 60 / 400)


def test_the_linter_warns_of_what_takes_longer_than_an_application_may() -> None:
    warned = {one.file.split("/")[1] for one in lint_catalogue() if one.code == "long_on_phone"}
    assert warned == {guide.item for guide in GUIDES if estimate(guide).minutes > MINUTES}
