"""What vouches for a paper: the portal's own signature, a counter on which it lay, or nobody; and what follows at the next use."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from guides.trust import Origin, TrustLevel
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Document, Upload
from portal.services import desk, drafts, library, submission, uploads
from portal.services.paper_trust import FETCHED, vouched
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from workflows.refusal import Refusal

AT = beijing("2026-10-12 10:00")
TODAY = date(2026, 10, 12)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def at_counter(town: Town) -> str:
    """An application that a clerk scanned from paper at the window, accepted on the next day."""
    when = beijing("2026-09-28 10:00")
    draft = drafts.start(HAZCHEM, by=town.clerk, at=when, channel="window", enterprise_id=town.handler.enterprise_id)
    drafts.save(draft, ANSWERS, by=town.clerk, at=when)
    town.bring(draft, (), when, by=town.clerk)
    case_id = submission.submit(draft, by=town.clerk, at=when).case_id
    town.mark(case_id, "2026-09-29 09:40")
    town.conclude(case_id, "accepted", "2026-09-29 09:40")
    return case_id


def papers(by: Actor) -> dict[str, library.Paper]:
    return {one.material.id: one for shelf in library.shelves(by=by) for one in shelf.papers}


def graded(found: dict[str, library.Paper], grade: str) -> library.Paper:
    return next(one for one in found.values() if one.material.trust_level == grade)


def test_what_was_only_uploaded_is_c_and_what_the_enterprise_wrote_is_d(town: Town):
    town.accepted("2026-09-28 10:00")
    found = papers(town.handler)
    for one in found.values():
        wanted = TrustLevel.D if one.material.trust_level == "D" else TrustLevel.C
        assert (one.trust.level, one.trust.origin, one.trust.on) == (wanted, Origin.UPLOADED, None)


def test_what_lay_on_the_counter_is_b_since_it_was_accepted_and_names_the_case(town: Town):
    at_counter(town)
    one = graded(papers(town.handler), "C")
    assert (one.trust.level, one.trust.number, one.trust.on) == (TrustLevel.B, one.number, date(2026, 9, 29))


def test_what_the_portal_signed_is_a_to_the_byte(town: Town):
    town.accepted("2026-09-28 10:00")
    one = graded(papers(town.handler), "C")
    with transaction() as session:
        session.execute(update(Document).values(sealed_digest=one.sha256))
    assert papers(town.handler)[one.material.id].trust.level is TrustLevel.A


def test_passing_a_file_on_is_no_look_at_the_paper(town: Town):
    """A clerk who takes an uploaded file from the library has seen no original, so that nothing becomes B by it."""
    town.accepted("2026-09-28 10:00")
    one = graded(papers(town.handler), "C")
    draft = drafts.start(HAZCHEM, by=town.clerk, at=AT, channel="window", enterprise_id=town.handler.enterprise_id)
    drafts.save(draft, ANSWERS, by=town.clerk, at=AT)
    library.reuse(draft, one.public_id, by=town.clerk, at=AT)
    town.bring(draft, (), AT, by=town.clerk)
    case_id = submission.submit(draft, by=town.clerk, at=AT).case_id
    seen = desk.desk(case_id, by=town.clerk, at=AT)
    levels = {one.key: trust.level for one in seen.materials if (trust := seen.trust(one))}
    assert levels[one.material.id] is TrustLevel.C
    assert TrustLevel.B in levels.values(), "what is scanned beside it lies on the counter now"


def test_what_another_enterprise_showed_vouches_for_nobody_else(town: Town):
    at_counter(town)
    digest = graded(papers(town.handler), "C").sha256
    with reading() as session:
        assert digest in vouched(session, {digest}, town.handler.enterprise_id or 0).seen
        assert vouched(session, {digest}, 999_999).seen == {}
        assert vouched(session, set(), 1).issued == frozenset()


def test_what_the_enterprise_made_is_used_again_on_its_statement_alone(town: Town):
    town.accepted("2026-09-28 10:00")
    made = graded(papers(town.handler), "D")
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    with pytest.raises(Refusal) as refused:
        library.reuse(draft, made.public_id, by=town.handler, at=AT)
    assert refused.value.rule == "paper_not_stated"
    library.reuse(draft, made.public_id, stated=True, by=town.handler, at=AT)
    assert [one.reused_from for one in drafts.view(draft, by=town.handler).files] == [made.number]


def test_the_desk_trusts_several_files_as_far_as_the_least_of_them_and_what_was_fetched_fully(town: Town):
    case_id = town.hand_in("2026-10-12 09:00")
    seen = desk.desk(case_id, by=town.clerk, at=AT)
    shared = [one for one in seen.materials if one.term.shared]
    assert all(seen.trust(one) is FETCHED for one in shared)
    assert sum(seen.levels.values()) == len([one for one in seen.materials if one.files or one.term.shared])
    one = next(one for one in seen.materials if one.files and one.material.trust_level == "C")
    with transaction() as session:
        digest = hashlib.sha256(b"signed").hexdigest()
        session.execute(update(Document).values(sealed_digest=digest))
        session.execute(update(Upload).where(Upload.public_id == one.files[0].public_id).values(sha256=digest))
    again = desk.desk(case_id, by=town.clerk, at=AT)
    trust = again.trust(again.material(one.key))
    assert trust
    assert trust.level is TrustLevel.A


def test_a_new_scan_at_the_window_makes_b_of_c(town: Town):
    town.accepted("2026-09-28 10:00")
    assert graded(papers(town.handler), "C").trust.level is TrustLevel.C
    when = beijing("2026-10-12 10:00")
    draft = drafts.start(HAZCHEM, by=town.clerk, at=when, channel="window", enterprise_id=town.handler.enterprise_id)
    drafts.save(draft, ANSWERS, by=town.clerk, at=when)
    one = graded(papers(town.handler), "C")
    uploads.attach(draft, one.material.id, "scan.pdf", io.BytesIO(pdf("scanned")), by=town.clerk, at=when)
    town.bring(draft, (), when, by=town.clerk)
    case_id = submission.submit(draft, by=town.clerk, at=when).case_id
    town.mark(case_id, "2026-10-13 09:40")
    assert papers(town.handler)[one.material.id].trust.level is TrustLevel.C, "not accepted yet"
    town.conclude(case_id, "accepted", "2026-10-13 09:40")
    newest = library.shelves(by=town.handler)
    first = next(shelf.papers[0] for shelf in newest if shelf.material.id == one.material.id)
    assert first.trust.level is TrustLevel.B
