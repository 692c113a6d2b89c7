"""What enterprises call the columns of their lists finds the columns of a guide, and never the wrong ones."""

from __future__ import annotations

import pytest

from guides.form import Field
from guides.headings import columns_of, lines, plain
from guides.load import load_catalogue
from guides.text import folded

GUIDES = [entry.read() for entry in load_catalogue().entries]
LEDGERS = [(guide.item, field) for guide in GUIDES for field in guide.fields.values() if field.ledger]


def found(table: Field, *heads: str) -> list[str]:
    return [places[at].id if at in (places := columns_of(table, heads)) else "" for at in range(len(heads))]


@pytest.mark.parametrize(("item", "table"), LEDGERS, ids=lambda one: one if isinstance(one, str) else one.id)
def test_the_labels_of_a_table_find_its_columns_in_both_languages(item: str, table: Field) -> None:
    names = [one.id for one in table.columns]
    assert found(table, *(one.label.zh for one in table.columns)) == names
    assert found(table, *(f"{one.label.en} *" for one in table.columns)) == names


def test_other_words_find_a_column_where_they_can_mean_one_alone() -> None:
    table = next(
        one for item, one in LEDGERS if item == "hazchem_production_safety_licence" and one.id == "special_ops"
    )
    assert found(table, "序号", "持证人", "准操项目", "特种作业操作证号", "有效期至（年月日）") == [
        "", "name", "category", "cert_no", "valid_until"
    ]  # fmt: skip
    assert found(table, "姓名", "姓名") == ["name", ""], "the first of two is taken"


def test_no_word_stands_in_two_lines() -> None:
    words = [word for line in lines() for word in line]
    assert len(words) == len(set(words))
    assert plain("有效期至（年月日） *") == "有效期至"


def test_of_a_long_text_the_first_sentence_stands_and_a_short_one_is_left_whole() -> None:
    assert folded("看报告。" + "很长的一句话写在后面。" * 4, "zh")[0] == "看报告。"
    assert folded("短。两句。", "zh") == ("短。两句。", "")
    assert folded("一句没有句号的话" * 8, "zh")[1] == ""
    assert folded("See the report. " + "A long sentence follows. " * 6, "en")[0] == "See the report."
