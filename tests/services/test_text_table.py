"""A table that came as text loses no line in silence, whatever its quotation marks do."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services.text_table import FileRefused, decoded, lines

pytestmark = pytest.mark.engines("sqlite")
LETTERS = st.characters(codec="gb18030", exclude_characters='",\t;，\r\n', exclude_categories=("C", "Z"))
WORDS = st.text(LETTERS, min_size=1, max_size=6)


def test_the_first_line_tells_what_stands_between_cells():
    for mark in ",\t;，":
        assert [line.cells for line in lines(f"姓名{mark}证号\n王强{mark}T1")] == [("姓名", "证号"), ("王强", "T1")]


def test_lines_keep_their_numbers_past_empty_ones_and_cells_of_several_lines():
    found = lines('姓名,备注\n\n王强,"两行，\n一格"\n李静,')
    assert [(line.first, line.last, line.cells[0], line.swallowed) for line in found] == [
        (1, 1, "姓名", False),
        (3, 4, "王强", False),
        (5, 5, "李静", False),
    ]


def test_a_quote_that_is_not_closed_is_said_with_its_line():
    with pytest.raises(FileRefused) as wrong:
        lines('姓名,证号,备注\n王强,T1,"未交\n李静,T2,\n赵一,T3,')
    assert (wrong.value.code, wrong.value.facts) == ("csv", {"line": 2})
    found = lines('姓名,证号,备注\n王强,T1,"未交\n李静,T2,\n赵一,T3,完"\n钱二,T4,')
    assert [(line.first, line.swallowed) for line in found] == [(1, False), (2, True), (5, False)]


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=8), st.integers(0, 7), st.integers(0, 2))
def test_one_open_quote_is_never_passed_over(rows: list[list[str]], at: int, cell: int):
    """Wherever the quote stands: either the file is refused, or a line says what it swallowed, or no line is missing."""
    broken = [list(row) for row in [["甲", "乙", "丙"], *rows]]
    broken[min(at, len(rows))][cell] = '"' + broken[min(at, len(rows))][cell]
    text = "\n".join(",".join(row) for row in broken)
    with suppress(FileRefused):
        found = lines(text)
        assert len(found) == len(broken) or any(line.swallowed for line in found)


def test_what_is_no_text_is_refused():
    with pytest.raises(FileRefused, match="encoding"):
        decoded(b"\xff\xfe\x00")
    assert decoded("姓名".encode("gb18030")) == decoded("姓名".encode("utf-8-sig")) == "姓名"
