"""The journal's kinds are for ever: one stored sample of each is parsed, and comes out as it was written."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from workflows.events import KINDS, from_payload, kind_of, to_payload

SAMPLES = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "events.jsonl").read_text("utf-8").splitlines()
]


def test_there_is_a_stored_sample_of_every_kind():
    assert {sample["kind"] for sample in SAMPLES} == set(KINDS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
def test_a_stored_event_is_read_again(sample: dict):
    event = from_payload(sample["kind"], sample["payload"])
    assert kind_of(event) == sample["kind"]
    assert to_payload(event) == sample["payload"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
def test_a_sample_fills_every_field_so_that_a_renamed_one_shows(sample: dict):
    assert set(sample["payload"]) == {field.name for field in fields(KINDS[sample["kind"]])}


def test_a_journal_of_a_newer_portal_can_still_be_read():
    sample = next(s for s in SAMPLES if s["kind"] == "Cosigned")
    assert from_payload("Cosigned", {**sample["payload"], "invented_later": 1}) == from_payload(
        "Cosigned", sample["payload"]
    )
