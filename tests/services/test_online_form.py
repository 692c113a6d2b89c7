"""Who applies online prints the application form from the own answers, signs it and uploads it; nobody else gets it."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from portal.access import Denied
from portal.services import printpack
from tests.at_window import Town, beijing
from tests.web.people import USCC
from workflows.refusal import Refusal

AT = beijing("2026-09-29 10:00")


def test_the_form_carries_the_answers_and_says_where_it_is_uploaded(town: Town, draft: str) -> None:
    name, content = printpack.form_pdf(draft, "application", by=town.handler, at=AT)
    with pypdfium2.PdfDocument(content) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert name.endswith(".pdf")
    for said in (
        "危险化学品经营许可证核发申请书",
        "甲苯",
        "108-88-3",
        USCC,
        "申请人（盖章）",
        "上传到材料清单的这一项",
    ):
        assert said in text
    assert "当场扫描" not in text


@pytest.mark.parametrize("material", ["rules_list", "renewal_application", "x"])
def test_only_the_form_that_the_application_asks_for_is_printed(town: Town, draft: str, material: str) -> None:
    with pytest.raises(Refusal) as refused:
        printpack.form_pdf(draft, material, by=town.handler, at=AT)
    assert refused.value.rule == "no_such_paper"


def test_another_enterprise_does_not_get_the_form(town: Town, draft: str) -> None:
    stranger = replace(town.handler, enterprise_id=town.handler.enterprise_id + 1)
    with pytest.raises(Denied):
        printpack.form_pdf(draft, "application", by=stranger, at=AT)
