"""Check digits against identifiers that public bodies and published standards carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.identifiers import (
    USCC_ALPHABET,
    cas_check_digit,
    hyphenated,
    id_check_digit,
    id_number_fault,
    project_code_fault,
    task_code_fault,
    uscc_check_digit,
    uscc_fault,
)

PUBLIC_BODIES = [
    "11360727MB1561539A", "12441500196720244T", "11370800MB28559184", "11100000000013338W", "11430000006122244L",
    "11330105002500287C", "11110000000021135M", "113700000045046442",
]  # fmt: skip
IDENTITY_NUMBERS = ["11010519491231002X", "360426199101010071"]
bodies = st.builds(
    lambda front, region, rest: front + region + rest,
    st.text(USCC_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", PUBLIC_BODIES)
def test_the_codes_of_public_bodies_are_valid(code: str) -> None:
    assert uscc_fault(code) is None


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("00000000000000000X", "check"),
        ("91320000MA1ABCDE2F", "check"),
        ("11360727MB1561539", "length"),
        ("11360727MB1561539AA", "length"),
        ("1136O727MB1561539A", "alphabet"),
        ("11360727mb1561539a", "alphabet"),
        ("11３60727MB1561539A", "alphabet"),
        ("1136072AMB1561539A", "region"),
    ],
)
def test_a_code_that_is_none_says_why(code: str, fault: str) -> None:
    assert uscc_fault(code) == fault


def test_letters_may_stand_in_the_first_two_positions() -> None:
    body = "N2330105MF0025002"
    assert uscc_fault(body + uscc_check_digit(body)) is None


@given(bodies, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, character: str) -> None:
    code = body + uscc_check_digit(body)
    wrong = code[:place] + character + code[place + 1 :]
    assert uscc_fault(code) is None
    assert (uscc_fault(wrong) is None) == (wrong == code)


@pytest.mark.parametrize("number", IDENTITY_NUMBERS)
def test_published_identity_numbers_are_valid(number: str) -> None:
    assert id_number_fault(number) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110105194912310021", "check"),
        ("11010519491231002", "length"),
        ("11010519490230002X", "birth"),
        ("11010518991231002X", "birth"),
        ("01010519491231002X", "alphabet"),
        ("1101051949X231002X", "alphabet"),
    ],
)
def test_an_identity_number_that_is_none_says_why(number: str, fault: str) -> None:
    assert id_number_fault(number) == fault


@given(st.dates().filter(lambda day: day.year >= 1900), st.integers(1, 999))
def test_every_real_birth_date_gives_a_valid_number(day: object, serial: int) -> None:
    body = f"330105{day:%Y%m%d}{serial:03d}"
    assert id_number_fault(body + id_check_digit(body)) is None


@pytest.mark.parametrize("number", ["67-64-1", "108-88-3", "7732-18-5", "86290-81-5", "68334-30-5"])
def test_cas_numbers_of_known_substances_check(number: str) -> None:
    assert cas_check_digit(number) == number[-1]


@pytest.mark.parametrize(
    ("code", "catalog", "level", "fault"),
    [
        ("12441500196720244T3442199806003", "442199806003", "city", None),
        ("11360727MB1561539A4000125045000", "000125045000", "county", None),
        ("11360727MB1561539A4000125045000", "000125045000", "city", "level"),
        ("11360727MB1561539A4000125045001", "000125045000", "county", "catalog"),
        ("11360727MB1561539B4000125045000", "000125045000", "county", "body"),
        ("11360727MB1561539A400012504500", "000125045000", "county", "length"),
    ],
)
def test_task_codes_join_body_level_and_catalogue_code(code: str, catalog: str, level: str, fault: str | None) -> None:
    assert task_code_fault(code, catalog, level) == fault


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("2601-990100-04-01-123456", None),
        ("2019-321012-26-03-538291", None),
        ("2601-990100-04-01-12345", "length"),
        ("2601-990100-04-01-1234567", "length"),
        ("26019990100-04-01-123456", "hyphens"),
        ("2601-990100-04-01-12345X", "serial"),
        ("26O1-990100-04-01-123456", "time"),
        ("2601-99010A-04-01-123456", "region"),
        ("2601-990100-0A-01-123456", "department"),
        ("2601-990100-04-B1-123456", "kind"),
        ("２６０１-990100-04-01-123456", "time"),
    ],
)
def test_a_project_code_has_five_groups_of_digits(code: str, fault: str | None) -> None:
    assert project_code_fault(code) == fault


@pytest.mark.parametrize("typed", ["26019901000401123456", "2601—990100—04—01—123456", "2601－990100-04–01-123456"])
def test_a_project_code_is_read_as_papers_print_it(typed: str) -> None:
    assert hyphenated(typed) == "2601-990100-04-01-123456"


@given(st.text(max_size=30))
def test_no_text_but_a_project_code_is_one(text: str) -> None:
    digits = text.replace("-", "")
    if project_code_fault(text) is None:
        assert len(digits) == 20
        assert digits.isascii()
        assert digits.isdigit()
