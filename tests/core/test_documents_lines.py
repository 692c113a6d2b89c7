"""Chinese lines break where a typesetter would break them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.letter import Strong
from portal.documents.lines import Line, break_lines, gaps, stretch

NO_START = "、。，；：！？）》〉”’」』】〕…—·％"
NO_END = "（《〈“‘「『【〔"


def measure(character: str, bold: bool) -> float:
    return 0.5 if character.isascii() else 1.0


def texts(text: str | tuple[str, ...], width: float, indent: float = 0.0) -> list[str]:
    return [line.text for line in break_lines(text, width, measure, indent)]


def test_a_comma_never_begins_a_line() -> None:
    assert texts("应急管理局受理，补正", 7) == ["应急管理局受", "理，补正"]


def test_a_comma_at_the_end_may_stand_half_outside_the_measure() -> None:
    assert texts("应急管理局受理，补正", 7.5) == ["应急管理局受理，", "补正"]


def test_a_bracket_never_ends_a_line() -> None:
    assert texts("依据办法（第九条）", 5) == ["依据办法", "（第九条）"]


def test_a_date_stays_in_one_piece() -> None:
    assert texts("应当最迟于2026年10月20日作出", 10) == ["应当最迟于", "2026年10月20日作出"]


def test_a_number_stays_with_its_unit_and_a_document_number_with_its_year() -> None:
    assert texts("自受理之日起10个工作日", 8) == ["自受理之日起", "10个工作日"]
    assert texts("受理通知书〔2026〕417号", 9) == ["受理通知书", "〔2026〕417号"]


def test_a_code_longer_than_the_line_breaks_inside_rather_than_run_out() -> None:
    lines = texts("11990100MB2F56132U3000125990001202609290017", 10)
    assert "".join(lines) == "11990100MB2F56132U3000125990001202609290017"
    assert all(len(line) <= 20 for line in lines)


def test_a_web_address_begins_on_the_line_before_where_it_can_be_cut() -> None:
    assert texts("请在网上提交（https://fuyi.linjiang.example/a）。", 14) == [
        "请在网上提交（https://fuyi.",
        "linjiang.example/a）。",
    ]


def test_a_line_feed_is_a_line_and_the_first_line_is_set_in() -> None:
    lines = break_lines("甲乙\n丙丁", 10, measure, 2)
    assert [(line.text, line.indent, line.last) for line in lines] == [("甲乙", 2, True), ("丙丁", 0, True)]


def test_bold_runs_keep_their_weight_over_a_break() -> None:
    lines = break_lines(("最迟于", Strong("二〇二六年十月"), "决定"), 6, measure)
    assert [(glyph.character, glyph.bold) for glyph in lines[0].glyphs][-1] == ("二", False) or lines[0].glyphs[-1].bold
    assert sum(glyph.bold for line in lines for glyph in line.glyphs) == 7


def test_a_full_line_is_stretched_between_characters_but_never_inside_a_number() -> None:
    line = break_lines("共2026份材料齐全符合法定形式即予受理", 12.25, measure)[0]
    assert 0 < stretch(line, 12.25) < 0.25
    assert gaps(line) == len(line.text) - 1 - 3


def test_the_last_line_is_not_stretched() -> None:
    assert stretch(Line((), True), 10) == 0
    assert stretch(break_lines("受理", 10, measure)[-1], 10) == 0


@given(st.text(alphabet="受理通知书2026年月日aB9 " + NO_START + NO_END, max_size=80), st.integers(4, 30))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = break_lines(text, width, measure)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.width - line.overhang <= width + 1e-6 or len(line.glyphs) == 1 for line in lines)


@given(st.lists(st.sampled_from(["材料", "受理", "，", "（附件）", "《办法》", "10个工作日", "。", "、"]), max_size=40))
def test_punctuation_of_ordinary_prose_is_never_at_the_wrong_end(pieces: list[str]) -> None:
    prose = "".join(
        piece for at, piece in enumerate(pieces) if at == 0 or not (piece in NO_START and pieces[at - 1] in NO_START)
    )
    for line in break_lines(prose, 12, measure)[1:]:
        assert line.text[0] not in NO_START
    for line in break_lines(prose, 12, measure)[:-1]:
        assert line.text[-1] not in NO_END


@pytest.mark.parametrize("width", [1, 2, 3])
def test_even_a_column_of_one_character_ends(width: int) -> None:
    assert "".join(texts("《办法》，2026年", width)) == "《办法》，2026年"
