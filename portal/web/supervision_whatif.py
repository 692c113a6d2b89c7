"""Supervision: what would have become of past cases under another calendar, promise or staffing."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.whatif import form_of
from portal.i18n import language
from portal.services import law, offices, whatif
from portal.web import review_words
from portal.web.supervision import bp
from workflows.whatif import World

AT_MOST = 1_000
"""Cases that a page looks at, some seconds of work; for more there is the command line, which has no bound."""


@bp.route("/what-if", methods=["GET", "POST"])
@audience("supervisor")
def what_if() -> Any:
    """Ask, and see which cases of the period would have been late; nothing is kept."""
    today, names = business_day(clock.now()), offices.names()
    begin, end = whatif.last_quarter(today)
    items = [(one.item, one.name.get(language().code)) for one in law.catalogue().listings(today)]
    named = [(code, name.get(language().code)) for code, name in names.items()]
    form = form_of(items, named, first=begin.isoformat(), last=end.isoformat())
    found = None
    if request.method == "POST" and form.validate():
        world = World(whatif.with_years(law.calendar(), form.years), form.promises, form.staff)
        found = whatif.asked_by(current_actor(), *form.period, world, today=today, at_most=AT_MOST)
    status = 422 if request.method == "POST" and found is None else 200
    return render_template("supervision/whatif.html", form=form, found=found, offices=names, w=review_words), status
