"""Letters are written from the journal: every kind comes out, the same to the byte, and a preview writes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal import documents
from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.documents.letter import words
from portal.models import Case as CaseRow
from portal.models import Document
from portal.services import letters, storage, verification
from tests.core.play import signed
from tests.services.cases import Hall, in_order
from workflows import commands as c
from workflows.refusal import Refusal


def promised(case_id: int) -> dict[str, str]:
    """The opaque names of a case's letters by kind."""
    with reading() as session:
        rows = session.execute(select(Document.kind, Document.public_id).where(Document.case_id == case_id))
        return dict(rows.all())


def public_id(case_id: int) -> str:
    with reading() as session:
        return session.get_one(CaseRow, case_id).public_id


ROADS = {
    "receipt acceptance": lambda hall: hall.accepted(),
    "special_procedure extension": lambda hall: paused_and_extended(hall),
    "correction": lambda hall: told_to_correct(hall),
    "not_required": lambda hall: ended(hall, c.DeclareNotRequired("厂区内销售自产产品")),
    "not_accepted": lambda hall: ended(hall, c.DeclineCompetence("临江市公安局", "属于公安机关职权")),
    "withdrawn": lambda hall: ended(hall, c.Withdraw("改变经营计划")),
    "deferral_commitment deferral_notice": lambda hall: deferred(hall),
    "grant licence service": lambda hall: delivered(hall),
    "refusal": lambda hall: refused(hall),
}


def paused_and_extended(hall: Hall) -> int:
    case_id = hall.accepted()
    hall.do(case_id, c.PauseClock("expert_review", 20, "储存方案需要论证"), "2026-03-04T10:00", hall.head)
    hall.do(case_id, c.ResumeClock("expert_review"), "2026-03-05T10:00", hall.head)
    hall.do(case_id, c.Extend(10, "案情复杂", "局长"), "2026-03-05T11:00", hall.head)
    return case_id


def told_to_correct(hall: Hall) -> int:
    case_id = hall.submitted()
    hall.do(case_id, c.RequestCorrection(in_order(form="fix", lease="fix")), "2026-03-03T10:00")
    return case_id


def ended(hall: Hall, command: c.Command) -> int:
    case_id = hall.submitted()
    hall.do(case_id, command, "2026-03-03T10:00")
    return case_id


def deferred(hall: Hall) -> int:
    case_id = hall.submitted()
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00")
    hall.do(case_id, c.AcceptWithDeferral(in_order(lease="later"), signed("lease")), "2026-03-03T10:00")
    return case_id


def delivered(hall: Hall) -> int:
    case_id = hall.heard()
    hall.do(case_id, c.Grant("符合法定条件"), "2026-03-06T10:00", hall.head)
    hall.do(case_id, c.IssueLicence("临危化经字〔2026〕0001", date(2026, 3, 6), date(2029, 3, 5)), "2026-03-06T11:00")
    hall.do(case_id, c.Deliver("electronic"), "2026-03-06T12:00")
    return case_id


def refused(hall: Hall) -> int:
    case_id = hall.heard()
    hall.do(case_id, c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", hall.lawyer)
    hall.do(case_id, c.Refuse("储存间距 9 米", "不足 12 米", "《办法》第六条第一项"), "2026-03-06T10:00", hall.head)
    return case_id


@pytest.mark.parametrize("kinds", list(ROADS))
def test_every_letter_comes_out_and_comes_out_the_same(hall: Hall, kinds: str):
    case_id = ROADS[kinds](hall)
    names = promised(case_id)
    assert set(kinds.split()) <= names.keys()
    for kind in kinds.split():
        written = letters.letter(names[kind], by=hall.clerk)
        assert written.letter.title
        assert not any(word.strip() in ("None", "") for word in words(written.letter) if word)
        assert "<h1>" in documents.render_html(written.letter)
        first, again = (letters.pdf(names[kind], by=hall.clerk, at=hall_moment())[1] for _ in range(2))
        assert first == again
        assert first.startswith(b"%PDF")


def test_a_letter_is_kept_and_begins_with_the_same_bytes_when_its_files_are_lost(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    case_id = hall.accepted()
    with reading() as session:
        document_id = session.scalars(select(Document.id).where(Document.case_id == case_id)).first()
    assert document_id
    letters.render(document_id, at=hall_moment())
    with reading() as session:
        kept = session.get_one(Document, document_id)
    assert len(kept.digest) == 64
    places = [storage.path_of(f"{name}-{kept.public_id}.pdf") for name in ("letter", "sealed")]
    content = places[0].read_bytes()

    def file() -> bytes:
        return letters.pdf(kept.public_id, by=hall.clerk, at=hall_moment())[1]

    def lose(instead: bytes | None = None) -> None:
        for place in places:
            place.unlink(missing_ok=True)
            if instead:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(instead)

    original = file()
    assert original.startswith(content)
    assert file() == original
    lose()
    assert file().startswith(content)
    monkeypatch.setattr(documents, "render_pdf", lambda letter, font=None: b"%PDF other")
    if original != content:  # where letters are sealed, the file that was signed anew was kept again
        assert file().startswith(content)
    for instead in (None, b"%PDF forged"):
        lose(instead)
        with pytest.raises(letters.LetterChanged):
            file()


def hall_moment():
    from tests.services.cases import at

    return at("2026-03-03T12:00")


def test_a_letter_tells_the_days_that_held_when_it_was_written(hall: Hall):
    case_id = paused_and_extended(hall)
    names = promised(case_id)
    acceptance = "".join(words(letters.letter(names["acceptance"], by=hall.clerk).letter))
    extension = "".join(words(letters.letter(names["extension"], by=hall.clerk).letter))
    assert "2026年3月17日" in acceptance
    assert "2026年4月1日" in extension


def test_a_preview_is_unsigned_and_writes_nothing(hall: Hall):
    case_id = hall.submitted()
    command = c.RequestCorrection(in_order(form="fix"))
    (letter,) = letters.preview(public_id(case_id), command, by=hall.clerk, at=hall_moment())
    assert letter.number.startswith("预览稿")
    assert not letter.signature.sealed
    assert promised(case_id).keys() == {"receipt"}
    assert verification.verify().broken == ()


def test_what_would_be_refused_cannot_be_previewed(hall: Hall):
    case_id = hall.submitted()
    with pytest.raises(Refusal) as caught:
        letters.preview(public_id(case_id), c.Grant("符合"), by=hall.head, at=hall_moment())
    assert caught.value.rule == "not_in_review"


def test_letters_are_for_those_who_may_see_the_case(hall: Hall):
    name = promised(hall.accepted())["acceptance"]
    assert letters.letter(name, by=hall.handler).kind == "acceptance"
    stranger = Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=99)
    elsewhere = Actor("officer", 98, frozenset({Role.REVIEWER}), 9, "eco")
    for nosy in (stranger, elsewhere):
        with pytest.raises(Denied):
            letters.letter(name, by=nosy)
        with pytest.raises(Denied):
            letters.pdf(name, by=nosy, at=hall_moment())
    with pytest.raises(Refusal):
        letters.letter("no-such-letter", by=hall.clerk)
