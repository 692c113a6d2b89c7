"""Document numbers, licence identifiers and Chinese ordinals (R116, R118)."""

import pytest

from portal.documents.letter import Kind, ordinal
from portal.documents.licence_identifier import check_character, is_licence_identifier, licence_identifier
from portal.documents.numbers import SERIES, number, prefix

REAL = (
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
)


def test_an_acceptance_notice_is_numbered_as_the_mock_shows() -> None:
    assert number(prefix("临应急", Kind.ACCEPTANCE), 2026, 417) == "临应急许受〔2026〕417号"


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        (Kind.CORRECTION, "临应急许补"),
        (Kind.NOT_ACCEPTED, "临应急许不受"),
        (Kind.DEFERRAL_NOTICE, "临应急许容"),
        (Kind.SPECIAL_PROCEDURE, "临应急许特"),
        (Kind.EXTENSION, "临应急许延"),
        (Kind.GRANT, "临应急许"),
        (Kind.REFUSAL, "临应急不许"),
    ],
)
def test_each_kind_has_its_own_series(kind: Kind, series: str) -> None:
    assert prefix("临应急", kind) == series


def test_no_two_kinds_share_a_series_but_the_two_that_grant() -> None:
    shared = [text for kind, text in SERIES.items() if kind != Kind.FILING]
    assert len(shared) == len(set(shared))


def test_filings_count_in_series_of_their_own() -> None:
    assert number(prefix("临应急", Kind.FILING, "filing"), 2026, 87) == "临应急备〔2026〕87号"


def test_a_certificate_is_not_numbered_like_a_letter() -> None:
    with pytest.raises(KeyError):
        prefix("临应急", Kind.LICENCE)


@pytest.mark.parametrize("identifier", REAL)
def test_published_identifiers_have_the_right_check_character(identifier: str) -> None:
    assert is_licence_identifier(identifier)
    _, kind, issuer, serial, version, _ = identifier.rsplit(".", 5)
    assert licence_identifier(kind, issuer, serial, int(version)) == identifier


def test_a_published_sample_with_a_wrong_check_character_is_found() -> None:
    body = "11100000000013661B006" + "113700000045046442" + "209FA4E88F9E4C878F3E9BED2CE7EA49" + "001"
    assert check_character(body) == "D"
    sample = "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M"
    assert not is_licence_identifier(sample)


@pytest.mark.parametrize(
    "text", ["", "1.2.156.3005.2", "1.2.156.3005.2.A.B.C.001", REAL[0].lower(), REAL[0] + ".1", "1.2.156.3005.2....."]
)
def test_what_is_no_identifier_is_not_taken_for_one(text: str) -> None:
    assert not is_licence_identifier(text)


@pytest.mark.parametrize("at", range(21, 40))
def test_one_wrong_character_is_always_found(at: int) -> None:
    wrong = REAL[0][:at] + ("0" if REAL[0][at] != "0" else "7") + REAL[0][at + 1 :]
    assert not is_licence_identifier(wrong)


def test_a_version_out_of_range_or_a_foreign_character_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        licence_identifier("A", "B", "1", 1000)
    with pytest.raises(ValueError, match="substring"):
        licence_identifier("A", "B", "1-2")


@pytest.mark.parametrize(
    ("position", "name"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_points_are_numbered_in_chinese(position: int, name: str) -> None:
    assert ordinal(position) == name
