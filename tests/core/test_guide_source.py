"""The notation of a guide: YAML without surprises, every key with its line."""

from __future__ import annotations

import pytest

from guides.source import LARGEST, Source


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("false", False), ("2026-05-01", "2026-05-01"),
        ("9:00", "9:00"), ("0390", "0390"), ("0390-5550117", "0390-5550117"), ("12", 12), ("-3", -3), ("0.2", 0.2),
        ("1e5", "1e5"), ("0x10", "0x10"), ("~", None), ("", None), ("67-64-1", "67-64-1"), ("'12'", "12"),
        ("11990100MB2F56132U3000125990001", "11990100MB2F56132U3000125990001"), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_a_scalar_is_what_an_author_would_think(written: str, value: object) -> None:
    assert Source(f"a: {written}").data == {"a": value}


def test_every_key_knows_its_line_and_its_name() -> None:
    source = Source("a: 1\nb:\n- id: lease\n  c: {d: 2}\n- e\n")
    assert [source.line(path) for path in [("a",), ("b",), ("b", 0), ("b", 0, "c", "d"), ("b", 1)]] == [1, 2, 3, 4, 5]
    assert source.key(("b", 0, "c", "d")) == "b[lease].c.d"
    assert source.key(("b", 1)) == "b[1]"
    assert source.line(("b", 0, "missing", "deeper")) == 3


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2", "key_twice", 2),
        ("a: &x {b: 1}\nc: *x", "alias", 1),
        ("a: {<<: {b: 1}}", "key_not_a_word", 1),
        ("a: 1\n[1]: 2", "key_not_a_word", 2),
        ("a: 1\nb: !!binary aGk=", "tag", 2),
        ("- a", "not_a_mapping", 1),
        ("a: 1\nb: [", "yaml", 3),
        ("a: 1\n\tb: 2", "yaml", 2),
        ("a: " + "[" * 60 + "]" * 60, "too_deep", 1),
        ("a: " + "x" * LARGEST, "too_large", 1),
        ("a: 1\n---\nb: 2", "yaml", 2),
    ],
)
def test_what_yaml_allows_and_a_guide_does_not_is_refused(text: str, code: str, line: int) -> None:
    assert (code, line) in {(one.code, one.line) for one in Source(text).problems}
