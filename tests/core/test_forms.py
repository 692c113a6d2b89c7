"""Forms built from guides: every kind of question, what is typed kept as it is, and one sentence a fault in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from guides.fields import FieldError, Wrong
from guides.form import Field, Section, repeated
from guides.guide import Guide
from guides.plan import needs
from portal.forms import wording
from portal.forms.application import PREFIX, SectionForm, filled_form, section_form, sent_form
from portal.forms.because import reason
from portal.forms.blocks import blocks_of, known_answers
from portal.services import law

pytestmark = pytest.mark.usefixtures("speaking")
KINDS = {
    "text": "某公司", "textarea": "第一行\r\n第二行", "number": "1,200.50", "integer": "12", "date": "2026年5月1日",
    "uscc": "91990101MA2HT5K72T", "id_number": "990101198003073019", "phone": "0390-5550117", "email": "A@b.cn",
    "postcode": "310000",
}  # fmt: skip


@pytest.fixture
def guide() -> Guide:
    return law.guide_of("hazchem_business_licence", date(2026, 5, 1))


def sent(guide: Guide, section: str, **values: object) -> SectionForm:
    """A section as a browser sends it."""
    pairs = [(f"{PREFIX}{name}", one) for name, v in values.items() for one in (v if isinstance(v, list) else [v])]
    return sent_form(guide, section, "zh", MultiDict(pairs))


def asked(guide: Guide, **answers: object) -> tuple[str, ...]:
    return needs(guide, answers, date(2026, 11, 1)).fields


def with_field(guide: Guide, **facts: object) -> Guide:
    """The guide with one section of one field."""
    field = Field.model_validate({"id": "it", "label": {"zh": "这一项", "en": "It"}, **facts})
    section = Section.model_construct(id="only", title=guide.form[0].title, help=None, fields=(field,))
    return guide.model_copy(update={"form": (section,), "digest": str(facts)})


@pytest.mark.parametrize(("kind", "typed"), KINDS.items())
def test_what_was_typed_is_kept_as_it_was_typed(guide: Guide, kind: str, typed: str):
    form = sent(with_field(guide, type=kind), "only", it=typed)
    assert form.typed() == {"it": typed}
    assert form.check(["it"]), form.errors


def test_every_section_of_every_guide_becomes_a_form_in_both_languages():
    for guide in law.catalogue().guides:
        for section in guide.form:
            for language in ("zh", "en"):
                form = section_form(guide, section.id, language)()
                assert [control.name for control in form] == [field.id for field in section.fields]


def test_choices_addresses_and_rows_come_back_as_answers(guide: Guide):
    form = sent(guide, "premises", business_mode=["retail", "warehousing"], premises_right="own")
    assert form.typed()["business_mode"] == ["retail", "warehousing"]
    assert form.typed()["premises_right"] == "own"
    rows = sent_form(guide, "goods", "zh", MultiDict([("f-chemicals-0-name", "甲醇"), ("f-chemicals-4-name", "甲苯")]))
    assert [row["name"] for row in rows.typed()["chemicals"]] == ["甲醇", "甲苯"]
    place = MultiDict([("f-business_address-region", "临江市澄江区"), ("f-business_address-detail", "滨江大道 18 号")])
    typed = sent_form(guide, "premises", "zh", place).typed()["business_address"]
    assert typed == {"region": "临江市澄江区", "detail": "滨江大道 18 号"}


def test_what_was_saved_fills_the_form_again(guide: Guide):
    raw = {"business_mode": ["retail"], "business_address": {"region": "临江市", "detail": ""}, "premises_area": "abc"}
    form = filled_form(guide, "premises", "zh", raw)
    assert {name: form.typed()[name] for name in raw} == raw


def test_a_value_of_another_shape_is_shown_and_breaks_nothing(guide: Guide):
    raw = {"business_mode": "retail", "business_address": "临江市 1 号", "premises_area": ["1"]}
    typed = filled_form(guide, "premises", "zh", raw).typed()
    assert (typed["business_mode"], typed["premises_area"]) == ([], "")
    assert typed["business_address"] == {"region": "", "detail": "临江市 1 号"}


def test_only_questions_that_are_asked_are_checked(guide: Guide):
    form = sent(guide, "storage", has_storage="none")
    assert form.check(asked(guide, has_storage="none"))
    form = sent(guide, "storage", has_storage="leased")
    assert not form.check(asked(guide, has_storage="leased"))
    assert set(form.errors) >= {"new_storage", "lessor", "storage_facilities", "assess_report_no"}


def test_a_fault_in_a_row_stands_beside_its_cell(guide: Guide):
    form = sent_form(
        guide, "goods", "zh", MultiDict([("f-chemicals-0-name", "丙酮"), ("f-chemicals-0-cas", "67-64-2")])
    )
    assert not form.check(["chemicals"])
    cells = form["chemicals"].entries[0].form
    assert cells["cas"].errors == ["“CAS 号”的末位校验不对，请核对。例如丙酮是 67-64-1。"]
    assert cells["annual_tons"].errors == ["“年经营量”没有填。请填数字。"]
    assert not cells["name"].errors


def test_what_is_merely_missing_is_not_called_wrong_before_somebody_goes_on(guide: Guide):
    form = sent_form(
        guide, "goods", "zh", MultiDict([("f-chemicals-0-name", "丙酮"), ("f-chemicals-0-cas", "67-64-2")])
    )
    assert not form.check(["chemicals", "toxic_goods"], lacking=False)
    cells = form["chemicals"].entries[0].form
    assert cells["cas"].errors
    assert not cells["annual_tons"].errors
    assert not form["toxic_goods"].errors


def test_an_address_says_which_half_is_missing(guide: Guide):
    form = sent_form(guide, "premises", "zh", MultiDict([("f-business_address-region", "临江市澄江区")]))
    form.check(["business_address"])
    assert form["business_address"].form["detail"].errors == ["“经营场所地址”没有写详细地址。请写街道、门牌号和房号。"]
    assert not form["business_address"].form["region"].errors


def test_rows_are_added_up_to_the_limit_and_removed_by_their_place(guide: Guide):
    names = MultiDict([(f"f-chemicals-{n}-name", letter) for n, letter in ((0, "甲"), (2, "乙"), (7, "丙"))])
    form = sent_form(guide, "goods", "zh", names)
    form.remove_row("f-chemicals-2")
    assert [row["name"] for row in form.typed()["chemicals"]] == ["甲", "丙"]
    form.add_row("f-chemicals")
    assert [row["name"] for row in form.typed()["chemicals"]] == ["甲", "丙", ""]
    one = sent_form(guide, "goods", "zh", MultiDict([("f-chemicals-5-name", "甲")]))
    one.remove_row("f-chemicals-5")
    assert [row["name"] for row in one.typed()["chemicals"]] == [""]
    small = with_field(guide, type="table", max_rows=1, columns=[{"id": "a", "label": "甲", "type": "text"}])
    full = sent_form(small, "only", "zh", MultiDict([("f-it-0-a", "1")]))
    full.add_row("f-it")
    assert len(full["it"].entries) == 1


PEOPLE = [
    {"id": "name", "label": "姓名", "type": "text"},
    {"id": "post", "label": "职务", "type": "text"},
    {
        "id": "kind",
        "label": "工种",
        "type": "choice",
        "options": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}],
    },
    {"id": "cert_no", "label": "证书编号", "type": "text"},
    {"id": "load", "label": "核定载质量", "type": "number"},
    {"id": "clean", "label": "无犯罪记录", "type": "yesno"},
    {"id": "until", "label": "有效期至", "type": "date"},
]
FIRST = {
    "name": "王海", "post": "操作工", "kind": "b", "cert_no": "T1", "load": "3", "clean": "yes", "until": "2027-08-15",
}  # fmt: skip


def test_a_row_like_the_last_repeats_no_name_no_number_and_nothing_that_is_declared(guide: Guide):
    listed = with_field(guide, type="table", columns=PEOPLE)
    form = sent_form(listed, "only", "zh", MultiDict((f"f-it-0-{name}", text) for name, text in FIRST.items()))
    form.add_row("f-it", alike=True)
    before, after = form.typed()["it"]
    assert before == FIRST
    assert {name: text for name, text in after.items() if text} == {
        "post": "操作工",
        "kind": "b",
        "until": "2027-08-15",
    }
    empty = sent_form(listed, "only", "zh", MultiDict())
    empty.add_row("f-it", alike=True)
    assert not any(any(row.values()) for row in empty.typed()["it"])


def test_models_repeat_and_where_a_name_looks_up_its_row_nothing_does(guide: Guide):
    columns = [{"id": "name", "label": "名称", "type": "text"}, {"id": "model", "label": "型号", "type": "text"}]
    assert repeated(with_field(guide, type="table", columns=columns).form[0].fields[0]) == ("model",)
    assert repeated(guide.fields["chemicals"]) == ()


def test_a_button_that_is_on_no_page_is_refused(guide: Guide):
    for name in ("f-nothing", "f-toxic_goods", "chemicals"):
        form = sent(guide, "goods")
        if name == "chemicals":
            form.add_row(name)
            continue
        with pytest.raises(BadRequest):
            form.add_row(name)


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("code", [code for code in Wrong if code is not Wrong.TABLE])
def test_every_fault_has_a_sentence_that_names_the_question(code: Wrong, locale: str):
    facts = dict.fromkeys(("min", "max", "length", "decimals", "year", "month", "day", "rows", "value"), 3)
    field = Field.model_validate({"id": "it", "label": {"zh": "面积", "en": "Area"}, "type": "text"})
    with force_locale(locale):
        text = wording.sentence(field, FieldError(code, character="O", birth="20260231", **facts), locale[:2])
    assert "%(" not in text
    assert len(text) > 8
    assert code is Wrong.CONSENT or ("Area" if locale == "en" else "面积") in text
    assert (locale == "en") is text.isascii() or "“" in text


def test_every_kind_of_empty_field_says_what_to_write():
    for kind in [*KINDS, "choice", "yesno", "address", "table"]:
        extra = {
            "choice": {"options": [{"value": "a", "label": "甲"}]},
            "table": {"columns": [{"id": "a", "label": "甲", "type": "text"}]},
        }
        field = Field.model_validate({"id": "it", "label": "这一项", "type": kind, **extra.get(kind, {})})
        assert "。请" in wording.sentence(field, FieldError(Wrong.MISSING), "zh"), kind


def test_questions_that_an_answer_brings_up_say_why(guide: Guide):
    form = filled_form(guide, "storage", "zh", {})
    blocks = blocks_of(form, guide, asked(guide, has_storage="leased"))
    assert [block.shown for block in blocks] == [True, True, True, True]
    assert blocks[1].because == "因为属于“带储存设施经营”，还要填："
    assert blocks[2].because == "因为属于“储存设施为租赁”，还要填："
    assert not any(block.shown for block in blocks_of(form, guide, asked(guide, has_storage="none")) if block.rule)


def test_a_browser_gets_rules_without_cases_and_only_the_answers_they_rest_on(guide: Guide):
    form = filled_form(guide, "storage", "zh", {})
    rules = [block.rule for block in blocks_of(form, guide, ()) if block.rule]
    assert rules
    assert not any('"case"' in rule for rule in rules)
    known = known_answers(form, guide, {"business_mode": ["retail"], "legal_rep_id": "990101198003073019"})
    assert known == '{"business_mode": ["retail"]}'


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ({"field": "has_storage", "is": "leased"}, "“有没有储存设施”选了“租赁”", "“Storage facilities” is “Leased”"),
        (
            {"not": {"field": "premises_right", "is": "own"}},
            "“经营场所权属”没有选“自有”",
            "“Premises are” is not “Owned”",
        ),
        ({"not": {"case": "no_storage"}}, "不属于“不带储存设施经营”", "this is not “Business without storage”"),
        ({"field": "new_storage", "is": "yes"}, "“储存设施是不是新建、改建、扩建的”选了“是”", None),
        ({"field": "staff_total", "at_least": 50}, "“从业人员总数”不小于 50", "“Number of staff” is at least 50"),
        (
            {"field": "chemicals", "any_row": {"field": "highly_toxic", "is": "yes"}},
            "“申请经营的品种”里有一行“剧毒”选了“是”",
            None,
        ),
        (
            {"all": [{"case": "toxic"}, {"field": "lessor", "filled": True}]},
            "属于“经营剧毒化学品”，并且填了“出租方名称”",
            None,
        ),
    ],
)
def test_rules_are_said_in_words(guide: Guide, rule: dict[str, object], zh: str, en: str | None):
    assert reason(rule, guide, "zh") == zh
    if en:
        with force_locale("en"):
            assert reason(rule, guide, "en") == en
