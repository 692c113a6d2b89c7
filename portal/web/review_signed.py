"""A signed decision before it leaves: taken back with one click and a reason, by whoever signed it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor, may_act, require
from portal.forms.review import TakeBackForm
from portal.services import signed
from portal.web import review_signed_words
from portal.web.review import bp, case_page, seen
from workflows.refusal import Refusal

for _words in ("leaves_words", "signed_parts", "causes_words", "after_signing"):
    bp.add_app_template_global(getattr(review_signed_words, _words), _words)


@bp.post("/cases/<case_id>/decision/take-back")
@audience("decider")
def take_back(case_id: str) -> Any:
    """Take the signed decision back; its words wait on the page of the decision."""
    view, by = seen(case_id), current_actor()
    require(may_act(by, view.file, "decider"), "decider")
    form = TakeBackForm(prefix="back-")
    if not form.validate():
        return case_page(view, bound={"take_back": form}, status=422)
    try:
        signed.take_back(case_id, form.reason.data, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return case_page(seen(case_id), bound={"take_back": form}, refusal=refusal, status=409)
    flash(_("决定已撤回，没有送出任何文书。您写的内容都在，改好以后重新签发。"))
    return redirect(url_for("review.decide", case_id=case_id), 303)
