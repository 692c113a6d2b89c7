"""Two sentences side by side: Chinese sets them close, English puts a blank between them; days are written as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import render_template_string
from flask_babel import force_locale
from markupsafe import Markup

from portal.formats import sentences
from portal.services.reminder_words import reminder_words

pytestmark = pytest.mark.engines("sqlite")
BESIDE = (
    "{{ _('资料由本人维护。') }}{% if yes %}{{ _('今天到期。') }}{% endif %}"
    "{{ ngettext('和现在不同的有 %(num)s 天。', '和现在不同的有 %(num)s 天。', 2) }}"
)
AT_COUNTER = (
    "{{ _('到窗口交的，请在 %(by)s交到；网上交的，最后一天 24:00 前都算按期。', by='by noon') }}"
    "{{ _('逾期没有补齐的，终止办理；补齐之前不作决定。') }}"
)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Kept up to date by the person. It expires today. 2 days would be otherwise than now."),
        ("zh_Hans_CN", "资料由本人维护。今天到期。和现在不同的有 2\u00a0天。"),
    ],
)
def test_sentences_of_a_template_stand_apart_in_english_alone(app, locale, said):
    with app.test_request_context(), force_locale(locale):
        assert render_template_string(BESIDE, yes=True).strip() == said


def test_a_sentence_without_a_full_stop_gets_no_blank(app):
    with app.test_request_context(), force_locale("en"):
        assert render_template_string("{{ _('保存') }}{{ _('退出') }}") == "SaveSign out"


def test_a_deferred_material_reads_as_two_sentences(app):
    """The last day at the counter, and what happens without it, come from two macros."""
    with app.test_request_context(), force_locale("en"):
        assert "last day. If" in render_template_string(AT_COUNTER)


def test_sentences_are_joined_by_the_language_and_stay_safe(app):
    with app.test_request_context(), force_locale("en"):
        assert sentences("One.", "", "Two. ") == "One. Two."
        assert sentences("a < b.", Markup("<b>c</b>.")) == Markup("a &lt; b. <b>c</b>.")
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert sentences("一。", "二。") == "一。二。"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Corrections are due by 24:00 on 30 November 2026"),
        ("zh_Hans_CN", "补正期限 2026年11月30日 24:00 到期，请在此之前提交"),
    ],
)
def test_a_mail_writes_a_day_as_the_pages_do(app, locale, said):
    with app.test_request_context(), force_locale(locale):
        assert reminder_words("correction", "near", date(2026, 11, 30)) == said
