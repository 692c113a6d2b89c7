"""A published decision is corrected or withdrawn by the head who decided; what it said is kept, and natural persons stay masked."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Case, Enterprise, JournalEntry, OutboxMessage, Publication, PublicationChange
from portal.services import casefile, delivery, publication, publication_changes
from portal.services.publication import published
from portal.services.publication_fields import FIELDS, of_person
from portal.services.wrong_input import WrongInput
from tests import at_window
from tests.at_window import Town, beijing
from workflows.refusal import Refusal

NOW = beijing("2026-10-20 10:00")
WHY = "许可内容漏写一种，见决定书。"


@pytest.fixture
def town(database: Flask) -> Town:
    return at_window.settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    """A grant that was published."""
    number = town.granted("2026-10-12 09:00")
    publish(number)
    return number


def publish(case_id: str, at: str = "2026-10-19 16:00") -> None:
    with reading() as session:
        number = session.scalars(select(Case.id).where(Case.public_id == case_id)).one()
    publication.publish(number, at=beijing(at))


def correct(town: Town, case_id: str, reason: str = WHY, **said: str) -> tuple[str, ...]:
    return publication_changes.correct(case_id, said, reason, by=town.decider, at=NOW)


def withdraw(town: Town, case_id: str, ground: str = "decision_revoked") -> None:
    publication_changes.withdraw(case_id, ground, "决定已被撤销。", by=town.decider, at=NOW)


def page(town: Town, case_id: str) -> publication.PublishedLine:
    return publication.line_of(publication_changes.correctable(case_id, by=town.decider).public_id)


def kinds(town: Town, case_id: str) -> list[str]:
    return [type(one.event).__name__ for one in casefile.casefile(case_id, by=town.decider).recorded]


def everything(town: Town, case_id: str) -> str:
    """All that is kept and shown of a publication, as text."""
    with reading() as session:
        lines = [[one.fields, one.searched, one.corrected] for one in session.scalars(select(Publication))]
        changes = [[one.fields, one.reason] for one in session.scalars(select(PublicationChange))]
        journal = [one.payload for one in session.scalars(select(JournalEntry)) if one.kind.startswith("Publication")]
    return json.dumps([lines, changes, journal, asdict(page(town, case_id))], ensure_ascii=False, default=str)


def test_a_correction_shows_the_new_words_and_keeps_the_old_ones(town: Town, case_id: str):
    assert correct(town, case_id, XK_NR="甲苯、乙酸乙酯", XK_XDR_MC="临江恒泰化工贸易有限公司") == ("XK_NR",)
    [one], _ = published()
    assert (one.fields["XK_NR"], one.fields["BZ"], one.fields["XK_ZT"]) == (
        "甲苯、乙酸乙酯", "2026-10-20更正：许可内容", "1",
    )  # fmt: skip
    line = page(town, case_id)
    (change,) = line.history
    assert (change.fields, change.reason, str(change.office)) == (
        {"XK_NR": ("甲苯", "甲苯、乙酸乙酯")},
        WHY,
        "临江市应急管理局",
    )
    assert kinds(town, case_id)[-1] == "PublicationCorrected"


def test_a_correction_outlives_what_comes_later_and_gives_way_where_the_case_says_something_new(
    town: Town, case_id: str
):
    correct(town, case_id, XK_NR="甲苯、乙酸乙酯", XK_XKBH="临危化经字〔2026〕9999")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-20 11:00"))
    publish(case_id, "2026-10-20 12:00")
    [one], _ = published()
    assert (one.fields["XK_NR"], one.fields["XK_XKBH"]) == ("甲苯、乙酸乙酯", "临危化经字〔2026〕0001")
    assert one.fields["BZ"] == "2026-10-20更正：许可内容"


def test_the_list_is_searched_and_sorted_by_what_is_shown_now(town: Town, case_id: str):
    correct(town, case_id, XK_WSH="临应急许准〔2026〕88号", XK_JDRQ="2026-10-15")
    assert len(published(search="88号")[0]) == 1
    assert str(published()[0][0].decided_on) == "2026-10-15"


def test_a_withdrawn_line_is_gone_from_the_list_and_its_page_says_when_by_whom_and_why(town: Town, case_id: str):
    correct(town, case_id, XK_NR="甲苯、乙酸乙酯")
    withdraw(town, case_id)
    assert published() == ([], False)
    line = page(town, case_id)
    assert line.withdrawn is not None
    assert (str(line.withdrawn.on), line.withdrawn.ground, str(line.withdrawn.office)) == (
        "2026-10-20", "decision_revoked", "临江市应急管理局",
    )  # fmt: skip
    assert line.decision.fields == {}
    assert [one.act for one in line.history] == ["corrected", "withdrawn"]
    publish(case_id, "2026-10-21 09:00")
    assert published() == ([], False), "what comes later puts it on the list no more"
    with pytest.raises(Refusal, match="publication_withdrawn"):
        correct(town, case_id, XK_NR="丙酮")
    with pytest.raises(Refusal, match="publication_withdrawn"):
        withdraw(town, case_id)


WRONG: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"XK_NR": " "}, {"XK_NR": "missing"}),
    ({"XK_JDRQ": "昨天"}, {"XK_JDRQ": "day"}),
    ({"XK_XDR_SHXYM": "91990101MA2HT5K720"}, {"XK_XDR_SHXYM": "uscc"}),
    ({"XK_YXQZI": "2020-01-01"}, {"XK_YXQZI": "reversed"}),
    ({"XK_WSH": "长" * 201}, {"XK_WSH": "long"}),
    ({"reason": ""}, {"reason": "missing"}),
)


@pytest.mark.engines("sqlite")
def test_what_cannot_be_right_is_named_and_changes_nothing(town: Town, case_id: str):
    for said, wrong in WRONG:
        with pytest.raises(WrongInput) as found:
            correct(town, case_id, **{"reason": WHY, "XK_NR": "丙酮", **said})
        assert found.value.fields == wrong
    assert published()[0][0].fields["XK_NR"] == "甲苯"


@pytest.mark.engines("sqlite")
def test_only_the_head_of_the_office_that_decided_may_and_never_an_unknown_field(town: Town, case_id: str):
    for by in (town.reviewer, town.clerk, town.supervisor, town.handler):
        with pytest.raises(Denied):
            publication_changes.withdraw(case_id, "other", "x", by=by, at=NOW)
    assert not publication_changes.correctable(case_id, by=town.reviewer).may
    with pytest.raises(Refusal, match="publication_unchanged"):
        correct(town, case_id, XK_ZT="2", XK_XDR_ZJHM="990101198003073019", BZ="x", nonsense="y")
    with pytest.raises(WrongInput):
        withdraw(town, case_id, "because")
    with pytest.raises(Refusal, match="not_published"):
        withdraw(town, town.accepted("2026-10-13 09:00"))


def test_a_stale_page_and_two_heads_at_once_give_one_outcome(town: Town, case_id: str, database: Flask):
    seq = casefile.casefile(case_id, by=town.decider).case.seq
    begun, outcomes = threading.Barrier(2), []

    def act(ground: str) -> None:
        with database.app_context():
            begun.wait(20)
            try:
                said = (ground, "理由")
                publication_changes.withdraw(case_id, *said, by=town.decider, at=NOW, expected_seq=seq)
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(refusal.rule)

    threads = [threading.Thread(target=act, args=(one,)) for one in ("other", "objection_upheld")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(outcomes) == ["done", "stale"]
    assert kinds(town, case_id).count("PublicationWithdrawn") == 1


def test_a_natural_person_stays_masked_in_the_line_its_history_and_the_journal(town: Town):
    with transaction() as session:
        session.execute(update(Enterprise).values(kind="individual_business", name="沈远航"))
    case_id = town.granted("2026-10-12 09:00")
    publish(case_id)
    said = {"XK_XDR_MC": "沈远行", "XK_FRDB": "沈远航", "XK_XDR_SHXYM": "91990101MA2HT5K72T", "XK_NR": "甲苯、丙酮"}
    why = "沈远航（990101198003073019）来函说明。"
    assert correct(town, case_id, why, **said) == ("XK_NR",), (
        "the family name is the same, and nothing else is published"
    )
    correct(town, case_id, why, XK_XDR_MC="申远航")
    publication_changes.withdraw(case_id, "other", why, by=town.decider, at=NOW)
    kept = everything(town, case_id)
    for private in ("沈远航", "申远航", "远航", "990101198003073019", "91990101MA2HT5K72T", "13900000001"):
        assert private not in kept
    assert "申**" in kept


def test_the_applicant_is_told_of_both(town: Town, case_id: str):
    correct(town, case_id, XK_NR="丙酮")
    withdraw(town, case_id)
    with reading() as session:
        payloads = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "mail"))
        told = [payload.get("notice") for payload in payloads]
    assert ("PublicationCorrected" in told, "PublicationWithdrawn" in told) == (True, True)


def test_the_fields_are_those_of_the_national_table_in_its_order():
    assert len(FIELDS) == 28
    assert [*FIELDS][:4] == ["XK_XDR_MC", "XK_XDR_LB", "XK_XDR_SHXYM", "XK_XDR_GSZC"]
    assert [*FIELDS][-4:] == ["XK_ZT", "XK_LYDW", "XK_LYDWDM", "BZ"]
    assert FIELDS["XK_XKJGDM"] == "许可机关统一社会信用代码"


@pytest.mark.parametrize(
    ("kind", "name", "masked"),
    [
        ("natural_person", "沈远航", True),
        ("individual_business", "沈远航", True),
        ("individual_business", "沈远航五金店", False),
        ("legal_person", "沈远航", False),
    ],
)
def test_who_is_masked(kind: str, name: str, masked: bool):
    assert of_person({"kind": kind, "name": name, "legal_representative": "沈远航"}) is masked
