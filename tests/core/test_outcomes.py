"""Never an outcome without its letter: whatever ends or decides something promises one, in every procedure."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from portal.documents.letter import Kind
from portal.services.letter_facts import BUILDERS
from tests.core.play import CHINA, REVIEWER, TERMS, Play
from workflows import commands as c
from workflows.case import DECIDED, ENDED, Case
from workflows.events import KINDS, Event, Recorded, from_payload, kind_of
from workflows.evolve import evolve
from workflows.procedure import FOLDER, OUTCOMES, ProcedureError, load_procedures
from workflows.reissue import Reissue

SAMPLES = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "events.jsonl").read_text("utf-8").splitlines()
]
ELSEWHERE = {
    "Delivered": "it serves the letters of an outcome that was recorded before",
    "LicenceReplaced": "the letter is that of the case whose licence takes the place",
    "StandingTaken": "a suspension or a renewal by silence that was told before holds for the licence that follows",
    "RenewalDeemed": "the letter is that of the renewal, which is another case",
}
"""Events that end or change something and have no letter of their own, and why."""


def sample(kind: str) -> Event:
    """The stored sample of a kind, as if nothing had been promised yet."""
    one = next(line for line in SAMPLES if line["kind"] == kind)
    return from_payload(kind, {**one["payload"], "letters": []} if "letters" in one["payload"] else one["payload"])


@cache
def cases() -> list[Case]:
    """A case at every stage that an outcome may find it in."""
    submitted, heard, granted = Play().submitted(), Play().submitted().checked().accepted().heard(), _issued()
    holding = granted.case
    assert holding.licence is not None
    asked = Reissue(date(2026, 4, 1), "lost", "handler:1", 5)
    waiting = replace(holding, licence=replace(holding.licence, reissue=asked))
    ending = after(heard.case, "TerminationProposed")
    decided = Play().submitted().checked().accepted().heard().granted().case
    return [submitted.case, heard.case, ending, decided, holding, waiting]


def _issued() -> Play:
    play = Play().submitted().checked().accepted().heard().granted()
    play.do(c.IssueLicence("临1", date(2026, 3, 9), date(2029, 3, 8)), "2026-03-09T10:00", REVIEWER)
    return play


def after(before: Case, kind: str) -> Case:
    """The case with one more event, as it is stored."""
    return evolve(before, Recorded(before.seq + 1, datetime(2026, 4, 2, 9, tzinfo=CHINA), "officer:4", sample(kind)))


def changes(before: Case, kind: str) -> bool:
    """Whether the event ends a stage for good, or changes how a licence stands or which document it has."""
    try:
        now = after(before, kind)
    except (AssertionError, KeyError, ValueError, AttributeError, TypeError, StopIteration):
        return False
    own, was = now.licence, before.licence
    decided = now.state in DECIDED | ENDED and now.state is not before.state
    if own is None or was is None:
        return decided
    answered = was.reissue is not None and own.reissue is None
    return decided or own.state != was.state or own.issue != was.issue or answered


def fitting(kind: str) -> Case:
    """A case in which the event can happen: one that it changes, or else the last that bears it."""
    found = cases()
    return next((case for case in found if changes(case, kind)), found[0 if "Accepted" in kind else -1])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_ends_or_decides_something_is_known_as_an_outcome(kind: str):
    if any(changes(case, kind) for case in cases() if kind != "Submitted"):
        assert kind in {*OUTCOMES, *ELSEWHERE}


def test_the_cases_of_this_test_find_nearly_every_outcome():
    """What they cannot find goes on under review, or rests on an act that went before."""
    found = {kind for kind in KINDS if kind != "Submitted" and any(changes(case, kind) for case in cases())}
    assert set(OUTCOMES) - found == {"Accepted", "DeemedAccepted", "LicenceRestored"}


@pytest.mark.parametrize("procedure", load_procedures().values(), ids=lambda one: one.id)
@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_outcome_has_its_letter_in_every_procedure(procedure, kind: str):
    if procedure.may(kind):
        promised = procedure.letters_of(kind)
        assert promised
        assert {Kind(one) for one in promised} <= BUILDERS.keys()
        assert hasattr(sample(kind), "letters")


def test_a_filing_is_told_with_its_outcome_and_proven_with_its_number():
    for name in ("filing@1", "express_filing@1"):
        own = load_procedures()[name]
        assert (own.letters_of("Granted"), own.letters_of("LicenceIssued")) == (("filed",), ("filing",))
    assert load_procedures()["filing@1"].letters_of("DeemedFiled") == ("deemed_filed",)
    assert load_procedures()["licence@1"].letters_of("Granted") == ("grant",)


def test_a_procedure_that_leaves_an_outcome_without_a_letter_cannot_be_used(tmp_path: Path):
    raw = yaml.safe_load((FOLDER / "licence@1.yaml").read_text("utf-8"))
    del raw["letters"]["Refused"]
    (tmp_path / "licence@1.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    with pytest.raises(ProcedureError, match="Refused"):
        load_procedures(tmp_path)


def test_no_outcome_is_named_that_no_journal_knows():
    assert set(OUTCOMES) <= KINDS.keys()
    assert kind_of(sample("DeemedFiled")) == "DeemedFiled"
    assert not TERMS.deemed_filing
