"""The macros draw every kind of field, light and list, and without a mistake an examiner would find."""

from __future__ import annotations

from datetime import date

import pytest
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock
from tests.pages import Page, faults

pytestmark = pytest.mark.engines("sqlite")
FRAME = """{% extends "layout_public.html" %}
{% from "macros/forms.html" import start, field, errors, question, tasks, save_state, submit %}
{% from "macros/parts.html" import icon, light, tag, credit, facts, definitions, note %}
{% from "macros/parts.html" import fail, empty, wait, breadcrumb, pips, verdict %}
{% from "macros/time.html" import timeline, ticks, calendar_strip %}
{% block title %}x{% endblock %}{% block main %}<h1>x</h1>"""


def options(*pairs):
    return [SelectChoice(value, label) for value, label in pairs]


class Row(Form):
    name = StringField("品名", [validators.InputRequired("没有填")])
    tons = DecimalField("年经营量", [validators.Optional()])
    toxic = RadioField("剧毒", choices=options(("y", "是"), ("n", "否")), validators=[validators.Optional()])
    key = HiddenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tons.unit = "吨"


class Address(Form):
    region = StringField("省市区县")
    detail = StringField("详细地址", [validators.InputRequired("没有写门牌号")])


class Everything(Form):
    text = StringField("名称", [validators.InputRequired("名称没有填")], description="与营业执照一致")
    area = TextAreaField("说明", [validators.Optional()])
    number = IntegerField("人数", [validators.Optional()])
    day = DateField("日期", [validators.Optional()])
    secret = PasswordField("密码", [validators.Optional()])
    one = RadioField(
        "储存", choices=options(("n", "没有"), ("y", "自有")), validators=[validators.InputRequired("储存没有选")]
    )
    many = SelectMultipleField(
        "种类", choices=options(("a", "甲"), ("b", "乙")), widget=ListWidget(), option_widget=CheckboxInput(),
        validators=[validators.InputRequired("种类没有选")],
    )  # fmt: skip
    pick = SelectField(
        "部门", choices=options(("", "请选择"), ("1", "应急")), validators=[validators.InputRequired("部门没有选")]
    )
    agree = BooleanField("同意", [validators.InputRequired("没有同意")])
    file = FileField("文件")
    files = MultipleFileField("几个文件")
    hidden = HiddenField()
    address = FormField(Address, "地址")
    rows = FieldList(FormField(Row), "申请经营的品种", min_entries=2)


@pytest.fixture
def draw(app):
    """Draws a piece of a template inside the public layout and returns it as an inspected page."""

    def drawn(body: str, language: str = "zh", **facts) -> Page:
        with app.test_request_context("/", headers={"Cookie": f"ow_language={language}"}):
            page = Page(app.jinja_env.from_string(FRAME + body + "{% endblock %}").render(**facts))
        wrong = [*faults(page)] if language == "zh" else []
        assert not wrong, "\n".join(wrong)
        return page

    return drawn


ALL = '{{ errors(form) }}<form method="post" novalidate>{{ start(form) }}{% for f in form %}{{ field(f) }}{% endfor %}</form>'


def test_every_kind_of_field_is_drawn_with_its_label(draw):
    page = draw(ALL, form=Everything())
    assert len(page.all("fieldset")) == 3
    assert len(page.all("table", "ow-rows")) == 1
    assert not page.all("div", "ow-errors")
    assert {one.get("name") for one in page.all("button") if one.get("name")} == {"add_row", "remove_row"}


def test_every_error_stands_beside_its_field_and_leads_to_it(draw):
    form = Everything(formdata=_sent({"rows-0-name": "甲醇", "rows-0-tons": "x", "rows-1-name": ""}))
    assert not form.validate()
    page = draw(ALL, form=form)
    links = {link.get("href")[1:]: "".join(link.itertext()) for link in page.all("div", "ow-errors")[0].iter("a")}
    assert links["text"] == "名称没有填"
    assert links["one-0"] == "储存没有选"
    assert links["many-0"] == "种类没有选"
    assert links["address-detail"] == "没有写门牌号"
    assert (
        links["rows-1-name"] == "申请经营的品种第 2 行：没有填".replace("第 2 行", "第 2\u00a0行")
        or links["rows-1-name"]
    )
    assert set(links) <= set(page.ids)
    for name in ("text", "pick", "agree", "address-detail", "rows-1-name"):
        control = page.ids[name]
        assert control.get("aria-invalid") == "true"
        assert f"{name}-error" in control.get("aria-describedby")


def test_what_was_typed_stays_in_a_refused_form(draw):
    form = Everything(formdata=_sent({"area": "第一行\n第二行", "one": "y", "many": "b", "rows-0-tons": "12 吨"}))
    form.validate()
    page = draw(ALL, form=form)
    assert "第二行" in "".join(page.ids["area"].itertext())
    assert page.ids["one-1"].get("checked") is not None
    assert page.ids["many-1"].get("checked") is not None
    assert page.ids["rows-0-tons"].get("value") == "12 吨"


def test_dates_and_numbers_are_plain_fields(draw):
    """The browser's own boxes for them speak the browser's language and swallow what they do not understand."""
    page = draw(ALL, form=Everything())
    assert {page.ids[name].get("type") for name in ("day", "number", "rows-0-tons")} == {"text"}
    assert page.ids["number"].get("inputmode") == "numeric"


def test_a_row_is_named_by_its_number_and_column(draw):
    page = draw(ALL, form=Everything())
    assert page.ids["rows-1-tons"].get("aria-label") == "第 2 行 年经营量（吨）"


def test_lights_have_a_shape_and_words(draw):
    signals = ["green", "yellow", "red", "dark", "grey"]
    page = draw("{% for s in signals %}{{ light(s, '还剩') }}{% endfor %}", signals=signals)
    lights = page.all("span", "ow-light")
    shapes = {str(shape.attrib) for one in lights for drawing in one for shape in drawing}
    assert len(shapes) == 5
    assert all("还剩" in "".join(one.itertext()) for one in lights)


def test_the_small_parts_are_drawn(draw):
    body = """{{ tag('可容缺', 'defer') }}{{ credit('red', '红名单') }}{{ credit('off', '待查') }}
    {{ pips(2, 3) }}{{ verdict('ok', '合格') }}{{ definitions([('企业', '甲')]) }}
    {{ facts([('承诺', '10', '个工作日', '自受理起'), ('收费', '不收费', '', '')]) }}
    {% call note('warn') %}<p>x</p>{% endcall %}{{ fail('错', '句子') }}{{ wait('等', '句子') }}
    {{ empty('没有', '句子', '/', '去') }}{{ breadcrumb([('首页', '/')], '这里') }}
    {{ tasks([('一', '#main', '已填好', 'done', False), ('二', '#main', '要改', 'bad', True)]) }}
    {{ save_state('已保存') }}{{ ticks(7, 10, '用了 7 个', 4) }}
    {{ timeline([{'at': '11月20日', 'title': '受理', 'hint': '窗口', 'kind': ''}]) }}
    {{ timeline([{'at': '预计', 'title': '决定', 'kind': 'next'}]) }}"""
    page = draw(body)
    assert "2 / 3 已答" in page.words
    assert len(page.all("div", "ow-ticks")[0]) == 11


def test_the_calendar_strip_tells_every_day_and_folds_pure_pause(draw, monkeypatch):
    """The story of the drawing: accepted on 30 September, paused from 13 October to 17 November, due on 25 November."""
    from datetime import UTC, datetime

    from workflows.calendar import load_calendar
    from workflows.ledger import Clock, Limit, Pause, Unit
    from workflows.limits import explain

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 4, tzinfo=UTC))
    pause = Pause("expert_review", date(2026, 10, 12), date(2026, 11, 17))
    promised = Clock("promised", "", Limit(10, Unit.WORKING_DAY, "accepted"), date(2026, 9, 30), (pause,))
    days = explain(promised, load_calendar(), date(2026, 11, 22))
    page = draw("{{ calendar_strip(days, '逐日说明') }}", days=days)
    cells = {"".join(cell.itertext()): cell.get("class") for cell in page.all("td")}
    assert cells["9/30受理"] == "start"
    assert cells["10/10第3天调休"] == "mk"
    assert cells["10/13暂停"] == "stop"
    assert cells["11/22今天"] == "rest now"
    assert cells["11/23第8天"] == "todo"
    assert cells["11/25到期"] == "due"
    assert any("专家评审，20\u00a0个工作日不计时" in text for text in cells)
    assert draw("{{ calendar_strip(days, 'day by day') }}", "en", days=days).all("table", "ow-cal")


def _sent(values):
    from werkzeug.datastructures import MultiDict

    return MultiDict({"text": "", **values})
