"""What the departments want put right on the pages: asked of the lead, told once, handed in, seen by everybody (R4, R87)."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading, transaction
from portal.documents.html import render_html
from portal.models import Case as CaseRow
from portal.models import Document, Upload
from portal.services import casefile, letters, review_notice
from tests.at_window import pdf
from tests.services.cases import Hall, at, with_draft
from tests.web import people
from workflows.refusal import Refusal

pytestmark = pytest.mark.engines("sqlite")
TODAY = at("2026-03-04T09:00")


@pytest.fixture
def case_id(app, hall) -> str:
    """A case under review, with the draft it came from."""
    with app.app_context():
        number = hall.accepted()
        with transaction() as session:
            return with_draft(session, session.get_one(CaseRow, number)).public_id


def wished(app, hall: Hall, case_id: str) -> None:
    with app.app_context():
        material = casefile.casefile(case_id, by=hall.fire).case.terms.materials[0].id
        review_notice.wish(case_id, "fire", material, "缺少盖章页", by=hall.fire, at=at("2026-03-04T08:30"))


def test_only_the_lead_tells_and_a_department_speaks_for_itself(app, hall, case_id):
    wished(app, hall, case_id)
    with app.app_context():
        with pytest.raises(Denied):
            review_notice.tell(case_id, by=hall.fire, at=at("2026-03-04T09:00"))
        with pytest.raises(Denied):
            review_notice.wish(case_id, "fire", "form", "缺", by=hall.reviewer, at=at("2026-03-04T09:00"))
        case = review_notice.tell(case_id, by=hall.reviewer, at=at("2026-03-04T09:00"))
        assert case.fixes.told_on
        with reading() as session:
            document = session.scalars(select(Document).where(Document.kind == "review_correction")).one()
        told = render_html(letters.letter(document.public_id, by=hall.handler).letter)
    for words in ("缺少盖章页", "以后不再提出新的补正要求", "办理期限不停止计算"):
        assert words in told


def test_the_lead_tells_with_one_click_and_the_applicant_hands_in(app, client, hall, case_id):
    wished(app, hall, case_id)
    people.sign_in(client, "chen.li")
    client.get(f"/review/cases/{case_id}/tracks")
    assert "缺少盖章页" in client.page.words
    assert client.fill_in({}, action="/fixes", follow_redirects=True).status_code == 200
    assert "审查补正告知书已生成。" in client.page.words
    people.sign_in(client, people.HANDLER)
    client.get(f"/my/cases/{case_id}/fixes")
    assert "缺少盖章页" in client.page.words
    assert client.fill_in({}, action="/fixes").status_code == 422
    [key] = [one.get("id")[2:] for one in client.page.tree.iter("li") if one.get("data-requirement") is not None]
    faults = [one for one in client.page.tree.iter("a") if "还没有上传文件" in "".join(one.itertext())]
    assert [one.get("href") for one in faults] == [f"#file-{key}"]
    assert f"file-{key}" in client.page.ids
    address = f"/my/cases/{case_id}/fixes"
    given = [
        (io.BytesIO(pdf("mended")), "补盖章.pdf"),
        (io.BytesIO(b"MZ"), "坏.pdf"),
        (io.BytesIO(pdf("two")), "附页.pdf"),
    ]
    sent = client.post(f"{address}/files", data={"material": key, "key": key, "file": given})
    assert sent.status_code == 422
    assert "“坏.pdf”" in client.page.words
    for kept in ("补盖章.pdf", "附页.pdf", "已上传，还没有交"):
        assert kept in client.page.words
    client.get(address)
    assert client.fill_in({}, action="/fixes", follow_redirects=True).status_code == 200
    assert "补正材料已交，各部门能看到。" in client.page.words
    with app.app_context(), reading() as session:
        rows = session.execute(select(Upload.purpose, Upload.material, Upload.case_id.is_not(None))).all()
    assert rows == [("review_fix", key, True)] * 2
    client.get(address)
    assert "要补正的材料已经交齐。" in client.page.words
    late = {"material": key, "key": key, "file": (io.BytesIO(pdf("late")), "再来.pdf")}
    assert client.post(f"{address}/files", data=late).status_code == 422


def test_the_window_hands_in_what_an_applicant_without_an_account_brings(app, client, hall, case_id):
    wished(app, hall, case_id)
    with app.app_context():
        review_notice.tell(case_id, by=hall.reviewer, at=at("2026-03-04T09:00"))
    people.sign_in(client, "zhou.min").get(f"/window/cases/{case_id}")
    address = f"/window/cases/{case_id}/fixes"
    assert address in client.page.html
    client.get(address)
    assert "缺少盖章页" in client.page.words
    assert client.fill_in({}, action="/fixes").status_code == 422
    assert "还没有扫描件" in client.page.words
    [key] = [one[2:] for one in client.page.ids if one.startswith("m-")]
    bad = client.post(f"{address}/files", data={"material": key, "key": key, "file": (io.BytesIO(b"MZ"), "坏.pdf")})
    assert bad.status_code == 422
    assert "“坏.pdf”" in client.page.words
    scan = {"material": key, "key": key, "file": (io.BytesIO(pdf("mended")), "扫描.pdf")}
    assert client.post(f"{address}/files", data=scan).status_code == 303
    client.get(address)
    assert "扫描.pdf" in client.page.words
    assert client.fill_in({}, action="/fixes", follow_redirects=True).status_code == 200
    assert "已替申请人交了补正材料" in client.page.words
    client.get(address)
    assert "要补正的材料已经交齐。" in client.page.words


def test_nobody_else_brings_files_or_hands_them_in(app, hall, case_id):
    wished(app, hall, case_id)
    with app.app_context():
        review_notice.tell(case_id, by=hall.reviewer, at=at("2026-03-04T09:00"))
        stranger = replace(hall.handler, enterprise_id=999)
        for somebody in (stranger, hall.fire, hall.reviewer):
            with pytest.raises(Denied):
                review_notice.missing(case_id, by=somebody)
            with pytest.raises(Denied):
                review_notice.hand_in(case_id, by=somebody, at=at("2026-03-04T10:00"))
        with pytest.raises(Refusal) as refused:
            review_notice.hand_in(case_id, by=hall.handler, at=at("2026-03-04T10:00"))
        assert refused.value.rule == "fix_file_missing"
