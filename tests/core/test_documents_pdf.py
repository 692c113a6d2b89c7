"""Letters on paper: the same bytes every time, no character lost, one page where they fit, nothing cut off where they do not."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from portal.documents import FontNotFound, LetterFont, choose_font, find_font, missing_characters, render_pdf
from portal.documents.correction import Correction, Defect, correction_notice
from portal.documents.data import Due, MaterialLine, Term
from portal.documents.fonts import STANDARD
from portal.documents.intake import acceptance, receipt
from portal.documents.letter import Letter
from tests.core import letters_of_linjiang as linjiang
from tests.core import letters_of_review, letters_of_standing, letters_of_time
from tests.core.test_documents_letters import received

EMBEDDED = choose_font()
STANDARD_FONT = choose_font(STANDARD)
needs_a_font = pytest.mark.skipif(
    EMBEDDED.regular is None, reason="no Chinese font on this machine that can be embedded"
)
FONTS = [pytest.param(EMBEDDED, marks=needs_a_font, id="embedded"), pytest.param(STANDARD_FONT, id="standard")]
RARE = "临江𠮷野𬭎化工有限公司"
LONG = (
    linjiang.a_correction,
    linjiang.a_refusal,
    letters_of_review.a_site_record,
    letters_of_standing.a_revocation,
)
ONE_PAGE = [make for make in letters_of_time.EVERY if make not in LONG]


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    pdf = pypdfium2.PdfDocument(content)
    try:
        yield pdf
    finally:
        pdf.close()


def pages(content: bytes) -> list[str]:
    """The text of every page."""
    with opened(content) as pdf:
        return [read(pdf, at) for at in range(len(pdf))]


def read(pdf: pypdfium2.PdfDocument, at: int) -> str:
    page = pdf[at]
    text = page.get_textpage()
    found: str = text.get_text_range().replace("\r", "").replace("\n", "")
    text.close()
    page.close()
    return found


def with_name(name: str) -> Letter:
    data = linjiang.case("临应急许受〔2026〕417号", date(2026, 9, 30), "a417")
    return acceptance(replace(data, applicant=replace(linjiang.HENGTAI, name=name)), linjiang.accepted())


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("make", letters_of_time.EVERY)
def test_the_same_letter_is_the_same_file(make, font: LetterFont) -> None:
    assert render_pdf(make(), font) == render_pdf(make(), font)


PRINT_DIGEST = """
import hashlib
from portal.documents import choose_font, render_pdf
from tests.core import letters_of_linjiang as linjiang
letters = [render_pdf(make(), choose_font({font!r})) for make in (linjiang.a_certificate, linjiang.an_acceptance)]
print(hashlib.sha256(b"".join(letters)).hexdigest())
"""


@pytest.mark.parametrize("font", [None, STANDARD])
def test_another_process_on_another_day_writes_the_same_bytes(font: str | None) -> None:
    here = [render_pdf(make(), choose_font(font)) for make in (linjiang.a_certificate, linjiang.an_acceptance)]
    environment = {"PYTHONPATH": ".", "PYTHONHASHSEED": "4711", "TZ": "America/Lima", "LC_ALL": "C"}
    command = [sys.executable, "-c", PRINT_DIGEST.format(font=font)]
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(b"".join(here)).hexdigest()


@pytest.mark.parametrize("font", FONTS)
def test_what_was_printed_before_does_not_show_in_a_letter(font: LetterFont) -> None:
    fresh = render_pdf(linjiang.a_grant(), font)
    render_pdf(with_name(RARE), font)
    assert render_pdf(linjiang.a_grant(), font) == fresh


@pytest.mark.parametrize("font", FONTS)
def test_the_text_of_a_letter_can_be_read_and_searched(font: LetterFont) -> None:
    text = "".join(pages(render_pdf(linjiang.an_acceptance(), font)))
    for piece in ("行政许可受理通知书", "临应急许受〔2026〕417号", "最迟于2026年10月20日作出决定", "电子印章"):
        assert piece in text


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("make", ONE_PAGE)
def test_an_ordinary_letter_is_one_page(make, font: LetterFont) -> None:
    assert len(pages(render_pdf(make(), font))) == 1


@needs_a_font
def test_a_rare_character_that_the_font_has_is_printed_and_can_be_copied() -> None:
    letter = with_name(RARE)
    assert missing_characters(letter, EMBEDDED) == []
    assert RARE in "".join(pages(render_pdf(letter, EMBEDDED)))


def test_a_character_that_the_font_lacks_is_shown_and_named_by_its_code_point() -> None:
    letter = with_name(RARE)
    assert missing_characters(letter, STANDARD_FONT) == ["𠮷", "𬭎"]
    text = "".join(pages(render_pdf(letter, STANDARD_FONT)))
    assert "临江〓①野〓②化工有限公司" in text
    assert "〓①为统一码U+20BB7" in text
    assert "〓②为统一码U+2CB4E" in text


def test_a_letter_without_lacking_characters_has_no_such_note() -> None:
    assert missing_characters(linjiang.an_acceptance(), STANDARD_FONT) == []
    assert "统一码" not in "".join(pages(render_pdf(linjiang.an_acceptance(), STANDARD_FONT)))


def test_a_selector_of_variants_is_no_lacking_character() -> None:
    assert missing_characters(with_name("临江葛\U000e0100城化工有限公司"), STANDARD_FONT) == []


def test_more_than_ten_lacking_characters_are_told_apart() -> None:
    lacking = "".join(map(chr, range(0x20BB0, 0x20BBD)))
    text = "".join(pages(render_pdf(with_name(lacking), STANDARD_FONT)))
    assert "〓⑩" in text
    assert "〓(13)为统一码U+20BBC" in text


def long_receipt() -> Letter:
    many = tuple(MaterialLine(f"第{at}号储存设施的安全设施设计专篇和竣工验收报告", "copy", 2) for at in range(1, 61))
    return receipt(linjiang.case("临应急许收〔2026〕1号", date(2026, 9, 29), "s1"), received(materials=many))


def test_a_long_table_goes_over_pages_with_its_head_and_all_its_rows() -> None:
    text = pages(render_pdf(long_receipt(), STANDARD_FONT))
    assert len(text) > 1
    tables = [page for page in text if "储存设施的安全设施设计专篇" in page]
    assert all("材料名称" in page for page in tables)
    assert all(f"第{at}号储存设施" in "".join(text) for at in range(1, 61))


def test_the_pages_of_a_long_letter_are_numbered_and_named() -> None:
    text = pages(render_pdf(long_receipt(), STANDARD_FONT))
    for at, page in enumerate(text, 1):
        assert f"第{at}页　共{len(text)}页" in page
        assert "申请材料接收凭证" in page
        assert "临应急许收〔2026〕1号" in page


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for count in range(4, 24, 2):
        many = tuple(MaterialLine(f"第{at}份证明文件", "copy") for at in range(count))
        letter = receipt(linjiang.case("临应急许收〔2026〕1号", date(2026, 9, 29), "s1"), received(materials=many))
        last = pages(render_pdf(letter, STANDARD_FONT))[-1]
        assert "查询办理进度" in last or "市政务服务中心二楼" in last


def test_a_row_higher_than_a_page_is_cut_and_not_lost() -> None:
    endless = "".join(f"第{at}处防护距离没有写明；" for at in range(300))
    defects = (Defect("安全评价报告", endless, "写明防护距离", "办法第九条"), *linjiang.DEFECTS)
    told = Correction(
        date(2026, 9, 29), defects, Term(15), Due(date(2026, 10, 28)), linjiang.SUPPLEMENT_WAYS, "refused", "办法"
    )
    text = "".join(
        pages(render_pdf(correction_notice(linjiang.case("1号", date(2026, 9, 30), "c"), told), STANDARD_FONT))
    )
    assert all(f"第{at}处" in text for at in range(300))
    assert "加盖与营业执照名称一致的单位印章" in text.replace("临应急", "")


def test_a_very_long_name_wraps_and_keeps_the_letter_whole() -> None:
    name = "临江市澄江区恒泰精细化工新材料科技发展（集团）股份有限公司临江经济技术开发区危险化学品仓储物流配送分公司"
    assert name in "".join(pages(render_pdf(with_name(name), STANDARD_FONT)))


@pytest.mark.parametrize("font", FONTS)
def test_a_scope_too_long_for_the_certificate_goes_to_an_annex_that_it_names(font: LetterFont) -> None:
    scope = "、".join(f"第{at}类易燃液体" for at in range(400))
    first, *annex = pages(render_pdf(linjiang.a_certificate(scope), font))
    head = re.compile("危险化学品经营许可证（附页）|证书编号：临危化经字〔2026〕000231|正本")
    assert "见附页" in first
    assert all("（附页）" in page for page in annex)
    assert scope in "".join(head.sub("", page) for page in annex)


def test_a_certificate_lies_across_and_a_letter_stands_upright() -> None:
    with opened(render_pdf(linjiang.a_certificate(), STANDARD_FONT)) as pdf:
        assert [round(side * 25.4 / 72) for side in pdf.get_page_size(0)] == [297, 210]
    with opened(render_pdf(linjiang.a_grant(), STANDARD_FONT)) as pdf:
        assert [round(side * 25.4 / 72) for side in pdf.get_page_size(0)] == [210, 297]


def test_a_letter_is_set_again_in_the_font_it_was_set_in() -> None:
    assert find_font(EMBEDDED.identity) == EMBEDDED
    assert find_font(STANDARD) == STANDARD_FONT
    with pytest.raises(FontNotFound, match="Song of 1999"):
        find_font("Song of 1999#0000")


def test_a_preferred_font_that_is_not_there_is_no_silent_other_font() -> None:
    with pytest.raises(FontNotFound):
        choose_font("/nowhere/font.ttf")
    with pytest.raises(FontNotFound):
        choose_font("Comic Sans MS")


def test_a_file_that_is_no_font_is_refused(tmp_path) -> None:
    fake = tmp_path / "font.ttf"
    fake.write_bytes(b"not a font at all")
    with pytest.raises(FontNotFound):
        choose_font(str(fake))


@needs_a_font
def test_a_font_file_can_be_preferred_and_found_again() -> None:
    assert EMBEDDED.regular is not None
    own = choose_font(EMBEDDED.regular.path)
    assert own.bold is None
    assert find_font(own.identity, own.regular.path if own.regular else None) == own
    assert "行政许可受理通知书" in "".join(pages(render_pdf(linjiang.an_acceptance(), own)))
