"""What an enterprise does in its browser: signs up, reads a guide, fills the form, hands in, corrects, supplies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from playwright.sync_api import Locator, expect

from guides.guide import Guide
from portal.services import law
from tests.browser.filler import GOODS, fill_section
from tests.browser.papers import paper
from tests.browser.visitor import Visitor
from tests.web.people import PASSWORD

ITEM = "hazchem_business_licence"
FIRM, USCC, EMAIL = "望山石化销售有限公司", "91990103MA3KQ8NN2R", "gu@example.cn"
QUESTIONS: dict[str, Any] = {
    "apply_type": "first",
    "business_mode": ["wholesale_stored"],
    "has_storage": "leased",
    "new_storage": "no",
    "toxic_goods": "no",
    "explosive_goods": "no",
}
"""What the guide asks first, answered by somebody who rents a warehouse."""

WITH_STORAGE: dict[str, Any] = {
    **QUESTIONS,
    "economic_type": "limited",
    "premises_right": "leased",
    "major_hazard": "none",
    "chemicals": list(GOODS),
}
WITHOUT_STORAGE: dict[str, Any] = {
    **WITH_STORAGE,
    "business_mode": ["wholesale"],
    "has_storage": "none",
    "chemicals": [GOODS[0]],
}
DEFERRED = "training_proof"
"""The material that the guide allows to follow within 8 working days."""


class Receipt(NamedTuple):
    """What the applicant holds in hand."""

    number: str
    code: str


def guide() -> Guide:
    """The guide in force."""
    found = law.catalogue().in_force(ITEM, law.catalogue().versions(ITEM)[-1].effective_from)
    assert found is not None
    return found


def sign_up(visitor: Visitor) -> None:
    """Sign up for an enterprise that nobody signed up for, and sign in."""
    visitor.go("/").press("登录", within="header").press("登记企业账户")
    enrol(visitor, {"统一社会信用代码": USCC, "企业名称": FIRM, "法定代表人": "顾长宁"})


def enrol(visitor: Visitor, firm: Mapping[str, str] = MappingProxyType({})) -> None:
    """Fill in who one is, and what the register does not say of the enterprise; the account is open at once."""
    own = {"经办人姓名": "顾长宁", "手机号": "13900000077", "电子邮箱": EMAIL, "密码": PASSWORD}
    if (legal_representative := visitor.page.locator("[data-put]")).count() and visitor.scripts:
        legal_representative.click()
        del own["经办人姓名"]
    for label, text in {**firm, **own}.items():
        visitor.field(label).first.fill(text)
    visitor.page.locator("[name=consent]").check()
    visitor.press("登记")
    assert not visitor.path.startswith("/sign-"), visitor.words


def read_guide(visitor: Visitor, answers: Mapping[str, Any]) -> None:
    """Find the guide by everyday words and answer its questions until the list of materials is settled."""
    visitor.go("/").field("用自己的话说要办的事").fill(
        {"zh": "租了仓库卖危险化学品", "en": "hazardous chemicals"}[visitor.language]
    )
    visitor.press("找指南")
    visitor.follow(visitor.page.locator(f'main a[href*="/guides/{ITEM}"]').first)
    answer_all(visitor, answers)


def answer_all(visitor: Visitor, answers: Mapping[str, Any]) -> None:
    """Answer the questions of the guide's page until none is left."""
    for _ in answers:
        if _answer(visitor, answers) == 0:
            return
        visitor.follow(visitor.page.locator("form.ow-ask button[type=submit]"))


def _answer(visitor: Visitor, answers: Mapping[str, Any]) -> int:
    """Answer what is asked and not answered yet; how many that was."""
    answered = 0
    for name, answer in answers.items():
        for value in answer if isinstance(answer, list) else [answer]:
            option = visitor.page.locator(f'form.ow-ask [name="{name}"][value="{value}"]')
            if option.count() and not option.is_checked():
                option.check()
                answered += 1
    return answered


def begin(visitor: Visitor) -> None:
    """Begin the application from the page of the guide."""
    visitor.press("在线申请", within="aside").press("开始填写")


def fill_in(visitor: Visitor, answers: Mapping[str, Any]) -> None:
    """Fill every section of the form, one after the other."""
    for section in guide().form:
        if not visitor.path.endswith(f"/sections/{section.id}"):
            continue  # nothing was left to fill in there
        fill_section(visitor, guide(), section.id, answers)
        visitor.press("检查并进入下一步")
    assert visitor.path.endswith("/materials"), visitor.words


def bring(visitor: Visitor, *, later: Collection[str] = ()) -> None:
    """Upload a small PDF for every requirement, but promise those in `later`."""
    names = [one.get_attribute("id") for one in visitor.page.locator("[data-requirement]").all()]
    for name in names:
        item = visitor.page.locator(f"#{name}")
        if not item.locator("form[data-upload]").count():
            continue
        if f"{name}".removeprefix("m-") in later:
            item.locator("form:has([name=on]) summary").click()
            visitor.follow(item.locator("form:has([name=on]) button"))
        else:
            upload(item, f"{name}".removeprefix("m-"))
    visitor.inspect()


def upload(item: Locator, name: str) -> None:
    """Hand in a file for one requirement and wait until the list says that it is in."""
    item.locator("input[type=file]:not([capture])").set_input_files(paper(name, name))
    expect(item.locator(".ow-files li")).to_have_count(1)


def submit(visitor: Visitor) -> Receipt:
    """Check everything, declare, hand in; the receipt."""
    for box in visitor.page.locator("main form [type=checkbox]").all():
        box.check()
    for secret in visitor.page.locator("main form [type=password]").all():
        secret.fill(PASSWORD)  # what is promised for later is signed with it
    visitor.press("提交申请")
    return receipt(visitor)


def receipt(visitor: Visitor) -> Receipt:
    """What the receipt on the page says."""
    facts = visitor.page.locator(".ow-receipt dd")
    return Receipt(facts.nth(0).inner_text().strip(), facts.nth(1).locator(".ow-big").inner_text().strip())


def correct(visitor: Visitor, material: str) -> None:
    """Answer the notice: see the officer's words, hand in a new file for the material, give it back."""
    open_case(visitor)
    visitor.follow(visitor.page.locator(".ow-turn a.btn"))
    item = visitor.page.locator(f"#m-{material}")
    item.locator("input[type=file]:not([capture])").set_input_files(paper(f"{material}-2", "corrected"))
    expect(item.locator(".ow-state.is-done")).to_be_visible()
    visitor.inspect()
    visitor.press("交回补正")


def supply(visitor: Visitor, material: str) -> None:
    """Hand in a material that was promised."""
    open_case(visitor)
    visitor.follow(visitor.page.locator(".ow-turn a.btn"))
    upload(visitor.page.locator(f"#m-{material}"), material)
    visitor.inspect()
    visitor.press("补交")


def open_case(visitor: Visitor) -> None:
    """Go to the newest case."""
    visitor.go("/my/cases").follow(visitor.page.locator('section[aria-labelledby="h-cases"] li a').first)
